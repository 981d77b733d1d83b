//! The columns of checked rows, and the order that keys give them.

use crate::{ExtractError, error::arrow_bug};
use arrow::{
    array::ArrayRef,
    array::UInt32Array,
    compute::take,
    datatypes::DataType,
    row::{RowConverter, Rows, SortField},
};
use rasso_schema::{ColumnSchema, ColumnType, TableSchema};

/// What an array of checked rows holds of its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// The value.
    Value,
    /// The state of an identifier, as a place in `column::STATES`.
    State,
}

/// The arrays of a table's checked rows, in the order of its columns.
pub(crate) fn layout(table: &TableSchema) -> Vec<(&ColumnSchema, Holds)> {
    let arrays = |column| {
        let state = identifies(column).then_some((column, Holds::State));
        [(column, Holds::Value)].into_iter().chain(state)
    };
    table.columns.iter().flat_map(arrays).collect()
}

pub(crate) const fn identifies(column: &ColumnSchema) -> bool {
    matches!(
        column.kind,
        ColumnType::Urn | ColumnType::Asn | ColumnType::PncId
    )
}

/// The type of an array.
pub(crate) const fn data_type(column: &ColumnSchema, holds: Holds) -> DataType {
    match (holds, column.kind) {
        (Holds::State, _) => DataType::UInt8,
        (Holds::Value, ColumnType::Date | ColumnType::OffenceDate | ColumnType::BirthDate) => {
            DataType::Int32
        }
        (Holds::Value, ColumnType::Integer) => DataType::Int64,
        (Holds::Value, ColumnType::Flag) => DataType::Boolean,
        (
            Holds::Value,
            ColumnType::Text
            | ColumnType::Code
            | ColumnType::Name
            | ColumnType::Urn
            | ColumnType::Asn
            | ColumnType::PncId,
        ) => DataType::Utf8,
    }
}

/// Which arrays make the key, in its order, and which are the rest.
pub(crate) fn key_and_rest(table: &TableSchema) -> (Vec<usize>, Vec<usize>) {
    let layout = layout(table);
    let mut key = Vec::new();
    for position in table.key_positions() {
        let name = table.columns.get(position).map(|it| it.name.as_str());
        key.extend(
            (0..layout.len()).filter(|at| layout.get(*at).map(|(it, _)| it.name.as_str()) == name),
        );
    }
    let rest = (0..layout.len()).filter(|at| !key.contains(at)).collect();
    (key, rest)
}

/// Some arrays as rows of bytes whose order is that of their values.
pub(crate) fn comparable(arrays: &[ArrayRef], which: &[usize]) -> Result<Rows, ExtractError> {
    let chosen: Vec<ArrayRef> = which
        .iter()
        .filter_map(|at| arrays.get(*at).cloned())
        .collect();
    let fields = chosen
        .iter()
        .map(|it| SortField::new(it.data_type().clone()))
        .collect();
    let converter = RowConverter::new(fields).map_err(arrow_bug("compared"))?;
    converter
        .convert_columns(&chosen)
        .map_err(arrow_bug("compared"))
}

/// The rows of some arrays that stand at these places.
pub(crate) fn picked(arrays: &[ArrayRef], places: &[u32]) -> Result<Vec<ArrayRef>, ExtractError> {
    let places = UInt32Array::from(places.to_vec());
    arrays
        .iter()
        .map(|it| take(it, &places, None).map_err(arrow_bug("picked")))
        .collect()
}
