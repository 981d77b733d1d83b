//! What everybody can see: the shown counts and the sums they belong to, and nothing of the rest.

use crate::{
    system::{System, Term, number},
    told::{Rounding, Told},
};
use std::collections::BTreeMap;

/// Published tables: the constraints everybody knows, and of each cell what is told of it.
///
/// **Invariant:** no withheld count can be put in. Whatever is made from this alone, a reader could have made.
#[derive(Debug, Clone)]
pub struct PublicTables {
    system: System,
    told: Vec<Told>,
    rounding: Rounding,
}

/// What is left of the constraints when the shown counts are put in: a table of unknowns that is no part of another.
#[derive(Debug, Clone, Default)]
pub(crate) struct Puzzle {
    /// The cells whose count nobody is told, in order.
    pub(crate) cells: Vec<u32>,
    /// Which of them are withheld, and not rounded or of no count.
    pub(crate) is_withheld: Vec<bool>,
    /// The least count that each can have. A table of a puzzle has what is above it.
    pub(crate) least: Vec<i64>,
    /// How much can be above it.
    pub(crate) room: Vec<i64>,
    /// Constraints between them, by their place in `cells`, and the sum that what is above the least comes to.
    pub(crate) rows: Vec<(Vec<Term>, i64)>,
}

impl PublicTables {
    /// Tables of which the counts of `shown` can be read, and the others are withheld.
    pub fn new(system: System, shown: Vec<Option<i64>>) -> Self {
        let told = |it: Option<i64>| it.map_or(Told::Withheld, Told::Count);
        let told = shown.into_iter().map(told).collect();
        Self::rounded(system, told, Rounding::NONE)
    }

    /// Tables of which some counts are told rounded.
    pub(crate) fn rounded(system: System, told: Vec<Told>, rounding: Rounding) -> Self {
        Self {
            system,
            told,
            rounding,
        }
    }

    /// The constraints everybody knows.
    pub fn system(&self) -> &System {
        &self.system
    }

    /// The count of a cell, if everybody is told it.
    pub fn shown(&self, cell: usize) -> Option<i64> {
        let (least, most) = self.bounds(cell);
        (least == most).then_some(least)
    }

    /// Whether a cell is withheld.
    pub(crate) fn is_withheld(&self, cell: usize) -> bool {
        self.told[cell].is_withheld()
    }

    /// The least and the largest count that a cell can have by what is told of it alone.
    pub(crate) fn bounds(&self, cell: usize) -> (i64, i64) {
        self.rounding.bounds(self.told[cell])
    }

    /// The withheld cells.
    pub fn withheld(&self) -> impl Iterator<Item = u32> {
        (0..self.told.len())
            .filter(|it| self.is_withheld(*it))
            .map(number)
    }

    /// The cells whose count nobody is told, in parts that no constraint joins and in which something is withheld.
    pub(crate) fn puzzles(&self) -> Vec<Puzzle> {
        let mut part: Vec<u32> = (0..self.told.len()).map(number).collect();
        let hidden_rows: Vec<(Vec<Term>, i64)> = self
            .system
            .rows()
            .map(|row| {
                let (mut terms, mut sum) = (Vec::new(), 0);
                for &(cell, by) in row {
                    let (least, most) = self.bounds(cell as usize);
                    sum -= by * least;
                    if least < most {
                        terms.push((cell, by));
                    }
                }
                (terms, sum)
            })
            .filter(|it| !it.0.is_empty())
            .collect();
        for (terms, _) in &hidden_rows {
            for pair in terms.windows(2) {
                let (a, b) = (root(&mut part, pair[0].0), root(&mut part, pair[1].0));
                part[a.max(b) as usize] = a.min(b);
            }
        }
        let mut puzzles: BTreeMap<u32, Puzzle> = BTreeMap::new();
        let mut place = vec![0; self.told.len()];
        for (cell, place) in place.iter_mut().enumerate() {
            let (least, most) = self.bounds(cell);
            if least == most {
                continue;
            }
            let puzzle = puzzles.entry(root(&mut part, number(cell))).or_default();
            *place = number(puzzle.cells.len());
            puzzle.cells.push(number(cell));
            puzzle.is_withheld.push(self.is_withheld(cell));
            puzzle.least.push(least);
            puzzle.room.push(most.saturating_sub(least));
        }
        for (terms, sum) in hidden_rows {
            let root = root(&mut part, terms[0].0);
            let terms = terms
                .iter()
                .map(|&(cell, by)| (place[cell as usize], by))
                .collect();
            if let Some(puzzle) = puzzles.get_mut(&root) {
                puzzle.rows.push((terms, sum));
            }
        }
        let has_withheld = |it: &Puzzle| it.is_withheld.contains(&true);
        puzzles.into_values().filter(has_withheld).collect()
    }
}

impl Puzzle {
    /// Whether a table agrees with everything published: every count is one that may be, and every sum is right.
    pub(crate) fn fits(&self, table: &[i64]) -> bool {
        let sum = |terms: &[Term]| {
            terms
                .iter()
                .map(|it| it.1 * table[it.0 as usize])
                .sum::<i64>()
        };
        table.len() == self.cells.len()
            && table
                .iter()
                .zip(&self.room)
                .all(|(it, room)| (0..=*room).contains(it))
            && self.rows.iter().all(|(terms, is)| sum(terms) == *is)
    }
}

/// The cell that stands for the part that `it` is in.
fn root(part: &mut [u32], mut it: u32) -> u32 {
    while part[it as usize] != it {
        part[it as usize] = part[part[it as usize] as usize];
        it = part[it as usize];
    }
    it
}
