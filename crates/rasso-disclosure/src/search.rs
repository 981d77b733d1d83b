//! The cheapest exchange through a cell.
//!
//! A beam search: an exchange begins with the cell changed by one, which leaves the constraints it stands in open.
//! Each step closes the open constraint that fewest cells may close with one more cell, in every way there is; the best
//! part exchanges go on. It is a heuristic: that an exchange is the cheapest is not claimed, that it is one always holds.

use crate::{
    exchange::Exchange,
    system::{System, Term},
};
use std::collections::BTreeSet;

/// The price of a cell that may not be in an exchange.
pub(crate) const NEVER: u64 = u64::MAX;

/// What a search may use.
pub(crate) struct Search<'s> {
    /// The constraints.
    pub(crate) system: &'s System,
    /// For each cell the price of having it in the exchange, or [`NEVER`].
    pub(crate) price: &'s [u64],
    /// What each cell can spare, and how often the exchange must be possible, forwards and backwards taken together.
    pub(crate) room: Option<(&'s [i64], i64)>,
    /// By how much each cell can grow; without it, by as much as one likes.
    pub(crate) growth: Option<&'s [i64]>,
    /// How many part exchanges go on after each step.
    pub(crate) breadth: usize,
}

/// No exchange has more cells.
const LONGEST: usize = 48;

/// A part of an exchange.
struct Part {
    changes: Vec<Term>,
    open: Vec<Term>,
    price: u64,
    forwards: i64,
    backwards: i64,
}

impl Search<'_> {
    /// The cheapest exchange found that changes `target` by one, and its price. `hurry` is what each open constraint
    /// is reckoned to cost still: the higher, the fewer cells the exchange has.
    pub(crate) fn cheapest(&self, target: u32, hurry: u64) -> Option<(Exchange, u64)> {
        let start = self.start(target);
        if start.open.is_empty() {
            // No sum holds it: it is an exchange by itself.
            return Some((Exchange(start.changes), 0));
        }
        let mut parts = vec![start];
        let choices = self.choices();
        let mut best: Option<Part> = None;
        let mut seen: BTreeSet<Vec<Term>> = BTreeSet::new();
        for _ in 1..LONGEST {
            let mut next: Vec<(u64, Part)> = Vec::new();
            for part in &parts {
                let limit = best.as_ref().map_or(NEVER, |it| it.price);
                self.grow(part, &choices, limit, &mut |grown: Part| {
                    if grown.open.is_empty() {
                        if best.as_ref().is_none_or(|it| grown.price < it.price) {
                            best = Some(grown);
                        }
                    } else if seen.insert(grown.changes.clone()) {
                        let open = u64::try_from(grown.open.len()).unwrap_or(NEVER);
                        let reckoned = grown.price.saturating_add(hurry.saturating_mul(open));
                        next.push((reckoned, grown));
                    }
                });
            }
            let limit = best.as_ref().map_or(NEVER, |it| it.price);
            next.retain(|it| it.1.price < limit);
            if next.is_empty() {
                break;
            }
            parts = self.best_of(next);
        }
        best.map(|it| (Exchange(it.changes), it.price))
    }

    fn best_of(&self, mut parts: Vec<(u64, Part)>) -> Vec<Part> {
        let order =
            |a: &(u64, Part), b: &(u64, Part)| (a.0, &a.1.changes).cmp(&(b.0, &b.1.changes));
        if parts.len() > self.breadth {
            parts.select_nth_unstable_by(self.breadth, order);
            parts.truncate(self.breadth);
        }
        parts.sort_unstable_by(order);
        parts.into_iter().map(|it| it.1).collect()
    }

    fn start(&self, target: u32) -> Part {
        Part {
            changes: vec![(target, 1)],
            open: self.system.column(target).to_vec(),
            price: 0,
            forwards: self.growth.map_or(i64::MAX, |it| it[target as usize]),
            backwards: self.room.map_or(i64::MAX, |it| it.0[target as usize]),
        }
    }

    /// How many cells of each constraint may be used.
    fn choices(&self) -> Vec<usize> {
        let may = |row: &[Term]| {
            let cells = row.iter().filter(|it| self.price[it.0 as usize] != NEVER);
            cells.count()
        };
        self.system.rows().map(may).collect()
    }

    /// Every way to close the open constraint that has the fewest, by one more cell.
    fn grow(&self, part: &Part, choices: &[usize], limit: u64, give: &mut impl FnMut(Part)) {
        let fewest = part
            .open
            .iter()
            .min_by_key(|it| (choices[it.0 as usize], it.0));
        let Some(&(row, left)) = fewest else {
            return;
        };
        for &(cell, by) in self.system.row(row) {
            let price = part.price.saturating_add(self.price[cell as usize]);
            if price >= limit || left % by != 0 {
                continue;
            }
            let Err(at) = part.changes.binary_search_by_key(&cell, |it| it.0) else {
                continue;
            };
            let change = -left / by;
            let (mut forwards, mut backwards) = (part.forwards, part.backwards);
            if let Some((spare, times)) = self.room {
                let cell = cell as usize;
                let own = spare[cell] / change.abs();
                let grown = self.growth.map_or(i64::MAX, |it| it[cell] / change.abs());
                let (ahead, back) = if change < 0 {
                    (own, grown)
                } else {
                    (grown, own)
                };
                forwards = forwards.min(ahead);
                backwards = backwards.min(back);
                if forwards.saturating_add(backwards) < times {
                    continue;
                }
            }
            let mut changes = Vec::with_capacity(part.changes.len() + 1);
            changes.extend_from_slice(&part.changes[..at]);
            changes.push((cell, change));
            changes.extend_from_slice(&part.changes[at..]);
            give(Part {
                changes,
                open: closed(&part.open, self.system.column(cell), change),
                price,
                forwards,
                backwards,
            });
        }
    }
}

