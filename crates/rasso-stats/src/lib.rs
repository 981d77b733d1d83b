//! Intervals and quantiles: numbers in, numbers out.
