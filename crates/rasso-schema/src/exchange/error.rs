//! Why a file of another format cannot become a table.

use crate::{SchemaError, UnknownName};
use std::fmt;

/// Where in the file something stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A line, counted from 1: of SQL, or of JSON that is broken.
    Line(usize),
    /// The way to a value of a JSON file, as a JSON Pointer (RFC 6901).
    Pointer(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Pointer(way) if way.is_empty() => f.write_str("the whole file"),
            Self::Pointer(way) => write!(f, "`{way}`"),
        }
    }
}

/// Why tables cannot be exported or a file cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// The text is not of its format at all.
    #[error("{place}: {what}")]
    Broken {
        /// Where.
        place: Place,
        /// What is wrong.
        what: String,
    },
    /// A word of the format that no table can express, or that is not a word of it.
    #[error("{place}: the {kind} `{word}` is not understood; a table has no counterpart to it")]
    NotUnderstood {
        /// Where.
        place: Place,
        /// What the word is: `type`, `constraint`, `keyword`.
        kind: &'static str,
        /// The word.
        word: String,
    },
    /// Something that a table needs is not there.
    #[error("{place}: there is no {what}")]
    Missing {
        /// Where.
        place: Place,
        /// What is not there.
        what: &'static str,
    },
    /// The file describes several tables, and one is wanted.
    #[error("the file describes several tables ({}); name one with `--table`", names.join(", "))]
    Several {
        /// Their names.
        names: Vec<String>,
    },
    /// A name that nothing has.
    #[error(transparent)]
    Unknown(#[from] UnknownName),
    /// The table would not be one of `data-schemas`.
    #[error("the table of the file is none that data-schemas could hold: {0}")]
    NoTable(#[source] SchemaError),
}
