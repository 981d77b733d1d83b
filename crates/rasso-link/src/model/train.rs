//! Expectation and maximisation over patterns (Dempster, Laird and Rubin 1977; Winkler 1988).
//!
//! What is learnt from the candidate pairs is how many of all pairs are matches, and how often these agree,
//! `m`. Candidates are a part of all pairs that the blocks choose by their pattern; a pattern's odds are
//! taken to be the same whether a block chose it or not. How often records of two people agree, `u`, is
//! known from random pairs. These hold matches too, and of a number that hardly two people share, or in a
//! file of which a person has many records, nearly all that agree are matches: once their number is about
//! known, every round takes them out again.

use super::{
    chance::{Chance, Counted, Shares, counted},
    classes::{Class, are_worth_it, likelihood, log_likelihood, of_all, of_match, renewed, split},
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
    /// The classes of matches, of which `m` is the mean.
    pub(crate) classes: Vec<Class>,
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

/// Learns from the patterns of the candidate pairs, and from those of random pairs.
pub(crate) fn train(
    model: &Model,
    fields: &Fields,
    compared: &Compared,
    patterns: &Patterns,
    chance: &Chance,
) -> Trained {
    let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
    for (pattern, count) in compared.counts.iter().flatten() {
        *counts.entry(*pattern).or_default() += count;
    }
    let seen = Seen {
        candidates: counted(&counts, patterns),
        drawn: counted(&chance.drawn, patterns),
        chance,
        all: fields.all_pairs().max(1.0),
    };
    let mut trained = start(model, fields, &seen);
    for takes_out in [false, true] {
        let mut rounds = 0;
        while rounds < model.training.rounds {
            let moved = seen.round(model, &mut trained, takes_out);
            rounds += 1;
            if moved < model.training.tolerance {
                break;
            }
        }
        trained.rounds += rounds;
    }
    let trained = seen.in_classes(model, trained);
    let of_block = |counts: &BTreeMap<u32, u64>| {
        let of = |(pattern, count): (&u32, &u64)| {
            real(*count) * trained.posterior(&patterns.levels_of(*pattern))
        };
        counts.iter().map(of).sum()
    };
    let of_blocks = compared.counts.iter().map(of_block).collect();
    Trained {
        of_blocks,
        ..trained
    }
}

/// What there is to learn from.
struct Seen<'c> {
    candidates: Vec<Counted>,
    /// Pairs drawn at random.
    drawn: Vec<Counted>,
    chance: &'c Chance,
    /// How many pairs there are.
    all: f64,
}

impl Trained {
    /// The probability that a pair of this pattern is a match, whatever its values.
    fn posterior(&self, levels: &[usize]) -> f64 {
        let of_match = self.matches * of_match(levels, &self.classes);
        let of_other = (1.0 - self.matches) * likelihood(levels, &self.u);
        of_match / (of_match + of_other).max(f64::MIN_POSITIVE)
    }
}

