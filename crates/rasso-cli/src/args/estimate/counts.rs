//! The arguments of estimators of counts: some of so many, a group or a unit a row.

use super::{Files, Level};
use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct Proportion {
    #[command(flatten)]
    pub(crate) files: Files,
    #[command(flatten)]
    pub(crate) counts: Counts,
    /// The column of groups: rows of one group are added up. Without it each row is estimated by itself,
    /// in the order of the file
    #[arg(long, value_name = "COL")]
    pub(crate) group: Option<String>,
    /// The interval
    #[arg(long, value_enum, default_value = "wilson")]
    pub(crate) method: OfProportion,
    /// How sure intervals are, in per cent
    #[arg(long, value_enum, default_value = "95")]
    pub(crate) confidence: Level,
}

#[derive(Debug, Args)]
pub(crate) struct Counts {
    /// The column of those counted
    #[arg(long, value_name = "COL")]
    pub(crate) numerator: String,
    /// The column of those that might have been
    #[arg(long, value_name = "COL")]
    pub(crate) denominator: String,
}

#[derive(Debug, Args)]
pub(crate) struct Reference {
    /// The column of those counted of what each is held against
    #[arg(long, value_name = "COL")]
    pub(crate) reference_numerator: String,
    /// The column of those that might have been
    #[arg(long, value_name = "COL")]
    pub(crate) reference_denominator: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OfProportion {
    /// Wilson's score interval, which is the one to publish
    Wilson,
    /// Clopper and Pearson's: never too short, and wide
    ClopperPearson,
    /// Jeffreys', between the two
    Jeffreys,
}

#[derive(Debug, Args)]
pub(crate) struct Difference {
    #[command(flatten)]
    pub(crate) files: Files,
    #[command(flatten)]
    pub(crate) counts: Counts,
    #[command(flatten)]
    pub(crate) reference: Reference,
    /// The column of groups: rows of one group are added up. Without it each row is estimated by itself,
    /// in the order of the file
    #[arg(long, value_name = "COL")]
    pub(crate) group: Option<String>,
    /// The interval
    #[arg(long, value_enum, default_value = "newcombe")]
    pub(crate) method: OfDifference,
    /// How sure intervals are, in per cent
    #[arg(long, value_enum, default_value = "95")]
    pub(crate) confidence: Level,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OfDifference {
    /// Newcombe's method 10, which goes with Wilson's interval
    Newcombe,
    /// Miettinen and Nurminen's: the choice where counts are small
    MiettinenNurminen,
}
