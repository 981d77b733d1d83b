//! What everybody can see: the shown counts and the sums they belong to, and nothing of the rest.

use crate::system::{System, Term, number};
use std::collections::BTreeMap;

/// Published tables: the constraints everybody knows, and of each cell its count if it is shown.
///
/// **Invariant:** no withheld count can be put in. Whatever is made from this alone, a reader could have made.
#[derive(Debug, Clone)]
pub struct PublicTables {
    system: System,
    shown: Vec<Option<i64>>,
}

/// What is left of the constraints when the shown counts are put in: a table of unknowns that is no part of another.
#[derive(Debug, Clone)]
pub(crate) struct Puzzle {
    /// The withheld cells, in order.
    pub(crate) cells: Vec<u32>,
    /// Constraints between them, by their place in `cells`, and the sum that the terms come to.
    pub(crate) rows: Vec<(Vec<Term>, i64)>,
}

impl PublicTables {
    /// Tables of which the counts of `shown` can be read, and the others are withheld.
    pub fn new(system: System, shown: Vec<Option<i64>>) -> Self {
        Self { system, shown }
    }

    /// The constraints everybody knows.
    pub fn system(&self) -> &System {
        &self.system
    }

    /// The count of a cell, if it is shown.
    pub fn shown(&self, cell: usize) -> Option<i64> {
        self.shown[cell]
    }

    /// The withheld cells.
    pub fn withheld(&self) -> impl Iterator<Item = u32> {
        (0..self.shown.len())
            .filter(|it| self.shown[*it].is_none())
            .map(number)
    }

    /// The withheld cells in parts that no constraint joins.
    pub(crate) fn puzzles(&self) -> Vec<Puzzle> {
        let mut part: Vec<u32> = (0..self.shown.len()).map(number).collect();
        let hidden_rows: Vec<(Vec<Term>, i64)> = self
            .system
            .rows()
            .map(|row| {
                let (mut terms, mut sum) = (Vec::new(), 0);
                for &(cell, by) in row {
                    match self.shown[cell as usize] {
                        Some(count) => sum -= by * count,
                        None => terms.push((cell, by)),
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
        let mut place = vec![0; self.shown.len()];
        for cell in self.withheld().collect::<Vec<_>>() {
            let root = root(&mut part, cell);
            let puzzle = puzzles.entry(root).or_insert_with(|| Puzzle {
                cells: Vec::new(),
                rows: Vec::new(),
            });
            place[cell as usize] = number(puzzle.cells.len());
            puzzle.cells.push(cell);
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
        puzzles.into_values().collect()
    }
}

impl Puzzle {
    /// Whether a table agrees with everything published: no count is negative, and every sum is right.
    pub(crate) fn fits(&self, table: &[i64]) -> bool {
        let sum = |terms: &[Term]| {
            terms
                .iter()
                .map(|it| it.1 * table[it.0 as usize])
                .sum::<i64>()
        };
        table.len() == self.cells.len()
            && table.iter().all(|it| *it >= 0)
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
