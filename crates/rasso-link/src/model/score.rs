//! Weights and probabilities of pairs.

use super::{
    blocks::{Blocks, Chunk},
    classes::{one_by_one, share},
    definition::Model,
    fields::Fields,
    frozen::Frozen,
    levels::Levels,
    number::index,
    pairs::{Compared, Patterns},
    rarity::Rarity,
    train::Trained,
};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A pair that may be a link.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// The place of the left record.
    pub left: u32,
    /// The place of the right record.
    pub right: u32,
    /// The block that it was first found in.
    pub block: u32,
    /// Its levels, as one number.
    pub(crate) pattern: u32,
    /// The logarithm (base 2) of its odds, by itself.
    pub weight: f64,
}

impl Candidate {
    /// The probability that it is a match, by itself.
    pub fn probability(&self) -> f64 {
        1.0 / (1.0 + (-self.weight).exp2())
    }

    /// Its odds.
    pub(crate) fn odds(&self) -> f64 {
        self.weight.clamp(-300.0, 300.0).exp2()
    }
}

/// What one comparison adds to the weight of a pair.
#[derive(Debug, Clone, PartialEq)]
pub struct LevelWeight {
    /// The comparison.
    pub comparison: String,
    /// The level, as the model writes it; `nothing to compare` where a record says nothing.
    pub level: String,
    /// How likely the level is between two records of one person, given the levels of the comparisons
    /// before it: a record that is wrong in one field is more often wrong in another.
    pub m: f64,
    /// And of two.
    pub u: f64,
    /// The weight of the level (log2).
    pub weight: f64,
    /// What the rarity of the value adds (log2).
    pub rarity: f64,
}

/// Pairs of less weight (log2 odds) are not learnt from: hardly one of them is a match.
const LEARNT_FROM: f64 = -10.0;

/// A pattern, its weight without rarity, and the rarities that count in it.
type Weighed = (u32, f64, Vec<usize>);

/// Scores pairs by what training found.
pub(crate) struct Scores<'f> {
    patterns: &'f Patterns,
    trained: &'f Trained,
    /// The weight of the share of matches.
    prior: f64,
    levels: &'f [Levels<'f>],
    rarity: Rarity<'f>,
}

