//! Faults: cells and rows that break their schema.

use crate::error::row_and_line;
use rasso_schema::RuleCode;
use std::{fmt, sync::Arc};

/// The rule a cell or row breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// A required cell is blank.
    Required,
    /// The text cannot be read in the encoding, or holds control characters.
    UnreadableText,
    /// The cell goes over several lines, as it does where a quote was not closed.
    LineBreak,
    /// Not a date of the calendar in any of the formats.
    BadDate,
    /// Not a code of the list.
    UnknownCode,
    /// Not a whole number.
    NotANumber,
    /// A number of days below zero, where what is counted from comes first.
    NegativeDuration,
    /// What a spreadsheet writes when it cannot work out a value.
    SpreadsheetError,
    /// A whole number beyond the column's bounds.
    OutOfRange,
    /// Not of the column's form.
    WrongForm,
    /// Neither yes nor no.
    NotAFlag,
    /// An identifier that is not of the published form.
    Malformed,
    /// An identifier whose check letter does not fit.
    CheckLetter,
    /// An identifier that a system fills in when it has none.
    Dummy,
    /// A row with more or fewer cells than the header.
    RaggedRow,
    /// A quoted cell that looks as if it had swallowed the rows after it.
    SwallowedRows,
    /// A row with the key of another and other content.
    KeyRepeated,
    /// A rule of quality that costs the row or its cells.
    Quality(RuleCode),
}

impl Rule {
    /// Every rule of the form of cells and rows; those of quality are data.
    pub const ALL: [Self; 17] = [
        Self::Required,
        Self::UnreadableText,
        Self::LineBreak,
        Self::BadDate,
        Self::UnknownCode,
        Self::NotANumber,
        Self::NegativeDuration,
        Self::SpreadsheetError,
        Self::OutOfRange,
        Self::WrongForm,
        Self::NotAFlag,
        Self::Malformed,
        Self::CheckLetter,
        Self::Dummy,
        Self::RaggedRow,
        Self::SwallowedRows,
        Self::KeyRepeated,
    ];

    /// The word used in files.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Required => "required",
            Self::UnreadableText => "unreadable_text",
            Self::LineBreak => "line_break",
            Self::BadDate => "bad_date",
            Self::UnknownCode => "unknown_code",
            Self::NotANumber => "not_a_number",
            Self::NegativeDuration => "negative_duration",
            Self::SpreadsheetError => "spreadsheet_error",
            Self::OutOfRange => "out_of_range",
            Self::WrongForm => "wrong_form",
            Self::NotAFlag => "not_a_flag",
            Self::Malformed => "malformed",
            Self::CheckLetter => "check_letter",
            Self::Dummy => "dummy",
            Self::RaggedRow => "ragged_row",
            Self::SwallowedRows => "swallowed_rows",
            Self::KeyRepeated => "key_repeated",
            Self::Quality(code) => code.as_str(),
        }
    }

    /// The rule in words, to stand after "must be", where no column has better ones.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Required => "filled in",
            Self::UnreadableText => "readable text without control characters",
            Self::LineBreak => "on one line",
            Self::BadDate => "a date of the calendar",
            Self::UnknownCode => "a code of its list",
            Self::NegativeDuration => "made from a number of days that is not below zero",
            Self::SpreadsheetError => "a value, not the error of a spreadsheet",
            Self::NotANumber | Self::OutOfRange => "a whole number within its bounds",
            Self::WrongForm => "of the column's form",
            Self::NotAFlag => "Y or N",
            Self::Malformed => "of the published form",
            Self::CheckLetter => "a number whose check letter fits its digits",
            Self::Dummy => "a real number, not one that a system fills in",
            Self::RaggedRow => "as many cells long as the header",
            Self::SwallowedRows => {
                "without a quoted cell over several lines that hold whole rows or go on after its closing quote"
            }
            Self::KeyRepeated => "the only content under its key",
            Self::Quality(_) => "in keeping with the rules of quality",
        }
    }
}

/// What a fault costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// The row is quarantined.
    Row,
    /// The cell is emptied; the row stays.
    Cell,
}

impl Scope {
    /// The word used in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Row => "row",
            Self::Cell => "cell",
        }
    }
}

/// One broken rule and its place. It has no field for the value, so it cannot show one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The table.
    pub table: Arc<str>,
    /// The file, as the pipeline names it.
    pub file: Arc<str>,
    /// The data row, counting from 1 below the header.
    pub row: u64,
    /// The line of a CSV file, or the row of a sheet, in which the row starts, counting from 1.
    pub line: Option<u64>,
    /// How many lines the row goes over.
    pub lines: u64,
    /// The column of the table; the key's columns for a repeated key, `(row)` for a ragged row.
    pub column: Arc<str>,
    /// The headings that the column is read from, quoted, where the mapping names any.
    pub headings: Option<Arc<str>>,
    /// The rule.
    pub rule: Rule,
    /// What stands for what the cell says, under the key of the run: cells that say the same in one
    /// column have the same, in every file and run. Nothing without a key, and for what is not a cell.
    pub locator: Option<Arc<str>>,
    /// What it costs.
    pub scope: Scope,
    /// What the cell must be, in words.
    pub must_be: Arc<str>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            row,
            line,
            column,
            headings,
            must_be,
            ..
        } = self;
        let place = row_and_line(*row, line.unwrap_or(row + 1));
        write!(f, "{file}, {place}, column `{column}`")?;
        if let Some(headings) = headings {
            write!(f, " (from {headings})")?;
        }
        write!(f, ": must be {must_be}")
    }
}
