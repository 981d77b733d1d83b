//! How long cases take and how they end, when some are still open.
//!
//! Every estimator here reads a [`RiskTable`]: for each time, how many cases were under observation
//! and how many of them ended, by cause, or were last seen open. For whole days a [`DayCube`] counts
//! cases into such tables for many groups at once; the counts are all that the estimators need, so
//! cubes of several agencies are added and no row has to move.
//!
//! An estimate is given only as far as somebody was under observation ([`At`]). That cases are open
//! because of the day of the extract says nothing of how they end only if the pace did not change from
//! cohort to cohort: print this beside every figure, and hold a [`back_test`] against it.
//!
#![doc = include_str!("survival/coverage.md")]

mod across;
mod at;
mod back_test;
mod chain_ladder;
mod cube;
mod extent;
mod gray;
mod incidence;
mod kaplan_meier;
mod log_rank;
mod period;
mod risk;
mod spell;

pub use at::At;
pub use back_test::{BackTest, BackTestPlan, LookBack, back_test, look_back, share_within};
pub use chain_ladder::{ChainLadder, Ultimate, chain_ladder};
pub use cube::DayCube;
pub use gray::gray;
pub use incidence::{CumulativeIncidence, IncidencePoint, cumulative_incidence};
pub use kaplan_meier::{Quantile, Reached, Survival, SurvivalPoint, kaplan_meier};
pub use log_rank::log_rank;
pub use period::{DatedCase, Window};
pub use risk::{RiskTable, Step};
pub use spell::{Entry, Spell};

/// The days at which cohorts are compared: one, three and six months, one, two and three years.
pub const HORIZONS: [u32; 6] = [30, 90, 180, 365, 730, 1095];
