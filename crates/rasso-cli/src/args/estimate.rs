//! The arguments of `rasso estimate`.

mod cases;
mod counts;

pub(crate) use cases::{Cases, Incidence, Quantile, Survival};
pub(crate) use counts::{Difference, OfDifference, OfProportion, Proportion};

use clap::{Args, Subcommand, ValueEnum};
use rasso_stats::Confidence;
use std::path::PathBuf;

/// The worked example of an estimator, which stands beside its code and which the tests run.
macro_rules! example {
    ($name:literal) => {
        include_str!(concat!("../commands/estimate/examples/", $name, ".txt")).trim_end()
    };
}

#[derive(Debug, Subcommand)]
pub(crate) enum Estimate {
    /// How many cases end of each cause by when, while some are still open (Aalen-Johansen)
    ///
    /// Writes group,cause,time,n_risk,n_event,estimate,std_error,lower,upper: the share of all cases that
    /// end of the cause by the time, its standard error (Aalen's variance) and its interval (on the
    /// scale of log(-log)). n_risk is how many are under observation at the time, n_event how many
    /// ended of the cause since the row before. Nothing is estimated past the time up to which somebody
    /// was under observation: the cell is empty, and a note on stderr says how often. A share of 0 or 1
    /// has no interval.
    #[command(after_help = example!("incidence"))]
    Incidence(Incidence),
    /// How many cases are not over yet by when (Kaplan-Meier)
    ///
    /// Writes group,time,n_risk,n_event,n_censored,estimate,std_error,lower,upper: the share that lasts
    /// longer than the time, its standard error (Greenwood's) and its interval (on the scale of
    /// log(-log)). n_event and n_censored count from the row before. Where cases may end in several
    /// ways, take `incidence`.
    #[command(after_help = example!("survival"))]
    Survival(Survival),
    /// How long it takes until some share of cases is over, while some are still open
    ///
    /// Writes group,p,estimate,lower,upper: the first time by which the share p is over, by
    /// Kaplan-Meier, and its limits. `not reached` where so many are not over as far as cases were
    /// observed.
    #[command(after_help = example!("quantile"))]
    Quantile(Quantile),
    /// A share of cases and its interval
    ///
    /// Writes group,numerator,denominator,estimate,lower,upper. A share of no cases is empty.
    #[command(after_help = example!("proportion"))]
    Proportion(Proportion),
    /// The difference of two shares and its interval
    ///
    /// Writes group,numerator,denominator,reference_numerator,reference_denominator,estimate,lower,upper: the
    /// share less that of the reference. Both stand in one row.
    #[command(after_help = example!("difference"))]
    Difference(Difference),
}

impl Estimate {
    /// The file that is read and what is written.
    pub(crate) const fn files(&self) -> &Files {
        match self {
            Self::Incidence(asked) => &asked.cases.files,
            Self::Survival(asked) => &asked.cases.files,
            Self::Quantile(asked) => &asked.cases.files,
            Self::Proportion(asked) => &asked.files,
            Self::Difference(asked) => &asked.files,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Files {
    /// The file to read: CSV (also compressed), Parquet, XLSX or ODS
    #[arg(long, value_name = "FILE")]
    pub(crate) input: PathBuf,
    /// The CSV file to write; one that is there is replaced. Without it the rows go to stdout
    #[arg(long, value_name = "FILE.csv")]
    pub(crate) out: Option<PathBuf>,
    /// Print JSON: the rows, or with --out what was written
    #[arg(long)]
    pub(crate) json: bool,
}

/// How sure intervals are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Level {
    #[value(name = "95")]
    Percent95,
    #[value(name = "99.8")]
    Percent99_8,
}

impl From<Level> for Confidence {
    fn from(level: Level) -> Self {
        match level {
            Level::Percent95 => Self::Percent95,
            Level::Percent99_8 => Self::Percent99_8,
        }
    }
}
