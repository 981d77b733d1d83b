//! How a case passes from the police to the CPS and on to the courts.

use crate::case::Scene;
use crate::charging::CpsEvent;
use crate::court::{self, Prosecution};
use crate::crime::Crime;
use crate::mess_rates as rates;
use crate::referral::{self, Referral};
use crate::suspect::{Prospect, Suspect};
use rasso_terms::Day;

impl Scene<'_, '_> {
    /// Refers a suspect, and prosecutes them when the CPS decides to charge.
    pub(crate) fn refer(
        &mut self,
        suspect: &mut Suspect,
        crimes: &[Crime],
        own: &[usize],
        prospect: Prospect,
    ) {
        let Some(place) = own.first() else { return };
        let crime = &crimes[*place];
        let manner = (self.force, self.world.mess, prospect);
        let events = referral::referred(&mut self.dice, manner, (suspect, crime));
        let reopened = events.iter().any(|it| it.event_type == "reopened");
        self.open(suspect, crime, events);
        if let Some(referral) = suspect.referral.as_mut().filter(|_| reopened) {
            referral.written.note("", "reopened");
        }
        let ended = suspect.referral.as_ref().and_then(Referral::ended);
        let Some(ended) = ended.filter(|it| it.decision == "charge") else {
            return;
        };
        let custody = prospect == Prospect::Custody;
        let wait = self
            .dice
            .weighted(&[(0, 60), (2, 12), (8, 12), (16, 10), (30, 6)]);
        let charge = ended.date.plus(if custody { 0 } else { wait });
        suspect.charge = Some(charge);
        if suspect.asn.is_none() {
            suspect.asn = Some((charge, self.registry.asn(self.force.code, charge)));
        }
        let victims: Vec<_> = own.iter().map(|place| &crimes[*place]).collect();
        let prosecution = self.prosecute(suspect, &victims, (charge, ended.charged), custody);
        if let Some(referral) = &mut suspect.referral {
            referral.prosecution = Some(prosecution);
        }
    }

    /// Opens the CPS record of a suspect.
    pub(crate) fn open(&mut self, suspect: &mut Suspect, crime: &Crime, events: Vec<CpsEvent>) {
        let area = self.dice.pick(&self.force.cps_areas);
        let refs = (String::new(), self.registry.reference('D'));
        let about = (area, suspect.identity.ethnicity);
        let referral = Referral::open(&mut self.dice, (self.force, crime), refs, about, events);
        suspect.referral = Some(referral);
    }

    fn prosecute(
        &mut self,
        suspect: &Suspect,
        crimes: &[&Crime],
        (charge, offence): (Day, &'static str),
        custody: bool,
    ) -> Prosecution {
        let refs = (String::new(), self.registry.reference('A'));
        let child = suspect.identity.is_child(charge);
        let about = (child, custody);
        let mut prosecution = court::prosecute(
            &mut self.dice,
            self.force,
            crimes,
            (charge, offence),
            about,
            refs,
        );
        if self.dice.chance(rates::COURT_RECORD_LOST) && self.world.mess {
            prosecution.record = None;
        }
        prosecution
    }

    /// Has each agency write down the identifiers of the case.
    pub(crate) fn write_down(&mut self, crimes: &mut [Crime], people: &mut [Suspect]) {
        let mess = self.world.mess;
        for crime in crimes.iter_mut().filter(|it| it.sent_to.is_none()) {
            crime.written.urn(&mut self.dice, mess, &self.urn);
            if self.urn_reused {
                crime.written.note("urn", "urn_reused");
            }
        }
        for suspect in people {
            let asn = suspect.asn.as_ref().map(|(_, asn)| asn.as_str());
            let Some(referral) = &mut suspect.referral else {
                continue;
            };
            let lost = referral
                .prosecution
                .as_ref()
                .is_some_and(|it| it.record.is_none());
            if lost {
                referral.written.note("", "court_record_lost");
            }
            let record = referral
                .prosecution
                .as_mut()
                .and_then(|it| it.record.as_mut());
            let court = record.map(|it| &mut it.written);
            for written in [Some(&mut referral.written), court].into_iter().flatten() {
                written.urn(&mut self.dice, mess, &self.urn);
                if self.urn_reused {
                    written.note("urn", "urn_reused");
                }
                if let Some(asn) = asn {
                    written.asn(&mut self.dice, mess, asn);
                }
                written.person(&mut self.dice, mess);
            }
        }
    }
}
