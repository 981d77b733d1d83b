//! Exchanges between counts that no published sum shows.
//!
//! An *exchange* adds a whole number to each of a few cells so that no constraint is broken. If all its cells are
//! withheld, nobody can tell the tables from those with the exchange applied: that is all the protection there is.

use crate::system::Term;

/// Changes of a few cells that break no constraint, by cell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Exchange(pub(crate) Vec<Term>);

impl Exchange {
    /// By how much it changes a cell.
    pub(crate) fn change(&self, cell: u32) -> i64 {
        let at = self.0.binary_search_by_key(&cell, |it| it.0);
        at.map_or(0, |at| self.0[at].1)
    }

    /// Whether it changes a cell.
    pub(crate) fn touches(&self, cell: u32) -> bool {
        self.change(cell) != 0
    }

    /// Its cells.
    pub(crate) fn cells(&self) -> impl Iterator<Item = u32> {
        self.0.iter().map(|it| it.0)
    }

    /// How often it can be applied forwards and backwards before a cell has less than its floor.
    pub(crate) fn room(&self, counts: &[i64], floor: impl Fn(u32) -> i64) -> (i64, i64) {
        let (mut forwards, mut backwards) = (i64::MAX, i64::MAX);
        for &(cell, by) in &self.0 {
            let times = (counts[cell as usize] - floor(cell)).max(0) / by.abs();
            if by < 0 {
                forwards = forwards.min(times);
            } else {
                backwards = backwards.min(times);
            }
        }
        (forwards, backwards)
    }

    /// How often it can be applied forwards and backwards where every count has a floor and a ceiling.
    pub(crate) fn room_between(
        &self,
        counts: &[i64],
        floor: impl Fn(u32) -> i64,
        ceilings: &[i64],
    ) -> (i64, i64) {
        let (mut forwards, mut backwards) = self.room(counts, floor);
        for &(cell, by) in &self.0 {
            let cell = cell as usize;
            let times = ceilings[cell].saturating_sub(counts[cell]).max(0) / by.abs();
            if by > 0 {
                forwards = forwards.min(times);
            } else {
                backwards = backwards.min(times);
            }
        }
        (forwards, backwards)
    }

    /// How far it can bring the count of `cell` up and down, where every count has at least its floor.
    pub(crate) fn reach(
        &self,
        cell: u32,
        counts: &[i64],
        floor: impl Fn(u32) -> i64,
    ) -> (i64, i64) {
        let (forwards, backwards) = self.room(counts, floor);
        let by = self.change(cell);
        let far = |times: i64| times.saturating_mul(by.abs());
        if by > 0 {
            (far(forwards), far(backwards))
        } else {
            (far(backwards), far(forwards))
        }
    }

    /// Applies it so many times.
    pub(crate) fn apply(&self, times: i64, counts: &mut [i64]) {
        for &(cell, by) in &self.0 {
            counts[cell as usize] += times * by;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_room_is_what_the_scarcest_cell_leaves() {
        let exchange = Exchange(vec![(0, 1), (1, -1), (2, -2), (3, 2)]);
        let counts = [4, 9, 7, 5];
        assert_eq!(exchange.room(&counts, |_| 0), (3, 2));
        assert_eq!(exchange.reach(3, &counts, |_| 0), (6, 4));
        assert_eq!(exchange.reach(2, &counts, |_| 0), (4, 6));
        assert_eq!(exchange.reach(4, &counts, |_| 0), (0, 0));
        assert_eq!(exchange.room(&counts, |it| i64::from(it == 2) * 4), (1, 2));
        let mut after = counts;
        exchange.apply(-2, &mut after);
        assert_eq!(after, [2, 11, 11, 1]);
    }
}
