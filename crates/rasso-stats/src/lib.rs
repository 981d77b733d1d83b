//! Intervals, percentages, medians and estimates: numbers in, numbers out.
//!
//! Counts stay whole numbers as long as they can. A percentage that is shown is made by integer
//! division ([`percentage_half_up`]), so that the same two counts give the same text on every
//! machine; a median of days is kept in half days ([`Median`]). What can only be estimated says so:
//! where there is nothing to estimate from, the answer is an `Option`, a variant or an error, and
//! never a NaN. This crate knows nothing of crimes, tables or files.

pub mod attribution;
pub mod compare;
mod confidence;
pub mod disparity;
mod distribution;
mod error;
mod group_test;
mod halving;
mod linear;
mod median;
mod number;
pub mod paths;
mod percentage;
pub mod proportion;
mod quantile;
pub mod rollout;
pub mod standardise;
pub mod survival;
mod thousands;

pub use confidence::{Confidence, Interval};
pub use error::StatsError;
pub use group_test::GroupTest;
pub use median::{DayHistogram, Median};
pub use percentage::{mean_half_up, percentage_half_up};
pub use proportion::{proportion, wilson};
pub use quantile::{MedianInterval, QuantileKind, median_interval, quantile};
pub use thousands::thousands;
