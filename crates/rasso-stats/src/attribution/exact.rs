//! A fraction of whole numbers of any length.

use num_bigint::BigInt;
use num_rational::Ratio;
use num_traits::ToPrimitive;
use std::fmt;
use std::iter::Sum;
use std::ops::Add;

/// An exact fraction, in its lowest terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exact(pub(super) Ratio<BigInt>);

impl Exact {
    /// The nearest float, or next to it.
    pub fn value(&self) -> f64 {
        let (n, d) = (self.0.numer(), self.0.denom());
        // Either may be too long for a float. Their quotient is taken in whole numbers of 64 digits or
        // so, and put in its place afterwards.
        let Ok(shift) = i32::try_from(64 + i128::from(d.bits()) - i128::from(n.bits())) else {
            return 0.0;
        };
        let places = shift.unsigned_abs();
        let quotient = if shift > 0 {
            (n << places) / d
        } else {
            n / (d << places)
        };
        // In two halves, because the whole power may be beyond what a float holds.
        let half = 2.0_f64.powi(-shift / 2);
        let rest = 2.0_f64.powi(-shift - -shift / 2);
        quotient.to_f64().unwrap_or(0.0) * half * rest
    }
}

/// As `numerator/denominator`.
impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.0.numer(), self.0.denom())
    }
}

impl Add for Exact {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sum for Exact {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        let nothing = Self(Ratio::from_integer(BigInt::ZERO));
        parts.fold(nothing, |sum, it| sum + it)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fraction_of_any_length_becomes_its_float() {
        let huge = BigInt::from(10).pow(400);
        for (n, d, expected) in [
            (BigInt::from(1), BigInt::from(3), 1.0 / 3.0),
            (BigInt::from(-7) * &huge, BigInt::from(2) * &huge + 1, -3.5),
            (BigInt::ZERO, huge.clone(), 0.0),
            (BigInt::from(1), BigInt::from(1024), 0.000_976_562_5),
            (BigInt::from(123_456_789), BigInt::from(1), 123_456_789.0),
        ] {
            let off = Exact(Ratio::new(n, d)).value() - expected;
            assert!(off.abs() <= 1e-15 * f64::abs(expected), "{expected}");
        }
        assert_eq!(Exact(Ratio::new((-2).into(), 4.into())).to_string(), "-1/2");
    }
}
