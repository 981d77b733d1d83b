//! How a CPS suspect's case stands before charge: the final decision, if there is one.

use crate::oracle::extracts::CpsEvent;
use jiff::civil::Date;

/// What closed the case at the CPS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Final {
    Charge,
    Nfa,
    OutOfCourt,
    /// Closed without a decision.
    Administrative,
}

impl Final {
    /// A decision of a prosecutor.
    pub(crate) fn is_legal_decision(self) -> bool {
        self != Self::Administrative
    }
}

/// What an event does to the case.
#[derive(Clone, Copy)]
enum Step {
    Reopens,
    Closes(Final),
}

/// The final decision and its date: the last decision or administrative closing that no later
/// reopening undid. A decision without a known code decides nothing.
pub(crate) fn final_decision(events: &[&CpsEvent]) -> Option<(Final, Date)> {
    final_event(events).map(|(how, event)| (how, event.date))
}

/// The same with the event that it was.
pub(crate) fn final_event<'e>(events: &[&'e CpsEvent]) -> Option<(Final, &'e CpsEvent)> {
    let mut steps: Vec<(Date, u8, Step, &CpsEvent)> = Vec::new();
    for &event in events {
        // On one day a reopening comes first, then decisions in the order of the exits.
        let step = match (event.kind.as_str(), event.decision.as_deref()) {
            ("reopened", _) => (0, Step::Reopens),
            ("decision", Some("charge")) => (1, Step::Closes(Final::Charge)),
            ("decision", Some("nfa")) => (2, Step::Closes(Final::Nfa)),
            ("decision", Some("oocd")) => (3, Step::Closes(Final::OutOfCourt)),
            ("admin_finalised", _) => (4, Step::Closes(Final::Administrative)),
            _ => continue,
        };
        steps.push((event.date, step.0, step.1, event));
    }
    steps.sort_by_key(|it| (it.0, it.1));
    match steps.last()? {
        (_, _, Step::Reopens, _) => None,
        (_, _, Step::Closes(how), event) => Some((*how, event)),
    }
}

#[test]
fn a_reopened_case_is_open_until_it_is_decided_again() {
    let event = |kind: &str, day: i8, decision: Option<&str>| CpsEvent {
        suspect: ["C1".to_owned(), "S1".to_owned()],
        kind: kind.to_owned(),
        date: jiff::civil::date(2025, 5, day),
        decision: decision.map(str::to_owned),
        reason: None,
        charged: None,
    };
    let nfa = event("decision", 1, Some("nfa"));
    let reopened = event("reopened", 5, None);
    let charge = event("decision", 5, Some("charge"));
    let closed = event("admin_finalised", 9, None);
    let kind = |events: &[&CpsEvent]| final_decision(events).map(|it| it.0);
    assert_eq!(kind(&[]), None);
    assert_eq!(kind(&[&nfa]), Some(Final::Nfa));
    assert_eq!(kind(&[&reopened, &nfa]), None);
    assert_eq!(kind(&[&charge, &reopened, &nfa]), Some(Final::Charge));
    assert_eq!(kind(&[&closed, &charge]), Some(Final::Administrative));
}
