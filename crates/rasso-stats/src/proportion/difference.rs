//! The difference of two proportions, by Newcombe's method 10.

use super::{Share, wilson};
use crate::confidence::{Confidence, Interval};

/// One proportion less another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// The difference.
    pub value: f64,
    /// Its interval, within -1 to 1.
    pub interval: Interval,
}

/// The difference a - b with Newcombe's interval (1998, Statistics in Medicine 17, 873-890, method
/// 10): the distances from the proportions to their Wilson limits, put together as if at a right angle.
///
/// ```
/// use rasso_stats::{Confidence, proportion::{Share, newcombe}};
/// let (a, b) = (Share::new(56, 70).unwrap(), Share::new(48, 80).unwrap());
/// let interval = newcombe(a, b, Confidence::Percent95).unwrap().interval;
/// assert_eq!(format!("{:.4} to {:.4}", interval.lower, interval.upper), "0.0524 to 0.3339");
/// ```
pub fn newcombe(a: Share, b: Share, confidence: Confidence) -> Option<Difference> {
    let of_a = wilson(a.numerator(), a.denominator(), confidence)?;
    let of_b = wilson(b.numerator(), b.denominator(), confidence)?;
    let (a, b) = (a.value(), b.value());
    Some(Difference {
        value: a - b,
        interval: Interval {
            lower: a - b - (a - of_a.lower).hypot(of_b.upper - b),
            upper: a - b + (of_a.upper - a).hypot(b - of_b.lower),
        },
    })
}
