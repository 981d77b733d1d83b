//! Random draws, all in whole numbers.
//!
//! No floating point enters: logarithms and powers differ between machines in their last bit, and
//! one bit would move a date.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde::Deserialize;

/// A share, in ten-thousandths: 250 is 2.5%.
pub(crate) type Share = u64;

/// How many days something takes: (share of cases in thousandths, days), with straight lines
/// between. The first share is 0 and the last 1000.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<(i64, i32)>")]
pub(crate) struct Spread(Vec<(i64, i32)>);

impl TryFrom<Vec<(i64, i32)>> for Spread {
    type Error = &'static str;

    fn try_from(points: Vec<(i64, i32)>) -> Result<Self, Self::Error> {
        let ends = points.first().zip(points.last());
        let whole = ends.is_some_and(|(first, last)| first.0 == 0 && last.0 == 1000);
        let rises = |it: &[(i64, i32)]| it[0].0 < it[1].0 && it[0].1 <= it[1].1;
        if whole && points.windows(2).all(rises) {
            Ok(Self(points))
        } else {
            Err("a spread goes from share 0 to share 1000, and upwards")
        }
    }
}

/// The natural logarithm of two, in 10^-9.
const LN_2: u64 = 693_147_181;

/// What a run of draws is for. Two purposes with the same ordinal never share their draws.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    /// How the crimes of a block fall into cases.
    Block = 1,
    /// The force of a case and the records of its crimes.
    Case = 2,
    /// What a force is like in this world.
    Force = 3,
    /// Someone who comes to notice in more than one case.
    Recidivist = 4,
    /// Where the numbers of the world begin.
    Numbers = 5,
    /// How the force that takes a crime over records it.
    Transfer = 6,
    /// The investigation.
    Investigation = 7,
    /// What a prosecutor does with a suspect's file.
    Charging = 8,
    /// What the court does with a defendant.
    Court = 9,
    /// How the police close the crimes.
    Closing = 10,
    /// How the records are written down.
    Writing = 11,
    /// What a CPS Area is like in this world.
    Area = 12,
    /// Months of a force that its extracts do not hold, or hold twice.
    Coverage = 13,
    /// The CPS Area and the courts of a case.
    Venue = 14,
}

/// Random numbers of one purpose and ordinal.
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    /// The draws of a purpose and ordinal in the world of this seed.
    pub(crate) fn new(seed: u64, purpose: Purpose, ordinal: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8] = purpose as u8;
        key[16..24].copy_from_slice(&ordinal.to_le_bytes());
        Self(ChaCha8Rng::from_seed(key))
    }

    /// A number from 0 to just below `n`.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        let wide = u128::from(self.0.next_u64()) * u128::from(n);
        u64::try_from(wide >> 64).unwrap_or_default()
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i32, high: i32) -> i32 {
        let width = u64::from(high.abs_diff(low)) + 1;
        low + i32::try_from(self.below(width)).unwrap_or_default()
    }

    /// True with this share.
    pub(crate) fn chance(&mut self, share: Share) -> bool {
        self.below(10_000) < share
    }

    /// A place in a list of this length.
    pub(crate) fn index(&mut self, length: usize) -> usize {
        let length = u64::try_from(length).unwrap_or_default();
        usize::try_from(self.below(length)).unwrap_or_default()
    }

    /// One of a list that is not empty.
    pub(crate) fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.index(list.len())]
    }

    /// One of a list that is not empty, by weight.
    pub(crate) fn weighted<T: Copy>(&mut self, list: &[(T, u64)]) -> T {
        let mut left = self.below(list.iter().map(|(_, weight)| weight).sum());
        for (value, weight) in list {
            if left < *weight {
                return *value;
            }
            left -= weight;
        }
        list[0].0
    }

    /// A wait of mean one, by the exponential law, in millionths: the logarithm of an even draw,
    /// worked out bit by bit.
    pub(crate) fn exponential(&mut self) -> u64 {
        let even = self.0.next_u64() | 1;
        let zeros = even.leading_zeros();
        let mut mantissa = even << zeros >> 32;
        let mut fraction = 0_u64;
        for _ in 0..24 {
            mantissa = (mantissa * mantissa) >> 31;
            fraction <<= 1;
            if mantissa >> 32 == 1 {
                mantissa >>= 1;
                fraction |= 1;
            }
        }
        let halvings = ((u64::from(zeros) + 1) << 24) - fraction;
        let nanos = (u128::from(halvings) * u128::from(LN_2)) >> 24;
        u64::try_from(nanos / 1_000).unwrap_or_default()
    }

    /// A number of days.
    pub(crate) fn days(&mut self, spread: &Spread) -> i32 {
        let at = i64::try_from(self.below(1_000_000)).unwrap_or_default();
        for pair in spread.0.windows(2) {
            let ((from, low), (to, high)) = (pair[0], pair[1]);
            if at < to * 1_000 {
                let part = i64::from(high - low) * (at - from * 1_000) / ((to - from) * 1_000);
                return low + i32::try_from(part).unwrap_or_default();
            }
        }
        spread.0.last().map_or(0, |(_, days)| *days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_ordinal_draws_the_same_and_another_does_not() {
        let draw = |ordinal| Dice::new(7, Purpose::Case, ordinal).below(u64::MAX);
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
    }

    /// Of waits of mean one, 1 - 1/e is below one, 1/e^3 above three, and half below ln 2.
    #[test]
    fn an_exponential_draw_follows_its_law() {
        let mut dice = Dice::new(1, Purpose::Case, 0);
        let draws: Vec<_> = (0..100_000).map(|_| dice.exponential()).collect();
        let below = |x: u64| draws.iter().filter(|it| **it < x).count();
        assert!((62_700..63_730).contains(&below(1_000_000)));
        assert!((49_500..50_500).contains(&below(693_147)));
        assert!((94_810..95_240).contains(&below(3_000_000)));
        let mean = draws.iter().sum::<u64>() / 100_000;
        assert!((990_000..1_010_000).contains(&mean), "{mean}");
    }

    #[test]
    fn half_of_a_spread_lies_below_its_middle() {
        let mut dice = Dice::new(1, Purpose::Case, 0);
        let spread = Spread::try_from(vec![(0, 0), (500, 100), (1000, 1000)]).unwrap();
        let below = (0..10_000).filter(|_| dice.days(&spread) < 100).count();
        assert!((4_800..5_200).contains(&below), "{below}");
    }
}
