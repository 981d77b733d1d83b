//! A crime as the police record it.

use crate::cause::{Trait, Traits};
use crate::codes::CANCELLED;
use crate::dice::Dice;
use crate::force::Force;
use crate::identifiers::Registry;
use crate::mess::Written;
use crate::offence::{other_class, rape_class};
use crate::settings::choose;
use crate::victim::{Victim, relationship, victim};
use crate::world::World;
use rasso_terms::Day;

/// What kind of record it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nature {
    /// A recorded crime.
    Crime,
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
    /// The URN under which it was recorded, where that is not the one its case has now.
    pub(crate) urn: Option<String>,
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
        let (spreads, shares) = (&world.settings.spreads, &world.settings.shares);
        let recorded = world.recorded(ordinal);
        let reported = recorded.plus(-dice.days(&spreads.report_to_record));
        let gap = dice.days(&spreads.offence_to_report);
        let lasted = if dice.chance(shares.offence_lasted) {
            dice.between(0, gap.min(1_500))
        } else {
            0
        };
        let victim = victim(dice, world, registry, gap);
        let other = dice.chance(shares.not_rape);
        let offence_class = match nature {
            Nature::Incident => dice.weighted(&[("N100/1", 70), ("N100/2", 22), ("N100/3", 8)]),
            Nature::Crime if other => other_class(victim.male, victim.age),
            Nature::Crime => {
                let several = dice.chance(shares.several_offenders);
                rape_class(several, victim.male, victim.age)
            }
        };
        let (adviser, to_adviser) = (dice.chance(shares.adviser), dice.days(&spreads.to_adviser));
        Self {
            number: ordinal + 1,
            force: force.code,
            reference: registry.crime_ref(force.code, recorded),
            urn: None,
            written: Written::default(),
            nature,
            reported,
            recorded,
            known: recorded,
            corrected: None,
            offence_start: reported.plus(-gap),
            offence_end: reported.plus(lasted - gap),
            offence_class,
            relationship: relationship(dice, world, victim.age),
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

    /// Cancels the record: whatever else the police had written of its end is gone.
    pub(crate) fn cancel(&mut self, dice: &mut Dice, world: &World, on: Day) {
        let reasons = &world.settings.weights.cancelled_reason;
        self.cancelled = Some((on, choose(dice, reasons, CANCELLED)));
        (self.outcome, self.withdrew) = (None, None);
    }

    /// What it is like, as far as the hazards of its case depend on it.
    pub(crate) fn traits(&self) -> Traits {
        let non_recent = self.reported.number() - self.offence_end.number() > 365;
        Traits::default()
            .and(Trait::NonRecent, non_recent)
            .and(Trait::ChildVictim, self.victim.age < 18)
            .and(Trait::Intimate, self.relationship == "intimate")
            .and(Trait::Stranger, self.relationship == "stranger")
    }
}
