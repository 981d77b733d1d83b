//! Why the content of a file is refused. The texts of the libraries that read formats are never
//! passed on, because they may quote cells.

use crate::ExtractError;
use std::{error::Error, fmt, io};

/// Why a file is refused, without its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It cannot be read.
    Unreadable(io::ErrorKind),
    /// It is not whole, or not what its format asks for.
    Damaged(&'static str),
    /// It has more of something than the limits allow.
    Beyond { what: &'static str, most: u64 },
    /// A format that is not read, and what to do.
    Unsupported {
        found: &'static str,
        instead: &'static str,
    },
    /// It holds no header.
    Empty,
    /// It became another file while it was read.
    Changed,
    /// A quote is opened in a row and never closed.
    UnclosedQuote { row: u64, line: u64 },
    /// The mapping's sheet is not among those.
    NoSheet { sheet: String, sheets: Vec<String> },
    /// There are several sheets and no mapping says which.
    WhichSheet { sheets: Vec<String> },
    /// A column that is needed holds lists or structures.
    Nested { heading: String },
    /// The pipeline file declares another checksum.
    Sha256 { declared: String, found: String },
}

impl Refusal {
    /// More than `most` of something.
    pub(crate) fn beyond(what: &'static str, most: impl TryInto<u64>) -> Self {
        Self::Beyond {
            what,
            most: most.try_into().unwrap_or(u64::MAX),
        }
    }

    /// The error that names the file.
    pub(crate) fn of(self, label: &str) -> ExtractError {
        let label = label.to_owned();
        match self {
            Self::Unreadable(io::ErrorKind::NotFound) => ExtractError::MissingFiles {
                labels: vec![label],
            },
            Self::Unreadable(reason) => ExtractError::Unreadable { label, reason },
            Self::Damaged(what) => ExtractError::Damaged { label, what },
            Self::Beyond { what, most } => ExtractError::BeyondLimit { label, what, most },
            Self::Unsupported { found, instead } => ExtractError::Unsupported {
                label,
                found,
                instead,
            },
            Self::Empty => ExtractError::EmptyFile { label },
            Self::Changed => ExtractError::Changed { label },
            Self::UnclosedQuote { row, line } => ExtractError::UnclosedQuote { label, row, line },
            Self::NoSheet { sheet, sheets } => ExtractError::NoSheet {
                label,
                sheet,
                sheets,
            },
            Self::WhichSheet { sheets } => ExtractError::WhichSheet { label, sheets },
            Self::Nested { heading } => ExtractError::NestedColumn { label, heading },
            Self::Sha256 { declared, found } => ExtractError::ControlTotal {
                label,
                what: "SHA-256",
                declared,
                found,
            },
        }
    }
}

/// A refusal has to pass through `std::io::Read`, and so through an `io::Error`.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the file is refused")
    }
}

impl Error for Refusal {}

impl From<Refusal> for io::Error {
    fn from(refusal: Refusal) -> Self {
        Self::other(refusal)
    }
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        let inner = error.get_ref().and_then(|it| it.downcast_ref::<Self>());
        match (inner, error.kind()) {
            (Some(refusal), _) => refusal.clone(),
            (None, io::ErrorKind::UnexpectedEof) => Self::Damaged("it ends too early"),
            // What decompression says of bytes that are not what they should be.
            (
                None,
                io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::Other,
            ) => Self::Damaged("its compressed content is broken, or something follows it"),
            (None, kind) => Self::Unreadable(kind),
        }
    }
}
