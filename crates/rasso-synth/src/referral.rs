//! A suspect's case at the CPS, from the first request to the end of a prosecution.

use crate::cause::Cause;
use crate::court::Prosecution;
use crate::cps_event::{CpsEvent, standing};
use crate::crime::Crime;
use crate::dice::Dice;
use crate::mess::Written;
use crate::offence::{is_rape_class, lesser_charge, rape_charge};
use crate::world::{Circumstances, World};
use rasso_terms::Day;

/// The CPS record of one suspect.
#[derive(Debug)]
pub(crate) struct Referral {
    pub(crate) case_ref: String,
    pub(crate) suspect_ref: String,
    pub(crate) written: Written,
    pub(crate) area: &'static str,
    pub(crate) unit: String,
    pub(crate) ethnicity: &'static str,
    pub(crate) rape_flag: Option<Day>,
    pub(crate) child_abuse: bool,
    pub(crate) offence: &'static str,
    /// What happened, earliest first.
    pub(crate) events: Vec<CpsEvent>,
    /// The reason of no further action was never put down.
    pub(crate) reason_left_out: bool,
    pub(crate) prosecution: Option<Prosecution>,
}

/// The offence that a suspect of this crime is charged with on a day.
pub(crate) fn charge(
    dice: &mut Dice,
    world: &World,
    (about, crime, on): (&Circumstances<'_>, &Crime, Day),
) -> &'static str {
    let other = lesser_charge(dice, crime.victim.male, crime.victim.age);
    let alleged = alleged(dice, world, crime);
    if world.happens(dice, about, Cause::ChargeOtherwise, on) {
        other
    } else {
        alleged
    }
}

/// The offence under which what was recorded would be charged.
fn alleged(dice: &mut Dice, world: &World, crime: &Crime) -> &'static str {
    let (male, age) = (crime.victim.male, crime.victim.age);
    let other = lesser_charge(dice, male, age);
    let attempt = dice.chance(world.settings.shares.attempt);
    if is_rape_class(crime.offence_class) {
        rape_charge(attempt, male, age, crime.offence_start)
    } else {
        other
    }
}

impl Referral {
    /// Opens the CPS record that these events belong to.
    pub(crate) fn open(
        dice: &mut Dice,
        world: &World,
        about: &Circumstances<'_>,
        (crime, suspect_ref, ethnicity): (&Crime, String, &'static str),
        events: Vec<CpsEvent>,
    ) -> Self {
        let first = events.first().map_or(crime.recorded, |it| it.date);
        let last = events
            .iter()
            .rfind(|it| matches!(it.event_type, "decision" | "admin_finalised"));
        let open = last.map_or(30, |it| it.date.number() - first.number());
        let late = first.plus(dice.between(0, open));
        // The principal offence is the one charged, or the one alleged.
        let charged = events.iter().rfind(|it| !it.charged.is_empty());
        let offence = match charged {
            Some(event) => event.charged,
            None => alleged(dice, world, crime),
        };
        let flagged = world.settings.weights.flagged;
        let flags = [
            (Some(first), flagged.at_once),
            (Some(late), flagged.late),
            (None, flagged.never),
        ];
        Self {
            case_ref: String::new(),
            suspect_ref,
            written: Written::default(),
            area: about.area.map_or("", |it| it.code),
            unit: format!("{}R{}", about.force.code, dice.between(1, 2)),
            ethnicity: if dice.chance(1_200) {
                "not_recorded"
            } else {
                ethnicity
            },
            rape_flag: dice.weighted(&flags),
            child_abuse: crime.victim.age < 18,
            offence,
            events,
            reason_left_out: false,
            prosecution: None,
        }
    }

    /// The reason of an event, as it was put down.
    pub(crate) fn reason_of(&self, event: &CpsEvent) -> &'static str {
        let is_left_out =
            self.reason_left_out && event.decision == "nfa" && event.reason != "victim_issues";
        if is_left_out { "" } else { event.reason }
    }

    /// The decision or closure that is never undone.
    pub(crate) fn ended(&self) -> Option<CpsEvent> {
        standing(&self.events, Day::from_number(i32::MAX))
    }

    /// The day on which the victim told the prosecutors, where they did.
    pub(crate) fn victim_withdrew(&self) -> Option<Day> {
        self.events
            .iter()
            .find(|it| it.event_type == "victim_attrition")
            .map(|it| it.date)
    }
}
