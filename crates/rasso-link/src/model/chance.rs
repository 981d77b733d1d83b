//! How often records of two people agree: `u`.

use super::{
    definition::Model,
    fields::Fields,
    levels::{Levels, Memo},
    number::{Draws, index, place, real},
    pairs::Patterns,
};
use std::collections::BTreeMap;

/// Of each comparison the probability of each level, without the one of nothing to compare.
pub(crate) type Shares = Vec<Vec<f64>>;

/// How pairs of records agree, matches among them.
pub(crate) struct Chance {
    /// How many pairs drawn at random have each pattern.
    pub(crate) drawn: BTreeMap<u32, u64>,
    /// Of each comparison whose first level is that both say the same, what counting values tells.
    pub(crate) exact: Vec<Option<Equals>>,
}

/// Pairs of records that say the same, by counting values: exact, where drawing would find hardly any.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Equals {
    /// How many pairs say the same.
    pub(crate) same: f64,
    /// How many pairs say something.
    pub(crate) known: f64,
}

/// How many pairs are drawn before it is asked whether they are enough.
const AT_A_TIME: u32 = 50_000;

/// Draws pairs at random and counts values. Nothing is drawn where the model gives every `u`.
///
/// The drawing ends when every level has been seen often enough, or at the most that the model allows;
/// where there are no more pairs than that, each is looked at once. The same records in the same order
/// give the same pairs.
pub(crate) fn chance(
    model: &Model,
    fields: &Fields,
    levels: &[Levels<'_>],
    patterns: &Patterns,
) -> Chance {
    let mut drawn = BTreeMap::new();
    if model.comparisons.iter().all(|it| it.u.is_some()) {
        let exact = vec![None; levels.len()];
        return Chance { drawn, exact };
    }
    let [left, right] = fields.records();
    let mut counts: Vec<Vec<u64>> = levels.iter().map(|it| vec![0; it.count()]).collect();
    let mut memos: Vec<Memo> = levels.iter().map(|_| Memo::new()).collect();
    let mut look_at = |a: usize, b: usize, counts: &mut Vec<Vec<u64>>| {
        let mut pattern = 0;
        let comparisons = levels.iter().zip(&mut memos).zip(counts);
        for (((levels, memo), counts), size) in comparisons.zip(&patterns.levels) {
            let level = levels.level(a, b, memo);
            pattern = pattern * size + u32::from(level);
            if let Some(count) = counts.get_mut(usize::from(level)) {
                *count += 1;
            }
        }
        *drawn.entry(pattern).or_default() += 1;
    };
    let training = &model.training;
    if fields.all_pairs() <= f64::from(training.random_pairs) {
        for a in 0..left {
            let from = if fields.is_one_file { a + 1 } else { 0 };
            for b in from..right {
                look_at(a, b, &mut counts);
            }
        }
    } else {
        let mut dice = Draws(20_250_630);
        let mut tried = 0;
        let enough = u64::from(training.enough_of_each);
        while tried < training.random_pairs {
            let next = AT_A_TIME.min(training.random_pairs - tried);
            for _ in 0..next {
                let (a, b) = (dice.below(place(left)), dice.below(place(right)));
                if !fields.is_one_file || a != b {
                    look_at(index(a), index(b), &mut counts);
                }
            }
            tried += next;
            let is_known = |(levels, counts): (&Levels<'_>, &Vec<u64>)| {
                let from = 1 + usize::from(levels.counts_exact());
                counts.iter().skip(from).all(|it| *it >= enough)
            };
            if levels.iter().zip(&counts).all(is_known) {
                break;
            }
        }
    }
    let of = |it: &Levels<'_>| {
        let equals = || it.column().equals(fields.is_one_file);
        it.counts_exact().then(equals)
    };
    let exact = levels.iter().map(of).collect();
    Chance { drawn, exact }
}

/// How many pairs a level weighs that was drawn less often: that none was seen does not make it
/// impossible.
const UNSEEN: f64 = 0.5;
/// And values that no two people were found to share may be shared by one pair.
const UNSHARED: f64 = 1.0;

impl Chance {
    /// How often records of two people have each level: of pairs drawn at random, `others` (by pattern, in
    /// order) are held to be such; of all pairs, `matched` of each comparison (by level) are held to be
    /// matches.
    pub(crate) fn shares(&self, others: &[Counted], matched: &Shares) -> Shares {
        let empty = |it: &Vec<f64>| vec![0.0; it.len()];
        let mut counts: Shares = matched.iter().map(empty).collect();
        for row in others {
            for (counts, level) in counts.iter_mut().zip(&row.levels) {
                if let Some(count) = level.checked_sub(1).and_then(|it| counts.get_mut(it)) {
                    *count += row.count;
                }
            }
        }
        let all = counts.iter().zip(matched).zip(&self.exact);
        all.map(|((counts, matched), exact)| {
            let Some(exact) = exact else {
                return smoothed(counts, 1.0);
            };
            let [same, known] = exact.without(matched);
            // What is left over by the exact share goes to the other levels, as they were drawn.
            let first = (same / known).min(1.0 - 1e-9);
            let others = smoothed(counts.get(1..).unwrap_or_default(), 1.0 - first);
            std::iter::once(first).chain(others).collect()
        })
        .collect()
    }
}

impl Equals {
    /// Of the pairs those of two people: how many say the same, and how many something.
    fn without(self, matched: &[f64]) -> [f64; 2] {
        let same = self.same - matched.first().copied().unwrap_or_default();
        let known = self.known - matched.iter().sum::<f64>();
        [same.max(UNSHARED), known.max(2.0 * UNSHARED)]
    }
}

/// Pairs of one pattern.
pub(crate) struct Counted {
    /// The level of each comparison.
    pub(crate) levels: Vec<usize>,
    /// How many there are.
    pub(crate) count: f64,
}

/// Patterns with their levels, in order.
pub(crate) fn counted(counts: &BTreeMap<u32, u64>, patterns: &Patterns) -> Vec<Counted> {
    let of = |(pattern, count): (&u32, &u64)| Counted {
        levels: patterns.levels_of(*pattern),
        count: real(*count),
    };
    counts.iter().map(of).collect()
}

/// Shares of counts that come to `all`.
fn smoothed(counts: &[f64], all: f64) -> Vec<f64> {
    let counts = counts.iter().map(|it| it.max(UNSEEN));
    let sum: f64 = counts.clone().sum();
    counts.map(|it| all * it / sum.max(UNSEEN)).collect()
}