/// What is open when a cell in these constraints changes; both are sorted by constraint.
fn closed(open: &[Term], column: &[Term], change: i64) -> Vec<Term> {
    let mut left = Vec::with_capacity(open.len() + column.len());
    let (mut a, mut b) = (open.iter().peekable(), column.iter().peekable());
    loop {
        match (a.peek(), b.peek()) {
            (Some(&&was), Some(&&(row, by))) if was.0 == row => {
                let sum = was.1 + by * change;
                if sum != 0 {
                    left.push((row, sum));
                }
                a.next();
                b.next();
            }
            (Some(&&was), Some(&&(row, _))) if was.0 < row => {
                left.push(was);
                a.next();
            }
            (_, Some(&&(row, by))) => {
                left.push((row, by * change));
                b.next();
            }
            (Some(&&was), None) => {
                left.push(was);
                a.next();
            }
            (None, None) => return left,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table of rows and columns with their totals: cell `row * (columns + 1) + column`, totals last.
    fn table(rows: usize, columns: usize) -> System {
        let at = |row: usize, column: usize| row * (columns + 1) + column;
        let across = (0..=rows).map(|row| {
            (0..=columns)
                .map(|it| (at(row, it), if it == columns { -1 } else { 1 }))
                .collect()
        });
        let down = (0..=columns).map(|column| {
            (0..=rows)
                .map(|it| (at(it, column), if it == rows { -1 } else { 1 }))
                .collect()
        });
        let all: Vec<Vec<(usize, i64)>> = across.chain(down).collect();
        System::new((rows + 1) * (columns + 1), &all)
    }

    fn is_exchange(system: &System, it: &Exchange) -> bool {
        let sum = |row: &[Term]| {
            row.iter()
                .map(|(cell, by)| by * it.change(*cell))
                .sum::<i64>()
        };
        system.rows().all(|row| sum(row) == 0)
    }

    #[test]
    fn the_cheapest_rectangle_is_found_as_by_trying_all() {
        let (rows, columns) = (6, 5);
        let system = table(rows, columns);
        let price: Vec<u64> = (0..system.cells())
            .map(|it| {
                let total = it % (columns + 1) == columns || it / (columns + 1) == rows;
                if total {
                    900
                } else {
                    u64::try_from(it * 37 % 23 + 2).unwrap()
                }
            })
            .collect();
        let mut cheapest = NEVER;
        for row in 1..rows {
            for column in 1..columns {
                let others = [column, row * (columns + 1), row * (columns + 1) + column];
                cheapest = cheapest.min(others.iter().map(|it| price[*it]).sum());
            }
        }
        let search = Search {
            system: &system,
            price: &price,
            room: None,
            growth: None,
            breadth: 64,
        };
        let (found, cost) = search.cheapest(0, 4).unwrap();
        assert!(is_exchange(&system, &found));
        assert_eq!(found.change(0), 1);
        assert!(cost <= cheapest, "{cost} is dearer than {cheapest}");
    }

    #[test]
    fn what_may_not_be_used_is_not_and_room_is_left() {
        let system = table(3, 3);
        let mut price = vec![1; system.cells()];
        // The totals are shown.
        for it in [1, 3, 7, 11, 12, 13, 14, 15] {
            price[it] = NEVER;
        }
        let spare = vec![2; system.cells()];
        let search = |times| Search {
            system: &system,
            price: &price,
            room: Some((&spare, times)),
            growth: None,
            breadth: 32,
        };
        let (found, _) = search(4).cheapest(0, 1).unwrap();
        assert!(is_exchange(&system, &found) && !found.touches(1));
        assert_eq!(found.room(&spare, |_| 0), (2, 2));
        assert!(search(5).cheapest(0, 1).is_none());
    }
}
