//! Random draws, all in whole numbers.
//!
//! No floating point enters: logarithms and powers differ between machines in their last bit, and
//! one bit would move a date.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A share, in ten-thousandths: 250 is 2.5%.
pub(crate) type Share = u64;

/// How many days something takes: (share of cases in thousandths, days), with straight lines
/// between. The first share is 0 and the last 1000.
pub(crate) type Spread = [(i64, i32)];

/// What a run of draws is for. Two purposes with the same ordinal never share their draws.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    /// How the crimes of a block fall into cases.
    Block = 1,
    /// Everything that happens in a case.
    Case = 2,
    /// What a force is like in this world.
    Force = 3,
    /// Someone who comes to notice in more than one case.
    Recidivist = 4,
    /// Where the numbers of the world begin.
    Numbers = 5,
    /// How the force that takes a crime over records it.
    Transfer = 6,
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

    /// A number of days.
    pub(crate) fn days(&mut self, spread: &Spread) -> i32 {
        let at = i64::try_from(self.below(1_000_000)).unwrap_or_default();
        for pair in spread.windows(2) {
            let ((from, low), (to, high)) = (pair[0], pair[1]);
            if at < to * 1_000 {
                let part = i64::from(high - low) * (at - from * 1_000) / ((to - from) * 1_000);
                return low + i32::try_from(part).unwrap_or_default();
            }
        }
        spread.last().map_or(0, |(_, days)| *days)
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

    #[test]
    fn half_of_a_spread_lies_below_its_middle() {
        let mut dice = Dice::new(1, Purpose::Case, 0);
        let spread = [(0, 0), (500, 100), (1000, 1000)];
        let below = (0..10_000).filter(|_| dice.days(&spread) < 100).count();
        assert!((4_800..5_200).contains(&below), "{below}");
    }
}
