//! Victims. Each crime has one; everyone is invented.

use crate::codes::{ETHNICITIES, RELATIONSHIPS};
use crate::dice::Dice;
use crate::identifiers::Registry;
use crate::settings::choose;
use crate::world::World;

/// The victim of one crime.
#[derive(Debug)]
pub(crate) struct Victim {
    pub(crate) reference: String,
    pub(crate) age: i32,
    pub(crate) male: bool,
    pub(crate) ethnicity: &'static str,
}

/// The victim of a crime reported so many days after the offence.
pub(crate) fn victim(
    dice: &mut Dice,
    world: &World,
    registry: &mut Registry<'_>,
    gap: i32,
) -> Victim {
    let settings = &world.settings;
    let male = dice.chance(settings.shares.male_victim);
    let spreads = &settings.spreads;
    let age = dice.days(if male {
        &spreads.male_victim_age
    } else {
        &spreads.female_victim_age
    });
    Victim {
        reference: registry.reference('V'),
        // Nobody reports at a hundred and twenty what happened fifty years ago.
        age: if age + gap / 365 > 95 {
            age.min(45)
        } else {
            age
        },
        male,
        ethnicity: choose(dice, &settings.weights.victim_ethnicity, ETHNICITIES),
    }
}

/// What a suspect is to a victim of this age.
pub(crate) fn relationship(dice: &mut Dice, world: &World, age: i32) -> &'static str {
    let weights = &world.settings.weights;
    let weights = match age {
        ..13 => &weights.relationship_to_child,
        13.. => &weights.relationship,
    };
    choose(dice, weights, RELATIONSHIPS)
}
