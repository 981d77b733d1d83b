//! How a file is written: its format, its encoding, what stands between and around cells.

use crate::SchemaError;
use serde::{Deserialize, Deserializer, de};

/// What kind of file it is. A compressed CSV file (gzip, zstd) is CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileFormat {
    /// Text, a line to a row.
    Csv,
    /// Apache Parquet.
    Parquet,
    /// A workbook of Excel, from 2007 on.
    Xlsx,
    /// A spreadsheet in the format of `OpenDocument`.
    Ods,
}

impl FileFormat {
    /// The word used in mappings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Xlsx => "xlsx",
            Self::Ods => "ods",
        }
    }
}

/// How the bytes of a CSV file stand for characters. A byte order mark outranks it and is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum Encoding {
    /// Found out from the file: UTF-16 by its pattern of empty bytes, Windows-1252 where the head
    /// of the file has accents and none of them is UTF-8, else UTF-8.
    #[default]
    #[serde(rename = "detect")]
    Detect,
    /// UTF-8.
    #[serde(rename = "utf-8")]
    Utf8,
    /// Windows-1252, as Excel on Windows writes CSV.
    #[serde(rename = "windows-1252")]
    Windows1252,
    /// UTF-16, low byte first.
    #[serde(rename = "utf-16le")]
    Utf16Le,
    /// UTF-16, high byte first.
    #[serde(rename = "utf-16be")]
    Utf16Be,
}

/// What stands around a CSV cell that holds a delimiter or a line break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quote {
    /// An ASCII character.
    Char(u8),
    /// Nothing: every delimiter and every line end counts.
    None,
}

impl Default for Quote {
    fn default() -> Self {
        Self::Char(b'"')
    }
}

impl<'de> Deserialize<'de> for Quote {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.as_bytes() {
            b"none" => Ok(Self::None),
            [byte] if byte.is_ascii_graphic() => Ok(Self::Char(*byte)),
            _ => Err(de::Error::custom(
                "quote must be one ASCII character or `none`",
            )),
        }
    }
}

/// Whether delimiter and quote can be told apart; `file` names the mapping in the error.
pub(crate) fn check(file: &str, delimiter: Option<char>, quote: Quote) -> Result<(), SchemaError> {
    let Some(delimiter) = delimiter else {
        return Ok(());
    };
    let is_quote = quote == u8::try_from(delimiter).map_or(Quote::None, Quote::Char);
    if !delimiter.is_ascii() || matches!(delimiter, '"' | '\n' | '\r') || is_quote {
        let what = "the delimiter must be one ASCII character that is no quote";
        return Err(SchemaError::malformed(file, what));
    }
    Ok(())
}
