//! Puts a table of units together column by column.

use arrow::{
    array::{ArrayRef, DictionaryArray, Int32Array, Int64Array, RecordBatch, StringArray},
    datatypes::{Field, Int32Type, Schema},
    error::ArrowError,
};
use rasso_terms::Day;
use std::sync::Arc;

/// A table in the making: columns of equal length, in the order they are added.
#[derive(Debug, Default)]
pub struct OwnTable {
    fields: Vec<Field>,
    columns: Vec<ArrayRef>,
}

impl OwnTable {
    /// A table with no columns yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a column of whole numbers.
    #[must_use]
    pub fn integers(self, name: &str, values: impl IntoIterator<Item = Option<i64>>) -> Self {
        self.column(name, Arc::new(values.into_iter().collect::<Int64Array>()))
    }

    /// Adds a column of flags as 0 and 1, which every engine can sum.
    #[must_use]
    pub fn flags(self, name: &str, values: impl IntoIterator<Item = bool>) -> Self {
        self.integers(name, values.into_iter().map(|it| Some(i64::from(it))))
    }

    /// Adds a column of dates as day numbers.
    #[must_use]
    pub fn days(self, name: &str, values: impl IntoIterator<Item = Option<Day>>) -> Self {
        let numbers = values.into_iter().map(|it| it.map(Day::number));
        self.column(name, Arc::new(numbers.collect::<Int32Array>()))
    }

    /// Adds a column of text or codes.
    #[must_use]
    pub fn texts<T: AsRef<str>>(
        self,
        name: &str,
        values: impl IntoIterator<Item = Option<T>>,
    ) -> Self {
        self.column(name, Arc::new(values.into_iter().collect::<StringArray>()))
    }

    /// Adds a column of words of which there are few: each word is held once.
    #[must_use]
    pub fn words<'t>(self, name: &str, values: impl IntoIterator<Item = Option<&'t str>>) -> Self {
        let words: DictionaryArray<Int32Type> = values.into_iter().collect();
        self.column(name, Arc::new(words))
    }

    /// The table.
    pub fn finish(self) -> Result<RecordBatch, ArrowError> {
        RecordBatch::try_new(Arc::new(Schema::new(self.fields)), self.columns)
    }

    fn column(mut self, name: &str, values: ArrayRef) -> Self {
        self.fields
            .push(Field::new(name, values.data_type().clone(), true));
        self.columns.push(values);
        self
    }
}
