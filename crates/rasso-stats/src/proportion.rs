//! One proportion and its interval.

mod wilson;

pub use wilson::{proportion, wilson};
