//! Victims. Each crime has one; everyone is invented.

use crate::dice::{Dice, Spread};
use crate::identifiers::Registry;

/// Age of the victim at the offence.
const VICTIM_AGE: &Spread = &[
    (0, 2),
    (90, 10),
    (160, 13),
    (330, 16),
    (560, 22),
    (750, 32),
    (920, 48),
    (1000, 90),
];
/// The victim of one crime.
#[derive(Debug)]
pub(crate) struct Victim {
    pub(crate) reference: String,
    pub(crate) age: i32,
    pub(crate) male: bool,
    pub(crate) ethnicity: &'static str,
}

/// The victim of a crime reported so many days after the offence.
pub(crate) fn victim(dice: &mut Dice, registry: &mut Registry<'_>, gap: i32) -> Victim {
    let ethnicities = [
        ("W", 62),
        ("A", 6),
        ("B", 5),
        ("M", 3),
        ("O", 2),
        ("not_recorded", 17),
        ("declined", 5),
    ];
    let age = dice.days(VICTIM_AGE);
    Victim {
        reference: registry.reference('V'),
        // Nobody reports at a hundred and twenty what happened fifty years ago.
        age: if age + gap / 365 > 95 {
            age.min(45)
        } else {
            age
        },
        male: dice.chance(1_150),
        ethnicity: dice.weighted(&ethnicities),
    }
}

/// What a suspect is to a victim of this age.
pub(crate) fn relationship(dice: &mut Dice, age: i32) -> &'static str {
    match age {
        ..13 => dice.weighted(&[
            ("family", 62),
            ("acquaintance", 28),
            ("other", 6),
            ("stranger", 4),
        ]),
        13.. => dice.weighted(&[
            ("intimate", 40),
            ("acquaintance", 33),
            ("stranger", 13),
            ("family", 5),
            ("other", 4),
            ("not_recorded", 5),
        ]),
    }
}
