//! The arguments of estimators of series: charts, triangles, before and after a start.

use super::{Files, Level};
use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct Xmr {
    #[command(flatten)]
    pub(crate) files: Files,
    /// The column of values, in the order of time
    #[arg(long, value_name = "COL")]
    pub(crate) value: String,
    /// The column of times, to have them beside the values
    #[arg(long, value_name = "COL")]
    pub(crate) time: Option<String>,
    /// The column of groups, each of which is a series
    #[arg(long, value_name = "COL")]
    pub(crate) group: Option<String>,
    /// Which moving ranges make the limits
    #[arg(long, value_enum, default_value = "screened")]
    pub(crate) ranges: Ranges,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Ranges {
    /// All but those that stand out by themselves, as `NHSRplotthedots`
    Screened,
    /// All, as the NHS's spreadsheet
    All,
}

#[derive(Debug, Args)]
pub(crate) struct ChainLadder {
    #[command(flatten)]
    pub(crate) files: Files,
    /// The column of when cases began, as a quarter
    #[arg(long, value_name = "COL")]
    pub(crate) origin: String,
    /// The column of how long after that they are counted, as the number of quarters
    #[arg(long, value_name = "COL")]
    pub(crate) development: String,
    /// The column of how many had ended by then
    #[arg(long, value_name = "COL")]
    pub(crate) count: String,
    /// The counts are those of each development alone, and not of all up to it
    #[arg(long)]
    pub(crate) incremental: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Its {
    #[command(flatten)]
    pub(crate) files: Files,
    /// The column of values, in the order of time
    #[arg(long, value_name = "COL")]
    pub(crate) value: String,
    /// The column of times, which are equally far apart
    #[arg(long, value_name = "COL")]
    pub(crate) time: String,
    /// The first time after the start, as the column has it
    #[arg(long, value_name = "TIME")]
    pub(crate) start: String,
    /// How many times apart what is left over may be alike; without it by Newey and West's rule,
    /// 4 (n / 100) ^ (2/9)
    #[arg(long, value_name = "N")]
    pub(crate) lags: Option<usize>,
    /// Do not scale variances by n / (n - 4)
    #[arg(long)]
    pub(crate) uncorrected: bool,
    /// The column of groups, each of which is a series
    #[arg(long, value_name = "COL")]
    pub(crate) group: Option<String>,
    /// How sure intervals are, in per cent
    #[arg(long, value_enum, default_value = "95")]
    pub(crate) confidence: Level,
}

#[derive(Debug, Args)]
pub(crate) struct Did {
    #[command(flatten)]
    pub(crate) files: Files,
    /// The column of areas
    #[arg(long, value_name = "COL")]
    pub(crate) area: String,
    /// The column of times: numbers, or texts whose order is that of time, as 2024-Q1
    #[arg(long, value_name = "COL")]
    pub(crate) time: String,
    /// The column of values
    #[arg(long, value_name = "COL")]
    pub(crate) value: String,
    /// The column of the area's first time with the measure, empty where it never had it
    #[arg(long, value_name = "COL")]
    pub(crate) start: String,
    /// With which areas those that started are compared
    #[arg(long, value_enum, default_value = "never")]
    pub(crate) controls: Controls,
    /// How often the starts are dealt out anew for the p-value; 0 for never
    #[arg(long, value_name = "N", default_value_t = 999)]
    pub(crate) deals: u64,
    /// The seed of the deals
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// How sure intervals are, in per cent
    #[arg(long, value_enum, default_value = "95")]
    pub(crate) confidence: Level,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Controls {
    /// Those that never start
    Never,
    /// Those that have not started yet at the time, those that never start among them
    NotYet,
}
