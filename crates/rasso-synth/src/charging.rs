//! What a prosecutor does with a file: consultations, action plans and a decision.

use crate::dice::{Dice, Share, Spread};
use crate::force::Force;
use rasso_terms::Day;

/// From the receipt to the first consultation.
const TO_CONSULTATION: &Spread = &[(0, 1), (500, 18), (850, 35), (1000, 100)];
/// From an action plan to the police's answer.
const TO_RESPONSE: &Spread = &[(0, 10), (500, 58), (850, 150), (1000, 340)];
/// From the answer to the next consultation.
const TO_NEXT: &Spread = &[(0, 1), (500, 16), (850, 40), (1000, 100)];
/// From the last consultation to the decision.
const TO_DECISION: &Spread = &[(0, 0), (600, 0), (850, 14), (1000, 60)];
/// From an unanswered action plan to the administrative finalisation.
const TO_ADMIN_FINALISED: &Spread = &[(0, 90), (500, 130), (900, 240), (1000, 400)];
/// Requests for a review after a decision of no further action.
const REVIEW_REQUESTED: Share = 600;

/// How the charging stage ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Finding {
    /// A charge of the offence with this code.
    Charge(&'static str),
    /// No further action, for this reason.
    NoFurtherAction(&'static str),
    /// An out-of-court disposal.
    OutOfCourt,
    /// Closed without a decision: the action plan was not answered.
    AdminFinalised,
}

/// One event in a pre-charge case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CpsEvent {
    pub(crate) event_type: &'static str,
    pub(crate) date: Day,
    pub(crate) decision: &'static str,
    pub(crate) reason: &'static str,
    pub(crate) charged: &'static str,
}

/// An event that says no more than its type.
pub(crate) const fn event(event_type: &'static str, date: Day) -> CpsEvent {
    CpsEvent {
        event_type,
        date,
        decision: "",
        reason: "",
        charged: "",
    }
}

/// A charging decision.
pub(crate) const fn decision(date: Day, finding: Finding) -> CpsEvent {
    let plain = event("decision", date);
    match finding {
        Finding::Charge(charged) => CpsEvent {
            decision: "charge",
            charged,
            ..plain
        },
        Finding::NoFurtherAction(reason) => CpsEvent {
            decision: "nfa",
            reason,
            ..plain
        },
        Finding::OutOfCourt => CpsEvent {
            decision: "oocd",
            ..plain
        },
        Finding::AdminFinalised => admin_finalised(date, "action_plan_not_answered"),
    }
}

/// Closed without a decision.
pub(crate) const fn admin_finalised(date: Day, reason: &'static str) -> CpsEvent {
    CpsEvent {
        reason,
        ..event("admin_finalised", date)
    }
}

/// The events from the receipt of a file to the finding.
pub(crate) fn decide(
    dice: &mut Dice,
    force: &Force,
    receipt: Day,
    finding: Finding,
) -> Vec<CpsEvent> {
    let mut events = vec![event("charging_receipt", receipt)];
    let mut day = receipt.plus(dice.days(TO_CONSULTATION));
    events.push(event("consultation", day));
    for _ in 0..dice.weighted(&[(0, 36), (1, 42), (2, 17), (3, 5)]) {
        events.push(event("action_plan_issued", day));
        day = day.plus(force.paced(dice.days(TO_RESPONSE)));
        events.push(event("action_plan_response", day));
        day = day.plus(dice.days(TO_NEXT));
        events.push(event("consultation", day));
    }
    if finding == Finding::AdminFinalised {
        events.push(event("action_plan_issued", day));
        day = day.plus(dice.days(TO_ADMIN_FINALISED));
    } else {
        day = day.plus(dice.days(TO_DECISION));
    }
    if finding == Finding::NoFurtherAction("victim_issues") {
        let last = events.last().map_or(receipt, |it| it.date);
        events.push(event(
            "victim_attrition",
            last.max(day.plus(-dice.between(0, 10))),
        ));
    }
    events.push(decision(day, finding));
    if matches!(finding, Finding::NoFurtherAction(_)) && dice.chance(REVIEW_REQUESTED) {
        let asked = day.plus(dice.between(5, 80));
        events.push(event("vrr_requested", asked));
        events.push(event("vrr_outcome", asked.plus(dice.between(10, 70))));
    }
    events
}

/// The events of a file that comes while the suspect is in custody.
pub(crate) fn decide_in_custody(dice: &mut Dice, receipt: Day, finding: Finding) -> Vec<CpsEvent> {
    let day = receipt.plus(dice.between(0, 1));
    vec![
        event("charging_receipt", receipt),
        event("consultation", receipt),
        decision(day, finding),
    ]
}

/// The events of a case that is opened again after an administrative finalisation.
pub(crate) fn reopen(dice: &mut Dice, closed: Day, finding: Finding) -> Vec<CpsEvent> {
    let opened = closed.plus(dice.between(20, 220));
    let seen = opened.plus(dice.between(3, 40));
    vec![
        event("reopened", opened),
        event("action_plan_response", opened),
        event("consultation", seen),
        decision(seen.plus(dice.days(TO_DECISION)), finding),
    ]
}

/// How the pre-charge stage stands on a day: the last decision or closure that no later
/// reopening undid.
pub(crate) fn standing(events: &[CpsEvent], at: Day) -> Option<CpsEvent> {
    events
        .iter()
        .filter(|it| it.date <= at)
        .fold(None, |last, it| match it.event_type {
            "decision" | "admin_finalised" => Some(*it),
            "reopened" => None,
            _ => last,
        })
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
        assert!(files.len() > 800);
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
            let ended = first(&["decision", "admin_finalised"]);
            assert!(ended.is_none_or(|day| first(&["consultation"]).unwrap() <= day));
            let received = first(&["charging_receipt"]);
            assert!(first(&["decision"]).is_none_or(|day| received.unwrap() <= day));
        }
    }

    #[test]
    fn without_mess_nothing_is_reopened() {
        let sample = made(plan(12_000, 11, false));
        let events = sample.rows("cps_event");
        assert!(
            events
                .iter()
                .any(|row| row["event_type"] == "admin_finalised")
        );
        assert!(events.iter().all(|row| row["event_type"] != "reopened"));
    }
}
