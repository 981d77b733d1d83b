//! The rules that records are held to beyond the form of each cell, read from `quality/rules.toml`.
//!
//! A rule says what it reads, which records it is asked of (`when`), and what must then be so. It is
//! evaluated over [`RuleRows`], whatever holds the cells: a table as it is read, or units of the
//! relational core. It says of each record whether it was asked, and whether it is broken, and never
//! what a cell says.

mod cell;
mod code;
mod condition;
mod days;
mod entry;
mod form;
mod groups;
mod list;
mod reads;
mod rule;
#[cfg(test)]
mod tests;

pub use cell::{RuleCell, RuleRows};
pub use code::RuleCode;
pub use condition::Condition as RuleCondition;
pub use list::{CaseList, LIST_COLUMNS, ListOrder, ListPart, ListValue};
pub use reads::{JoinedTable, RuleReads};
pub use rule::{Asks, Effect, QualityRule, QualityRules, Severity, Verdict};
