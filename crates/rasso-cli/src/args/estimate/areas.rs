//! The arguments of estimators of areas or other units beside each other, and of what their change is made of.

use super::counts::{Counts, Reference};
use super::{Files, Level};
use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct Units {
    #[command(flatten)]
    pub(crate) files: Files,
    #[command(flatten)]
    pub(crate) counts: Counts,
    /// The column of groups, as forces; rows of one group are added up
    #[arg(long, value_name = "COL")]
    pub(crate) group: String,
}

#[derive(Debug, Args)]
pub(crate) struct Funnel {
    #[command(flatten)]
    pub(crate) units: Units,
}

#[derive(Debug, Args)]
pub(crate) struct Shrink {
    #[command(flatten)]
    pub(crate) units: Units,
    /// How sure intervals are, in per cent
    #[arg(long, value_enum, default_value = "95")]
    pub(crate) confidence: Level,
}

#[derive(Debug, Args)]
pub(crate) struct Decompose {
    #[command(flatten)]
    pub(crate) files: Files,
    /// The column of the steps of the process, in their order in the file
    #[arg(long, value_name = "COL")]
    pub(crate) step: String,
    /// The column of how many came to the step before the change, or in one area
    #[arg(long, value_name = "COL")]
    pub(crate) before: String,
    /// The column of how many came to it after the change, or in the other area
    #[arg(long, value_name = "COL")]
    pub(crate) after: String,
    /// The column of groups, each of which is taken apart by itself
    #[arg(long, value_name = "COL")]
    pub(crate) group: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Kitagawa {
    #[command(flatten)]
    pub(crate) files: Files,
    /// The column of groups; rows of one group are added up
    #[arg(long, value_name = "COL")]
    pub(crate) group: String,
    /// The column of those counted before the change
    #[arg(long, value_name = "COL")]
    pub(crate) numerator_before: String,
    /// The column of all cases before the change
    #[arg(long, value_name = "COL")]
    pub(crate) denominator_before: String,
    /// The column of those counted after the change
    #[arg(long, value_name = "COL")]
    pub(crate) numerator_after: String,
    /// The column of all cases after the change
    #[arg(long, value_name = "COL")]
    pub(crate) denominator_after: String,
}

#[derive(Debug, Args)]
pub(crate) struct Standardise {
    #[command(flatten)]
    pub(crate) files: Files,
    /// The column of groups, as forces
    #[arg(long, value_name = "COL")]
    pub(crate) group: String,
    /// The columns that say of what kind cases are, as relationship,age
    #[arg(long, value_name = "COLS", value_delimiter = ',', required = true)]
    pub(crate) by: Vec<String>,
    /// The column of those counted; 0 or 1 where each row is one case
    #[arg(long, value_name = "COL")]
    pub(crate) numerator: String,
    /// The column of all cases; without it each row is one case
    #[arg(long, value_name = "COL")]
    pub(crate) denominator: Option<String>,
    /// How groups are made comparable
    #[arg(long, value_enum, default_value = "indirect")]
    pub(crate) method: OfStandard,
    /// How sure limits are, in per cent
    #[arg(long, value_enum, default_value = "95")]
    pub(crate) confidence: Level,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OfStandard {
    /// What the group's share would be if its cases were of the kinds of all
    Direct,
    /// Observed over expected, by the share of each kind among all
    Indirect,
    /// Observed over expected, by a logit model of the columns without interactions
    Logit,
}

#[derive(Debug, Args)]
pub(crate) struct Disparity {
    #[command(flatten)]
    pub(crate) files: Files,
    #[command(flatten)]
    pub(crate) counts: Counts,
    #[command(flatten)]
    pub(crate) reference: Reference,
    /// The column of groups, each of which is compared with its reference over its strata
    #[arg(long, value_name = "COL")]
    pub(crate) group: Option<String>,
    /// How sure intervals are, in per cent
    #[arg(long, value_enum, default_value = "95")]
    pub(crate) confidence: Level,
}
