//! The columns that headings are looked for.

use super::codes::Codes;
use rasso_schema::{ColumnSchema, ColumnWords, Schemas, TableSchema};

/// A canonical column of one table, or of several that share it.
pub(super) struct Target<'s> {
    pub(super) column: &'s ColumnSchema,
    pub(super) tables: Vec<&'s TableSchema>,
    pub(super) words: &'s ColumnWords,
    pub(super) codes: Option<Codes<'s>>,
}

impl Target<'_> {
    pub(super) fn name(&self) -> &str {
        &self.column.name
    }

    /// Whom it is about, where headings say so.
    pub(super) fn person(&self) -> Option<&str> {
        self.words.person.as_deref()
    }

    /// Whether a table cannot be read without it.
    pub(super) fn is_required(&self) -> bool {
        let is_required = |it: &&TableSchema| it.column(self.name()).is_some_and(|it| it.required);
        self.tables.iter().any(is_required)
    }
}

/// The columns of the tables, each once.
pub(super) fn targets<'s>(tables: &[&'s TableSchema], schemas: &'s Schemas) -> Vec<Target<'s>> {
    let mut targets: Vec<Target<'s>> = Vec::new();
    for &table in tables {
        for column in &table.columns {
            if let Some(shared) = targets.iter_mut().find(|it| it.column.name == column.name) {
                shared.tables.push(table);
            } else if let Some(words) = schemas.heading_words().column(&column.name) {
                targets.push(Target {
                    column,
                    tables: vec![table],
                    words,
                    codes: Codes::of(column, schemas),
                });
            }
        }
    }
    targets
}

/// The table of persons among them: one row of a wide file holds several records of it.
pub(super) fn of_persons<'s>(targets: &[Target<'s>]) -> Option<&'s TableSchema> {
    let mut own = targets
        .iter()
        .filter(|it| it.column.is_personal() && it.tables.len() == 1);
    own.find(|it| it.person() == Some("suspect"))
        .and_then(|it| it.tables.first().copied())
}
