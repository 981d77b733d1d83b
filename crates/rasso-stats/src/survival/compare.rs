//! The answer of a test that compares groups.

use crate::StatsError;
use crate::distribution::chi_squared_tail;
use crate::linear::quadratic_form;

/// Whether groups differ: a statistic that is chi-squared if they do not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupTest {
    /// The statistic.
    pub statistic: f64,
    /// Its degrees of freedom: the groups that say something, less one.
    pub degrees: u32,
    /// The chance of one at least as large if the groups do not differ.
    pub p_value: f64,
}

/// The test of scores that sum to 0, with their covariances.
pub(super) fn of_scores(scores: &[f64], covariances: &[Vec<f64>]) -> Result<GroupTest, StatsError> {
    let (statistic, degrees) = quadratic_form(covariances, scores);
    if degrees == 0 {
        return Err(StatsError::TooFew);
    }
    Ok(GroupTest {
        statistic,
        degrees,
        p_value: chi_squared_tail(statistic, degrees),
    })
}
