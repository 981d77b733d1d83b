//! The parts of a question that no sum joins.

use super::Question;
use crate::system::{System, Term};
use std::collections::BTreeMap;

/// Some cells of a question, and what is asked of them alone.
pub(crate) struct Part {
    /// Where they are in the whole question, in order.
    pub(crate) cells: Vec<usize>,
    /// The question, in which they are numbered from 0.
    pub(crate) question: Question,
}

impl Question {
    /// Its parts, each with all cells that sums join to its own, in the order of their first cells.
    pub(crate) fn parts(&self) -> Vec<Part> {
        let cells = self.counts.len();
        let mut lead: Vec<usize> = (0..cells).collect();
        for row in self.system.rows().chain(self.of_cases.rows()) {
            for pair in row.windows(2) {
                let (a, b) = (root(&mut lead, pair[0].0), root(&mut lead, pair[1].0));
                lead[a.max(b)] = a.min(b);
            }
        }
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut place = vec![0; cells];
        for (cell, place) in place.iter_mut().enumerate() {
            let of = members.entry(at_root(&mut lead, cell)).or_default();
            *place = of.len();
            of.push(cell);
        }
        let rows_of = |of: &System, lead: &mut Vec<usize>| {
            let mut rows: BTreeMap<usize, Vec<Vec<(usize, i64)>>> = BTreeMap::new();
            for row in of.rows() {
                let moved = |it: &Term| (place[it.0 as usize], it.1);
                if let Some(first) = row.first() {
                    let of = rows.entry(root(lead, first.0)).or_default();
                    of.push(row.iter().map(moved).collect());
                }
            }
            rows
        };
        let rows = rows_of(&self.system, &mut lead);
        let of_cases = rows_of(&self.of_cases, &mut lead);
        let part = |(root, cells): (usize, Vec<usize>)| {
            let system = |of: &BTreeMap<usize, Vec<Vec<(usize, i64)>>>| {
                System::new(cells.len(), of.get(&root).map_or(&[], Vec::as_slice))
            };
            let question = Self {
                system: system(&rows),
                of_cases: system(&of_cases),
                counts: cells.iter().map(|it| self.counts[*it]).collect(),
                cases: cells.iter().map(|it| self.cases[*it]).collect(),
                primary: cells.iter().map(|it| self.primary[*it]).collect(),
                standing: cells.iter().map(|it| self.standing[*it]).collect(),
                kind: cells.iter().map(|it| self.kind[*it]).collect(),
                rounding: self.rounding,
            };
            Part { cells, question }
        };
        members.into_iter().map(part).collect()
    }
}

fn root(lead: &mut [usize], cell: u32) -> usize {
    at_root(lead, cell as usize)
}

/// The first cell of the part that a cell is in.
fn at_root(lead: &mut [usize], mut cell: usize) -> usize {
    while lead[cell] != cell {
        lead[cell] = lead[lead[cell]];
        cell = lead[cell];
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::Standing;

    #[test]
    fn cells_that_no_sum_joins_are_parts_of_their_own() {
        let rows = [vec![(1, 1), (4, -1)], vec![(0, 2), (2, 1), (5, -1)]];
        let mut question = Question::new(
            System::new(6, &rows),
            vec![10, 11, 12, 13, 11, 32],
            vec![false, true, false, false, false, false],
        );
        question.standing[4] = Standing::Withheld;
        question.of_cases = System::new(6, &[vec![(3, 1), (4, -1)]]);
        let parts = question.parts();
        let cells: Vec<&[usize]> = parts.iter().map(|it| it.cells.as_slice()).collect();
        assert_eq!(cells, [&[0_usize, 2, 5][..], &[1, 3, 4]]);
        let (first, second) = (&parts[0].question, &parts[1].question);
        assert_eq!(
            first.system,
            System::new(3, &[vec![(0, 2), (1, 1), (2, -1)]])
        );
        assert_eq!(first.of_cases, System::new(3, &[]));
        assert_eq!(second.system, System::new(3, &[vec![(0, 1), (2, -1)]]));
        assert_eq!(second.of_cases, System::new(3, &[vec![(1, 1), (2, -1)]]));
        assert_eq!(second.counts, [11, 13, 11]);
        assert_eq!(second.primary, [true, false, false]);
        assert_eq!(second.standing[2], Standing::Withheld);
    }
}
