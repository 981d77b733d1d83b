//! Wilson's score interval for one proportion.

use crate::confidence::{Confidence, Interval};
use crate::number::float;

/// Wilson's interval for `numerator` out of `denominator`, or nothing when there is no denominator
/// or the numerator is larger than it (two flows, say, which are not a proportion).
///
/// ```
/// use rasso_stats::{Confidence, wilson};
/// let interval = wilson(0, 1, Confidence::Percent95).unwrap();
/// assert!((interval.upper - 0.793_450_685_622_763).abs() < 1e-12);
/// assert!(wilson(0, 0, Confidence::Percent95).is_none());
/// ```
pub fn wilson(numerator: u64, denominator: u64, confidence: Confidence) -> Option<Interval> {
    if numerator > denominator {
        return None;
    }
    let share = proportion(numerator, denominator)?;
    let n = float(denominator);
    let z = confidence.standard_errors();
    let shrink = 1.0 + z * z / n;
    let centre = (share + z * z / (2.0 * n)) / shrink;
    let reach = z / shrink * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    // At none and at all of them the limits are exact; arithmetic would leave a trace such as 1e-17.
    let lower = (centre - reach).max(0.0);
    let upper = (centre + reach).min(1.0);
    Some(Interval {
        lower: if numerator == 0 { 0.0 } else { lower },
        upper: if numerator == denominator { 1.0 } else { upper },
    })
}

/// `numerator` over `denominator` as the nearest fraction, or nothing when there is no denominator.
pub fn proportion(numerator: u64, denominator: u64) -> Option<f64> {
    (denominator != 0).then(|| float(numerator) / float(denominator))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_no_interval_without_a_denominator_or_beyond_it() {
        assert_eq!(wilson(0, 0, Confidence::Percent95), None);
        assert_eq!(wilson(3, 2, Confidence::Percent95), None);
        assert_eq!(proportion(3, 0), None);
    }
}
