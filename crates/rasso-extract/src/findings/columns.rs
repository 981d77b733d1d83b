//! The values of a table's column among the arrays of its records.

use crate::key::{Holds, layout};
use arrow::array::{ArrayRef, AsArray, StringArray};
use rasso_schema::TableSchema;

/// The values of a column, in arrays as `layout` orders them.
pub(super) fn column<'a>(
    arrays: &'a [ArrayRef],
    table: &TableSchema,
    name: &str,
) -> Option<&'a ArrayRef> {
    let mut columns = layout(table).into_iter().zip(arrays);
    let found = columns.find(|((it, holds), _)| it.name == name && *holds == Holds::Value);
    found.map(|(_, array)| array)
}

/// The values of a column of texts.
pub(super) fn texts<'a>(
    arrays: &'a [ArrayRef],
    table: &TableSchema,
    name: &str,
) -> Option<&'a StringArray> {
    column(arrays, table, name)?.as_string_opt::<i32>()
}
