//! Who a suspect is. Everyone is invented.

use crate::dice::{Dice, Purpose};
use crate::identifiers::Registry;
use crate::world::World;
use rasso_terms::Day;

/// Blocks of crimes that share their recidivists, and how many these are.
const BLOCKS_TOGETHER: u64 = 16;
const RECIDIVISTS: u64 = 4;
/// The age of criminal responsibility, ten, in days.
const RESPONSIBLE: i32 = 3_653;
/// Their numbers begin where no other person's reach.
const RECIDIVIST_NUMBERS: u64 = 9_600_000;

/// Who someone is, whatever the case.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    pub(crate) surname: String,
    pub(crate) forenames: String,
    pub(crate) birth: Day,
    pub(crate) sex: &'static str,
    pub(crate) ethnicity: &'static str,
    /// Blank until the police take their prints.
    pub(crate) pnc_id: String,
    /// The year in which the police first did, in this case or an earlier one.
    first_arrest: i32,
    /// The number of someone known already.
    known: Option<u64>,
}

impl Identity {
    /// The suspect who comes to notice on this day: someone new, or someone known already.
    /// Nobody is suspected of what was done before they were ten.
    pub(crate) fn draw(
        dice: &mut Dice,
        world: &World,
        registry: &Registry<'_>,
        (on, offence): (Day, Day),
    ) -> Self {
        let (again, which) = (
            dice.chance(world.settings.shares.recidivist),
            dice.below(RECIDIVISTS),
        );
        if again {
            let known = registry.block() / BLOCKS_TOGETHER * RECIDIVISTS + which;
            let mut own = Dice::new(world.seed, Purpose::Recidivist, known);
            let running = RECIDIVIST_NUMBERS + known;
            let known = Self::someone(&mut own, world, world.first_recorded, Some(running));
            if known.birth <= offence.plus(-RESPONSIBLE) {
                return known;
            }
        }
        let mut someone = Self::someone(dice, world, on, None);
        let youngest = offence.plus(-RESPONSIBLE - dice.between(0, 3_000));
        someone.birth = someone.birth.min(youngest);
        someone
    }

    fn someone(dice: &mut Dice, world: &World, on: Day, known: Option<u64>) -> Self {
        let male = dice.chance(world.settings.shares.male_suspect);
        let birth = on.plus(-dice.days(&world.settings.spreads.suspect_age_days));
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
            pnc_id: String::new(),
            first_arrest: i32::from(first_arrest.year_month().0),
            known,
        }
    }

    /// Gives them their PNC identifier.
    pub(crate) fn number(&mut self, registry: &mut Registry<'_>) {
        let running = match self.known {
            Some(running) => running,
            None => registry.numbered(),
        };
        self.pnc_id = registry.pnc_id(running, self.first_arrest);
    }

    /// Whether they are under 18 on a day.
    pub(crate) fn is_child(&self, on: Day) -> bool {
        on.number() - self.birth.number() < 18 * 365 + 4
    }
}
