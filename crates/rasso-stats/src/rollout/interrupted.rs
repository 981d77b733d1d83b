//! An interrupted time series: did its level or its slope change at the start?
//!
//! > y(t) = level + slope t + level change + slope change (t - start), the last two from the start on,
//!
//! by least squares. What is left over is alike from one time to the next, so errors are those of Newey
//! and West (1987, Econometrica 55, 703-708), with Bartlett's weights 1 - l / (lags + 1).

use crate::linear::least_squares;
use crate::number::float_len;
use crate::{Confidence, Interval, StatsError};

/// What is done about there being few times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Correction {
    /// Variances times n / (n - 4), for the four coefficients.
    SmallSample,
    /// Nothing.
    None,
}

/// One coefficient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Term {
    /// Its value.
    pub value: f64,
    /// Newey and West's standard error.
    pub std_error: f64,
    /// Its interval, by the normal distribution.
    pub interval: Interval,
}

/// A series before and after its start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interrupted {
    /// The level at the first time.
    pub level: Term,
    /// The slope before the start.
    pub slope: Term,
    /// By how much the level jumped at the start.
    pub level_change: Term,
    /// By how much the slope changed.
    pub slope_change: Term,
}

/// Compares a series before and after a start, the place of the first time after it. Errors allow for
/// what is left over being alike up to so many times apart.
///
/// [`StatsError::TooFew`] with fewer than two times before the start or after it, or fewer than five in
/// all; [`StatsError::NotFinite`] when one is no number.
pub fn interrupted(
    series: &[f64],
    start: usize,
    lags: usize,
    correction: Correction,
    confidence: Confidence,
) -> Result<Interrupted, StatsError> {
    let times = series.len();
    if start < 2 || times < 5 || start + 2 > times {
        return Err(StatsError::TooFew);
    }
    if series.iter().any(|it| !it.is_finite()) {
        return Err(StatsError::NotFinite);
    }
    let of_times = |of: &dyn Fn(usize) -> f64| -> Vec<f64> { (0..times).map(of).collect() };
    let columns = [
        of_times(&|_| 1.0),
        of_times(&float_len),
        of_times(&|it| if it >= start { 1.0 } else { 0.0 }),
        of_times(&|it| float_len(it.saturating_sub(start))),
    ];
    let fit = least_squares(&columns, series).ok_or(StatsError::NotIdentified)?;
    let pulls: Vec<[f64; 4]> = (0..times)
        .map(|at| {
            let row = [0, 1, 2, 3].map(|it| columns[it][at]);
            let fitted: f64 = row
                .iter()
                .zip(&fit.coefficients)
                .map(|it| it.0 * it.1)
                .sum();
            row.map(|it| it * (series[at] - fitted))
        })
        .collect();
    let scale = match correction {
        Correction::SmallSample => float_len(times) / float_len(times - 4),
        Correction::None => 1.0,
    };
    let spread = spread(&pulls, lags);
    let term = |at: usize| {
        let row = &fit.inverse[at];
        let pairs = (0..4).flat_map(|i| (0..4).map(move |j| (i, j)));
        let variance: f64 = pairs.map(|(i, j)| row[i] * spread[i][j] * row[j]).sum();
        let (value, std_error) = (fit.coefficients[at], (scale * variance).max(0.0).sqrt());
        Term {
            value,
            std_error,
            interval: Interval::around(value, std_error, confidence),
        }
    };
    Ok(Interrupted {
        level: term(0),
        slope: term(1),
        level_change: term(2),
        slope_change: term(3),
    })
}

/// How what is left over pulls at the coefficients, with what is near in time.
fn spread(pulls: &[[f64; 4]], lags: usize) -> [[f64; 4]; 4] {
    let mut sums = [[0.0; 4]; 4];
    for lag in 0..=lags.min(pulls.len() - 1) {
        let weight = 1.0 - float_len(lag) / float_len(lags + 1);
        // Both ways round, but a time with itself once.
        let weight = if lag == 0 { weight / 2.0 } else { weight };
        for (a, b) in pulls[lag..].iter().zip(pulls) {
            for (i, row) in sums.iter_mut().enumerate() {
                for (j, cell) in row.iter_mut().enumerate() {
                    *cell += weight * (a[i] * b[j] + b[i] * a[j]);
                }
            }
        }
    }
    sums
}