impl<'f> Scores<'f> {
    pub(crate) fn new(
        model: &Model,
        fields: &'f Fields,
        levels: &'f [Levels<'f>],
        patterns: &'f Patterns,
        trained: &'f Trained,
    ) -> Self {
        Self {
            patterns,
            prior: (trained.matches / (1.0 - trained.matches)).log2(),
            trained,
            rarity: Rarity::new(model, fields, levels),
            levels,
        }
    }

    /// By the rarity that a model learnt when it was trained.
    pub(crate) fn goes_by(&mut self, frozen: &Frozen) {
        self.rarity.goes_by(frozen);
    }

    /// What is learnt of rarity.
    pub(crate) fn rarity(&self) -> &Rarity<'f> {
        &self.rarity
    }

    /// The weight of a pattern, without rarity.
    fn of_pattern(&self, pattern: u32) -> f64 {
        let levels = self.patterns.levels_of(pattern);
        let weights = self.shares(&levels).into_iter();
        self.prior + weights.map(|(m, u)| (m / u).log2()).sum::<f64>()
    }

    /// How likely each level is between two records of one person, given those before it, and of two.
    fn shares(&self, levels: &[usize]) -> Vec<(f64, f64)> {
        let m = one_by_one(levels, &self.trained.classes);
        let u = levels.iter().zip(&self.trained.u);
        m.into_iter().zip(u.map(|(it, u)| share(*it, u))).collect()
    }

    /// The rarities that count in a pattern.
    fn exact(&self, pattern: u32) -> Vec<usize> {
        let levels = self.patterns.levels_of(pattern).into_iter().enumerate();
        levels
            .filter_map(|(at, level)| self.rarity.place(at, level))
            .collect()
    }

    /// Learns from the pairs themselves how much more, or less, rarity says than counting values tells.
    pub(crate) fn learn_rarity(&mut self, blocks: &Blocks, chunks: &[Chunk], compared: &Compared) {
        if !self.rarity.is_learnt() {
            return;
        }
        let pairs = self.candidates(blocks, chunks, compared, LEARNT_FROM);
        let mut exact: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for it in &pairs {
            exact
                .entry(it.pattern)
                .or_insert_with(|| self.exact(it.pattern));
        }
        let of = |it: &Candidate| exact.get(&it.pattern).map_or(&[][..], Vec::as_slice);
        self.rarity.learn(&pairs, of);
    }

    /// Whether some comparison says that the two are two people, whatever else agrees.
    fn is_vetoed(&self, pattern: u32, left: u32, right: u32) -> bool {
        let mut may = self
            .levels
            .iter()
            .enumerate()
            .filter(|it| it.1.may_veto())
            .peekable();
        if may.peek().is_none() {
            return false;
        }
        let levels = self.patterns.levels_of(pattern);
        may.any(|(at, of)| {
            let level = levels.get(at).copied().unwrap_or_default();
            of.is_vetoed(level, index(left), index(right))
        })
    }

    /// Every pair whose weight is the floor or more, in the order of its records.
    pub(crate) fn candidates(
        &self,
        blocks: &Blocks,
        chunks: &[Chunk],
        compared: &Compared,
        floor: f64,
    ) -> Vec<Candidate> {
        // Few patterns, and many pairs of each.
        let most_rarity = self.rarity.most();
        let of = |counts: &BTreeMap<u32, u64>| {
            let of = |pattern: &u32| (*pattern, self.of_pattern(*pattern), self.exact(*pattern));
            let likely = |it: &Weighed| it.1 + most_rarity >= floor;
            counts.keys().map(of).filter(likely).collect()
        };
        let weights: Vec<Vec<Weighed>> = compared.counts.iter().map(of).collect();
        let of_chunk = |(chunk, patterns): (&Chunk, &Vec<u32>)| {
            let weights = weights
                .get(chunk.block)
                .map(Vec::as_slice)
                .unwrap_or_default();
            let is_any = |it: &u32| weights.binary_search_by_key(it, |it| it.0).is_ok();
            if !patterns.iter().any(is_any) {
                return Vec::new();
            }
            let mut found = Vec::new();
            let mut patterns = patterns.iter();
            blocks.each(chunk, |left, right| {
                let Some(&pattern) = patterns.next() else {
                    return;
                };
                let Ok(at) = weights.binary_search_by_key(&pattern, |it| it.0) else {
                    return;
                };
                let Some((_, weight, exact)) = weights.get(at) else {
                    return;
                };
                if self.is_vetoed(pattern, left, right) {
                    return;
                }
                let rarity: f64 = exact
                    .iter()
                    .map(|it| self.rarity.of(*it, left, right))
                    .sum();
                let weight = weight + rarity;
                if weight >= floor {
                    let block = super::number::place(chunk.block);
                    found.push(Candidate {
                        left,
                        right,
                        block,
                        pattern,
                        weight,
                    });
                }
            });
            found
        };
        let all = chunks.par_iter().zip(&compared.patterns).map(of_chunk);
        let mut all: Vec<Candidate> = all.flatten_iter().collect();
        all.par_sort_unstable_by_key(|it| (it.left, it.right));
        all
    }

    /// The weight of the share of matches, and what each comparison adds to a pair.
    pub(crate) fn explained(&self, model: &Model, pair: Candidate) -> (f64, Vec<LevelWeight>) {
        let levels = self.patterns.levels_of(pair.pattern);
        let shares = self.shares(&levels);
        let of = |(at, level): (usize, &usize)| {
            let comparison = model.comparisons.get(at)?;
            let (m, u) = shares.get(at).copied()?;
            let label = level
                .checked_sub(1)
                .and_then(|it| comparison.labels.get(it));
            Some(LevelWeight {
                comparison: comparison.name.clone(),
                level: label
                    .map_or("nothing to compare", String::as_str)
                    .to_owned(),
                m,
                u,
                weight: (m / u).log2(),
                rarity: self
                    .rarity
                    .place(at, *level)
                    .map_or(0.0, |it| self.rarity.of(it, pair.left, pair.right)),
            })
        };
        (
            self.prior,
            levels.iter().enumerate().filter_map(of).collect(),
        )
    }
}
