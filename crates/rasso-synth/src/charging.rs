//! What a prosecutor does with a file: early advice, consultations, action plans and a decision.

use crate::cause::{Cause, Trait};
use crate::cps_event::{CpsEvent, Finding, admin_finalised, decision, event};
use crate::crime::Crime;
use crate::dice::Dice;
use crate::referral::charge;
use crate::world::{Circumstances, World};
use rasso_terms::Day;

/// What can happen while a prosecutor has the file; the last not for ever.
const WITH_CPS: [Cause; 6] = [
    Cause::Charge,
    Cause::NfaEvidence,
    Cause::NfaVictim,
    Cause::NfaInterest,
    Cause::OutOfCourt,
    Cause::PlanAction,
];
/// Action plans after which a prosecutor decides on what there is.
const MOST_PLANS: usize = 4;

/// What the police send of a suspect, and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct File {
    /// Early advice is asked for.
    pub(crate) advised: Option<Day>,
    /// The file comes for a charging decision; whether the suspect is in custody then.
    pub(crate) received: Option<(Day, bool)>,
    /// The police close the case themselves.
    pub(crate) closed: Option<Day>,
}

/// The prosecutor's desk: what every step of one file depends on.
pub(crate) struct Desk<'w> {
    pub(crate) world: &'w World,
    pub(crate) about: Circumstances<'w>,
    pub(crate) crime: &'w Crime,
}

/// Everything that happens to a file, earliest first.
pub(crate) fn work(dice: &mut Dice, desk: &Desk<'_>, file: File) -> Vec<CpsEvent> {
    let mut events = Vec::new();
    if let Some(asked) = file.advised {
        advise(dice, desk, (asked, file), &mut events);
    }
    let Some((receipt, custody)) = file.received else {
        return events;
    };
    events.push(event("charging_receipt", receipt));
    if custody {
        let overnight = receipt.plus(dice.between(0, 1));
        let decided = desk.world.weigh(dice, &desk.about, &WITH_CPS[..5], receipt);
        events.push(event("consultation", receipt));
        if let Some(cause) = decided {
            conclude(dice, desk, (overnight, cause), &mut events);
        }
    } else {
        decide(dice, desk, (receipt, 0), &mut events);
    }
    events
}

/// Early advice, and what the CPS does with its record when the file does not come back in time.
fn advise(
    dice: &mut Dice,
    desk: &Desk<'_>,
    (asked, file): (Day, File),
    events: &mut Vec<CpsEvent>,
) {
    let receipt = file.received.map(|(day, _)| day);
    let spread = &desk.world.settings.spreads.advice_to_consultation;
    let seen = asked.plus(dice.days(spread));
    let seen = receipt.map_or(seen, |day| seen.min(day));
    events.push(event("early_advice_received", asked));
    // Nobody advises on a case that the police have closed.
    if file.closed.is_none_or(|day| seen <= day) {
        events.push(event("consultation", seen));
        events.push(event("action_plan_issued", seen));
    }
    let lapse = desk.world.alone(dice, &desk.about, Cause::Lapse, seen);
    if let Some(lapse) = lapse.filter(|day| receipt.is_none_or(|receipt| *day < receipt)) {
        events.push(admin_finalised(lapse, "early_advice_not_resubmitted"));
        events.extend(receipt.map(|day| event("reopened", day)));
    }
}

/// A prosecutor has the file from a day on, and has had so many answers to action plans.
fn decide(
    dice: &mut Dice,
    desk: &Desk<'_>,
    (from, mut plans): (Day, usize),
    events: &mut Vec<CpsEvent>,
) {
    let (world, about) = (desk.world, &desk.about);
    let mut day = from;
    loop {
        let causes = &WITH_CPS[..if plans < MOST_PLANS { 6 } else { 5 }];
        let Some((when, cause)) = world.first(dice, about, causes, (day, day)) else {
            return;
        };
        if cause != Cause::PlanAction {
            let spread = &world.settings.spreads.consultation_to_decision;
            let seen = when.plus(-dice.days(spread)).max(day);
            events.push(event("consultation", seen));
            conclude(dice, desk, (when, cause), events);
            return;
        }
        events.push(event("consultation", when));
        events.push(event("action_plan_issued", when));
        plans += 1;
        let next = [Cause::Answer, Cause::Drop];
        match world.first(dice, about, &next, (when, when)) {
            Some((answered, Cause::Answer)) => {
                events.push(event("action_plan_response", answered));
                day = answered;
            }
            Some((dropped, _)) => {
                events.push(admin_finalised(dropped, "action_plan_not_answered"));
                reopen(dice, desk, dropped, events);
                return;
            }
            None => return,
        }
    }
}

