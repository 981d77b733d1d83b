//! Randomisation inference: how large an effect would chance alone show?
//!
//! The starts are dealt out to the areas anew, many times, and the effect is worked out as if they were
//! the true ones. If the measure did nothing, the true deal is like any other (Fisher 1935). It holds for
//! any number of areas, also where a standard error is not to be relied on.

use super::staggered::overall_value;
use super::{Controls, Panel};
use crate::StatsError;
use crate::number::float;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// How the effect of all compares with those of other deals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shuffled {
    /// The effect of all.
    pub value: f64,
    /// How many deals were made, the true one not among them.
    pub deals: u64,
    /// In how many of them the effect was at least as far from 0.
    pub as_far: u64,
    /// (`as_far` + 1) / (deals + 1): the true deal counts as one that chance could have made.
    pub p_value: f64,
}

/// Deals the starts out anew so many times. The same seed gives the same answer everywhere.
pub fn shuffled(
    panel: &Panel,
    controls: Controls,
    deals: u64,
    seed: u64,
) -> Result<Shuffled, StatsError> {
    let value = overall_value(panel, controls)?;
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let mut other = panel.clone();
    let mut as_far = 0;
    for _ in 0..deals {
        shuffle(&mut other.starts, &mut dice);
        // A trace is allowed for, because sums in another order differ in their last digit.
        if overall_value(&other, controls)?.abs() >= value.abs() * (1.0 - 1e-12) {
            as_far += 1;
        }
    }
    Ok(Shuffled {
        value,
        deals,
        as_far,
        p_value: float(as_far + 1) / float(deals + 1),
    })
}

/// Fisher and Yates's shuffle.
fn shuffle(starts: &mut [Option<usize>], dice: &mut ChaCha8Rng) {
    for last in (1..starts.len()).rev() {
        let places = u128::from(u64::try_from(last).unwrap_or(u64::MAX)) + 1;
        let drawn = (u128::from(dice.next_u64()) * places) >> 64;
        let place = usize::try_from(drawn).unwrap_or(last);
        starts.swap(last, place);
    }
}
