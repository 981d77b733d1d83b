//! How a case passes from the police to the CPS and on to the courts.

use crate::case::{Scene, Venue};
use crate::charging::{self, Desk, File};
use crate::court::{self, Prosecution};
use crate::crime::Crime;
use crate::dice::Purpose;
use crate::referral::Referral;
use crate::suspect::Suspect;
use crate::world::Circumstances;
use rasso_terms::Day;

impl<'w> Scene<'_, 'w> {
    /// Sends a suspect's file to the CPS, and prosecutes the suspect when it decides to charge.
    pub(crate) fn refer(
        &mut self,
        suspect: &mut Suspect,
        (crimes, own): (&[Crime], &[usize]),
        (about, venue): (Circumstances<'w>, Venue),
        (place, file): (usize, File),
    ) {
        let Some(crime) = own.first().map(|it| &crimes[*it]) else {
            return;
        };
        let mut dice = self.dice(Purpose::Charging, place);
        let desk = Desk {
            world: self.world,
            about,
            crime,
        };
        let events = charging::work(&mut dice, &desk, file);
        let who = (
            crime,
            self.registry.reference('D'),
            suspect.identity.ethnicity,
        );
        let referral = Referral::open(&mut dice, self.world, &about, who, events);
        let ended = referral.ended().filter(|it| it.decision == "charge");
        suspect.referral = Some(referral);
        let Some(ended) = ended else {
            // The last draw: nothing else of the world hangs on it.
            let left_out = dice.chance(self.world.settings.shares.reason_not_recorded);
            if let Some(referral) = &mut suspect.referral {
                referral.reason_left_out = left_out;
            }
            return;
        };
        let events = suspect.referral.as_ref().map(|it| &it.events);
        let again = events.is_some_and(|it| it.iter().any(|it| it.event_type == "reopened"));
        let custody = file.received.is_some_and(|(_, custody)| custody) && !again;
        let wait = dice.days(&self.world.settings.spreads.decision_to_charge);
        let day = ended.date.plus(if custody { 0 } else { wait });
        suspect.charge = Some(day);
        if suspect.asn.is_none() {
            suspect.number(self.registry, self.force, day);
        }
        let victims: Vec<_> = own.iter().map(|it| &crimes[*it]).collect();
        let charge = (day, ended.charged, custody);
        let prosecution = self.prosecute(suspect, &victims, (about, venue, place), charge);
        if let Some(referral) = &mut suspect.referral {
            referral.prosecution = Some(prosecution);
        }
    }

    fn prosecute(
        &mut self,
        suspect: &Suspect,
        crimes: &[&Crime],
        (about, venue, place): (Circumstances<'w>, Venue, usize),
        (charge, offence, custody): (Day, &'static str, bool),
    ) -> Prosecution {
        let mut dice = self.dice(Purpose::Court, place);
        let charge = court::Charge {
            day: charge,
            offence,
            child: suspect.identity.is_child(charge),
            custody,
            venue,
        };
        let reference = self.registry.reference('A');
        court::prosecute(&mut dice, self.world, &about, crimes, (charge, reference))
    }
}
