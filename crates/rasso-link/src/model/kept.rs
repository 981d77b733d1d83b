//! What is kept of a job for the next one: what it learnt, its records, and every pair that it weighed.

mod files;
mod tables;

use super::{
    assign::Chosen,
    definition::Model,
    frozen::Frozen,
    job::{Job, Outcome},
    key::Key,
    score::Candidate,
    since::{Records, Since},
};
use serde::{Deserialize, Serialize};

pub use files::KeptError;

/// What is kept of a job. Of the records it has the ids, and no cell.
#[derive(Debug)]
pub struct Kept {
    pub(crate) of: OfModel,
    pub(crate) frozen: Frozen,
    pub(crate) records: [Records; 2],
    pub(crate) pairs: Vec<KeptPair>,
}

/// What a job was of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfModel {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) meaning: String,
    /// The digest of the names and codes that it looks up.
    pub(crate) words: String,
    pub(crate) is_one_file: bool,
}

/// A pair that was weighed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct KeptPair {
    pub(crate) pair: Candidate,
    pub(crate) probability: f64,
    /// Whether it was chosen.
    pub(crate) is_link: bool,
}

impl OfModel {
    pub(crate) fn new(model: &Model, is_one_file: bool) -> Self {
        Self {
            name: model.name.clone(),
            version: model.version.clone(),
            meaning: model.meaning.clone(),
            words: words(model),
            is_one_file,
        }
    }
}

/// The digest of what a model looks up. It is of no person, and the order in it is that of the names.
fn words(model: &Model) -> String {
    let words = format!("{:?}", model.words);
    blake3::hash(words.as_bytes()).to_hex().to_string()
}

impl Kept {
    /// What is to be kept of a job that is done; nothing where it gave nothing for later jobs.
    pub fn of(model: &Model, job: &Job, records: [Records; 2], outcome: &Outcome) -> Option<Self> {
        let pair = |it: &Chosen| KeptPair {
            pair: it.pair,
            probability: it.probability,
            is_link: it.is_link,
        };
        Some(Self {
            of: OfModel::new(model, job.right.is_none()),
            frozen: outcome.frozen.clone()?,
            records,
            pairs: outcome.pairs.iter().map(pair).collect(),
        })
    }

    /// What later jobs go by.
    pub const fn frozen(&self) -> &Frozen {
        &self.frozen
    }

    /// The key of what stands for cells and values.
    pub const fn key(&self) -> &Key {
        &self.frozen.key
    }

    /// Refuses a job that this cannot be gone by for: one of another model, or of two files where it was one.
    pub fn check(&self, model: &Model, job: &Job) -> Result<(), String> {
        let now = OfModel::new(model, job.right.is_none());
        if now.is_one_file != self.of.is_one_file {
            let [then, now] = if now.is_one_file {
                ["two files", "one"]
            } else {
                ["one file", "two"]
            };
            return Err(format!("was kept of {then}, and this is of {now}"));
        }
        if now.meaning != self.of.meaning || !self.frozen.learnt.fits(model) {
            return Err(format!(
                "was kept by another model: `{}`, version {}, and not as `{}`, version {}, says now",
                self.of.name, self.of.version, now.name, now.version
            ));
        }
        if now.words != self.of.words {
            return Err("was kept when other forms of names, or other codes, were known".to_owned());
        }
        Ok(())
    }

    /// What became of its records.
    pub fn since(&self, records: &[Records; 2]) -> Since {
        Since::of(&self.records, records, self.of.is_one_file)
    }

    /// The pairs whose records are as they were.
    pub fn taken_over(&self, since: &Since) -> Vec<Candidate> {
        since.taken_over(self.pairs.iter().map(|it| &it.pair))
    }
}

#[cfg(test)]
mod tests;
