//! How much of the change of a product each of its factors brought: Shapley's value.
//!
//! Stages are changed from before to after one by one, and each brings the change of the product at its
//! turn. What it brings depends on which went before, so it is the mean over all orders. With k of the
//! n - 1 other stages changed before, an order has the chance k! (n - 1 - k)! / n!, and the products of
//! all choices of k of them are the coefficients of Π (before + after t).

use super::{Exact, Rate};
use crate::StatsError;
use num_bigint::BigInt;
use num_rational::Ratio;

/// The most stages that are taken apart.
const MOST: usize = 20;

/// A change of a product of stages, and its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageParts {
    /// The product after less the product before.
    pub change: Exact,
    /// What each stage brought, in the order given. They sum to the change exactly.
    pub parts: Vec<Exact>,
}

/// Takes the change of a product of stages apart.
///
/// [`StatsError::Contradiction`] when there are not as many stages after as before, and
/// [`StatsError::TooFew`] when there are none; more than 20 are refused as [`StatsError::TooMany`].
///
/// ```
/// use rasso_stats::attribution::{Rate, stages};
/// let rate = |n, d| Rate::new(n, d).unwrap();
/// // Half are referred and half of those charged; then all are referred, and a quarter charged.
/// let found = stages(&[rate(1, 2), rate(1, 2)], &[rate(1, 1), rate(1, 4)]).unwrap();
/// assert_eq!(found.parts[0].to_string(), "3/16");
/// assert_eq!(found.parts[1].to_string(), "-3/16");
/// assert_eq!(found.change.to_string(), "0/1");
/// ```
pub fn stages(before: &[Rate], after: &[Rate]) -> Result<StageParts, StatsError> {
    if before.len() != after.len() {
        return Err(StatsError::Contradiction);
    }
    if before.is_empty() {
        return Err(StatsError::TooFew);
    }
    if before.len() > MOST {
        return Err(StatsError::TooMany);
    }
    let pairs: Vec<Pair> = before
        .iter()
        .zip(after)
        .map(|(before, after)| Pair {
            before: before.ratio(),
            after: after.ratio(),
        })
        .collect();
    let chances = chances(pairs.len());
    let part = |at: usize| {
        let others = pairs.iter().enumerate().filter(|it| it.0 != at);
        let products = products(others.map(|it| it.1));
        let terms = products.iter().zip(&chances).map(|(a, b)| a * b);
        Exact((&pairs[at].after - &pairs[at].before) * terms.sum::<Ratio<BigInt>>())
    };
    let whole = products(pairs.iter());
    Ok(StageParts {
        change: Exact(&whole[pairs.len()] - &whole[0]),
        parts: (0..pairs.len()).map(part).collect(),
    })
}

struct Pair {
    before: Ratio<BigInt>,
    after: Ratio<BigInt>,
}

/// By how many of the stages are changed: the sum of the products of all choices of so many.
fn products<'a>(stages: impl Iterator<Item = &'a Pair>) -> Vec<Ratio<BigInt>> {
    let nothing = || Ratio::from_integer(BigInt::ZERO);
    let mut sums = vec![Ratio::from_integer(BigInt::from(1))];
    for stage in stages {
        let mut next = vec![nothing(); sums.len() + 1];
        for (changed, sum) in sums.iter().enumerate() {
            next[changed] += sum * &stage.before;
            next[changed + 1] += sum * &stage.after;
        }
        sums = next;
    }
    sums
}

/// By how many others went before: the chance of an order in which just those did, k! (n-1-k)! / n!.
/// From k to k+1 it changes by (k+1) / (n-1-k).
fn chances(stages: usize) -> Vec<Ratio<BigInt>> {
    let mut chance = Ratio::new(BigInt::from(1), BigInt::from(stages));
    let mut chances = vec![chance.clone()];
    for before in 1..stages {
        chance *= Ratio::new(BigInt::from(before), BigInt::from(stages - before));
        chances.push(chance.clone());
    }
    chances
}
