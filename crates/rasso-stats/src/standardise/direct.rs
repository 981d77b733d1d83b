//! Direct standardisation.

use crate::StatsError;
use crate::number::float;
use crate::proportion::Share;

/// Cases of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stratum {
    /// How many cases of the kind the standard has.
    pub standard: u64,
    /// The area's share; nothing when it has no case of the kind.
    pub share: Option<Share>,
}

/// A directly standardised share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Direct {
    /// What the area's share would be with the kinds of the standard.
    pub value: f64,
    /// Its standard error.
    pub std_error: f64,
    /// How much of the standard is of kinds that the area has; below 1 the value leaves out the rest.
    pub covered: f64,
}

/// Σ w p with variance Σ w² p (1 - p) / n, over kinds of which the area has cases; w is the part of the
/// standard that is of the kind, over those kinds.
///
/// [`StatsError::TooFew`] when the area has cases of no kind that the standard has.
pub fn direct(strata: &[Stratum]) -> Result<Direct, StatsError> {
    let all: u64 = strata.iter().map(|it| it.standard).sum();
    let (mut weights, mut value, mut variance) = (0.0, 0.0, 0.0);
    for stratum in strata {
        if let Some(share) = stratum.share {
            let weight = float(stratum.standard);
            let (p, n) = (share.value(), float(share.denominator()));
            weights += weight;
            value += weight * p;
            variance += weight * weight * p * (1.0 - p) / n;
        }
    }
    if weights <= 0.0 {
        return Err(StatsError::TooFew);
    }
    Ok(Direct {
        value: value / weights,
        std_error: variance.sqrt() / weights,
        covered: weights / float(all),
    })
}
