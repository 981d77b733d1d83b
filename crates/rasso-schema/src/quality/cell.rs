//! What a rule sees of a record.

use rasso_terms::Day;

/// A cell as a rule sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleCell<'r> {
    /// Empty.
    Nothing,
    /// Text or a code.
    Text(&'r str),
    /// A whole number; of a flag 1 or 0.
    Number(i64),
    /// A date.
    Day(Day),
}

impl RuleCell<'_> {
    pub(super) const fn day(self) -> Option<Day> {
        match self {
            Self::Day(day) => Some(day),
            Self::Nothing | Self::Text(_) | Self::Number(_) => None,
        }
    }

    pub(super) const fn is_filled(self) -> bool {
        !matches!(self, Self::Nothing)
    }
}

/// Records in the columns of a rule, in the order of [`super::Asks::columns`].
pub trait RuleRows {
    /// How many there are.
    fn len(&self) -> usize;

    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A cell: the column is a place among those of the rule.
    fn cell(&self, row: usize, column: usize) -> RuleCell<'_>;
}
