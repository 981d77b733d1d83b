//! Typed access to the columns of an accepted table.

use arrow::array::{Array as _, BooleanArray, Int32Array, Int64Array, RecordBatch, StringArray};
use rasso_terms::Day;

/// A table has no such column of this type: its schema and its reader disagree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no column `{column}` of type {expected}")]
pub struct NoColumn {
    column: String,
    expected: &'static str,
}

/// The columns of a batch by name and type.
pub trait Columns {
    /// A column of text or codes.
    fn texts(&self, name: &str) -> Result<&StringArray, NoColumn>;
    /// A column of day numbers.
    fn days(&self, name: &str) -> Result<&Int32Array, NoColumn>;
    /// A column of whole numbers.
    fn integers(&self, name: &str) -> Result<&Int64Array, NoColumn>;
    /// A column of flags.
    fn flags(&self, name: &str) -> Result<&BooleanArray, NoColumn>;
}

impl Columns for RecordBatch {
    fn texts(&self, name: &str) -> Result<&StringArray, NoColumn> {
        column(self, name, "text")
    }

    fn days(&self, name: &str) -> Result<&Int32Array, NoColumn> {
        column(self, name, "date")
    }

    fn integers(&self, name: &str) -> Result<&Int64Array, NoColumn> {
        column(self, name, "integer")
    }

    fn flags(&self, name: &str) -> Result<&BooleanArray, NoColumn> {
        column(self, name, "flag")
    }
}

fn column<'b, T: 'static>(
    batch: &'b RecordBatch,
    name: &str,
    expected: &'static str,
) -> Result<&'b T, NoColumn> {
    batch
        .column_by_name(name)
        .and_then(|it| it.as_any().downcast_ref())
        .ok_or_else(|| NoColumn {
            column: name.to_owned(),
            expected,
        })
}

/// A cell of a column of text, or nothing when it is empty.
pub fn text(column: &StringArray, row: usize) -> Option<&str> {
    column.is_valid(row).then(|| column.value(row))
}

/// A cell of a column of day numbers, or nothing when it is empty.
pub fn day(column: &Int32Array, row: usize) -> Option<Day> {
    column
        .is_valid(row)
        .then(|| Day::from_number(column.value(row)))
}
