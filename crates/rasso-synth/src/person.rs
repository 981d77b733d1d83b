//! Who a suspect is. Everyone is invented.

use crate::dice::{Dice, Purpose, Share, Spread};
use crate::identifiers::Registry;
use crate::world::World;
use rasso_terms::Day;

/// Age when first investigated, in days.
const AGE: &Spread = &[
    (0, 4_400),
    (60, 5_800),
    (200, 7_300),
    (500, 10_800),
    (800, 16_000),
    (950, 22_500),
    (1000, 30_000),
];
/// Suspects who come to notice in several cases.
const RECIDIVIST: Share = 300;
/// Blocks of crimes that share their recidivists, and how many these are.
const BLOCKS_TOGETHER: u64 = 16;
const RECIDIVISTS: u64 = 4;
/// Their numbers begin where no other person's reach.
const RECIDIVIST_NUMBERS: u64 = 8_000_000;

/// Who someone is, whatever the case.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    pub(crate) surname: String,
    pub(crate) forenames: String,
    pub(crate) birth: Day,
    pub(crate) sex: &'static str,
    pub(crate) ethnicity: &'static str,
    pub(crate) pnc_id: String,
}

impl Identity {
    /// The suspect who comes to notice on this day: someone new, or someone known already.
    pub(crate) fn draw(dice: &mut Dice, world: &World, registry: &Registry<'_>, on: Day) -> Self {
        let (again, which) = (dice.chance(RECIDIVIST), dice.below(RECIDIVISTS));
        if again {
            let known = registry.block() / BLOCKS_TOGETHER * RECIDIVISTS + which;
            let mut own = Dice::new(world.seed, Purpose::Recidivist, known);
            let running = RECIDIVIST_NUMBERS + known;
            return Self::someone(&mut own, world, registry, world.first_recorded, running);
        }
        Self::someone(dice, world, registry, on, registry.person_running())
    }

    fn someone(
        dice: &mut Dice,
        world: &World,
        registry: &Registry<'_>,
        on: Day,
        running: u64,
    ) -> Self {
        let male = dice.chance(9_650);
        let birth = on.plus(-dice.days(AGE));
        let name = world.names.draw(dice, male);
        // The police give the number at a first arrest, years before this one for some.
        let first_arrest = birth.plus(dice.between(14 * 365, 30 * 365)).min(on);
        let declared = dice.below(100);
        Self {
            surname: name.surname,
            forenames: name.forenames,
            birth,
            sex: if male { "M" } else { "F" },
            ethnicity: if declared < 8 {
                "not_recorded"
            } else {
                name.ethnicity
            },
            pnc_id: registry.pnc_id(running, i32::from(first_arrest.year_month().0)),
        }
    }

    /// Whether they are under 18 on a day.
    pub(crate) fn is_child(&self, on: Day) -> bool {
        on.number() - self.birth.number() < 18 * 365 + 4
    }
}
