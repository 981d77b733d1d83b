//! Classes of matches: those between careful records, and those of which one is bad.
//!
//! Errors come in clumps: a record with a wrong name more often has a wrong date too. Then comparisons of a
//! match tell of each other, and pairs that agree in little are held too unlikely. So matches may be of two
//! classes, each with its own `m`, within which comparisons are independent as before. Whether they are two
//! is not set: two are kept if they make what is seen so much likelier that it outweighs their greater
//! number of shares to be learnt (Schwarz 1978).

use super::chance::{Counted, Shares};
use serde::{Deserialize, Serialize};

/// Matches within which comparisons are independent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Class {
    /// The share of the matches that are of it.
    pub(crate) share: f64,
    /// Of each comparison the probability of each level.
    pub(crate) m: Shares,
}

/// How much less often the records of the second class say the same, to begin with.
const WORSE: f64 = 3.0;
/// So many matches as those of all classes are put to those of each.
const AS_ALL: f64 = 1.0;
/// Two classes and the pairs of two people are three in all. Fewer comparisons hardly tell them apart, and
/// what blocks see beside the comparisons would pass for a class.
const LEAST_COMPARISONS: usize = 4;

/// The share of one level; what says nothing counts as 1.
pub(crate) fn share(level: usize, shares: &[f64]) -> f64 {
    let share = level.checked_sub(1).and_then(|it| shares.get(it));
    share.copied().unwrap_or(1.0)
}

/// The probability of a pattern under these shares.
pub(crate) fn likelihood(levels: &[usize], shares: &Shares) -> f64 {
    let of = |(level, shares): (&usize, &Vec<f64>)| share(*level, shares);
    levels.iter().zip(shares).map(of).product()
}

/// The probability of a pattern between two records of one person.
pub(crate) fn of_match(levels: &[usize], classes: &[Class]) -> f64 {
    let of = |it: &Class| it.share * likelihood(levels, &it.m);
    classes.iter().map(of).sum()
}

/// The probability of each level of a pattern, given those before it: they multiply to that of all.
pub(crate) fn one_by_one(levels: &[usize], classes: &[Class]) -> Vec<f64> {
    if let [class] = classes {
        let levels = levels.iter().zip(&class.m);
        return levels.map(|(level, m)| share(*level, m)).collect();
    }
    let mut weights: Vec<f64> = classes.iter().map(|it| it.share).collect();
    let mut found = Vec::with_capacity(levels.len());
    for (at, level) in levels.iter().enumerate() {
        let before: f64 = weights.iter().sum();
        for (weight, class) in weights.iter_mut().zip(classes) {
            *weight *= class.m.get(at).map_or(1.0, |it| share(*level, it));
        }
        let after: f64 = weights.iter().sum();
        found.push(if before > 0.0 { after / before } else { 1.0 });
    }
    found
}

/// The probability of each level whatever the class.
pub(crate) fn of_all(classes: &[Class]) -> Shares {
    let empty = |it: &Vec<f64>| vec![0.0; it.len()];
    let mut all: Shares = classes
        .first()
        .map_or_else(Vec::new, |it| it.m.iter().map(empty).collect());
    for class in classes {
        for (all, m) in all.iter_mut().flatten().zip(class.m.iter().flatten()) {
            *all += class.share * m;
        }
    }
    all
}

/// Two classes to begin with, or none where these could not be told apart.
pub(crate) fn split(m: &Shares) -> Option<Vec<Class>> {
    let worse = |it: &Vec<f64>| {
        let mut it = it.clone();
        if let Some(first) = it.first_mut() {
            *first /= WORSE;
        }
        let sum: f64 = it.iter().sum();
        it.iter().map(|it| it / sum).collect()
    };
    let of = |m: Shares| Class { share: 0.5, m };
    let worse: Shares = m.iter().map(worse).collect();
    (m.len() >= LEAST_COMPARISONS).then(|| vec![of(m.clone()), of(worse)])
}

/// Matches of each class as they are expected, by level; gives the classes anew.
pub(crate) fn renewed(counts: &[Shares], of_class: &[f64]) -> Vec<Class> {
    let all: f64 = of_class.iter().sum();
    let number = super::number::length(of_class.len());
    let pooled = |at: usize, level: usize| -> f64 {
        let of = |it: &Shares| it.get(at)?.get(level).copied();
        counts.iter().filter_map(of).sum()
    };
    let class = |(counts, matches): (&Shares, &f64)| {
        let of = |(at, counts): (usize, &Vec<f64>)| {
            let even = 0.1 / super::number::length(counts.len());
            let pooled: Vec<f64> = (0..counts.len()).map(|it| pooled(at, it) + even).collect();
            let sum: f64 = pooled.iter().sum();
            let drawn = counts.iter().zip(&pooled);
            let drawn: Vec<f64> = drawn.map(|(n, all)| n + AS_ALL * all / sum).collect();
            let sum: f64 = drawn.iter().sum();
            drawn.iter().map(|it| it / sum).collect()
        };
        Class {
            share: (matches + AS_ALL) / (all + AS_ALL * number),
            m: counts.iter().enumerate().map(of).collect(),
        }
    };
    counts.iter().zip(of_class).map(class).collect()
}

/// Whether two classes are worth it: by how much the logarithm of the likelihood is `better` than that of
/// one, and how many matches there are to learn from.
pub(crate) fn are_worth_it(better: f64, matches: f64, m: &Shares) -> bool {
    let shares: usize = m.iter().map(|it| it.len().saturating_sub(1)).sum();
    let more = super::number::length(shares + 1);
    better > more * matches.max(2.0).ln() / 2.0
}

/// The logarithm of the likelihood of what is seen.
pub(crate) fn log_likelihood(rows: &[Counted], matches: f64, classes: &[Class], u: &Shares) -> f64 {
    let of = |it: &Counted| {
        let same = matches * of_match(&it.levels, classes);
        let other = (1.0 - matches) * likelihood(&it.levels, u);
        it.count * (same + other).max(f64::MIN_POSITIVE).ln()
    };
    rows.iter().map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_by_one_levels_multiply_to_the_pattern() {
        let class = |share: f64, m: f64| Class {
            share,
            m: vec![vec![m, 1.0 - m]; 3],
        };
        let classes = [class(0.7, 0.9), class(0.3, 0.2)];
        for levels in [[1, 1, 1], [2, 1, 2], [0, 2, 2]] {
            let found = one_by_one(&levels, &classes);
            let all: f64 = found.iter().product();
            assert!((all - of_match(&levels, &classes)).abs() < 1e-12);
        }
        // After two that differ a third is likelier to differ.
        let found = one_by_one(&[2, 2, 2], &classes);
        assert!(found[2] > found[1] && found[1] > found[0]);
    }
}
