//! The rules of quality on the rows of one table.
//!
//! A rule that costs a row or a cell is asked of every row while it is checked. All rules are asked
//! of the records that were accepted, so that what is counted is records and not rows.

mod counts;
mod row_rules;
mod rows;

pub(crate) use counts::{Delivery, table_quality};
pub use counts::{QualityCount, QualityFinding, QualityKey, TableQuality};
pub(crate) use row_rules::{BrokenRow, RowRules};
pub(crate) use rows::ArrayRows;
