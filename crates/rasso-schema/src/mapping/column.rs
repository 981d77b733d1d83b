//! Where one canonical column comes from.

use super::Derive;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Where one canonical column comes from, and what its cells become on the way: found or derived,
/// filled up with zeros, recoded, blank where they stand for nothing.
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
    /// What stands for nothing in this column, beside what does in all of them.
    #[serde(default)]
    pub null_tokens: Vec<String>,
    /// The length up to which digits are filled with zeros in front: spreadsheets take them away.
    pub pad_zeros: Option<usize>,
    /// What the file's words become; an empty text stands for an empty cell on either side.
    #[serde(default)]
    pub recode: BTreeMap<String, String>,
    /// What a word becomes that `recode` does not name; without it, it is kept.
    pub otherwise: Option<String>,
    /// What a number below zero is.
    #[serde(default)]
    pub negative: Negative,
}

/// What a number below zero is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Negative {
    /// A fault.
    #[default]
    Fault,
    /// The force's way to say that it does not know.
    Blank,
}
