//! A proportion as two counts.

use super::proportion;
use crate::StatsError;
use crate::number::float;

/// Some of a number of cases. The counts stay whole; the fraction is made last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    numerator: u64,
    denominator: u64,
}

impl Share {
    /// `numerator` of `denominator`. [`StatsError::TooFew`] without a denominator,
    /// [`StatsError::Contradiction`] when the numerator is larger.
    pub fn new(numerator: u64, denominator: u64) -> Result<Self, StatsError> {
        if denominator == 0 {
            Err(StatsError::TooFew)
        } else if numerator > denominator {
            Err(StatsError::Contradiction)
        } else {
            Ok(Self {
                numerator,
                denominator,
            })
        }
    }

    /// Those counted.
    pub fn numerator(self) -> u64 {
        self.numerator
    }

    /// Those that might have been.
    pub fn denominator(self) -> u64 {
        self.denominator
    }

    /// The fraction.
    pub fn value(self) -> f64 {
        // There is always a denominator.
        proportion(self.numerator, self.denominator).unwrap_or(0.0)
    }

    /// The counts as floats: those counted, the rest, and all.
    pub(crate) fn floats(self) -> (f64, f64, f64) {
        (
            float(self.numerator),
            float(self.denominator - self.numerator),
            float(self.denominator),
        )
    }
}
