//! Indirect standardisation: observed over expected.

use crate::distribution::gamma_quantile;
use crate::number::float;
use crate::{Confidence, Interval, StatsError};

/// How many cases were counted for each that was expected.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Indirect {
    /// Observed over expected.
    pub ratio: f64,
    /// Byar's limits (Breslow and Day 1987), as English public health statistics have them.
    pub byar: Interval,
    /// The limits under which the observed count is not too rare for a Poisson count.
    pub exact: Interval,
}

/// Sets a count against what was expected. Times the share of all areas the ratio is the area's
/// adjusted share.
///
/// With O observed, Byar's lower limit is O (1 - 1 / (9 O) - z / (3 √O))³ over the expected count, and
/// the upper one the same with O + 1 and + z; the exact ones are half of chi-squared quantiles with 2 O
/// and 2 O + 2 degrees of freedom. The lower one of none is 0.
///
/// [`StatsError::NotFinite`] unless something, and no more than a finite number, is expected.
pub fn indirect(
    observed: u64,
    expected: f64,
    confidence: Confidence,
) -> Result<Indirect, StatsError> {
    if !(expected.is_finite() && expected > 0.0) {
        return Err(StatsError::NotFinite);
    }
    let (count, next) = (float(observed), float(observed.saturating_add(1)));
    let z = confidence.standard_errors();
    let byar =
        |count: f64, z: f64| count * (1.0 - 1.0 / (9.0 * count) + z / (3.0 * count.sqrt())).powi(3);
    let lower = |limit: &dyn Fn() -> f64| if observed == 0 { 0.0 } else { limit().max(0.0) };
    let over_expected = |lower: f64, upper: f64| Interval {
        lower: lower / expected,
        upper: upper / expected,
    };
    let tail = confidence.tail();
    Ok(Indirect {
        ratio: count / expected,
        byar: over_expected(lower(&|| byar(count, -z)), byar(next, z)),
        exact: over_expected(
            lower(&|| gamma_quantile(tail, count)),
            gamma_quantile(1.0 - tail, next),
        ),
    })
}