fn start(model: &Model, fields: &Fields, seen: &Seen<'_>) -> Trained {
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
    let m: Shares = model.comparisons.iter().map(usual).collect();
    let none: Shares = m.iter().map(|it| vec![0.0; it.len()]).collect();
    let given = model.comparisons.iter();
    let given = given.zip(seen.chance.shares(&seen.drawn, &none));
    let [left, right] = fields.records().map(length);
    let people = left.min(right) / 2.0;
    Trained {
        classes: vec![Class {
            share: 1.0,
            m: m.clone(),
        }],
        m,
        u: given.map(|(it, u)| it.u.clone().unwrap_or(u)).collect(),
        matches: model
            .training
            .matches
            .unwrap_or_else(|| (people / seen.all).clamp(LEAST, 0.5)),
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

impl Seen<'_> {
    /// The share of all pairs that are matches: so many, unless the model gives it.
    fn share(&self, model: &Model, matched: f64) -> f64 {
        let learnt = || ((matched + SOME) / self.all).clamp(LEAST, 0.5);
        model.training.matches.unwrap_or_else(learnt)
    }

    /// One round; gives the largest change of a share. It `takes_out` the matches of random pairs, or
    /// leaves `u` as it is.
    fn round(&self, model: &Model, trained: &mut Trained, takes_out: bool) -> f64 {
        let mut counts: Shares = trained.m.iter().map(|it| vec![0.0; it.len()]).collect();
        let mut matched = 0.0;
        for row in &self.candidates {
            let of_match = row.count * trained.posterior(&row.levels);
            matched += of_match;
            for (counts, level) in counts.iter_mut().zip(&row.levels) {
                if let Some(count) = level.checked_sub(1).and_then(|it| counts.get_mut(it)) {
                    *count += of_match;
                }
            }
        }
        let u = takes_out.then(|| self.without_matches(trained, &counts));
        let share = self.share(model, matched);
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
        trained.classes = vec![Class {
            share: 1.0,
            m: trained.m.clone(),
        }];
        let found = u.into_iter().flatten().zip(&mut trained.u);
        for (comparison, (found, u)) in model.comparisons.iter().zip(found) {
            if comparison.u.is_none() {
                // What is rare counts by how many times more or less likely it is.
                let changes = found.iter().zip(u.iter()).map(|(a, b)| (a / b - 1.0).abs());
                change = changes.fold(change, f64::max);
                *u = found;
            }
        }
        change
    }

    /// The same with two classes of matches, if they are worth it. What the model gives is not to be
    /// learnt in classes.
    fn in_classes(&self, model: &Model, one: Trained) -> Trained {
        let is_given = model.training.fixed || model.comparisons.iter().any(|it| it.m.is_some());
        let Some(classes) = split(&one.m).filter(|_| !is_given) else {
            return one;
        };
        let mut two = Trained {
            classes,
            ..one.clone()
        };
        let likely =
            |it: &Trained| log_likelihood(&self.candidates, it.matches, &it.classes, &it.u);
        let mut rounds = 0;
        while rounds < model.training.rounds {
            let moved = self.round_of_classes(model, &mut two);
            rounds += 1;
            if moved < model.training.tolerance {
                break;
            }
        }
        two.rounds += rounds;
        if are_worth_it(likely(&two) - likely(&one), one.matches * self.all, &one.m) {
            two
        } else {
            one
        }
    }

    /// One round with several classes; gives the largest change of a share. `u` stays as it is.
    fn round_of_classes(&self, model: &Model, trained: &mut Trained) -> f64 {
        let none: Shares = trained.m.iter().map(|it| vec![0.0; it.len()]).collect();
        let mut counts = vec![none; trained.classes.len()];
        let mut of_class = vec![0.0; counts.len()];
        for row in &self.candidates {
            let matched = row.count * trained.posterior(&row.levels);
            let all = of_match(&row.levels, &trained.classes);
            let found = counts.iter_mut().zip(&mut of_class);
            for (class, (counts, of_class)) in trained.classes.iter().zip(found) {
                let part = class.share * likelihood(&row.levels, &class.m);
                let part = matched * part / all.max(f64::MIN_POSITIVE);
                *of_class += part;
                for (counts, level) in counts.iter_mut().zip(&row.levels) {
                    if let Some(count) = level.checked_sub(1).and_then(|it| counts.get_mut(it)) {
                        *count += part;
                    }
                }
            }
        }
        let classes = renewed(&counts, &of_class);
        let shares = |it: &[Class]| -> Vec<f64> {
            let of = |it: &Class| std::iter::once(it.share).chain(it.m.concat()).collect();
            it.iter().flat_map(|it| -> Vec<f64> { of(it) }).collect()
        };
        let (before, after) = (shares(&trained.classes), shares(&classes));
        let changes = before.iter().zip(&after).map(|(a, b)| (a - b).abs());
        let share = self.share(model, of_class.iter().sum());
        let change = changes.fold((share - trained.matches).abs() / share, f64::max);
        trained.matches = share;
        trained.m = of_all(&classes);
        trained.classes = classes;
        change
    }

    /// How often records of two people agree: of each random pair its part that is held to be no match.
    fn without_matches(&self, trained: &Trained, matched: &Shares) -> Shares {
        let other = |it: &Counted| Counted {
            levels: it.levels.clone(),
            count: it.count * (1.0 - trained.posterior(&it.levels)),
        };
        let others: Vec<Counted> = self.drawn.iter().map(other).collect();
        self.chance.shares(&others, matched)
    }
}

#[cfg(test)]
mod tests;
