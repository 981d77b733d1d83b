//! What it costs to withhold a cell.

use super::Withholding;
use crate::{
    question::{Question, Standing},
    search::NEVER,
};

/// Prices are counts times this, so that a cell withheld already can cost less than any other.
const SCALE: u64 = 64;

/// What every withheld cell costs beside its count: of two ways that lose the same, the one with fewer cells.
const EACH: u64 = 2;

/// What a zero costs: it says least, but a reader misses it.
const ZERO: u64 = 5;

/// For each cell the price of having it in an exchange.
#[derive(Clone)]
pub(super) struct Prices {
    pub(super) of: Vec<u64>,
    /// What an open constraint is reckoned to cost, and the breadth of the search as a multiple, in the order tried.
    pub(super) tries: &'static [(u64, usize)],
    /// How many of the tries are made in any case, for the cheapest; the others only while nothing is found.
    pub(super) at_least: usize,
    /// Whether the linear program is asked where nothing is found.
    pub(super) may_ask: bool,
}

/// The price of withholding a cell that is shown now.
pub(super) fn own_price(question: &Question, cell: usize) -> u64 {
    match question.standing[cell] {
        Standing::Shown => NEVER,
        // By how much a count was revised is missed by nobody.
        _ if question.is_change(cell) => 1,
        Standing::New | Standing::Withheld => match u64::try_from(question.counts[cell]) {
            Ok(0) | Err(_) => ZERO * SCALE,
            Ok(count) => (count + EACH) * SCALE,
        },
    }
}

impl Prices {
    /// Only what is withheld already may be used, and costs next to nothing.
    pub(super) fn among_withheld(of: &Withholding<'_>) -> Self {
        let price = |it: &bool| if *it { 1 } else { NEVER };
        Self {
            of: of.withheld.iter().map(price).collect(),
            tries: &[(8, 1)],
            at_least: 1,
            may_ask: false,
        }
    }

    /// Everything may be used that no release has shown.
    pub(super) fn of_all(of: &Withholding<'_>) -> Self {
        let price = |(cell, is_withheld): (usize, &bool)| {
            if *is_withheld {
                1
            } else {
                own_price(of.question, cell)
            }
        };
        Self {
            of: of.withheld.iter().enumerate().map(price).collect(),
            tries: &[
                (4 * SCALE, 1),
                (16 * SCALE, 1),
                (64 * SCALE, 1),
                (64 * SCALE, 4),
                (256 * SCALE, 4),
                (512 * SCALE, 16),
                (2_048 * SCALE, 32),
            ],
            at_least: 3,
            may_ask: true,
        }
    }

    /// These cells may not be used.
    pub(super) fn without(&self, cells: impl IntoIterator<Item = usize>) -> Self {
        let mut left = self.clone();
        for cell in cells {
            left.of[cell] = NEVER;
        }
        left
    }

    /// What is withheld from now on costs next to nothing.
    pub(super) fn now_withheld(&mut self, cells: impl IntoIterator<Item = u32>) {
        for cell in cells {
            let price = &mut self.of[cell as usize];
            *price = (*price).min(1);
        }
    }
}
