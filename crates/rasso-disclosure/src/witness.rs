//! Whole tables that agree with everything published: the witnesses of what nobody can tell.
//!
//! For each part of the withheld cells that no constraint joins to another, a first table is found by linear
//! programming, and a walk along exchanges leads from it to others. A table is kept if it brings some cell further
//! apart, and at the end every cell must be apart by the width, also among the tables in which any one other cell
//! holds a case at least. What the walk leaves is asked of the linear program, cell by cell. Cells that are told rounded,
//! or of which nothing is said, are in the tables too, within what is told; they need not be apart.
//!
//! **Invariant:** all of it is made from [`PublicTables`], which hold no withheld count. Publishing the witnesses
//! tells nobody anything that they could not have worked out.

mod pool;
mod walk;

use crate::{public::PublicTables, system::number};
use pool::Pool;

/// Whole tables of the withheld cells of one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witnesses {
    /// The cells, in order.
    pub cells: Vec<u32>,
    /// Tables: a count for each of the cells.
    pub tables: Vec<Vec<i64>>,
}

impl Witnesses {
    /// The same, its cells being those at these places.
    pub(crate) fn placed(self, places: &[usize]) -> Self {
        let place = |it: &u32| number(places[*it as usize]);
        Self {
            cells: self.cells.iter().map(place).collect(),
            tables: self.tables,
        }
    }
}

/// Witnesses of every part, or the pairs of a cell and one whose insider nobody was found to keep out: the cell
/// itself where it is open to everybody.
pub(crate) fn witnesses(
    public: &PublicTables,
    width: i64,
) -> Result<Vec<Witnesses>, Vec<(usize, usize)>> {
    let (mut found, mut open) = (Vec::new(), Vec::new());
    for puzzle in public.puzzles() {
        let mut pool = Pool::new(&puzzle, width);
        pool.walk();
        pool.ask();
        let cells = &puzzle.cells;
        for (cell, insider) in pool.open() {
            open.push((cells[cell] as usize, cells[insider] as usize));
        }
        found.push(Witnesses {
            cells: puzzle.cells.clone(),
            tables: pool.into_tables(),
        });
    }
    if open.is_empty() {
        Ok(found)
    } else {
        Err(open)
    }
}
