//! Ratios, and Katz's interval of one.

use crate::proportion::Share;
use crate::{Confidence, Interval};

/// Two groups to compare, in one stratum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The group asked about.
    pub group: Share,
    /// The one that it is held against.
    pub reference: Share,
}

/// A ratio of two groups.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    /// The ratio.
    pub value: f64,
    /// Its interval; nothing where the ratio is 0.
    pub interval: Option<Interval>,
}

impl Ratio {
    /// From a ratio and the variance of its logarithm.
    pub(super) fn new(value: f64, variance: f64, confidence: Confidence) -> Self {
        let reach = (confidence.standard_errors() * variance.sqrt()).exp();
        Self {
            value,
            interval: (value > 0.0).then(|| Interval {
                lower: value / reach,
                upper: value * reach,
            }),
        }
    }
}

/// The risk ratio with Katz's interval (1978, Biometrics 34, 469-474): on the scale of logarithms, with
/// the variance 1/a - 1/n + 1/b - 1/m for a of n over b of m. Nothing when b is 0.
pub fn risk_ratio(pair: Pair, confidence: Confidence) -> Option<Ratio> {
    let (a, _, n) = pair.group.floats();
    let (b, _, m) = pair.reference.floats();
    let variance = (1.0 / a - 1.0 / n) + (1.0 / b - 1.0 / m);
    (b > 0.0).then(|| {
        Ratio::new(
            pair.group.value() / pair.reference.value(),
            variance,
            confidence,
        )
    })
}
