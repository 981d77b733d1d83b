//! What the police do with a suspect before any prosecutor sees the file.

use crate::dice::{Dice, Spread};
use crate::force::Force;
use crate::identifiers::Registry;
use crate::mess::Written;
use crate::person::Identity;
use crate::referral::Referral;
use crate::world::World;
use rasso_terms::Day;

/// From the record to the day the suspect is identified.
const TO_IDENTIFIED: &Spread = &[
    (0, 0),
    (550, 0),
    (750, 7),
    (900, 60),
    (980, 240),
    (1000, 500),
];
/// From there to an arrest.
const TO_ARREST: &Spread = &[(0, 0), (350, 1), (600, 10), (850, 60), (1000, 240)];
/// From there to an interview without arrest.
const TO_VOLUNTARY: &Spread = &[(0, 3), (500, 35), (850, 100), (1000, 260)];

/// One person in one case, as all its agencies meet them.
#[derive(Debug)]
pub(crate) struct Suspect {
    /// The number by which the truth knows this person in this case.
    pub(crate) person: u64,
    pub(crate) identity: Identity,
    pub(crate) identified: Day,
    pub(crate) arrest: Option<Day>,
    pub(crate) interview: Option<Day>,
    pub(crate) released: Option<Day>,
    pub(crate) charge: Option<Day>,
    /// The number of the arrest, or of the summons when there was none, and since when.
    pub(crate) asn: Option<(Day, String)>,
    pub(crate) referral: Option<Referral>,
    /// Their records, one a crime.
    pub(crate) records: Vec<SuspectRecord>,
}

/// A suspect's record under one crime.
#[derive(Debug)]
pub(crate) struct SuspectRecord {
    /// The place of the crime in its case.
    pub(crate) crime: usize,
    pub(crate) reference: String,
    pub(crate) written: Written,
    pub(crate) nfa: Option<Day>,
}

/// How far a suspect's case will go, which decides what the police do early on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Prospect {
    /// The police will close it themselves.
    Local,
    /// It will be referred.
    Referred,
    /// It will be referred while the suspect is in custody.
    Custody,
}

impl Suspect {
    /// Investigates someone from the day their crimes are recorded.
    pub(crate) fn investigate(
        dice: &mut Dice,
        world: &World,
        registry: &mut Registry<'_>,
        (force, begin): (&Force, Day),
        prospect: Prospect,
    ) -> Self {
        let identity = Identity::draw(dice, world, registry, begin);
        let person = registry.person();
        let custody = prospect == Prospect::Custody;
        let (to_identified, to_arrest) = (dice.days(TO_IDENTIFIED), dice.days(TO_ARREST));
        let identified = begin.plus(if custody {
            to_identified.min(3)
        } else {
            to_identified
        });
        let arrested = dice.chance(if prospect == Prospect::Local {
            4_200
        } else {
            6_800
        });
        let arrest = (arrested || custody).then(|| {
            identified.plus(if custody {
                to_arrest.min(2)
            } else {
                force.paced(to_arrest)
            })
        });
        let overnight = dice.between(0, 1);
        let voluntary = dice.chance(if prospect == Prospect::Local {
            4_500
        } else {
            10_000
        });
        let to_voluntary = force.paced(dice.days(TO_VOLUNTARY));
        let interview = match arrest {
            Some(day) => Some(day.plus(overnight)),
            None => voluntary.then(|| identified.plus(to_voluntary)),
        };
        let released = dice.chance(7_500) && arrested && !custody;
        Self {
            person,
            identified,
            arrest,
            interview,
            released: if released { interview } else { None },
            charge: None,
            asn: arrest.map(|day| (day, registry.asn(force.code, day))),
            referral: None,
            records: Vec::new(),
            identity,
        }
    }

    /// Puts the suspect under a crime of the case.
    pub(crate) fn put_under(
        &mut self,
        dice: &mut Dice,
        registry: &mut Registry<'_>,
        (crime, mess): (usize, bool),
    ) {
        let mut written = Written::default();
        if let Some((_, asn)) = &self.asn {
            written.asn(dice, mess, asn);
        }
        let reference = registry.reference('S');
        self.records.push(SuspectRecord {
            crime,
            reference,
            written,
            nfa: None,
        });
    }

    /// The day on which the police have done what they do before a referral.
    pub(crate) fn ready(&self) -> Day {
        self.interview.or(self.arrest).unwrap_or(self.identified)
    }

    /// The day of the last thing the police did before they could close the case.
    pub(crate) fn last_step(&self) -> Day {
        let referral = self
            .referral
            .as_ref()
            .and_then(|it| it.events.last())
            .map(|it| it.date);
        self.ready().max(referral.unwrap_or(self.identified))
    }

    /// The day of the charge, and its offence.
    pub(crate) fn charged(&self) -> Option<(Day, &'static str)> {
        let ended = self.referral.as_ref()?.ended()?;
        self.charge.map(|day| (day, ended.charged))
    }
}