/// A case that was closed without a decision is opened again, or is not.
fn reopen(dice: &mut Dice, desk: &Desk<'_>, closed: Day, events: &mut Vec<CpsEvent>) {
    let reopen = Cause::Reopen;
    let Some(opened) = desk.world.alone(dice, &desk.about, reopen, closed) else {
        return;
    };
    events.push(event("reopened", opened));
    events.push(event("action_plan_response", opened));
    let desk = Desk {
        about: Circumstances {
            traits: desk.about.traits.and(Trait::Reopened, true),
            ..desk.about
        },
        ..*desk
    };
    decide(dice, &desk, (opened, MOST_PLANS), events);
}

/// The decision, and the review of one not to charge.
fn conclude(
    dice: &mut Dice,
    desk: &Desk<'_>,
    (when, cause): (Day, Cause),
    events: &mut Vec<CpsEvent>,
) {
    let (world, about) = (desk.world, &desk.about);
    let charged = charge(dice, world, (about, desk.crime, when));
    let finding = Finding::of(cause, charged);
    if finding == Finding::NoFurtherAction("victim_issues") {
        let last = events.last().map_or(when, |it| it.date);
        let told = when.plus(-dice.between(0, 10)).max(last);
        events.push(event("victim_attrition", told));
    }
    events.push(decision(when, finding));
    let review = world.alone(dice, about, Cause::Review, when);
    let Some(asked) = review.filter(|_| matches!(finding, Finding::NoFurtherAction(_))) else {
        return;
    };
    let concluded = asked.plus(dice.days(&world.settings.spreads.review));
    events.push(event("vrr_requested", asked));
    events.push(event("vrr_outcome", concluded));
    if world.happens(dice, about, Cause::Overturn, concluded) {
        let spread = &world.settings.spreads.consultation_to_decision;
        let again = concluded.plus(dice.days(spread));
        let charged = charge(dice, world, (about, desk.crime, again));
        events.push(event("reopened", concluded));
        events.push(decision(again, Finding::Charge(charged)));
    }
}

#[cfg(test)]
mod tests {
    use crate::sample::{cell_day, made, plan};
    use std::collections::BTreeMap;

    /// H1 of the crime, and H3: a file is received, talked over and decided in that order.
    #[test]
    fn no_decision_comes_before_its_consultation_nor_that_before_the_file() {
        let sample = made(plan(12_000, 11, true));
        let mut files = BTreeMap::<_, Vec<_>>::new();
        for row in sample.rows("cps_event") {
            let file = (row["cps_case_ref"].clone(), row["cps_suspect_ref"].clone());
            let event = (
                row["event_type"].clone(),
                cell_day(&row, "event_date").unwrap(),
            );
            files.entry(file).or_default().push(event);
        }
        assert!(files.len() > 500, "{}", files.len());
        for events in files.values() {
            let first = |kinds: &[&str]| {
                events
                    .iter()
                    .filter(|it| kinds.contains(&it.0.as_str()))
                    .map(|it| it.1)
                    .min()
            };
            let opened = first(&["early_advice_received", "charging_receipt"]).unwrap();
            assert!(first(&["consultation"]).is_none_or(|day| opened <= day));
            let ended = first(&["decision"]);
            assert!(ended.is_none_or(|day| first(&["consultation"]).unwrap() <= day));
            let received = first(&["charging_receipt"]);
            assert!(first(&["decision"]).is_none_or(|day| received.unwrap() <= day));
        }
    }

    /// Every way through a file is taken by someone.
    #[test]
    fn files_are_advised_on_lapse_are_dropped_opened_again_and_reviewed() {
        let sample = made(plan(60_000, 12, false));
        let mut kinds = BTreeMap::<_, usize>::new();
        for row in sample.rows("cps_event") {
            *kinds
                .entry((row["event_type"].clone(), row["reason_code"].clone()))
                .or_default() += 1;
        }
        let count = |kind: &str, reason: &str| {
            let key = (kind.to_owned(), reason.to_owned());
            kinds.get(&key).copied().unwrap_or_default()
        };
        assert!(count("early_advice_received", "") > 50);
        assert!(count("admin_finalised", "early_advice_not_resubmitted") > 5);
        assert!(count("admin_finalised", "action_plan_not_answered") > 20);
        assert!(count("reopened", "") > 5);
        assert!(count("vrr_requested", "") > 2);
        assert!(count("decision", "victim_issues") == count("victim_attrition", ""));
    }
}
