//! How one agency's file becomes a canonical table.

mod check;
mod column;
mod derive;
pub(crate) mod file;
mod rows;

pub use check::gives_a_date;
pub use column::{ColumnMapping, Negative};
pub use derive::{Days, Derive, Extract, Pattern, Slice};
pub use rows::{FLAGGED_DUPLICATE, LeaveOutRule, Values, Wide};

use crate::{Encoding, FileFormat, Quote, SchemaError, TableSchema};
use rasso_terms::Agency;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What two rows that share a key are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repeats {
    /// A fault: one is kept, the others are quarantined.
    #[default]
    Fault,
    /// One record, written over several rows.
    Collapse,
}

/// When a heading of the file is the one that a mapping names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeadingMatch {
    /// When they are the same text.
    #[default]
    Exact,
    /// When their letters and digits are the same, whatever case: for a sender whose headings
    /// change from month to month.
    Loose,
}

/// A heading that needs a name of its own, because it stands several times.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heading {
    /// The heading in the file.
    pub heading: String,
    /// Which of those alike, counting from 1.
    #[serde(default = "first")]
    pub nth: usize,
}

fn first() -> usize {
    1
}

/// What a cell is in which a spreadsheet wrote that it could not work out its value (`#N/A`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpreadsheetErrors {
    /// A fault.
    #[default]
    Fault,
    /// Nothing.
    Blank,
}

/// How one agency's file becomes a canonical table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// The name of its file.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The agency whose file it reads.
    pub agency: Agency,
    /// The table it makes.
    pub table: String,
    /// What kind of file it is; without it any that the content shows.
    pub format: Option<FileFormat>,
    /// The sheet of a workbook; without it the only visible one that holds anything.
    pub sheet: Option<String>,
    /// Lines of a CSV file, or rows of a sheet, that stand above the header; Parquet has none.
    pub skip_rows: u32,
    /// How the bytes stand for characters.
    pub encoding: Encoding,
    /// What stands between two cells: one ASCII character; without it the header shows it.
    pub delimiter: Option<char>,
    /// What stands around a cell that holds a delimiter.
    pub quote: Quote,
    /// When a heading is the one named.
    pub headings_match: HeadingMatch,
    /// Names for headings that stand several times.
    pub headings: BTreeMap<String, Heading>,
    /// Headings that are left out on purpose.
    pub ignore: Vec<String>,
    /// Headings that the other tables of its file are made from, or that they are known by.
    pub elsewhere: Vec<String>,
    /// What stands for nothing. An empty cell always does.
    pub null_tokens: Vec<String>,
    /// What the error of a spreadsheet is.
    pub spreadsheet_errors: SpreadsheetErrors,
    /// How dates are written, tried in order.
    pub date_formats: Vec<String>,
    /// What two rows that share a key are.
    pub repeats: Repeats,
    /// How a row holds several records, where it does.
    pub wide: Option<Wide>,
    /// Rows that are left out.
    pub leave_out: Vec<LeaveOutRule>,
    /// Columns that hold one value in every row.
    pub constants: BTreeMap<String, String>,
    /// Where the other columns come from.
    pub columns: BTreeMap<String, ColumnMapping>,
}

impl Mapping {
    /// The headings it reads, as it names them.
    pub fn headings_read(&self) -> Vec<String> {
        let columns = self.columns.iter().flat_map(|(name, it)| {
            let derived = it.derive.as_ref().map(Derive::parts).unwrap_or_default();
            let own = it.from.is_none() && it.derive.is_none();
            let from = it.from.as_deref().or(own.then_some(name.as_str()));
            from.into_iter().chain(derived)
        });
        let rules = self.leave_out.iter().map(|it| it.column.as_str());
        let wide = self.wide.iter().flat_map(|it| &it.when_filled);
        let all = columns.chain(rules).chain(wide.map(String::as_str));
        let Some(wide) = &self.wide else {
            return all.map(str::to_owned).collect();
        };
        let each = |heading: &str| wide.n.iter().map(|n| heading.replace("{n}", n)).collect();
        all.flat_map(|it| -> Vec<String> { each(it) }).collect()
    }

    /// Checks that it fits the table it makes; `file` names it in an error.
    pub fn check(&self, file: &str, table: &TableSchema) -> Result<(), SchemaError> {
        check::check(self, file, table)
    }
}
