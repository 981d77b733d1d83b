//! The arguments of estimators of cases, one a row, that are over or still open.

use super::{Files, Level};
use clap::Args;
use rasso_terms::Day;

#[derive(Debug, Args)]
pub(crate) struct Cases {
    #[command(flatten)]
    pub(crate) files: Files,
    /// The column of when a case ended or was last seen, counted from its origin: a number from 0 up, of
    /// days or anything else
    #[arg(long, value_name = "COL")]
    pub(crate) time: String,
    /// The column of how it ended: 0 while it is still open. Other values are causes, in any words;
    /// `survival` and `quantile` take 1 alone
    #[arg(long, value_name = "COL")]
    pub(crate) status: String,
    /// The column of when a case came under observation, where that was after its origin. An empty cell
    /// is from the origin on; 0 is after 0, so that such a case cannot end at 0 (as in R)
    #[arg(long, value_name = "COL")]
    pub(crate) entry: Option<String>,
    /// The column of groups, each of which is estimated by itself
    #[arg(long, value_name = "COL")]
    pub(crate) group: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Incidence {
    #[command(flatten)]
    pub(crate) cases: Cases,
    #[command(flatten)]
    pub(crate) curve: Curve,
}

#[derive(Debug, Args)]
pub(crate) struct Period {
    #[command(flatten)]
    pub(crate) files: Files,
    /// The column of the date on which a case began, as 2025-06-30
    #[arg(long, value_name = "COL")]
    pub(crate) begin: String,
    /// The column of the date on which it ended or was last seen. Empty while it is open: it was last seen
    /// on the day of the extract
    #[arg(long, value_name = "COL")]
    pub(crate) end: String,
    /// The column of how it ended: 0 while it is still open. Other values are causes, in any words
    #[arg(long, value_name = "COL")]
    pub(crate) status: String,
    /// The day of the extract: what came after it is left out
    #[arg(long, value_name = "DATE")]
    pub(crate) as_at: Day,
    /// The column of groups, each of which is estimated by itself
    #[arg(long, value_name = "COL")]
    pub(crate) group: Option<String>,
    /// The days after its beginning to estimate at; without it 30, 90, 180, 365, 730 and 1095
    #[arg(long, value_name = "DAYS", value_delimiter = ',')]
    pub(crate) at: Vec<f64>,
    /// How many quarters' pace is taken
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=400))]
    pub(crate) window: u16,
    /// Of how many earlier quarters it is shown what would have been said
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(0..=400))]
    pub(crate) back: u16,
    /// How sure intervals are, in per cent
    #[arg(long, value_enum, default_value = "95")]
    pub(crate) confidence: Level,
}

#[derive(Debug, Args)]
pub(crate) struct Survival {
    #[command(flatten)]
    pub(crate) cases: Cases,
    #[command(flatten)]
    pub(crate) curve: Curve,
}

#[derive(Debug, Args)]
pub(crate) struct Curve {
    /// The times to estimate at, as 30,90,180; without it every time at which a case of the group ended
    #[arg(long, value_name = "TIMES", value_delimiter = ',')]
    pub(crate) at: Vec<f64>,
    /// How sure intervals are, in per cent
    #[arg(long, value_enum, default_value = "95")]
    pub(crate) confidence: Level,
}

#[derive(Debug, Args)]
pub(crate) struct Quantile {
    #[command(flatten)]
    pub(crate) cases: Cases,
    /// The shares of cases that are over, each between 0 and 1
    #[arg(
        long = "p",
        value_name = "SHARES",
        value_delimiter = ',',
        default_value = "0.25,0.5,0.9"
    )]
    pub(crate) shares: Vec<f64>,
    /// How sure limits are, in per cent
    #[arg(long, value_enum, default_value = "95")]
    pub(crate) confidence: Level,
}

#[derive(Debug, Args)]
pub(crate) struct GroupTests {
    #[command(flatten)]
    pub(crate) cases: Cases,
    /// The cause to compare; without it each of them
    #[arg(long, value_name = "CAUSE")]
    pub(crate) cause: Option<String>,
}
