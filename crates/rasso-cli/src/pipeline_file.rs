//! The pipeline file as it is written.

use crate::args::Revisions;
use serde::Deserialize;
use std::{collections::BTreeMap, path::PathBuf};

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
    /// The release that a run ends with.
    pub(crate) release: Option<ReleaseJob>,
}

/// One file an agency sent.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExtractEntry {
    /// Who sent it.
    pub(crate) agency: rasso_terms::Agency,
    /// Which canonical table it fills.
    pub(crate) table: String,
    /// Where it is, from the pipeline file's folder: a file, a pattern with `*` and `?`, or a folder
    /// with `/` at its end, of which every file is read. `{date}` in it stands for a day, written
    /// `2025-06-30` or `20250630`, and is the extract date.
    pub(crate) path: String,
    /// The day it was taken; without it `{date}` in the path tells it, or the file it corrects.
    pub(crate) extract_date: Option<String>,
    /// Which of several senders of the table it is from.
    pub(crate) source: Option<String>,
    /// The mapping: a name in `data-schemas/mappings`, or a path that ends in `.toml`.
    pub(crate) mapping: Option<String>,
    /// The file of the same delivery, as the pipeline names it, whose rows it corrects.
    pub(crate) corrects: Option<String>,
    /// How many bytes it should have.
    pub(crate) bytes: Option<u64>,
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
    /// Stop when a file has more than this.
    pub(crate) faults_per_file: Option<u64>,
    /// Stop when more than so many in a hundred rows of a file are quarantined.
    pub(crate) quarantined_percent_per_file: Option<u64>,
    /// Stop when there are more faults of a reason than this.
    #[serde(default)]
    pub(crate) reasons: BTreeMap<String, u64>,
    /// Stop when more is found wrong with deliveries as a whole than this.
    pub(crate) deliveries: Option<u64>,
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
    #[serde(default = "all")]
    pub(crate) metrics: Vec<String>,
    /// The breakdowns of those, or `all`; none where the list is empty.
    #[serde(default = "all")]
    pub(crate) breakdowns: Vec<String>,
}

impl Default for Measures {
    fn default() -> Self {
        Self {
            metrics: all(),
            breakdowns: all(),
        }
    }
}

/// The release that a run ends with. Paths count from the pipeline file's folder.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReleaseJob {
    /// The signed policy.
    pub(crate) policy: PathBuf,
    /// Who publishes it, and when; without it, it is marked a draft.
    pub(crate) publication: Option<PathBuf>,
    /// How many of the last whole quarters it shows.
    pub(crate) quarters: u32,
    /// The tables to release; all of them where none is named.
    #[serde(default)]
    pub(crate) tables: Vec<String>,
    /// What becomes of counts that have changed since they were published.
    #[serde(default)]
    pub(crate) revisions: Revisions,
    /// Texts that were planted in the extracts.
    pub(crate) canaries: Option<PathBuf>,
}

/// How to link.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Links {
    /// The name of the passes in `data-schemas/linkage`.
    #[serde(default = "identifiers")]
    pub(crate) passes: String,
    /// Models in `data-schemas/link-models` that link what the passes leave over; none of them is used
    /// unless it is named.
    #[serde(default)]
    pub(crate) models: Vec<String>,
    /// The least probability of a link that a model makes.
    #[serde(default = "surely")]
    pub(crate) least: f64,
}

impl Default for Links {
    fn default() -> Self {
        Self {
            passes: identifiers(),
            models: Vec::new(),
            least: surely(),
        }
    }
}

fn all() -> Vec<String> {
    vec!["all".to_owned()]
}

fn identifiers() -> String {
    "identifiers".to_owned()
}

const fn surely() -> f64 {
    0.9
}
