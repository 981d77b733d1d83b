//! A small result, out of the engine and in plain types.

use crate::EngineError;
use polars::prelude::{DataFrame, DataType};

/// A column of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// Whole numbers and day numbers.
    Integers(Vec<Option<i64>>),
    /// Text.
    Texts(Vec<Option<String>>),
}

/// A result in plain types: columns of equal length, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    columns: Vec<(String, Column)>,
    len: usize,
}

impl Rows {
    /// How many rows there are.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// A column of whole numbers.
    pub fn integers(&self, name: &str) -> Result<&[Option<i64>], EngineError> {
        match self.column(name)? {
            Column::Integers(values) => Ok(values),
            Column::Texts(_) => Err(EngineError::NoColumn {
                column: name.to_owned(),
            }),
        }
    }

    /// A column of text.
    pub fn texts(&self, name: &str) -> Result<&[Option<String>], EngineError> {
        match self.column(name)? {
            Column::Texts(values) => Ok(values),
            Column::Integers(_) => Err(EngineError::NoColumn {
                column: name.to_owned(),
            }),
        }
    }

    fn column(&self, name: &str) -> Result<&Column, EngineError> {
        self.columns
            .iter()
            .find_map(|(it, column)| (it == name).then_some(column))
            .ok_or_else(|| EngineError::NoColumn {
                column: name.to_owned(),
            })
    }

    pub(crate) fn from_frame(statement: &str, frame: &DataFrame) -> Result<Self, EngineError> {
        let failed = |error| EngineError::statement(statement, &error);
        let mut columns = Vec::with_capacity(frame.width());
        for series in frame.columns() {
            let name = series.name().to_string();
            let column = if series.dtype() == &DataType::String {
                let text = series.str().map_err(failed)?;
                Column::Texts(text.iter().map(|it| it.map(str::to_owned)).collect())
            } else if series.dtype().is_integer()
                || series.dtype().is_bool()
                || series.dtype().is_null()
            {
                let cast = series.cast(&DataType::Int64).map_err(failed)?;
                Column::Integers(cast.i64().map_err(failed)?.iter().collect())
            } else {
                return Err(EngineError::ColumnType {
                    statement: statement.to_owned(),
                    column: name,
                });
            };
            columns.push((name, column));
        }
        Ok(Self {
            columns,
            len: frame.height(),
        })
    }
}
