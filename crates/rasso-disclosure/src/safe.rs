//! Cells that may be published, and that only this crate can make.

use crate::question::Question;

/// What a reader gets to see of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SafeCell {
    /// Its count, rounded where the policy rounds.
    Shown(i64),
    /// `[c]`: why, is told nobody.
    Withheld,
}

/// Cells in order, safe to publish.
///
/// It can be had from a [`Protection`](crate::Protection) or what was [`Made`](crate::Made) of one alone, and these only
/// from [`protect`](crate::protect) and [`make`](crate::make), with their proof:
///
/// ```compile_fail,E0451
/// let unprotected = rasso_disclosure::SafeTable { cells: vec![rasso_disclosure::SafeCell::Shown(3)] };
/// ```
///
/// ```compile_fail,E0451
/// fn unproved(table: rasso_disclosure::SafeTable) -> rasso_disclosure::Protection {
///     rasso_disclosure::Protection { withheld: vec![false], witnesses: vec![], table }
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeTable {
    cells: Vec<SafeCell>,
}

impl SafeTable {
    /// The cells of a question as its protection lets them be seen.
    pub(crate) fn of(question: &Question, withheld: &[bool]) -> Self {
        let told = withheld.iter().enumerate();
        Self::of_shown(told.map(|(cell, is_withheld)| question.told(cell, *is_withheld).figure()))
    }

    /// Cells of which a release, or one before it, shows these figures.
    pub(crate) fn of_shown(counts: impl Iterator<Item = Option<i64>>) -> Self {
        let cell = |it: Option<i64>| it.map_or(SafeCell::Withheld, SafeCell::Shown);
        Self {
            cells: counts.map(cell).collect(),
        }
    }

    /// The cells, in the order of the question, or of the file that was released.
    pub fn cells(&self) -> &[SafeCell] {
        &self.cells
    }
}
