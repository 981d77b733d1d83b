//! What is kept of a job for the next one: what it learnt, its records, and every pair that it weighed.

mod files;
mod tables;

use super::{
    assign::{Chosen, EVEN},
    definition::Model,
    frozen::Frozen,
    job::{Job, Outcome},
    key::Key,
    number::length,
    score::Candidate,
    since::{Records, Since},
    texts::Texts,
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

impl KeptPair {
    /// Whether it was a link that was more likely than not.
    pub(crate) fn is_likely_link(&self) -> bool {
        self.is_link && self.probability >= EVEN
    }
}

/// So many times as many pairs as then, or as few, are about one too much or too little in each weight.
const OUTGROWN: f64 = 2.0;

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
            return Err(
                "was kept when other forms of names, or other codes, were known".to_owned(),
            );
        }
        Ok(())
    }

    /// Why what was learnt hardly holds of this job, in words, where there are many more records than then, or
    /// many fewer: matches grow with the records, and pairs with their square.
    pub fn outgrown(&self, model: &Model, job: &Job) -> Option<String> {
        let [left_id, right_id] = &model.ids;
        let count = |texts: Option<&Texts>| texts.map_or(0, Texts::len);
        let left = count(job.left.get(left_id));
        let of_right = job.right.as_ref();
        let right = of_right.map_or(left, |it| count(it.get(right_id)));
        let then = self.frozen.learnt.records;
        let pairs = |[left, right]: [usize; 2]| length(left) * length(right);
        let more = pairs([left, right]) / pairs(then).max(1.0);
        let [left_then, right_then] = then;
        (!(1.0 / OUTGROWN..=OUTGROWN).contains(&more)).then(|| {
            format!(
                "was learnt from {left_then} and {right_then} records, and there are {left} and {right} now: the share of pairs that are matches is hardly that of then"
            )
        })
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
