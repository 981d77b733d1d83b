//! A crime that one force records and another takes over.

use crate::case::Scene;
use crate::cause::Cause;
use crate::crime::{Crime, Transfer};
use crate::dice::{Dice, Purpose};
use crate::world::Circumstances;
use rasso_terms::Day;

impl Scene<'_, '_> {
    /// Hands the crime to another force, which records it anew and works it. The record of the
    /// force that sent it goes last.
    pub(crate) fn transfer(&mut self, dice: &mut Dice, crimes: &mut Vec<Crime>) {
        let Some(mut sender) = crimes.pop() else {
            return;
        };
        let about = Circumstances {
            force: self.force,
            area: None,
            traits: sender.traits(),
        };
        let (recorded, cause) = (sender.recorded, Cause::Transfer);
        let date = self.world.alone(dice, &about, cause, recorded);
        let to = self.world.force(dice);
        let keeps = dice.chance(self.world.settings.shares.transferred_keeps_urn);
        let elsewhere = |day: &Day| to.code != self.force.code && *day <= self.world.last_recorded;
        let Some(date) = date.filter(elsewhere) else {
            crimes.push(sender);
            return;
        };
        let ordinal = sender.number - 1;
        let mut again = Dice::new(self.world.seed, Purpose::Transfer, ordinal);
        let what = (ordinal, sender.nature);
        let mut received = Crime::record(&mut again, self.world, self.registry, to, what);
        received.reference = self.registry.crime_ref(to.code, date);
        (received.recorded, received.known) = (date, date);
        received.take_over(&sender);
        sender.urn = Some(self.urn.clone());
        sender.number = self.world.crimes + ordinal + 1;
        sender.adviser = None;
        sender.sent_to = Some(Transfer {
            force: to.code,
            crime_ref: received.reference.clone(),
            date,
        });
        let from = Transfer {
            force: sender.force,
            crime_ref: sender.reference.clone(),
            date,
        };
        received.came_from = Some(from);
        if !keeps {
            self.urn = self.registry.urn(to.code, date);
        }
        self.force = to;
        crimes.extend([received, sender]);
    }
}
