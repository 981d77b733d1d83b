//! What the figures of a table are, in words: published with them, so that a release explains itself.

use serde::{Deserialize, Serialize};

/// What a table is of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableDefinition {
    /// The name of its file.
    pub name: String,
    /// A heading.
    pub title: String,
    /// The version of its definition.
    pub version: String,
    /// Which date puts a case in a period, in words: `by date recorded`.
    pub clock: String,
    /// What its figures are, in their order.
    pub measures: Vec<MeasureDefinition>,
}

/// The clock of cases by the day on which the police recorded them, whatever became of them since.
pub const BY_DATE_RECORDED: &str = "by date recorded";
/// The clock of cases by the day on which the CPS first had them, whatever became of them since.
pub const BY_FIRST_RECEIPT: &str = "by first charging receipt";

impl TableDefinition {
    /// Whether the cases of a period are followed on from it: then a recent period has had less time than an earlier one, and
    /// its shares still rise.
    pub fn is_of_cohorts(&self) -> bool {
        [BY_DATE_RECORDED, BY_FIRST_RECEIPT].contains(&self.clock.as_str())
    }
}

/// What a figure is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureDefinition {
    /// The name in the table.
    pub name: String,
    /// The same in words.
    pub title: String,
    /// Whether it is a count or a share in per cent.
    pub kind: MeasureKind,
    /// What is counted: `crime`, `defendant`.
    pub unit: String,
    /// The definition, in a sentence.
    pub definition: String,
    /// The name of the metric that defines it; none where it is what others leave.
    pub metric: Option<String>,
    /// The count of another table that it is, as `recorded_crimes/all`.
    pub same_as: Option<String>,
    /// Of a share, the count that it is a share of, and that count's part.
    pub share: Option<ShareDefinition>,
    /// The agencies whose records it needs.
    pub sources: Vec<String>,
    /// What is left out.
    pub exclusions: Vec<String>,
    /// What a reader must know before comparing.
    pub caveats: Vec<String>,
    /// From when on it no longer compares with what went before.
    pub series_breaks: Vec<String>,
    /// Whose definition it follows.
    pub follows: String,
}

/// What kind of figure it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeasureKind {
    /// A whole number.
    #[default]
    Count,
    /// Per cent of a count, with a 95 per cent interval.
    Share,
}

/// Of what a share is one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShareDefinition {
    /// The count that is a share.
    pub part: String,
    /// The count that it is a share of.
    pub whole: String,
}

impl TableDefinition {
    /// What a figure is, by its name.
    pub fn measure(&self, name: &str) -> Option<&MeasureDefinition> {
        self.measures.iter().find(|it| it.name == name)
    }
}
