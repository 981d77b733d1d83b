//! How each agency writes the identifiers of a case down.

use crate::case::Scene;
use crate::cause::Trait;
use crate::crime::Crime;
use crate::dice::{Dice, Purpose};
use crate::mess::Clerk;
use crate::suspect::Suspect;

impl Scene<'_, '_> {
    /// Has each agency write down the identifiers of the case.
    pub(crate) fn write_down(&mut self, crimes: &mut [Crime], people: &mut [Suspect]) {
        let mut dice = self.dice(Purpose::Writing, 0);
        let rates = self.world.mess_rates();
        let traits = crimes.first().map(Crime::traits).unwrap_or_default();
        let clerk = Clerk::new(rates, traits, "");
        let another = clerk
            .chance(&mut dice, |it| it.urn.reused)
            .then(|| self.registry.another_urn(self.force.code))
            .flatten();
        let reused = another.is_some();
        let urn = another.unwrap_or_else(|| self.urn.clone());
        for crime in crimes.iter_mut() {
            let own = crime.urn.as_deref().unwrap_or(&urn);
            clerk.urn(&mut dice, &mut crime.written, own);
            if reused && crime.urn.is_none() {
                crime.written.note("urn", "urn_reused");
            }
            late_or_revised(&mut dice, &clerk, crime, people);
        }
        for suspect in people.iter_mut() {
            let child = suspect.identity.is_child(suspect.identified);
            let custody = suspect.arrest == Some(suspect.identified);
            let traits = traits
                .and(Trait::ChildSuspect, child)
                .and(Trait::Custody, custody);
            let clerk = Clerk::new(rates, traits, suspect.identity.ethnicity);
            self.write_person(&mut dice, &clerk, suspect, (&urn, reused));
        }
    }

    fn write_person(
        &mut self,
        dice: &mut Dice,
        clerk: &Clerk<'_>,
        suspect: &mut Suspect,
        (urn, reused): (&str, bool),
    ) {
        let asn = suspect.asn.as_ref().map(|(_, asn)| asn.clone());
        for record in &mut suspect.records {
            if let Some(asn) = &asn {
                clerk.asn(dice, &mut record.written, asn);
            }
        }
        let Some(referral) = &mut suspect.referral else {
            return;
        };
        let mut files = vec![&mut referral.written];
        if let Some(prosecution) = &mut referral.prosecution {
            if clerk.chance(dice, |it| it.record.court_record_lost) {
                prosecution.record = None;
            }
            match &mut prosecution.record {
                Some(record) => files.push(&mut record.written),
                None => files[0].note("", "court_record_lost"),
            }
        }
        for (place, written) in files.into_iter().enumerate() {
            clerk.urn(dice, written, urn);
            if reused {
                written.note("urn", "urn_reused");
            }
            let again = place == 1 && clerk.chance(dice, |it| it.asn.reissued);
            let charged = suspect.charge.filter(|_| again);
            let reissued = charged.map(|day| self.registry.asn_again(self.force.code, day));
            if reissued.is_some() {
                written.note("asn", "asn_reissued");
            }
            if let Some(asn) = reissued.as_ref().or(asn.as_ref()) {
                clerk.asn(dice, written, asn);
            }
            clerk.person(dice, written, &suspect.identity);
        }
    }
}

/// A record that reaches the extract late, or of which something is put right later. A force does
/// not refer a case from a record that its own extracts do not hold yet.
fn late_or_revised(dice: &mut Dice, clerk: &Clerk<'_>, crime: &mut Crime, people: &[Suspect]) {
    let (weeks, months) = (dice.between(10, 120), dice.between(60, 500));
    let referrals = people
        .iter()
        .filter_map(|it| it.referral.as_ref()?.events.first());
    let referred = referrals.map(|it| it.date).min();
    if clerk.chance(dice, |it| it.record.late) {
        let known = crime.known.plus(weeks);
        crime.known = referred.map_or(known, |day| known.min(day).max(crime.recorded));
        if crime.known > crime.recorded {
            crime.written.note("recorded_date", "late");
        }
    }
    if clerk.chance(dice, |it| it.record.revised) {
        crime.corrected = Some(crime.recorded.plus(months));
        crime.written.note("victim_ethnicity", "revised");
    }
}
