//! The files of a run, as the pipeline declares them.

use crate::PseudonymKey;
use rasso_schema::Mapping;
use rasso_terms::{Agency, Day};
use std::path::PathBuf;

/// One file that an agency sent.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Who sent it.
    pub agency: Agency,
    /// The table it holds.
    pub table: String,
    /// Where it lies. Never shown.
    pub path: PathBuf,
    /// The file as the pipeline names it: the only name ever shown.
    pub label: String,
    /// Which sender's series of deliveries it belongs to, among those of its table.
    pub source: String,
    /// How it becomes the table; without one it has the table's own columns.
    pub mapping: Option<Mapping>,
    /// The day the agency took the extract: a delivery is a full snapshot of that day.
    pub extract_date: Day,
    /// The label of the file of the same delivery that it corrects: its rows take the place of those
    /// that have the same key there.
    pub corrects: Option<String>,
    /// How many bytes the agency says it has.
    pub bytes: Option<u64>,
    /// How many rows the agency says it has.
    pub rows: Option<u64>,
    /// The SHA-256 the agency says it has, in hexadecimal.
    pub sha256: Option<String>,
}

impl SourceFile {
    /// The source of a file for which none is named.
    pub const ANY_SOURCE: &'static str = "all";

    /// A file of which no more is known: it has the table's own columns, corrects no other, and no
    /// control totals are stated.
    pub fn new(
        agency: Agency,
        table: impl Into<String>,
        path: impl Into<PathBuf>,
        label: impl Into<String>,
        extract_date: Day,
    ) -> Self {
        Self {
            agency,
            table: table.into(),
            path: path.into(),
            label: label.into(),
            source: Self::ANY_SOURCE.to_owned(),
            mapping: None,
            extract_date,
            corrects: None,
            bytes: None,
            rows: None,
            sha256: None,
        }
    }
}

/// What a reading depends on besides the files and the schemas.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// Deliveries after this day are left unread.
    pub as_at: Day,
    /// The key of the pseudonyms that stand for identifiers. Without one there are none.
    pub key: Option<PseudonymKey>,
}
