//! What a job learnt, for later jobs to go by as it is: so the weight of a pair stays the same as long as
//! its two records do, whatever other records come and go.

use super::{
    chance::Shares,
    classes::{Class, of_all},
    definition::Model,
    free::FreeBy,
    frequency::Then,
    train::Trained,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A model after it was trained.
#[derive(Debug, Clone, PartialEq)]
pub struct Frozen {
    pub(crate) learnt: LearntOnce,
    /// How common values were, of each field whose rarity counts.
    pub(crate) values: BTreeMap<String, Then>,
    /// The share of records without a partner, of each value by which it differs.
    pub(crate) free_by: FreeBy,
}

/// What it learnt, but for how common values are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LearntOnce {
    /// How many records the left and the right file had.
    pub(crate) records: [usize; 2],
    /// The share of all pairs that are matches.
    pub(crate) matches: f64,
    /// Of each comparison how often records of two people have each level.
    pub(crate) u: Shares,
    /// The share of the left records without a partner, and of the right ones.
    pub(crate) free: [f64; 2],
    /// The classes of matches, with how often they have each level.
    pub(crate) classes: Vec<Class>,
    /// What was learnt of each rarity, in the order of comparisons and levels.
    pub(crate) rarity: Vec<RarityOnce>,
}

/// What a shared value of a field adds on some level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RarityOnce {
    pub(crate) field: String,
    /// How often any value agrees by chance.
    pub(crate) chance: f64,
    /// What is added in each band of commonness (log2); none where counting alone tells.
    pub(crate) bands: Vec<f64>,
}

impl LearntOnce {
    /// Whether it can be of this model: as many levels of each comparison, and shares that are some.
    pub(crate) fn fits(&self, model: &Model) -> bool {
        let is_share = |it: &f64| *it > 0.0 && *it <= 1.0;
        let fits = |shares: &Shares| {
            let of_model = model.comparisons.iter().map(|it| it.labels.len());
            of_model.eq(shares.iter().map(Vec::len)) && shares.iter().flatten().all(is_share)
        };
        let rare = model.comparisons.iter().flat_map(|it| &it.rare).flatten();
        self.matches > 0.0
            && self.matches < 1.0
            && fits(&self.u)
            && !self.classes.is_empty()
            && self
                .classes
                .iter()
                .all(|it| is_share(&it.share) && fits(&it.m))
            && rare.eq(self.rarity.iter().map(|it| &it.field))
            && self.free.iter().all(|it| it.is_finite())
            && self
                .rarity
                .iter()
                .all(|it| it.chance >= 0.0 && it.chance.is_finite())
            && self
                .rarity
                .iter()
                .flat_map(|it| &it.bands)
                .all(|it| it.is_finite())
    }

    /// As training left it.
    pub(crate) fn trained(&self) -> Trained {
        Trained {
            m: of_all(&self.classes),
            classes: self.classes.clone(),
            u: self.u.clone(),
            matches: self.matches,
            of_blocks: Vec::new(),
            rounds: 0,
        }
    }
}
