//! A crime as the police record it.

use crate::dice::{Dice, Share, Spread};
use crate::force::Force;
use crate::identifiers::Registry;
use crate::mess::Written;
use crate::offence::{other_class, rape_class};
use crate::victim::{Victim, relationship, victim};
use crate::world::World;
use rasso_terms::Day;

/// From the offence to the report. Non-recent offences make the long tail.
const OFFENCE_TO_REPORT: &Spread = &[
    (0, 0),
    (350, 1),
    (500, 7),
    (620, 60),
    (720, 365),
    (830, 1_825),
    (930, 7_300),
    (1000, 18_250),
];
/// From the report to the record.
const REPORT_TO_RECORD: &Spread = &[(0, 0), (700, 1), (900, 3), (990, 20), (1000, 60)];
/// Referral to an adviser after the record.
const TO_ADVISER: &Spread = &[(0, 0), (600, 5), (900, 21), (1000, 90)];
/// Sexual offences that are not rape.
const NOT_RAPE: Share = 200;
/// Records that reach the force's extracts weeks after they were made.
const LATE: Share = 100;
/// Records of which something is put right months later.
const CORRECTED: Share = 100;

/// What kind of record it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nature {
    /// A recorded crime.
    Crime,
    /// A recorded crime that is cancelled later.
    Cancelled,
    /// A report that was not recorded as a crime.
    Incident,
}

/// The other end of a transfer.
#[derive(Debug)]
pub(crate) struct Transfer {
    pub(crate) force: &'static str,
    pub(crate) crime_ref: String,
    pub(crate) date: Day,
}

/// One record of a crime.
#[derive(Debug)]
pub(crate) struct Crime {
    /// The number by which the truth knows it.
    pub(crate) number: u64,
    pub(crate) force: &'static str,
    pub(crate) reference: String,
    pub(crate) written: Written,
    pub(crate) nature: Nature,
    pub(crate) reported: Day,
    pub(crate) recorded: Day,
    /// The first day on which an extract holds it.
    pub(crate) known: Day,
    /// Before this day the victim's ethnicity is not recorded.
    pub(crate) corrected: Option<Day>,
    pub(crate) offence_start: Day,
    pub(crate) offence_end: Day,
    pub(crate) offence_class: &'static str,
    pub(crate) victim: Victim,
    pub(crate) relationship: &'static str,
    pub(crate) outcome: Option<(Day, &'static str)>,
    pub(crate) withdrew: Option<Day>,
    pub(crate) sent_to: Option<Transfer>,
    pub(crate) came_from: Option<Transfer>,
    pub(crate) cancelled: Option<(Day, &'static str)>,
    pub(crate) adviser: Option<Day>,
}

impl Crime {
    /// The police record the crime of this ordinal.
    pub(crate) fn record(
        dice: &mut Dice,
        world: &World,
        registry: &mut Registry<'_>,
        force: &Force,
        (ordinal, nature): (u64, Nature),
    ) -> Self {
        let recorded = world.recorded(ordinal);
        let reported = recorded.plus(-dice.days(REPORT_TO_RECORD));
        let gap = dice.days(OFFENCE_TO_REPORT);
        let lasted = if dice.chance(2_200) {
            dice.between(0, gap.min(1_500))
        } else {
            0
        };
        let victim = victim(dice, registry, gap);
        let offence_class = match nature {
            Nature::Incident => dice.weighted(&[("N100/1", 70), ("N100/2", 22), ("N100/3", 8)]),
            Nature::Crime | Nature::Cancelled if dice.chance(NOT_RAPE) => {
                other_class(victim.male, victim.age)
            }
            Nature::Crime | Nature::Cancelled => rape_class(dice, victim.male, victim.age),
        };
        let late = if dice.chance(LATE) {
            dice.between(10, 120)
        } else {
            0
        };
        let (adviser, to_adviser) = (dice.chance(4_200), dice.days(TO_ADVISER));
        let (corrected, to_correction) = (dice.chance(CORRECTED), dice.between(60, 500));
        Self {
            number: ordinal + 1,
            force: force.code,
            reference: registry.crime_ref(force.code, recorded),
            written: Written::default(),
            nature,
            reported,
            recorded,
            known: recorded.plus(late),
            corrected: corrected.then(|| recorded.plus(to_correction)),
            offence_start: reported.plus(-gap),
            offence_end: reported.plus(lasted - gap),
            offence_class,
            relationship: relationship(dice, victim.age),
            victim,
            outcome: None,
            withdrew: None,
            sent_to: None,
            came_from: None,
            cancelled: None,
            adviser: adviser.then(|| recorded.plus(to_adviser)),
        }
    }

    /// Takes over what another force had recorded of the same crime.
    pub(crate) fn take_over(&mut self, sender: &Self) {
        self.number = sender.number;
        self.reported = sender.reported;
        (self.offence_start, self.offence_end) = (sender.offence_start, sender.offence_end);
        self.offence_class = sender.offence_class;
        self.relationship = sender.relationship;
        self.victim.age = sender.victim.age;
        self.victim.male = sender.victim.male;
        self.victim.ethnicity = sender.victim.ethnicity;
        (self.corrected, self.adviser) = (None, None);
    }

    /// Cancels the record.
    pub(crate) fn cancel(&mut self, dice: &mut Dice) {
        let reasons = [
            ("verifiable_no_crime", 55),
            ("duplicate", 30),
            ("recorded_in_error", 15),
        ];
        let after = dice.days(&[(0, 2), (500, 45), (900, 200), (1000, 600)]);
        self.cancelled = Some((self.recorded.plus(after), dice.weighted(&reasons)));
    }
}
