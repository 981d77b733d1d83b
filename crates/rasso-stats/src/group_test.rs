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

impl GroupTest {
    /// [`StatsError::TooFew`] when there is no freedom.
    pub(crate) fn new(statistic: f64, degrees: u32) -> Result<Self, StatsError> {
        if degrees == 0 {
            return Err(StatsError::TooFew);
        }
        Ok(Self {
            statistic,
            degrees,
            p_value: chi_squared_tail(statistic, degrees),
        })
    }

    /// The test of scores that sum to 0, with their covariances.
    pub(crate) fn of_scores(scores: &[f64], covariances: &[Vec<f64>]) -> Result<Self, StatsError> {
        let (statistic, degrees) = quadratic_form(covariances, scores);
        Self::new(statistic, degrees)
    }
}
