//! What the police do with a suspect before any prosecutor sees the file.

use crate::dice::Dice;
use crate::force::Force;
use crate::identifiers::Registry;
use crate::mess::Written;
use crate::person::Identity;
use crate::referral::Referral;
use crate::world::{Circumstances, World};
use rasso_terms::Day;

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

/// What the police do with a suspect before the case leaves them, one way or another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Handling {
    /// Nothing is done with the suspect after this day.
    pub(crate) until: Option<Day>,
    /// Whether the case is on its way to the CPS.
    pub(crate) referred: bool,
    /// Whether it gets there while the suspect is in custody.
    pub(crate) custody: bool,
}

impl Suspect {
    /// Someone comes to notice on a day.
    pub(crate) fn identify(
        dice: &mut Dice,
        world: &World,
        registry: &mut Registry<'_>,
        (identified, offence): (Day, Day),
    ) -> Self {
        Self {
            identity: Identity::draw(dice, world, registry, (identified, offence)),
            person: registry.person(),
            identified,
            arrest: None,
            interview: None,
            released: None,
            charge: None,
            asn: None,
            referral: None,
            records: Vec::new(),
        }
    }

    /// Arrests and interviews the suspect, or does neither.
    pub(crate) fn handle(
        &mut self,
        dice: &mut Dice,
        world: &World,
        registry: &mut Registry<'_>,
        (about, handling): (&Circumstances<'_>, Handling),
    ) {
        let (shares, spreads) = (&world.settings.shares, &world.settings.spreads);
        let (to_arrest, to_voluntary) = (
            dice.days(&spreads.to_arrest),
            dice.days(&spreads.to_voluntary_interview),
        );
        let arrested = dice.chance(if handling.referred {
            shares.arrested_when_referred
        } else {
            shares.arrested
        });
        let (voluntary, overnight) = (dice.chance(shares.interviewed), dice.between(0, 1));
        let released = dice.chance(shares.released_under_investigation);
        // A case on its way to the CPS has a suspect who was seen; any other may end before.
        let (force, identified) = (about.force, self.identified);
        let in_time = |day: Day| match handling.until {
            Some(end) if handling.referred => Some(day.min(end)),
            Some(end) => (day <= end).then_some(day),
            None => Some(day),
        };
        if handling.custody {
            self.arrest = Some(identified);
        } else if arrested {
            self.arrest = in_time(identified.plus(force.paced(to_arrest)));
        }
        self.interview = match self.arrest {
            Some(day) => in_time(day.plus(overnight)),
            None if voluntary || handling.referred => {
                in_time(identified.plus(force.paced(to_voluntary)))
            }
            None => None,
        };
        if released && self.arrest.is_some() && !handling.custody {
            self.released = self.interview;
        }
        if let Some(day) = self.arrest {
            self.number(registry, force, day);
        }
    }

    /// Gives the suspect an ASN and a PNC identifier, at the arrest or the charge.
    pub(crate) fn number(&mut self, registry: &mut Registry<'_>, force: &Force, day: Day) {
        self.asn = Some((day, registry.asn(force.code, day)));
        self.identity.number(registry);
    }

    /// Puts the suspect under a crime of the case.
    pub(crate) fn put_under(&mut self, registry: &mut Registry<'_>, crime: usize) {
        self.records.push(SuspectRecord {
            crime,
            reference: registry.reference('S'),
            written: Written::default(),
            nfa: None,
        });
    }

    /// The day of the last thing that prosecutors did, or the first that the police did.
    pub(crate) fn last_step(&self) -> Day {
        let referral = self.referral.as_ref();
        let last = referral.and_then(|it| it.events.last()).map(|it| it.date);
        self.identified.max(last.unwrap_or(self.identified))
    }

    /// The day of the charge, and its offence.
    pub(crate) fn charged(&self) -> Option<(Day, &'static str)> {
        let ended = self.referral.as_ref()?.ended()?;
        self.charge.map(|day| (day, ended.charged))
    }
}
