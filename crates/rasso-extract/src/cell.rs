//! What a cell says, before its type is looked at: found or derived, recoded, blank or text.

use crate::{Rule, batch::Row, derived::Derived, pseudonym::Domain};
use rasso_schema::SpreadsheetErrors;
use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

/// What a cell says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Cell<'a> {
    Blank,
    Text(Cow<'a, str>),
    /// It says nothing that can be used, and breaks this rule.
    Broken(Rule),
}

/// Where a column's cells come from. Numbers are places among the headings.
#[derive(Debug, Clone)]
pub(crate) enum Origin {
    Absent,
    Heading(usize),
    Constant(String),
    Derived(Derived),
}

/// What stands for nothing in every column of a file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Nothing {
    pub(crate) tokens: Vec<String>,
    pub(crate) spreadsheet_errors: SpreadsheetErrors,
}

impl Nothing {
    /// A cell of the file as what it says: nothing, where it stands for nothing in every column.
    pub(crate) fn field<'a>(&self, row: Row<'a>, at: usize) -> Cell<'a> {
        match field(row, at) {
            Cell::Text(text) if self.is_token(&text) => Cell::Blank,
            Cell::Text(text) if is_spreadsheet_error(&text) => self.spreadsheet_error(),
            other @ (Cell::Blank | Cell::Text(_) | Cell::Broken(_)) => other,
        }
    }

    fn is_token(&self, text: &str) -> bool {
        self.tokens.iter().any(|it| it.trim() == text)
    }

    const fn spreadsheet_error(&self) -> Cell<'static> {
        match self.spreadsheet_errors {
            SpreadsheetErrors::Fault => Cell::Broken(Rule::SpreadsheetError),
            SpreadsheetErrors::Blank => Cell::Blank,
        }
    }
}

/// Reads the cells of one column.
#[derive(Debug, Clone)]
pub(crate) struct CellReader {
    pub(crate) origin: Origin,
    /// The headings that it is read from, as the mapping names them, where it names any.
    pub(crate) headings: Option<Arc<str>>,
    pub(crate) recode: BTreeMap<String, String>,
    /// What a word becomes that is not recoded.
    pub(crate) otherwise: Option<String>,
    pub(crate) nothing: Arc<Nothing>,
    /// What stands for nothing in this column alone.
    pub(crate) own_nulls: Vec<String>,
    /// The length up to which digits are filled with zeros in front.
    pub(crate) pad_zeros: usize,
    /// Whether a number below zero says nothing.
    pub(crate) negative_is_blank: bool,
    /// The key of the locators of this column.
    pub(crate) locators: Option<Domain>,
}

/// What spreadsheets write into a cell whose value they could not work out.
pub(crate) const SPREADSHEET_ERRORS: [&str; 10] = [
    "#N/A",
    "#REF!",
    "#VALUE!",
    "#DIV/0!",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#SPILL!",
    "#CALC!",
    "#GETTING_DATA",
];

/// Whether a spreadsheet wrote it in place of a value; `Err:502` in OpenDocument.
fn is_spreadsheet_error(text: &str) -> bool {
    // Nearly every cell begins with another letter.
    if !text.starts_with(['#', 'E']) {
        return false;
    }
    let number = text.strip_prefix("Err:").unwrap_or_default();
    SPREADSHEET_ERRORS.contains(&text)
        || (number.len() == 3 && number.bytes().all(|it| it.is_ascii_digit()))
}

impl CellReader {
    pub(crate) fn read<'a>(&'a self, row: Row<'a>) -> Cell<'a> {
        let found = match &self.origin {
            Origin::Absent => Cell::Blank,
            Origin::Heading(at) => field(row, *at),
            Origin::Constant(value) => Cell::Text(Cow::Borrowed(value)),
            Origin::Derived(derived) => derived.cell(row, self),
        };
        let Cell::Text(text) = found else {
            return self.recoded_blank(found);
        };
        let text = self.padded(text);
        if !self.recode.is_empty()
            && let Some(code) = self.recode.get(text.as_ref())
        {
            return said(code);
        }
        if text.is_empty() || self.is_null(&text) {
            return self.recoded_blank(Cell::Blank);
        }
        if is_spreadsheet_error(&text) {
            return self.recoded_blank(self.nothing.spreadsheet_error());
        }
        if self.negative_is_blank && is_below_zero(&text) {
            return Cell::Blank;
        }
        if !text.is_ascii() && text.contains(char::REPLACEMENT_CHARACTER) {
            // Only a recoding can know what stood there.
            return Cell::Broken(Rule::UnreadableText);
        }
        match &self.otherwise {
            Some(code) => said(code),
            None => Cell::Text(text),
        }
    }

    /// The places that the column is read from.
    pub(crate) fn parts(&self) -> Vec<usize> {
        match &self.origin {
            Origin::Absent | Origin::Constant(_) => Vec::new(),
            Origin::Heading(at) => vec![*at],
            Origin::Derived(derived) => derived.parts(),
        }
    }

    /// What stands for the content of a broken cell.
    pub(crate) fn locator(&self, row: Row<'_>) -> Option<Arc<str>> {
        let cells: Vec<&[u8]> = self
            .parts()
            .iter()
            .map(|at| row.cell(*at).trim_ascii())
            .collect();
        let is_filled = cells.iter().any(|it| !it.is_empty());
        let locators = self.locators.as_ref().filter(|_| is_filled)?;
        Some(locators.pseudonym(cells).into())
    }

    /// A mapping may say what an empty cell stands for.
    fn recoded_blank<'a>(&'a self, cell: Cell<'a>) -> Cell<'a> {
        match (&cell, self.recode.get("")) {
            (Cell::Blank, Some(code)) => said(code),
            _ => cell,
        }
    }

    pub(crate) fn is_null(&self, text: &str) -> bool {
        self.nothing.is_token(text) || self.own_nulls.iter().any(|it| it.trim() == text)
    }

    fn padded<'a>(&self, text: Cow<'a, str>) -> Cow<'a, str> {
        let is_short = text.len() < self.pad_zeros;
        if is_short && text.bytes().all(|it| it.is_ascii_digit()) {
            Cow::Owned(format!("{text:0>width$}", width = self.pad_zeros))
        } else {
            text
        }
    }
}

fn said(code: &str) -> Cell<'_> {
    if code.is_empty() {
        Cell::Blank
    } else {
        Cell::Text(Cow::Borrowed(code))
    }
}

pub(crate) fn is_below_zero(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit() || it == b'.')
}

/// A cell of the file itself, trimmed. A character that an earlier system could not read is left in
/// it.
pub(crate) fn field(row: Row<'_>, at: usize) -> Cell<'_> {
    let Ok(text) = std::str::from_utf8(row.cell(at)) else {
        return Cell::Broken(Rule::UnreadableText);
    };
    let text = text.trim();
    if text.is_empty() {
        return Cell::Blank;
    }
    if !text.bytes().any(|it| it.is_ascii_control()) {
        Cell::Text(Cow::Borrowed(text))
    } else if text.bytes().any(|it| it == b'\n' || it == b'\r') {
        Cell::Broken(Rule::LineBreak)
    } else {
        Cell::Broken(Rule::UnreadableText)
    }
}
