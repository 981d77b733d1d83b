//! Intervals, percentages and medians: numbers in, numbers out.
//!
//! Counts stay whole numbers as long as they can. A percentage that is shown is made by integer
//! division ([`percentage_half_up`]), so that the same two counts give the same text on every
//! machine; a median of days is kept in half days ([`Median`]). Only [`wilson`] needs a fraction.
//! This crate knows nothing of crimes, tables or files.

mod median;
mod percentage;
mod thousands;
mod wilson;

pub use median::{DayHistogram, Median};
pub use percentage::percentage_half_up;
pub use thousands::thousands;
pub use wilson::{Confidence, Interval, proportion, wilson};
