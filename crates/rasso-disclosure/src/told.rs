//! What readers are told of a cell, and what that leaves open.

/// What a reader is told of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// Its count.
    Count(i64),
    /// Its count rounded to the base of the policy.
    Rounded(i64),
    /// Nothing, and there is nothing in it to protect: how far a percentage was rounded, or how two rounded counts differ.
    Unsaid,
    /// Nothing: `[c]`.
    Withheld,
}

impl Told {
    /// The figure that readers see.
    pub fn figure(self) -> Option<i64> {
        match self {
            Self::Count(figure) | Self::Rounded(figure) => Some(figure),
            Self::Unsaid | Self::Withheld => None,
        }
    }

    /// The count, where readers know it.
    pub fn count(self) -> Option<i64> {
        match self {
            Self::Count(count) => Some(count),
            Self::Rounded(_) | Self::Unsaid | Self::Withheld => None,
        }
    }

    /// Whether it is withheld.
    pub fn is_withheld(self) -> bool {
        self == Self::Withheld
    }
}

/// How shown counts are rounded, which everybody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rounding {
    base: i64,
    threshold: i64,
}

impl Default for Rounding {
    fn default() -> Self {
        Self::NONE
    }
}

impl Rounding {
    /// Counts are shown as they are.
    pub const NONE: Self = Self {
        base: 1,
        threshold: 1,
    };

    /// To the nearest multiple of `base`, halves up; a count other than 0 is shown from `threshold` on.
    ///
    /// A base above twice the threshold would let counts that may be shown come out as 0, which stands for none at all:
    /// [`Policy`](crate::Policy) refuses it.
    pub fn new(base: i64, threshold: i64) -> Self {
        Self { base, threshold }
    }

    /// Whether anything is rounded.
    pub fn is_any(self) -> bool {
        self.base > 1
    }

    /// What is told of a count that is not withheld. None at all is told as such.
    pub fn tell(self, count: i64) -> Told {
        if count == 0 || !self.is_any() {
            return Told::Count(count);
        }
        let rounded = (2 * count + self.base).div_euclid(2 * self.base) * self.base;
        Told::Rounded(rounded)
    }

    /// The least and the largest count that come out as what is told.
    pub(crate) fn bounds(self, told: Told) -> (i64, i64) {
        match told {
            Told::Count(count) => (count, count),
            Told::Rounded(figure) => {
                let least = (2 * figure - self.base + 1).div_euclid(2);
                let most = (2 * figure + self.base - 1).div_euclid(2);
                (least.max(self.threshold).max(1), most)
            }
            Told::Unsaid | Told::Withheld => (0, i64::MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bounds_are_those_of_every_count_that_comes_out_so() {
        for (base, threshold) in [(2, 1), (3, 5), (5, 5), (10, 5), (10, 8)] {
            let rounding = Rounding::new(base, threshold);
            for figure in (base..100).step_by(usize::try_from(base).unwrap()) {
                let told = Told::Rounded(figure);
                let all = (threshold..200).filter(|it| rounding.tell(*it) == told);
                let all: Vec<i64> = all.collect();
                let Some((first, last)) = all.first().zip(all.last()) else {
                    continue;
                };
                assert_eq!(rounding.bounds(told), (*first, *last), "{base} {figure}");
            }
        }
        assert_eq!(Rounding::new(5, 5).tell(0), Told::Count(0));
        assert_eq!(Rounding::new(10, 5).tell(5), Told::Rounded(10));
        assert_eq!(Rounding::NONE.tell(7), Told::Count(7));
    }
}
