//! Holds the records of a run to the rules of quality, and says what of it is listed.
//!
//! The rules of one table are asked while it is read (`rasso-extract`); those of units, across records
//! and agencies, are asked here, over the relational core. Both end in [`RunQuality`]. [`coverage()`] says which
//! force or Area told of which months, and [`left_out()`] whom each figure is without.

mod batches;
mod coverage;
mod error;
mod joined;
mod left_out;
mod lists;
mod run_quality;
mod units;

pub use batches::{counts_batch, coverage_batch, findings_batch, left_out_batch};
pub use coverage::{CoverageRow, CoverageStatus, MonthSpan, Sender, coverage};
pub use error::QualityError;
pub use left_out::{LeftOutRow, in_words, left_out, mark};
pub use lists::{ListArea, ListRequest, ListedCase, listed};
pub use run_quality::{RuleCount, RuleFinding, RunQuality, run_quality};
