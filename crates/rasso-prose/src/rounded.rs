//! Exact quotients, rounded once.

use rasso_stats::thousands;

/// `above / below` to so many places, ties away from zero; the sign apart.
pub(crate) struct Rounded {
    /// -1, 0 or 1: 0 only where it is exactly nothing.
    pub(crate) sign: i32,
    /// Its digits without a sign.
    pub(crate) digits: String,
}

impl Rounded {
    /// None when there is nothing to divide by, or numbers are beyond all counting.
    pub(crate) fn of(above: i128, below: i128, places: u32) -> Option<Self> {
        if below <= 0 {
            return None;
        }
        let scale = 10_i128.checked_pow(places)?;
        let twice = above.checked_abs()?.checked_mul(scale)?.checked_mul(2)?;
        let units = twice.checked_add(below)? / below.checked_mul(2)?;
        let (whole, part) = (units / scale, units % scale);
        let whole = thousands(u64::try_from(whole).ok()?);
        let width = usize::try_from(places).ok()?;
        let digits = if places == 0 {
            whole
        } else {
            format!("{whole}.{part:0width$}")
        };
        Some(Self {
            sign: above.signum().try_into().unwrap_or(0),
            digits,
        })
    }

    /// Whether it is something and shows as nothing.
    pub(crate) fn vanishes(&self) -> bool {
        self.sign != 0 && !self.digits.bytes().any(|it| (b'1'..=b'9').contains(&it))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tie_goes_away_from_zero() {
        for (above, below, places, expected) in [
            (1, 20, 1, "0.1"),
            (-1, 20, 1, "0.1"),
            (1, 21, 1, "0.0"),
            (3_000, 1, 0, "3,000"),
            (29, 2, 1, "14.5"),
        ] {
            assert_eq!(Rounded::of(above, below, places).unwrap().digits, expected);
        }
        assert!(Rounded::of(1, 0, 1).is_none());
        assert!(Rounded::of(1, 21, 1).unwrap().vanishes());
        assert!(!Rounded::of(0, 21, 1).unwrap().vanishes());
    }
}
