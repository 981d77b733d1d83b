//! How one agency's file becomes a canonical table.

use crate::{
    Encoding, FileFormat, Quote, SchemaError, TableSchema, files::parse_toml, mapping_check,
};
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

/// A column made from others. Parts are headings of the file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Derive {
    /// The first part that is not blank.
    FirstOf(Vec<String>),
    /// All parts one after another; blank when any part is.
    Concat(Vec<String>),
    /// Some characters of one column.
    Slice(Slice),
    /// A keyed digest of the parts, 16 hexadecimal characters: for a key that would otherwise show
    /// an identifier of a person.
    Digest(Vec<String>),
}

impl Derive {
    /// The headings it is made from.
    pub fn parts(&self) -> Vec<&str> {
        match self {
            Self::FirstOf(parts) | Self::Concat(parts) | Self::Digest(parts) => {
                parts.iter().map(String::as_str).collect()
            }
            Self::Slice(slice) => vec![slice.column.as_str()],
        }
    }

    /// How the column is made, in words: `digest of scenario, ptiurn`.
    pub fn describe(&self) -> String {
        let how = match self {
            Self::FirstOf(_) => "first filled of",
            Self::Concat(_) => "joined from",
            Self::Slice(_) => "part of",
            Self::Digest(_) => "keyed digest of",
        };
        format!("{how} {}", self.parts().join(", "))
    }

    /// Whether it is a digest, and so depends on the key of the run.
    pub const fn is_digest(&self) -> bool {
        matches!(self, Self::Digest(_))
    }
}

/// Some characters of a column.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slice {
    /// The heading.
    pub column: String,
    /// The first character, counting from 0.
    pub start: usize,
    /// How many characters.
    pub length: usize,
}

/// Where one canonical column comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnMapping {
    /// The heading in the file; without it the canonical name is looked for.
    pub from: Option<String>,
    /// How it is made from other columns.
    pub derive: Option<Derive>,
    /// What stands between the parts of a concatenation.
    #[serde(default)]
    pub separator: String,
    /// Date formats that take the place of the mapping's.
    pub date_formats: Option<Vec<String>>,
    /// What the file's words become.
    #[serde(default)]
    pub recode: BTreeMap<String, String>,
}

/// Rows that are left out, and why.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DropRule {
    /// The heading looked at.
    pub column: String,
    /// The values that drop the row.
    pub is: Vec<String>,
    /// Why, in one word.
    pub reason: String,
}

/// Rows the agency itself marks as duplicates.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DuplicateRule {
    /// The heading looked at.
    pub column: String,
    /// The values that mark a duplicate.
    pub is: Vec<String>,
}

/// How one agency's file becomes a canonical table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Its name.
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
    /// Lines of a CSV file, or rows of a sheet, that stand above the header.
    #[serde(default)]
    pub skip_rows: u32,
    /// How the bytes stand for characters.
    #[serde(default)]
    pub encoding: Encoding,
    /// What stands between two cells: one ASCII character; without it the header shows it.
    pub delimiter: Option<char>,
    /// What stands around a cell that holds a delimiter.
    #[serde(default)]
    pub quote: Quote,
    /// What stands for nothing. An empty cell always does.
    #[serde(default)]
    pub null_tokens: Vec<String>,
    /// How dates are written, tried in order.
    #[serde(default = "iso")]
    pub date_formats: Vec<String>,
    /// What two rows that share a key are.
    #[serde(default)]
    pub repeats: Repeats,
    /// Columns that hold one value in every row.
    #[serde(default)]
    pub constants: BTreeMap<String, String>,
    /// Where the other columns come from.
    #[serde(default)]
    pub columns: BTreeMap<String, ColumnMapping>,
    /// Rows that are left out.
    #[serde(default)]
    pub drop: Vec<DropRule>,
    /// Rows the agency itself marks as duplicates.
    #[serde(default)]
    pub duplicate: Vec<DuplicateRule>,
}

fn iso() -> Vec<String> {
    vec!["%Y-%m-%d".to_owned()]
}

impl Mapping {
    /// Reads a mapping; `file` names it in an error.
    pub fn parse(file: &str, text: &str) -> Result<Self, SchemaError> {
        parse_toml(file, text)
    }

    /// Checks that it fits the table it makes; `file` names it in an error.
    pub fn check(&self, file: &str, table: &TableSchema) -> Result<(), SchemaError> {
        mapping_check::check(self, file, table)
    }
}
