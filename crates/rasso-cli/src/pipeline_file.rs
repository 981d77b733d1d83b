//! The pipeline file as it is written.

use serde::Deserialize;

/// A pipeline file (`pipelines/*.toml`).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PipelineFile {
    /// The pipeline's name.
    pub(crate) name: String,
    /// What whoever reads the results should know of the extracts.
    pub(crate) note: Option<String>,
    /// The date as at which everything is counted.
    pub(crate) as_at: String,
    /// The files the agencies sent.
    #[serde(rename = "extract")]
    pub(crate) extracts: Vec<ExtractEntry>,
    /// When to stop.
    #[serde(default)]
    pub(crate) limits: Limits,
    /// The quarters to measure.
    #[serde(default)]
    pub(crate) periods: Periods,
    /// The metrics to measure.
    #[serde(default)]
    pub(crate) measures: Measures,
    /// How to link.
    #[serde(default)]
    pub(crate) links: Links,
}

/// One file an agency sent.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExtractEntry {
    /// Who sent it.
    pub(crate) agency: rasso_terms::Agency,
    /// Which canonical table it fills.
    pub(crate) table: String,
    /// Where it is, from the pipeline file's folder.
    pub(crate) path: String,
    /// The day it was taken.
    pub(crate) extract_date: String,
    /// Which of several senders of the table it is from.
    pub(crate) source: Option<String>,
    /// The mapping: a name in `data-schemas/mappings`, or a path that ends in `.toml`.
    pub(crate) mapping: Option<String>,
    /// How many rows it should have.
    pub(crate) rows: Option<u64>,
    /// The SHA-256 it should have.
    pub(crate) sha256: Option<String>,
}

/// When to stop.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Limits {
    /// Stop when there are more faults than this.
    pub(crate) faults: Option<u64>,
}

/// The quarters to measure.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Periods {
    /// The first; without it, the first in which a crime was recorded.
    pub(crate) from: Option<String>,
    /// The last; without it, the one that holds the date of the run.
    pub(crate) to: Option<String>,
}

/// The metrics to measure.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Measures {
    /// Their names, or `all`.
    pub(crate) metrics: Vec<String>,
}

impl Default for Measures {
    fn default() -> Self {
        Self {
            metrics: vec!["all".to_owned()],
        }
    }
}

/// How to link.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Links {
    /// The name of the passes in `data-schemas/linkage`.
    pub(crate) passes: String,
}

impl Default for Links {
    fn default() -> Self {
        Self {
            passes: "identifiers".to_owned(),
        }
    }
}
