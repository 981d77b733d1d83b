//! Shares of small units drawn towards the share of all: empirical Bayes.
//!
//! The units' true shares are taken to be spread as a Beta(α, β), fitted to all units by maximum
//! likelihood; a unit with x of n then has the posterior Beta(α + x, β + n - x). A large unit keeps its
//! own share; one of a few cases is put near α / (α + β), because so few say little.

use crate::distribution::beta_quantile;
use crate::halving::last_place;
use crate::proportion::Share;
use crate::{Confidence, Interval, StatsError};
use statrs::function::gamma::digamma;

/// The spread of units' true shares, and each unit's share in its light.
#[derive(Debug, Clone, PartialEq)]
pub enum Shrinkage {
    /// Units differ beyond chance.
    Spread {
        /// α of the beta distribution.
        alpha: f64,
        /// β of the beta distribution.
        beta: f64,
        /// Each unit, in the order given.
        units: Vec<Shrunk>,
    },
    /// Chance is enough to set the units apart: all have the share of all together.
    NoSpread {
        /// The share of all together.
        share: f64,
    },
}

/// A unit's share in the light of all others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shrunk {
    /// The mean of its posterior.
    pub value: f64,
    /// Between these its share is with the confidence asked for; nothing for more than a million cases.
    pub interval: Option<Interval>,
}

/// α + β from which on shares lie within half a thousandth of each other: as good as alike, and the
/// likelihood is too flat to say more.
const NO_SPREAD: f64 = 1e6;

/// The least α + β that is looked for: below it units have either none or all.
const LEAST_TOTAL: f64 = 1e-3;

/// Draws the shares of units towards that of all. [`StatsError::TooFew`] for fewer than two units or
/// when none or all cases are counted, [`StatsError::NoConvergence`] when every unit has none or all:
/// then the likelihood has no summit.
pub fn shrink(units: &[Share], confidence: Confidence) -> Result<Shrinkage, StatsError> {
    let all = Share::new(
        units.iter().map(|it| it.numerator()).sum(),
        units.iter().map(|it| it.denominator()).sum(),
    )?;
    if units.len() < 2 || all.numerator() == 0 || all.numerator() == all.denominator() {
        return Err(StatsError::TooFew);
    }
    let share = all.value();
    if excess_spread(units, share) <= 0.0 {
        return Ok(Shrinkage::NoSpread { share });
    }
    let (alpha, beta) = summit(units)?;
    if alpha + beta > NO_SPREAD {
        return Ok(Shrinkage::NoSpread { share });
    }
    let units = units.iter().map(|unit| {
        let (x, rest, n) = unit.floats();
        let (a, b) = (alpha + x, beta + rest);
        Shrunk {
            value: a / (alpha + beta + n),
            interval: beta_quantile(confidence.tail(), a, b)
                .zip(beta_quantile(confidence.tail(), b, a))
                .map(|(lower, rest)| Interval {
                    lower,
                    upper: 1.0 - rest,
                }),
        }
    });
    Ok(Shrinkage::Spread {
        alpha,
        beta,
        units: units.collect(),
    })
}

/// How the likelihood begins to change when units with the same share begin to spread, up to a factor:
/// Σ (x - n p)² - n p (1 - p) (Tarone 1979). Where it does not rise, no spread is likelier than some.
fn excess_spread(units: &[Share], p: f64) -> f64 {
    let of_unit = |unit: &Share| {
        let (x, _, n) = unit.floats();
        (x - n * p).powi(2) - n * p * (1.0 - p)
    };
    units.iter().map(of_unit).sum()
}

/// α and β where the likelihood is greatest: for each total α + β the likeliest mean, and the total
/// at which the likelihood stops rising. Both by halving, which always ends.
fn summit(units: &[Share]) -> Result<(f64, f64), StatsError> {
    let rises = |ln_total: f64| {
        let total = ln_total.exp();
        let mean = likeliest_mean(units, total);
        let slope = Slope::at(units, mean * total, (1.0 - mean) * total);
        mean * slope.alpha + (1.0 - mean) * slope.beta > 0.0
    };
    let ends = (LEAST_TOTAL.ln(), (2.0 * NO_SPREAD).ln());
    if !rises(ends.0) {
        return Err(StatsError::NoConvergence);
    }
    let total = last_place(ends.0, ends.1, rises).exp();
    let mean = likeliest_mean(units, total);
    Ok((mean * total, (1.0 - mean) * total))
}

fn likeliest_mean(units: &[Share], total: f64) -> f64 {
    last_place(0.0, 1.0, |mean| {
        let slope = Slope::at(units, mean * total, (1.0 - mean) * total);
        slope.alpha > slope.beta
    })
}

/// How the log-likelihood changes with α and with β.
struct Slope {
    alpha: f64,
    beta: f64,
}

impl Slope {
    fn at(units: &[Share], alpha: f64, beta: f64) -> Self {
        let mut slope = Self {
            alpha: 0.0,
            beta: 0.0,
        };
        for unit in units {
            let (x, rest, n) = unit.floats();
            let both = digamma(alpha + beta) - digamma(alpha + beta + n);
            slope.alpha += digamma(alpha + x) - digamma(alpha) + both;
            slope.beta += digamma(beta + rest) - digamma(beta) + both;
        }
        slope
    }
}
