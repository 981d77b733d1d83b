//! Dates in order, and days between them.

use super::cell::RuleCell;
use rasso_terms::Day;

/// Pairs of dates of which the first must not come after the second.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct InOrder {
    pub(super) pairs: Vec<(usize, usize)>,
    /// An inversion of no more days than this is none.
    pub(super) tolerance_days: i32,
    /// An inversion of more days than this is for another rule.
    pub(super) at_most_days: Option<i32>,
    pub(super) words: String,
}

/// Bounds of the days from one date to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Between {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) at_least: Option<i32>,
    pub(super) at_most: Option<i32>,
    pub(super) words: String,
}

/// The year in a reference number that ends in it, which must be that of a date, give or take some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct YearOf {
    pub(super) number: usize,
    pub(super) date: usize,
    pub(super) years: i32,
    pub(super) words: String,
}

impl InOrder {
    /// Whether the dates are in order; nothing where no pair of them is filled.
    pub(super) fn is_kept<'r>(&self, cell: &impl Fn(usize) -> RuleCell<'r>) -> Option<bool> {
        let days = |(first, second): &(usize, usize)| {
            Some(cell(*first).day()?.number() - cell(*second).day()?.number())
        };
        let inverted = self.pairs.iter().filter_map(days).max()?;
        let is_for_another = self.at_most_days.is_some_and(|it| inverted > it);
        Some(inverted <= self.tolerance_days || is_for_another)
    }
}

impl Between {
    pub(super) fn is_kept<'r>(&self, cell: &impl Fn(usize) -> RuleCell<'r>) -> Option<bool> {
        let days = cell(self.to).day()?.number() - cell(self.from).day()?.number();
        let is_enough = self.at_least.is_none_or(|it| days >= it);
        Some(is_enough && self.at_most.is_none_or(|it| days <= it))
    }
}

impl YearOf {
    pub(super) fn is_kept<'r>(&self, cell: &impl Fn(usize) -> RuleCell<'r>) -> Option<bool> {
        let RuleCell::Text(number) = cell(self.number) else {
            return None;
        };
        let of_number: i32 = number.get(number.len().checked_sub(2)?..)?.parse().ok()?;
        let (year, _) = cell(self.date).day().map(Day::year_month)?;
        // Two digits go round with the century.
        let apart = (of_number - i32::from(year)).rem_euclid(100);
        Some(apart.min(100 - apart) <= self.years)
    }
}
