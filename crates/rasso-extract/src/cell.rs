//! What a cell says, before its type is looked at: found or derived, recoded, blank or text.

use crate::batch::Row;
use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

/// What a cell says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Cell<'a> {
    Blank,
    Text(Cow<'a, str>),
    /// Not text in the encoding, or with control characters.
    Unreadable,
    /// It goes over several lines.
    LineBreak,
}

/// Where a column's cells come from. Numbers are places among the headings.
#[derive(Debug, Clone)]
pub(crate) enum Origin {
    Absent,
    Heading(usize),
    Constant(String),
    FirstOf(Vec<usize>),
    Concat {
        parts: Vec<usize>,
        separator: String,
    },
    Slice {
        heading: usize,
        start: usize,
        length: usize,
    },
    Digest {
        parts: Vec<usize>,
        key: [u8; 32],
    },
}

/// Reads the cells of one column.
#[derive(Debug, Clone)]
pub(crate) struct CellReader {
    pub(crate) origin: Origin,
    pub(crate) recode: BTreeMap<String, String>,
    pub(crate) null_tokens: Arc<[String]>,
}

impl CellReader {
    pub(crate) fn read<'a>(&'a self, row: Row<'a>) -> Cell<'a> {
        let found = match &self.origin {
            Origin::Absent => Cell::Blank,
            Origin::Heading(at) => field(row, *at),
            Origin::Constant(value) => Cell::Text(Cow::Borrowed(value)),
            Origin::FirstOf(parts) => {
                let mut parts = parts.iter().map(|at| self.part(row, *at));
                parts.find(|it| *it != Cell::Blank).unwrap_or(Cell::Blank)
            }
            Origin::Concat { parts, separator } => self.concat(row, parts, separator),
            Origin::Slice {
                heading,
                start,
                length,
            } => match self.part(row, *heading) {
                Cell::Text(text) => {
                    let slice: String = text.chars().skip(*start).take(*length).collect();
                    Cell::Text(Cow::Owned(slice.trim().to_owned()))
                }
                other @ (Cell::Blank | Cell::Unreadable | Cell::LineBreak) => other,
            },
            Origin::Digest { parts, key } => self.digest(row, parts, key),
        };
        let Cell::Text(text) = found else {
            return self.recoded_blank(found);
        };
        match self.recode.get(text.as_ref()) {
            Some(code) if code.is_empty() => Cell::Blank,
            Some(code) => Cell::Text(Cow::Borrowed(code)),
            None if text.is_empty() || self.is_null(&text) => self.recoded_blank(Cell::Blank),
            None => Cell::Text(text),
        }
    }

    /// A mapping may say what an empty cell stands for.
    fn recoded_blank<'a>(&'a self, cell: Cell<'a>) -> Cell<'a> {
        match (&cell, self.recode.get("")) {
            (Cell::Blank, Some(code)) if !code.is_empty() => Cell::Text(Cow::Borrowed(code)),
            _ => cell,
        }
    }

    fn is_null(&self, text: &str) -> bool {
        self.null_tokens.iter().any(|it| it.trim() == text)
    }

    /// A part of a derived cell.
    fn part<'a>(&self, row: Row<'a>, at: usize) -> Cell<'a> {
        match field(row, at) {
            Cell::Text(text) if self.is_null(&text) => Cell::Blank,
            other @ (Cell::Blank | Cell::Text(_) | Cell::Unreadable | Cell::LineBreak) => other,
        }
    }

    fn concat(&self, row: Row<'_>, parts: &[usize], separator: &str) -> Cell<'static> {
        let mut whole = String::new();
        for (nth, at) in parts.iter().enumerate() {
            match self.part(row, *at) {
                Cell::Text(text) => {
                    if nth > 0 {
                        whole.push_str(separator);
                    }
                    whole.push_str(&text);
                }
                Cell::Blank => return Cell::Blank,
                Cell::Unreadable => return Cell::Unreadable,
                Cell::LineBreak => return Cell::LineBreak,
            }
        }
        Cell::Text(Cow::Owned(whole))
    }

    /// Each part goes in with its length, so that the same letters cut elsewhere differ.
    fn digest(&self, row: Row<'_>, parts: &[usize], key: &[u8; 32]) -> Cell<'static> {
        let mut hasher = blake3::Hasher::new_keyed(key);
        let mut blank = true;
        for at in parts {
            match self.part(row, *at) {
                Cell::Text(text) => {
                    blank = false;
                    hasher.update(&u64::try_from(text.len()).unwrap_or(u64::MAX).to_le_bytes());
                    hasher.update(text.as_bytes());
                }
                Cell::Blank => {
                    hasher.update(&0_u64.to_le_bytes());
                }
                Cell::Unreadable => return Cell::Unreadable,
                Cell::LineBreak => return Cell::LineBreak,
            }
        }
        if blank {
            return Cell::Blank;
        }
        Cell::Text(Cow::Owned(
            hasher.finalize().to_hex().chars().take(16).collect(),
        ))
    }
}

/// A cell of the file itself, trimmed.
pub(crate) fn field(row: Row<'_>, at: usize) -> Cell<'_> {
    let Ok(text) = std::str::from_utf8(row.cell(at)) else {
        return Cell::Unreadable;
    };
    let text = text.trim();
    if text.is_empty() {
        Cell::Blank
    } else if text.bytes().any(|it| it == b'\n' || it == b'\r') {
        Cell::LineBreak
    } else if text.bytes().any(|it| it.is_ascii_control()) || text.contains('\u{fffd}') {
        Cell::Unreadable
    } else {
        Cell::Text(Cow::Borrowed(text))
    }
}
