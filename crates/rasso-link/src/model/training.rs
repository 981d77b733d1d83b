//! What training may do.

use serde::Deserialize;

/// What training may do.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Training {
    /// Pairs drawn at random, at most, to see how often levels agree by chance.
    pub random_pairs: u32,
    /// Enough of them in every level end the drawing earlier.
    pub enough_of_each: u32,
    /// Rounds of expectation and maximisation, at most.
    pub rounds: u32,
    /// The largest change of a probability at which they end.
    pub tolerance: f64,
    /// How many pairs the `m` of the model file weigh, where it gives any: the strength of a Dirichlet prior.
    pub prior_weight: f64,
    /// Whether the `m` of the model file are kept as they are, of a model that was trained before.
    pub fixed: bool,
    /// The share of all pairs that are matches, where it is known and not to be learnt.
    pub matches: Option<f64>,
}

impl Default for Training {
    fn default() -> Self {
        Self {
            random_pairs: 1_000_000,
            enough_of_each: 2_000,
            rounds: 100,
            tolerance: 1e-5,
            prior_weight: 10.0,
            fixed: false,
            matches: None,
        }
    }
}

impl Training {
    pub(super) fn check(&self) -> Result<(), String> {
        let is_sound = self.random_pairs >= 1_000
            && self.rounds > 0
            && self.tolerance > 0.0
            && self.prior_weight >= 0.0
            && self.prior_weight.is_finite();
        if !is_sound {
            return Err("`[training]`: `random_pairs` is 1000 or more, `rounds` 1 or more, `tolerance` above 0 and `prior_weight` not below 0".to_owned());
        }
        if self.matches.is_some_and(|it| !(it > 0.0 && it < 1.0)) {
            return Err(
                "`[training]`: `matches` is a share of all pairs, between 0 and 1".to_owned(),
            );
        }
        Ok(())
    }
}
