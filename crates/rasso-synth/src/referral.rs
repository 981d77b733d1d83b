//! A suspect's case at the CPS, from the first request to the end of a prosecution.

use crate::charging::{self, CpsEvent, Finding, event};
use crate::court::Prosecution;
use crate::crime::Crime;
use crate::dice::{Dice, Share, Spread};
use crate::force::Force;
use crate::mess::Written;
use crate::mess_rates::REOPENED;
use crate::offence::{is_rape_class, lesser_charge, rape_charge};
use crate::suspect::{Prospect, Suspect};
use rasso_terms::Day;

/// From the record of the crime to the file's receipt.
const TO_RECEIPT: &Spread = &[
    (0, 10),
    (100, 35),
    (300, 130),
    (500, 265),
    (750, 455),
    (930, 700),
    (1000, 1_200),
];
/// Files on which early advice was sought first.
const EARLY_ADVICE: Share = 3_500;
/// Charges of an offence that is not rape.
const CHARGED_OTHER: Share = 1_000;
/// The rape flag is put on at once, later, or never.
const FLAGS: &[(Flagging, u64)] = &[
    (Flagging::AtOnce, 920),
    (Flagging::Late, 50),
    (Flagging::Never, 30),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flagging {
    AtOnce,
    Late,
    Never,
}

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
    pub(crate) prosecution: Option<Prosecution>,
}

/// The events of a case that is referred for a charging decision.
pub(crate) fn referred(
    dice: &mut Dice,
    (force, mess, prospect): (&Force, bool, Prospect),
    (suspect, crime): (&Suspect, &Crime),
) -> Vec<CpsEvent> {
    let ready = suspect.ready();
    let finding = finding(dice, crime);
    if prospect == Prospect::Custody {
        return charging::decide_in_custody(dice, ready, finding);
    }
    let receipt = crime
        .recorded
        .plus(force.paced(dice.days(TO_RECEIPT)))
        .max(ready.plus(1));
    let wait = receipt.number() - ready.number();
    let mut events = Vec::new();
    if dice.chance(EARLY_ADVICE) && wait > 60 {
        let asked = ready.plus(dice.between(1, wait - 45));
        let advised = asked.plus(dice.between(5, 40));
        events.push(event("early_advice_received", asked));
        events.push(event("consultation", advised));
        events.push(event("action_plan_issued", advised));
    }
    events.extend(charging::decide(dice, force, receipt, finding));
    let closed = events
        .last()
        .filter(|_| finding == Finding::AdminFinalised)
        .map(|it| it.date);
    if let Some(closed) = closed.filter(|_| mess && dice.chance(REOPENED)) {
        let again = if dice.chance(5_500) {
            Finding::Charge(charge(dice, crime))
        } else {
            Finding::NoFurtherAction("evidential")
        };
        events.extend(charging::reopen(dice, closed, again));
    }
    events
}

/// The events of a case in which early advice was given and the police never came back.
pub(crate) fn early_advice_only(dice: &mut Dice, suspect: &Suspect) -> Vec<CpsEvent> {
    let asked = suspect.ready().plus(dice.between(5, 150));
    let advised = asked.plus(dice.between(5, 40));
    let mut events = vec![
        event("early_advice_received", asked),
        event("consultation", advised),
        event("action_plan_issued", advised),
    ];
    if dice.chance(6_000) {
        let closed = advised.plus(dice.between(90, 300));
        events.push(charging::admin_finalised(
            closed,
            "early_advice_not_resubmitted",
        ));
    }
    events
}

fn finding(dice: &mut Dice, crime: &Crime) -> Finding {
    let charge = charge(dice, crime);
    dice.weighted(&[
        (Finding::Charge(charge), 455),
        (Finding::NoFurtherAction("evidential"), 155),
        (Finding::NoFurtherAction("victim_issues"), 65),
        (Finding::NoFurtherAction("public_interest"), 12),
        (Finding::OutOfCourt, 8),
        (Finding::AdminFinalised, 220),
    ])
}

fn charge(dice: &mut Dice, crime: &Crime) -> &'static str {
    let (male, age) = (crime.victim.male, crime.victim.age);
    let other = lesser_charge(dice, male, age);
    let rape = rape_charge(dice, male, age, crime.offence_start);
    let lesser = dice.chance(CHARGED_OTHER) || !is_rape_class(crime.offence_class);
    if lesser { other } else { rape }
}

impl Referral {
    /// Opens the CPS record that these events belong to.
    pub(crate) fn open(
        dice: &mut Dice,
        (force, crime): (&Force, &Crime),
        (case_ref, suspect_ref): (String, String),
        (area, ethnicity): (&'static str, &'static str),
        events: Vec<CpsEvent>,
    ) -> Self {
        let first = events.first().map_or(crime.recorded, |it| it.date);
        let last = events
            .iter()
            .rfind(|it| matches!(it.event_type, "decision" | "admin_finalised"));
        let open = last.map_or(30, |it| it.date.number() - first.number());
        let late = first.plus(dice.between(0, open));
        Self {
            case_ref,
            suspect_ref,
            written: Written::default(),
            area,
            unit: format!("{}R{}", force.code, dice.between(1, 2)),
            ethnicity: if dice.chance(1_200) {
                "not_recorded"
            } else {
                ethnicity
            },
            rape_flag: match dice.weighted(FLAGS) {
                Flagging::AtOnce => Some(first),
                Flagging::Late => Some(late),
                Flagging::Never => None,
            },
            child_abuse: crime.victim.age < 18,
            offence: charge(dice, crime),
            events,
            prosecution: None,
        }
    }

    /// The decision or closure that is never undone.
    pub(crate) fn ended(&self) -> Option<CpsEvent> {
        charging::standing(&self.events, Day::from_number(i32::MAX))
    }

    /// The day on which the victim told the prosecutors, where they did.
    pub(crate) fn victim_withdrew(&self) -> Option<Day> {
        self.events
            .iter()
            .find(|it| it.event_type == "victim_attrition")
            .map(|it| it.date)
    }

    /// Whether the file came for a charging decision.
    pub(crate) fn was_received(&self) -> bool {
        self.events
            .iter()
            .any(|it| it.event_type == "charging_receipt")
    }
}
