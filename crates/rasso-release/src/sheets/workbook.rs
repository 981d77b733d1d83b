//! A workbook before it is written: what both formats are made from.

use crate::{ReleaseError, published::is_plain_text};

/// The language of every workbook.
pub(super) const LANGUAGE: &str = "en-GB";
/// The width of the one column of a sheet without a table, in characters.
pub(super) const COVER: u16 = 80;

/// A workbook.
#[derive(Debug, Clone)]
pub(super) struct Workbook {
    pub(super) title: String,
    /// Who publishes it; empty for a draft.
    pub(super) author: String,
    /// The day that stands for its making: that of its records, so that the same release has the same bytes.
    pub(super) date: String,
    pub(super) sheets: Vec<Sheet>,
}

/// A sheet: a title in its first cell, lines below it, and a table below those.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    /// At most 31 characters.
    pub(super) name: String,
    pub(super) title: String,
    /// What stands between the title and the table, a line a row.
    pub(super) lines: Vec<String>,
    pub(super) table: Option<Table>,
}

/// A table with a heading for each column.
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// Letters, digits and underscores.
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) heading: String,
    /// In characters.
    pub(super) width: u16,
}

/// A cell: a number or a text, and never both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    /// As the table of the release writes it, with no thousands separator.
    Number(String),
    Text(String),
}

impl Cell {
    /// How many decimals it has.
    pub(super) fn decimals(text: &str) -> usize {
        text.split_once('.').map_or(0, |it| it.1.len())
    }
}

impl Column {
    /// How many lines a text takes in it, at least.
    pub(super) fn lines(&self, text: &str) -> usize {
        // Words do not fill a line to its end.
        text.chars().count() * 11 / 10 / usize::from(self.width).max(1) + 1
    }
}

impl Workbook {
    /// Refuses a text that a spreadsheet would take for a formula.
    pub(super) fn check(&self) -> Result<(), ReleaseError> {
        for sheet in &self.sheets {
            let table = sheet.table.iter();
            let headings = table
                .clone()
                .flat_map(|it| it.columns.iter().map(|it| &it.heading));
            let cells = table.flat_map(|it| it.rows.iter().flatten());
            let texts = cells.filter_map(|it| match it {
                Cell::Text(text) => Some(text),
                Cell::Number(_) => None,
            });
            let own = [&sheet.name, &sheet.title];
            let mut all = own
                .into_iter()
                .chain(&sheet.lines)
                .chain(headings)
                .chain(texts);
            if all.any(|it| !is_plain_text(it)) {
                return Err(ReleaseError::Text {
                    table: sheet.name.clone(),
                    column: "of the workbook",
                });
            }
        }
        Ok(())
    }
}
