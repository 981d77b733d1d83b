//! What happens to a file at the CPS, as its case management system tells it.

use crate::cause::Cause;
use rasso_terms::Day;

/// How the charging stage ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Finding {
    /// A charge of the offence with this code.
    Charge(&'static str),
    /// No further action, for this reason.
    NoFurtherAction(&'static str),
    /// An out-of-court disposal.
    OutOfCourt,
}

impl Finding {
    /// What a prosecutor finds when this cause comes first.
    pub(crate) fn of(cause: Cause, charged: &'static str) -> Self {
        if cause == Cause::Charge {
            Self::Charge(charged)
        } else if cause == Cause::NfaVictim {
            Self::NoFurtherAction("victim_issues")
        } else if cause == Cause::NfaInterest {
            Self::NoFurtherAction("public_interest")
        } else if cause == Cause::OutOfCourt {
            Self::OutOfCourt
        } else {
            Self::NoFurtherAction("evidential")
        }
    }
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
    }
}

/// Closed without a decision.
pub(crate) const fn admin_finalised(date: Day, reason: &'static str) -> CpsEvent {
    CpsEvent {
        reason,
        ..event("admin_finalised", date)
    }
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
