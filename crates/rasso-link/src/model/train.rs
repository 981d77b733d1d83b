//! Expectation and maximisation over patterns (Dempster, Laird and Rubin 1977; Winkler 1988).
//!
//! How often records of two people agree, `u`, is known from random pairs, and so is the number of all
//! pairs: what is learnt from the candidate pairs is how many of all pairs are matches, and how often
//! these agree, `m`. Candidates are a part of all pairs that the blocks choose by their pattern; a
//! pattern's odds are the same whether a block chose it or not, so nothing is to be corrected for them.

use super::{
    chance::Shares,
    definition::{Comparison, Model},
    fields::Fields,
    number::{length, real},
    pairs::{Compared, Patterns},
};
use std::collections::BTreeMap;

/// What training found.
#[derive(Debug, Clone)]
pub(crate) struct Trained {
    /// Of each comparison the probability of each level between two records of one person.
    pub(crate) m: Shares,
    /// And of two.
    pub(crate) u: Shares,
    /// The share of all pairs that are matches.
    pub(crate) matches: f64,
    /// Of each block how many of the pairs that it found first are expected to be matches.
    pub(crate) of_blocks: Vec<f64>,
    pub(crate) rounds: u32,
}

/// Where nothing is known of a comparison beforehand: records of one person mostly agree.
const USUALLY_EXACT: f64 = 0.9;
/// A level of which nothing was seen has so many pairs.
const SOME: f64 = 0.1;
/// A probability is no less.
const LEAST: f64 = 1e-12;

/// Learns from the patterns of the candidate pairs. `chance` is `u` among random pairs.
pub(crate) fn train(
    model: &Model,
    fields: &Fields,
    compared: &Compared,
    patterns: &Patterns,
    chance: &Shares,
) -> Trained {
    let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
    for (pattern, count) in compared.counts.iter().flatten() {
        *counts.entry(*pattern).or_default() += count;
    }
    let row = |pattern: u32, count: u64| Row {
        levels: patterns.levels_of(pattern),
        count: real(count),
    };
    let rows: Vec<Row> = counts
        .into_iter()
        .map(|(pattern, count)| row(pattern, count))
        .collect();
    let all = fields.all_pairs().max(1.0);
    let mut trained = start(model, fields, chance);
    // Random pairs hold matches too. Once their number is about known, they are taken out again.
    for is_first in [true, false] {
        let mut rounds = 0;
        while rounds < model.training.rounds {
            let moved = round_of(model, &rows, all, &mut trained);
            rounds += 1;
            if moved < model.training.tolerance {
                break;
            }
        }
        trained.rounds += rounds;
        if is_first {
            without_matches(model, chance, &mut trained);
        }
    }
    let of_block = |counts: &BTreeMap<u32, u64>| {
        let rows = counts.iter().map(|(pattern, count)| row(*pattern, *count));
        rows.map(|it| it.count * trained.posterior(&it.levels))
            .sum()
    };
    let of_blocks = compared.counts.iter().map(of_block).collect();
    Trained {
        of_blocks,
        ..trained
    }
}

/// One pattern of the candidates.
struct Row {
    levels: Vec<usize>,
    count: f64,
}

impl Trained {
    /// The probability that a pair of this pattern is a match, whatever its values.
    fn posterior(&self, levels: &[usize]) -> f64 {
        let of_match = self.matches * likelihood(levels, &self.m);
        let of_other = (1.0 - self.matches) * likelihood(levels, &self.u);
        of_match / (of_match + of_other).max(f64::MIN_POSITIVE)
    }
}

fn start(model: &Model, fields: &Fields, chance: &Shares) -> Trained {
    let usual = |it: &Comparison| {
        it.m.clone().unwrap_or_else(|| {
            let rest = (1.0 - USUALLY_EXACT) / length(it.labels.len() - 1);
            let mut m = vec![rest; it.labels.len()];
            if let Some(first) = m.first_mut() {
                *first = USUALLY_EXACT;
            }
            m
        })
    };
    let given = model.comparisons.iter().zip(chance);
    let [left, right] = fields.records().map(length);
    let people = left.min(right) / 2.0;
    Trained {
        m: model.comparisons.iter().map(usual).collect(),
        u: given
            .map(|(it, u)| it.u.clone().unwrap_or_else(|| u.clone()))
            .collect(),
        matches: model
            .training
            .matches
            .unwrap_or_else(|| (people / fields.all_pairs().max(1.0)).clamp(LEAST, 0.5)),
        of_blocks: Vec::new(),
        rounds: 0,
    }
}

/// Counts as shares, drawn towards `prior`, which weighs so many pairs.
fn shares(counts: &[f64], prior: &[f64], weight: f64) -> Vec<f64> {
    let drawn = counts.iter().zip(prior);
    let drawn: Vec<f64> = drawn.map(|(n, p)| n + weight * p).collect();
    let sum: f64 = drawn.iter().sum();
    drawn.iter().map(|it| (it / sum).max(LEAST)).collect()
}

/// The probability of a pattern under these shares; what says nothing counts as 1.
fn likelihood(levels: &[usize], shares: &Shares) -> f64 {
    let of = |(level, shares): (&usize, &Vec<f64>)| {
        let share = level.checked_sub(1).and_then(|it| shares.get(it));
        share.copied().unwrap_or(1.0)
    };
    levels.iter().zip(shares).map(of).product()
}

