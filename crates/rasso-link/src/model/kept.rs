//! What is kept of a job for the next one: what it learnt, its records, and every pair that it weighed.

mod files;
mod tables;

use super::{
    assign::Chosen,
    definition::Model,
    fields::Fields,
    frozen::Frozen,
    job::{Outcome, Prepared},
    number::length,
    since::Records,
};
use serde::{Deserialize, Serialize};

pub use files::KeptError;

/// What is kept of a job. It holds what the fields of its records say.
pub struct Kept {
    pub(crate) of: OfModel,
    pub(crate) frozen: Frozen,
    pub(crate) records: [Records; 2],
    /// Without what is worked out of their values.
    pub(crate) fields: Fields,
    /// Every pair above the floor, by left and right record.
    pub(crate) pairs: Vec<Chosen>,
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
    pub fn of(
        model: &Model,
        prepared: Prepared,
        records: [Records; 2],
        outcome: &Outcome,
    ) -> Option<Self> {
        Some(Self {
            of: OfModel::new(model, prepared.is_one_file()),
            frozen: outcome.frozen.clone()?,
            records,
            fields: prepared.fields,
            pairs: outcome.pairs.clone(),
        })
    }

    /// What later jobs go by.
    pub const fn frozen(&self) -> &Frozen {
        &self.frozen
    }

    /// Refuses a job that this cannot be gone by for: one of another model, or of two files where it was one.
    pub fn check(&self, model: &Model, is_one_file: bool) -> Result<(), String> {
        let now = OfModel::new(model, is_one_file);
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
    pub fn outgrown(&self, prepared: &Prepared) -> Option<String> {
        let [left, right] = prepared.fields.records();
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
}

#[cfg(test)]
mod tests;
