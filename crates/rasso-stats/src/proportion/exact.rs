//! Intervals from the beta distribution: Clopper and Pearson's, and Jeffreys'.

use super::Share;
use crate::confidence::{Confidence, Interval};
use crate::distribution::beta_quantile;

/// Clopper and Pearson's interval (1934, Biometrika 26, 404-413): the proportions under which the
/// count is not rarer than the level on either side. Of x in n its limits are quantiles of
/// Beta(x, n - x + 1) and Beta(x + 1, n - x), and 0 and 1 at none and at all.
///
/// Nothing when both those counted and the rest are more than a million: take Wilson's then.
pub fn clopper_pearson(share: Share, confidence: Confidence) -> Option<Interval> {
    let (x, rest, _) = share.floats();
    // The upper limit is taken from the other end, where it keeps its digits when it is close to 1.
    let limit = |count: f64, others: f64| {
        if count > 0.0 {
            beta_quantile(confidence.tail(), count, others + 1.0)
        } else {
            Some(0.0)
        }
    };
    Some(Interval {
        lower: limit(x, rest)?,
        upper: 1.0 - limit(rest, x)?,
    })
}

/// Jeffreys' interval: quantiles of Beta(x + 1/2, n - x + 1/2). At none and at all the limit is a
/// little off 0 and 1, as statsmodels has it; Brown and others (2001, Statistical Science 16, 101-133)
/// would put it there. Nothing where [`clopper_pearson`] has nothing.
pub fn jeffreys(share: Share, confidence: Confidence) -> Option<Interval> {
    let (x, rest, _) = share.floats();
    let limit =
        |count: f64, others: f64| beta_quantile(confidence.tail(), count + 0.5, others + 0.5);
    Some(Interval {
        lower: limit(x, rest)?,
        upper: 1.0 - limit(rest, x)?,
    })
}
