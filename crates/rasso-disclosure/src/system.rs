//! The additive constraints that hold between counts, whatever tables they stand in.

/// One term of a constraint, or one step of a change: a cell or a constraint, and by how much.
pub(crate) type Term = (u32, i64);

/// Constraints between cells: the sum of coefficient times value over each is zero.
///
/// No tree is assumed: a cell may stand in any number of constraints, as a force that lies in two CPS Areas does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct System {
    /// For each constraint its cells.
    rows: Vec<Vec<Term>>,
    /// For each cell its constraints.
    columns: Vec<Vec<Term>>,
}

impl System {
    /// Constraints between `cells` cells, numbered from 0. Terms of one cell in one constraint are added up.
    pub fn new(cells: usize, constraints: &[Vec<(usize, i64)>]) -> Self {
        let mut rows = Vec::with_capacity(constraints.len());
        let mut columns = vec![Vec::new(); cells];
        for constraint in constraints {
            let mut row: Vec<Term> = Vec::with_capacity(constraint.len());
            let mut sorted = constraint.clone();
            sorted.sort_unstable();
            for (cell, by) in sorted {
                let cell = number(cell);
                match row.last_mut() {
                    Some(last) if last.0 == cell => last.1 += by,
                    _ => row.push((cell, by)),
                }
            }
            row.retain(|it| it.1 != 0);
            if row.is_empty() {
                continue;
            }
            let at = number(rows.len());
            for &(cell, by) in &row {
                columns[cell as usize].push((at, by));
            }
            rows.push(row);
        }
        Self { rows, columns }
    }

    /// The number of cells.
    pub fn cells(&self) -> usize {
        self.columns.len()
    }

    pub(crate) fn row(&self, at: u32) -> &[Term] {
        &self.rows[at as usize]
    }

    pub(crate) fn column(&self, cell: u32) -> &[Term] {
        &self.columns[cell as usize]
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = &[Term]> {
        self.rows.iter().map(Vec::as_slice)
    }
}

/// A position as it is kept: there are never four thousand million cells.
pub(crate) fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
