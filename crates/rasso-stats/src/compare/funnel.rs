//! Funnel limits for proportions, allowing for over-dispersion.
//!
//! Spiegelhalter 2005 (Quality and Safety in Health Care 14, 347-351; Statistics in Medicine 24,
//! 1185-1202). On the scale y = arcsin √p, where a share of n has the standard error s = 1 / (2 √n)
//! whatever its size:
//!
//! - z = (y - y0) / s, where y0 is the share of all units together;
//! - z is pulled in to its 10 % and 90 % quantiles (type 7), so that no few units decide;
//! - φ, the mean of its squares, is 1 when chance is all that sets units apart;
//! - τ² = (k φ - (k - 1)) / (Σ w - Σ w² / Σ w), with w = 1 / s², is what sets the k units apart beyond
//!   chance; none when that is negative;
//! - limits are sin²(y0 ± z s) for chance alone, and sin²(y0 ± z √(s² + τ²)) with over-dispersion.
//!
//! Where units differ for reasons that nobody claims to have measured, limits for chance alone flag
//! most of them, and a flag says nothing: use those with over-dispersion.

use super::{benjamini_hochberg, holm};
use crate::distribution::normal_two_tails;
use crate::number::float_len;
use crate::proportion::Share;
use crate::{Confidence, Interval, QuantileKind, StatsError, quantile};
use std::f64::consts::FRAC_PI_2;

/// How much of the units at either end is pulled in.
const PULLED_IN: f64 = 0.1;

/// Units beside the share of them all.
#[derive(Debug, Clone, PartialEq)]
pub struct Funnel {
    /// The share of all units together.
    pub target: f64,
    /// How much more units vary than by chance; 1 is chance alone.
    pub phi: f64,
    /// The variance beyond chance, on the scale of arcsin √p.
    pub tau_squared: f64,
    /// Each unit, in the order given.
    pub units: Vec<FunnelUnit>,
}

/// One unit of a funnel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FunnelUnit {
    /// Its share.
    pub value: f64,
    /// By how many standard errors of chance alone it is off.
    pub z: f64,
    /// The limits at 95 %.
    pub percent_95: Limits,
    /// The limits at 99.8 %.
    pub percent_99_8: Limits,
    /// By how many standard errors it is off, with over-dispersion.
    pub adjusted_z: f64,
    /// The chance of being at least so far off.
    pub p_value: f64,
    /// The same, when so many units are looked at: the share of false flags among those with this or
    /// a smaller one (Benjamini and Hochberg).
    pub false_discovery_rate: f64,
    /// The same, as the chance of any false flag among them (Holm).
    pub holm: f64,
}

/// Between which shares a unit of this size is not remarkable.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// By chance alone.
    pub by_chance: Interval,
    /// With over-dispersion: those to flag by.
    pub over_dispersed: Interval,
}

impl Funnel {
    /// The limits of a unit of any size, as of the curves of a picture: at 95 % and at 99.8 %.
    /// [`StatsError::TooFew`] for a size of 0.
    pub fn limits(&self, size: u64) -> Result<[Limits; 2], StatsError> {
        let error = 0.5 / Share::new(0, size)?.floats().2.sqrt();
        let target = arcsine(self.target);
        let levels = [Confidence::Percent95, Confidence::Percent99_8];
        Ok(levels.map(|it| limits(target, it.standard_errors(), error, self.tau_squared)))
    }
}

fn limits(target: f64, reach: f64, error: f64, tau_squared: f64) -> Limits {
    Limits {
        by_chance: around(target, reach * error),
        over_dispersed: around(target, reach * error.hypot(tau_squared.sqrt())),
    }
}

/// Puts units beside each other. [`StatsError::TooFew`] for fewer than two, because then nothing says
/// how they vary.
pub fn funnel(units: &[Share]) -> Result<Funnel, StatsError> {
    let levels = [Confidence::Percent95, Confidence::Percent99_8];
    with_limits(units, levels.map(Confidence::standard_errors))
}

fn with_limits(units: &[Share], reaches: [f64; 2]) -> Result<Funnel, StatsError> {
    if units.len() < 2 {
        return Err(StatsError::TooFew);
    }
    let all = Share::new(
        units.iter().map(|it| it.numerator()).sum(),
        units.iter().map(|it| it.denominator()).sum(),
    )?;
    let target = arcsine(all.value());
    let errors: Vec<f64> = units.iter().map(|it| 0.5 / it.floats().2.sqrt()).collect();
    let z: Vec<f64> = units
        .iter()
        .zip(&errors)
        .map(|(unit, error)| (arcsine(unit.value()) - target) / error)
        .collect();
    let (phi, tau_squared) = dispersion(&z, &errors);

    let place = |(z, error): (&f64, &f64)| z * error / error.hypot(tau_squared.sqrt());
    let adjusted: Vec<f64> = z.iter().zip(&errors).map(place).collect();
    let p_values: Vec<f64> = adjusted.iter().map(|it| normal_two_tails(*it)).collect();
    let (rates, holm) = (benjamini_hochberg(&p_values), holm(&p_values));
    let of_unit = |at: usize| {
        let limits = reaches.map(|reach| limits(target, reach, errors[at], tau_squared));
        FunnelUnit {
            value: units[at].value(),
            z: z[at],
            percent_95: limits[0],
            percent_99_8: limits[1],
            adjusted_z: adjusted[at],
            p_value: p_values[at],
            false_discovery_rate: rates[at],
            holm: holm[at],
        }
    };
    Ok(Funnel {
        target: all.value(),
        phi,
        tau_squared,
        units: (0..units.len()).map(of_unit).collect(),
    })
}

fn arcsine(share: f64) -> f64 {
    share.sqrt().asin()
}

/// φ and τ².
fn dispersion(z: &[f64], errors: &[f64]) -> (f64, f64) {
    let end = |share| quantile(z, share, QuantileKind::Linear);
    // There are two units at least, so there are ends.
    let (low, high) = end(PULLED_IN)
        .zip(end(1.0 - PULLED_IN))
        .unwrap_or((0.0, 0.0));
    let squares: f64 = z.iter().map(|it| it.clamp(low, high).powi(2)).sum();
    let units = float_len(z.len());
    let weights: f64 = errors.iter().map(|it| it.powi(-2)).sum();
    let squared_weights: f64 = errors.iter().map(|it| it.powi(-4)).sum();
    let beyond = squares - (units - 1.0);
    let tau_squared = beyond.max(0.0) / (weights - squared_weights / weights);
    (squares / units, tau_squared)
}

/// Back from the scale of arcsines, of which 0 and a right angle are the ends.
fn around(target: f64, reach: f64) -> Interval {
    let share = |angle: f64| angle.clamp(0.0, FRAC_PI_2).sin().powi(2);
    Interval {
        lower: share(target - reach),
        upper: share(target + reach),
    }
}

#[cfg(test)]
mod tests;
