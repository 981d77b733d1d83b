//! What every case of a world shares.

use crate::dice::{Dice, Purpose};
use crate::force::{Force, forces};
use crate::names::NameBook;
use crate::plan::SynthPlan;
use rasso_terms::Day;

/// The forces, the names and the plan.
pub(crate) struct World {
    pub(crate) seed: u64,
    pub(crate) mess: bool,
    pub(crate) crimes: u64,
    pub(crate) forces: Vec<Force>,
    pub(crate) names: NameBook,
    /// Where the numbers of this world begin.
    pub(crate) numbers: u64,
    pub(crate) first_recorded: Day,
    pub(crate) last_recorded: Day,
    force_weights: Vec<(usize, u64)>,
}

impl World {
    /// The world of a plan.
    pub(crate) fn new(plan: &SynthPlan) -> Self {
        let forces = forces(plan.seed);
        let force_weights = forces
            .iter()
            .enumerate()
            .map(|(i, it)| (i, it.weight))
            .collect();
        Self {
            seed: plan.seed,
            mess: plan.mess,
            crimes: plan.crimes,
            forces,
            names: NameBook::read(),
            numbers: Dice::new(plan.seed, Purpose::Numbers, 0).below(1_000_000_000),
            first_recorded: plan.first_recorded,
            last_recorded: plan.last_recorded,
            force_weights,
        }
    }

    /// A force, by size.
    pub(crate) fn force(&self, dice: &mut Dice) -> &Force {
        &self.forces[dice.weighted(&self.force_weights)]
    }

    /// The day on which the crime of this ordinal is recorded: crimes come in evenly.
    pub(crate) fn recorded(&self, ordinal: u64) -> Day {
        let days = self
            .last_recorded
            .number()
            .abs_diff(self.first_recorded.number())
            + 1;
        let passed = u128::from(ordinal) * u128::from(days) / u128::from(self.crimes.max(1));
        self.first_recorded
            .plus(i32::try_from(passed).unwrap_or_default())
            .min(self.last_recorded)
    }
}
