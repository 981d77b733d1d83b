//! How the police close the crimes of a case, once it is known how far each suspect went.

use crate::case::Scene;
use crate::cause::Cause;
use crate::crime::Crime;
use crate::dice::{Dice, Purpose};
use crate::investigation::Leaves;
use crate::outcome;
use crate::referral::Referral;
use crate::suspect::Suspect;
use rasso_terms::Day;

impl Scene<'_, '_> {
    /// Puts every suspect under every crime of the case, and closes the crimes.
    pub(crate) fn close(
        &mut self,
        crimes: &mut [Crime],
        own: &[usize],
        people: &mut [Suspect],
        leaves: Leaves,
    ) {
        let mut dice = self.dice(Purpose::Closing, 0);
        for place in own {
            let crime = &mut crimes[*place];
            for suspect in people.iter_mut() {
                suspect.put_under(self.registry, *place);
            }
            let nfa = match leaves {
                Leaves::Never => None,
                Leaves::Closed(day, Cause::Cancel) => {
                    crime.cancel(&mut dice, self.world, day);
                    None
                }
                Leaves::Closed(day, cause) => {
                    let crime = (self.force, crime);
                    let closed = outcome::local(&mut dice, self.world, crime, (day, cause));
                    Some(closed.plus(-dice.between(0, 6)).max(day))
                }
                Leaves::Referred { .. } => self.decided(&mut dice, crime, people),
            };
            let uncharged = people.iter_mut().filter(|it| it.charge.is_none());
            for suspect in uncharged {
                // Nobody is let go before anybody was found.
                let nfa = nfa.map(|day| day.max(suspect.identified));
                if let Some(record) = suspect.records.last_mut() {
                    record.nfa = nfa;
                }
            }
        }
        self.share_case_refs(people);
    }

    /// Suspects of one case stand under one CPS case and one court case.
    fn share_case_refs(&mut self, people: &mut [Suspect]) {
        let case_ref = self.registry.reference('C');
        let court_ref = self.registry.reference('T');
        for referral in people.iter_mut().filter_map(|it| it.referral.as_mut()) {
            referral.case_ref.clone_from(&case_ref);
            let prosecution = referral.prosecution.as_mut();
            if let Some(record) = prosecution.and_then(|it| it.record.as_mut()) {
                record.case_ref.clone_from(&court_ref);
            }
        }
    }

    /// Closes a crime as the prosecutors decided; gives the day of no further action against
    /// those not charged.
    fn decided(&self, dice: &mut Dice, crime: &mut Crime, people: &[Suspect]) -> Option<Day> {
        let first = people.first()?;
        let done = people.iter().map(Suspect::last_step).max()?;
        let to_nfa = dice.between(0, 20);
        if let Some((charge, offence)) = people.iter().filter_map(Suspect::charged).min() {
            outcome::charged(dice, crime, charge, offence);
            return Some(done.max(charge).plus(to_nfa));
        }
        let referral = first.referral.as_ref();
        crime.withdrew = referral.and_then(Referral::victim_withdrew);
        let ends = people.iter().filter_map(|it| it.referral.as_ref()?.ended());
        let ended = ends.max_by_key(|it| it.date)?;
        let child = first.identity.is_child(ended.date);
        outcome::after_decision(dice, self.world, crime, (&ended, child))
    }
}
