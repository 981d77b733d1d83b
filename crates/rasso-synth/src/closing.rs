//! How the police close the crimes of a case, once it is known how far each suspect went.

use crate::case::Scene;
use crate::crime::{Crime, Nature};
use crate::outcome;
use crate::referral::Referral;
use crate::suspect::Suspect;
use rasso_terms::Day;

impl Scene<'_, '_> {
    /// Suspects of one case stand under one CPS case and one court case.
    pub(crate) fn share_case_refs(&mut self, people: &mut [Suspect]) {
        let case_ref = self.registry.reference('C');
        let court_ref = self.registry.reference('T');
        for referral in people.iter_mut().filter_map(|it| it.referral.as_mut()) {
            referral.case_ref.clone_from(&case_ref);
            if let Some(record) = referral
                .prosecution
                .as_mut()
                .and_then(|it| it.record.as_mut())
            {
                record.case_ref.clone_from(&court_ref);
            }
        }
    }

    /// Puts every suspect under a crime, and closes it as the police do.
    pub(crate) fn put_under(
        &mut self,
        place: usize,
        crime: &mut Crime,
        people: &mut [Suspect],
        nature: Nature,
    ) {
        let mess = self.world.mess;
        for suspect in people.iter_mut() {
            suspect.put_under(&mut self.dice, self.registry, (place, mess));
        }
        // A force does not refer a case from a record that its own extracts do not hold yet.
        let referrals = people
            .iter()
            .filter_map(|it| it.referral.as_ref()?.events.first());
        if let Some(first) = referrals.map(|it| it.date).min() {
            crime.known = crime.known.min(first);
        }
        if nature == Nature::Incident {
            return;
        }
        let nfa = self.close(crime, people);
        if let Some((day, cancelled)) = nfa.zip(Some(nature == Nature::Cancelled)) {
            let uncharged = people.iter_mut().filter(|it| it.charge.is_none());
            for record in uncharged.filter_map(|it| it.records.last_mut()) {
                record.nfa = (!cancelled).then_some(day);
            }
        }
        if nature == Nature::Cancelled {
            (crime.outcome, crime.withdrew) = (None, None);
        }
    }

    /// Assigns the outcome; gives the day of no further action against those not charged.
    fn close(&mut self, crime: &mut Crime, people: &[Suspect]) -> Option<Day> {
        let dice = &mut self.dice;
        let Some(first) = people.first() else {
            outcome::nobody(dice, self.force, crime);
            return None;
        };
        let ends: Vec<_> = people
            .iter()
            .filter_map(|it| it.referral.as_ref()?.ended())
            .collect();
        let done = people
            .iter()
            .map(Suspect::last_step)
            .max()
            .unwrap_or(crime.recorded);
        if let Some((charge, offence)) = people.iter().filter_map(Suspect::charged).min() {
            outcome::charged(dice, crime, charge, offence);
            return Some(done.max(charge).plus(dice.between(0, 20)));
        }
        let referral = first.referral.as_ref();
        if crime.withdrew.is_none() {
            crime.withdrew = referral.and_then(Referral::victim_withdrew);
        }
        match ends.iter().max_by_key(|it| it.date) {
            Some(ended) if referral.is_some_and(Referral::was_received) => {
                outcome::after_decision(dice, crime, ended, first.identity.is_child(ended.date))
            }
            Some(_) | None => outcome::local(dice, self.force, crime, done),
        }
    }
}
