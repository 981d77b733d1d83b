//! The patterns of agreement of all candidate pairs, and how often each stands in each block.

use super::{
    blocks::{Blocks, Chunk},
    levels::{Levels, Memo},
    number::{index, place},
};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// How levels of all comparisons make one number: the first varies slowest.
#[derive(Debug, Clone)]
pub(crate) struct Patterns {
    /// How many levels each comparison has.
    pub(crate) levels: Vec<u32>,
}

impl Patterns {
    /// The comparisons together may have no more than 2^32 patterns.
    pub(crate) fn of(levels: &[Levels<'_>]) -> Option<Self> {
        let counts: Vec<u32> = levels.iter().map(|it| place(it.count())).collect();
        let all = counts
            .iter()
            .try_fold(1_u32, |all, it| all.checked_mul(*it));
        all.map(|_| Self { levels: counts })
    }

    /// The level of each comparison in a pattern.
    pub(crate) fn levels_of(&self, pattern: u32) -> Vec<usize> {
        let mut rest = pattern;
        let mut found: Vec<usize> = Vec::with_capacity(self.levels.len());
        for count in self.levels.iter().rev() {
            found.push(index(rest % count));
            rest /= count;
        }
        found.reverse();
        found
    }
}

/// The patterns of the candidate pairs, chunk by chunk.
pub(crate) struct Compared {
    /// Of each chunk, in the order of its pairs.
    pub(crate) patterns: Vec<Vec<u32>>,
    /// How many pairs of each block have each pattern.
    pub(crate) counts: Vec<BTreeMap<u32, u64>>,
}

/// Compares every candidate pair once.
pub(crate) fn compare(
    blocks: &Blocks,
    chunks: &[Chunk],
    levels: &[Levels<'_>],
    patterns: &Patterns,
    ended: &(impl Fn(usize) + Sync),
) -> Compared {
    let memos = || -> Vec<Memo> { levels.iter().map(|_| Memo::new()).collect() };
    let of_chunk = |memos: &mut Vec<Memo>, chunk: &Chunk| {
        let mut found = Vec::new();
        blocks.each(chunk, |a, b| {
            let (left, right) = (index(a), index(b));
            let comparisons = levels.iter().zip(memos.iter_mut()).zip(&patterns.levels);
            let pattern = comparisons.fold(0, |sum, ((levels, memo), count)| {
                sum * count + u32::from(levels.level(left, right, memo))
            });
            found.push(pattern);
        });
        found.shrink_to_fit();
        ended(found.len());
        let mut sorted = found.clone();
        sorted.sort_unstable();
        let counts = sorted.chunk_by(|a, b| a == b);
        let counts: Vec<(u32, u64)> = counts
            .filter_map(|it| Some((*it.first()?, u64::try_from(it.len()).ok()?)))
            .collect();
        (found, counts)
    };
    let done: Vec<_> = chunks.par_iter().map_init(memos, of_chunk).collect();
    let mut compared = Compared {
        patterns: Vec::with_capacity(done.len()),
        counts: vec![BTreeMap::new(); blocks.keys.len()],
    };
    for (chunk, (patterns, counts)) in chunks.iter().zip(done) {
        compared.patterns.push(patterns);
        if let Some(all) = compared.counts.get_mut(chunk.block) {
            for (pattern, count) in counts {
                *all.entry(pattern).or_default() += count;
            }
        }
    }
    compared
}