/// One round; gives the largest change of a share.
fn round_of(model: &Model, rows: &[Row], all: f64, trained: &mut Trained) -> f64 {
    let mut counts: Shares = trained.m.iter().map(|it| vec![0.0; it.len()]).collect();
    let mut matched = 0.0;
    for row in rows {
        let of_match = row.count * trained.posterior(&row.levels);
        matched += of_match;
        for (counts, level) in counts.iter_mut().zip(&row.levels) {
            if let Some(count) = level.checked_sub(1).and_then(|it| counts.get_mut(it)) {
                *count += of_match;
            }
        }
    }
    let share = model
        .training
        .matches
        .unwrap_or_else(|| ((matched + SOME) / all).clamp(LEAST, 0.5));
    let mut change = (share - trained.matches).abs() / share;
    trained.matches = share;
    let found = counts.iter().zip(&mut trained.m);
    for (comparison, (counts, m)) in model.comparisons.iter().zip(found) {
        let even = vec![1.0 / length(m.len()); m.len()];
        let found = match &comparison.m {
            Some(_) if model.training.fixed => continue,
            Some(prior) => shares(counts, prior, model.training.prior_weight),
            None => shares(counts, &even, SOME),
        };
        let changes = found.iter().zip(m.iter()).map(|(a, b)| (a - b).abs());
        change = changes.fold(change, f64::max);
        *m = found;
    }
    change
}

/// Takes the matches out of the shares of random pairs: these are a mixture, and of a number that hardly
/// two people share, nearly all that agree by chance are matches.
fn without_matches(model: &Model, chance: &Shares, trained: &mut Trained) {
    let part = trained.matches;
    let all = trained.u.iter_mut().zip(chance).zip(&trained.m);
    for (comparison, ((u, chance), m)) in model.comparisons.iter().zip(all) {
        if comparison.u.is_some() {
            continue;
        }
        // No less than a tenth of what was seen: what is left is a small difference of two estimates.
        let rest = |(all, m): (&f64, &f64)| ((all - part * m) / (1.0 - part)).max(all * 0.1);
        let rest: Vec<f64> = chance.iter().zip(m).map(rest).collect();
        let sum: f64 = rest.iter().sum();
        *u = rest.iter().map(|it| it / sum).collect();
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Job, Model, Outcome, Texts};
    use std::collections::BTreeMap;

    /// Two files of 60 people who share every name with five others, and of whom some have moved.
    fn linked(training: &str) -> Outcome {
        let model = format!(
            "name = \"t\"\nversion = \"1\"\nid = \"id\"\n[field.name]\n[field.town]\n\
             [[comparison]]\nfield = \"name\"\nlevels = [\"exact\"]\nm = [0.8, 0.2]\nu = [0.1, 0.9]\n\
             [[comparison]]\nfield = \"town\"\nlevels = [\"exact\"]\nm = [0.7, 0.3]\n\
             [[block]]\non = [\"name\"]\n[training]\n{training}\n"
        );
        let model = Model::parse("t", &model).unwrap();
        let file = |moved: u32| -> BTreeMap<String, Texts> {
            let column = |of: &dyn Fn(u32) -> String| {
                let mut texts = Texts::default();
                (0..60).for_each(|it| texts.push(&of(it)));
                texts
            };
            let columns = [
                ("id", column(&|it| format!("P{it:02}"))),
                ("name", column(&|it| format!("name {}", it % 10))),
                (
                    "town",
                    column(&|it| format!("town {}", (it + moved * (it % 6)) % 12)),
                ),
            ];
            columns.map(|(name, texts)| (name.to_owned(), texts)).into()
        };
        let job = Job {
            left: file(0),
            right: Some(file(1)),
        };
        let prepared = job.prepare(&model).unwrap();
        prepared.run(&model, |_| true, &|_| ()).unwrap()
    }

    fn share(outcome: &Outcome, comparison: &str, level: &str) -> (f64, f64) {
        let mut all = outcome.levels.iter();
        let found = all.find(|it| it.comparison == comparison && it.level == level);
        found.map(|it| (it.m, it.u)).unwrap()
    }

    #[test]
    fn what_a_fixed_model_gives_is_kept_and_the_rest_learnt() {
        let learnt = linked("prior_weight = 0.1");
        let fixed = linked("fixed = true\nmatches = 0.01");
        let same =
            |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).abs() < 1e-12 && (a.1 - b.1).abs() < 1e-12;
        assert!(same(share(&fixed, "name", "exact"), (0.8, 0.1)));
        assert!((share(&fixed, "town", "exact").0 - 0.7).abs() < 1e-12);
        assert!((share(&learnt, "town", "exact").0 - 0.7).abs() > 1e-3);
        // `u` of the towns is not given, and is learnt in either.
        assert!(share(&fixed, "town", "exact").1 < 0.2);
        let (prior, _) = fixed.explained.first().unwrap();
        assert!((prior - (0.01_f64 / 0.99).log2()).abs() < 1e-12);
        assert!((learnt.explained[0].0 - prior).abs() > 1e-3);
    }

    #[test]
    fn a_share_of_matches_is_a_share() {
        let text = "name = \"t\"\nversion = \"1\"\nid = \"id\"\n[field.a]\n[[comparison]]\nfield = \"a\"\nlevels = [\"exact\"]\n[[block]]\non = [\"a\"]\n[training]\nmatches = 1.0\n";
        let said = Model::parse("t", text).unwrap_err().what;
        assert!(said.contains("`matches` is a share of all pairs"), "{said}");
    }
}
