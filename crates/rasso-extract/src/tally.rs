//! What became of every row.

use rasso_terms::{Agency, Day};
use std::sync::Arc;

/// A row left out because another holds what it says, or because its mapping says so.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DroppedDuplicate {
    /// Its table.
    pub table: Arc<str>,
    /// Its file, as the pipeline names it.
    pub file: Arc<str>,
    /// Its data row, counting from 1 below the header.
    pub row: u64,
    /// The line of a CSV file, or the row of a sheet, in which the row starts, counting from 1.
    pub line: Option<u64>,
    /// How many lines the row goes over.
    pub lines: u64,
    /// The file of the row kept in its place; nothing where a mapping drops the row.
    pub kept_file: Option<Arc<str>>,
    /// The row kept in its place.
    pub kept_row: Option<u64>,
    /// `same_content`, `collapsed`, `flagged_duplicate`, `corrected`, `nothing_to_unfold` or the mapping's own.
    pub reason: Arc<str>,
}

/// What became of the rows of one file:
/// `rows_seen + unfolded = accepted + quarantined + dropped`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileTally {
    /// The file, as the pipeline names it.
    pub label: Arc<str>,
    /// Its table.
    pub table: Arc<str>,
    /// Who sent it.
    pub agency: Agency,
    /// The sender's series it belongs to.
    pub source: Arc<str>,
    /// The day of the extract.
    pub extract_date: Day,
    /// Data rows in the file.
    pub rows_seen: u64,
    /// Records beyond the first of each row, where a row holds several.
    pub unfolded: u64,
    /// The file that it corrects.
    pub corrects: Option<Arc<str>>,
    /// How many of its quarantined rows a file that corrects it has sent anew: rows whose key
    /// such a file has brought into the records.
    pub recovered: u64,
    /// Its rows with a fault in whose place a file that corrects it has sent another, in order:
    /// their faults no longer stand.
    pub sent_anew: Vec<u64>,
    /// Rows that became records.
    pub accepted: u64,
    /// Rows kept out by a fault.
    pub quarantined: u64,
    /// Rows that another row stands for, or that the mapping leaves out.
    pub dropped: u64,
    /// Cells emptied because of a fault in a row that was kept or quarantined.
    pub cell_faults: u64,
    /// The length of the file.
    pub bytes: u64,
    /// The SHA-256 of the file, in hexadecimal; empty when it was not read.
    pub sha256: String,
    /// Columns that hold one value in every row, because the mapping says so.
    pub constant_columns: Vec<String>,
    /// Columns that the mapping makes from others.
    pub derived_columns: Vec<String>,
    /// Columns of the table that the file does not give.
    pub absent_columns: Vec<String>,
    /// Headings of the file that nothing is read from and that the mapping does not leave out on
    /// purpose.
    pub unmapped_headings: Vec<String>,
    /// Whether it is text whose last line has no end, and no control total says that it is whole.
    pub last_line_open: bool,
    /// How many bytes of nothing stand in its text, in columns that are read and in others.
    pub nul_bytes: u64,
    /// Whether its rows are in the run. An earlier delivery is read only for its known dates, a
    /// later one than the as-at date is not read.
    pub used: bool,
}

impl FileTally {
    /// Whether every row is accounted for.
    pub const fn adds_up(&self) -> bool {
        self.rows_seen + self.unfolded == self.accepted + self.quarantined + self.dropped
    }
}
