//! A crime that one force records and another takes over.

use crate::case::Scene;
use crate::crime::{Crime, Transfer};
use crate::dice::{Dice, Purpose};
use crate::mess_rates as rates;

impl Scene<'_, '_> {
    /// Hands the crime to another force, which records it anew and works it. The record of the
    /// force that sent it goes last.
    pub(crate) fn transfer(&mut self, crimes: &mut Vec<Crime>) {
        let (fate, to) = (
            self.dice.chance(rates::TRANSFERRED),
            self.world.force(&mut self.dice),
        );
        let (after, keeps) = (
            self.dice.between(3, 60),
            self.dice.chance(rates::TRANSFERRED_KEEPS_URN),
        );
        let Some(mut sender) = crimes.pop() else {
            return;
        };
        let date = sender.recorded.plus(after);
        let possible = to.code != self.force.code && date <= self.world.last_recorded;
        if !(self.world.mess && fate && possible) {
            crimes.push(sender);
            return;
        }
        let ordinal = sender.number - 1;
        let mut again = Dice::new(self.world.seed, Purpose::Transfer, ordinal);
        let what = (ordinal, sender.nature);
        let mut received = Crime::record(&mut again, self.world, self.registry, to, what);
        received.reference = self.registry.crime_ref(to.code, date);
        (received.recorded, received.known) = (date, date);
        received.take_over(&sender);
        sender.written.urn(&mut self.dice, true, &self.urn);
        sender.written.note("transferred_to_force", "transferred");
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
        received
            .written
            .note("transferred_from_force", "transferred");
        if !keeps {
            self.urn = self.registry.urn(to.code, date);
        }
        self.force = to;
        crimes.extend([received, sender]);
    }
}
