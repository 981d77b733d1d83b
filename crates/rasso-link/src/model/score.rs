//! Weights and probabilities of pairs.

use super::{
    blocks::{Blocks, Chunk},
    chance::Shares,
    definition::{Comparison, Model},
    fields::{Column, Fields},
    levels::Levels,
    number::index,
    pairs::{Compared, Patterns},
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
    /// How likely the level is between two records of one person.
    pub m: f64,
    /// And of two.
    pub u: f64,
    /// The weight of the level (log2).
    pub weight: f64,
    /// What the rarity of the value adds (log2).
    pub rarity: f64,
}

/// A pattern, its weight without rarity, and the comparisons and levels of it in which rarity counts.
type Weighed = (u32, f64, Vec<(usize, usize)>);

/// Scores pairs by what training found.
pub(crate) struct Scores<'f> {
    levels: &'f [Levels<'f>],
    patterns: &'f Patterns,
    /// The weight of the share of matches, and of each level of each comparison.
    prior: f64,
    weights: Vec<Vec<f64>>,
    /// Of each level of each comparison that rarity counts in, the field, and how often any value of it
    /// agrees by chance.
    rarity: Vec<Vec<Option<(&'f Column, f64)>>>,
    /// The most that rarity may add to a pair.
    most_rarity: f64,
}

impl<'f> Scores<'f> {
    pub(crate) fn new(
        model: &Model,
        fields: &'f Fields,
        levels: &'f [Levels<'f>],
        patterns: &'f Patterns,
        trained: &Trained,
    ) -> Self {
        let of = |(m, u): (&Vec<f64>, &Vec<f64>)| {
            let weights = m.iter().zip(u).map(|(m, u)| (m / u).log2());
            std::iter::once(0.0).chain(weights).collect()
        };
        let rarity_of = |comparison: &Comparison| {
            let of = |(at, field): (usize, &Option<String>)| {
                let column = fields.columns.get(fields.place(field.as_ref()?))?;
                // What the weight of the level has been divided by, where the model gives it.
                let given = comparison.u.as_ref().and_then(|it| it.get(at)).copied();
                let chance = || column.chance_of_equals(fields.is_one_file);
                Some((column, given.unwrap_or_else(chance)))
            };
            comparison.rare.iter().enumerate().map(of).collect()
        };
        let rarity: Vec<Vec<_>> = model.comparisons.iter().map(rarity_of).collect();
        let most = |levels: &Vec<Option<(&Column, f64)>>| {
            let of = |(column, chance): &(&Column, f64)| {
                let rarest = column.filled.iter().sum::<u64>().max(1);
                (chance * super::number::real(rarest)).log2()
            };
            levels.iter().flatten().map(of).fold(0.0, f64::max)
        };
        let most_rarity = rarity.iter().map(most).sum();
        Self {
            levels,
            patterns,
            prior: (trained.matches / (1.0 - trained.matches)).log2(),
            weights: trained.m.iter().zip(&trained.u).map(of).collect(),
            rarity,
            most_rarity,
        }
    }

    /// The weight of a pattern, without rarity.
    fn of_pattern(&self, pattern: u32) -> f64 {
        let levels = self.patterns.levels_of(pattern);
        let of = |(level, weights): (&usize, &Vec<f64>)| weights.get(*level).copied();
        self.prior + levels.iter().zip(&self.weights).filter_map(of).sum::<f64>()
    }

    /// The comparisons of a pattern in which both records say the same and rarity counts.
    fn exact(&self, pattern: u32) -> Vec<(usize, usize)> {
        let levels = self.patterns.levels_of(pattern);
        let exact = levels.into_iter().enumerate();
        exact
            .filter(|(at, level)| self.rare(*at, *level).is_some())
            .collect()
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

    /// The field whose rarity counts on a level, and how often any value of it agrees by chance.
    fn rare(&self, at: usize, level: usize) -> Option<(&'f Column, f64)> {
        *self.rarity.get(at)?.get(level.checked_sub(1)?)?
    }

    /// What the rarity of a shared value adds to a pair of this level.
    fn rarity(&self, (at, level): (usize, usize), left: u32, right: u32) -> f64 {
        let (Some(levels), Some((column, chance))) = (self.levels.get(at), self.rare(at, level))
        else {
            return 0.0;
        };
        let shared = levels.shared_value(column, index(left), index(right));
        shared.map_or(0.0, |it| (chance / column.frequency(it)).log2())
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
        let of = |counts: &BTreeMap<u32, u64>| {
            let of = |pattern: &u32| (*pattern, self.of_pattern(*pattern), self.exact(*pattern));
            let likely = |it: &Weighed| it.1 + self.most_rarity >= floor;
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
                let rarity: f64 = exact.iter().map(|it| self.rarity(*it, left, right)).sum();
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
    pub(crate) fn explained(
        &self,
        model: &Model,
        trained: &Trained,
        pair: Candidate,
    ) -> (f64, Vec<LevelWeight>) {
        let levels = self.patterns.levels_of(pair.pattern);
        let of = |(at, level): (usize, &usize)| {
            let comparison = model.comparisons.get(at)?;
            let share = |shares: &Shares| shares.get(at)?.get(level.checked_sub(1)?).copied();
            let (m, u) = share(&trained.m)
                .zip(share(&trained.u))
                .unwrap_or((1.0, 1.0));
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
                rarity: self.rarity((at, *level), pair.left, pair.right),
            })
        };
        (
            self.prior,
            levels.iter().enumerate().filter_map(of).collect(),
        )
    }
}
