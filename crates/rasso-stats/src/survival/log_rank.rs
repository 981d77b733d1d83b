//! The log-rank test: do groups end at the same pace?
//!
//! At each time the ends expected in a group are its share of those at risk. The score of a group is
//! its ends less those expected; its variance is the hypergeometric one, which is right for days on
//! which several end (Mantel 1966; R's `survdiff`). Cases that enter late are at risk from then on.

use super::RiskTable;
use super::across::{Across, across};
use crate::number::float;
use crate::{GroupTest, StatsError};

/// Compares how fast cases of each group end of one cause, counted from 1. Ends of other causes count
/// as last seen open then; to compare how many end of the cause see [`gray`](super::gray).
///
/// [`StatsError::TooFew`] when fewer than two groups are ever at risk together.
pub fn log_rank(tables: &[RiskTable], cause: usize) -> Result<GroupTest, StatsError> {
    let n = tables.len();
    let mut scores = vec![0.0; n];
    let mut covariances = vec![vec![0.0; n]; n];
    for step in across(tables, cause)? {
        add(&step, &mut scores, &mut covariances);
    }
    GroupTest::of_scores(&scores, &covariances)
}

fn add(step: &Across, scores: &mut [f64], covariances: &mut [Vec<f64>]) {
    let all: u64 = step.groups.iter().map(|it| it.at_risk).sum();
    let ends: u64 = step.groups.iter().map(|it| it.of_cause).sum();
    if ends == 0 {
        return;
    }
    let shares: Vec<f64> = step
        .groups
        .iter()
        .map(|it| float(it.at_risk) / float(all))
        .collect();
    for ((score, group), share) in scores.iter_mut().zip(&step.groups).zip(&shares) {
        *score += float(group.of_cause) - float(ends) * share;
    }
    if all < 2 {
        return;
    }
    let spread = float(ends) * float(all - ends) / float(all - 1);
    for (i, row) in covariances.iter_mut().enumerate() {
        for (j, cell) in row.iter_mut().enumerate() {
            let own = if i == j { 1.0 } else { 0.0 };
            *cell += spread * shares[i] * (own - shares[j]);
        }
    }
}
