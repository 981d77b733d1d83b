//! A rate as two counts.

use crate::StatsError;
use num_bigint::BigInt;
use num_rational::Ratio;

/// One count over another. It may be above 1: of two stages that count different units it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    numerator: u64,
    denominator: u64,
}

impl Rate {
    /// `numerator` over `denominator`; [`StatsError::TooFew`] without a denominator.
    pub fn new(numerator: u64, denominator: u64) -> Result<Self, StatsError> {
        if denominator == 0 {
            return Err(StatsError::TooFew);
        }
        Ok(Self {
            numerator,
            denominator,
        })
    }

    pub(super) fn ratio(self) -> Ratio<BigInt> {
        Ratio::new(self.numerator.into(), self.denominator.into())
    }
}
