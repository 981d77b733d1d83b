//! The final decision of a CPS suspect.

use rasso_terms::{Day, EventType};

/// What an event says beside its type and day.
#[derive(Debug, Clone, Copy, Default)]
pub struct Said<'e> {
    /// The decision.
    pub code: Option<&'e str>,
    /// Its reason, or that of an administrative finalisation.
    pub reason: Option<&'e str>,
    /// Whether the offence charged is on the list of rape offences.
    pub charges_rape: bool,
}

/// What a CPS suspect's case came to before charge, folded from its events in their order.
///
/// The last decision stands. A reopening cancels it, and an administrative finalisation after it
/// closes the unit anew; with none left the unit is open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FinalDecision {
    stands: Option<(String, Day)>,
    decided: Option<(String, Day)>,
    reason: Option<String>,
    charges_rape: bool,
}

impl FinalDecision {
    /// The code that administrative finalisation is counted under.
    pub const ADMIN_FINALISED: &'static str = "admin_finalised";

    /// Takes the next event. A decision without a code decides nothing.
    pub fn take(&mut self, event_type: EventType, said: Said<'_>, day: Day) {
        if event_type == EventType::Reopened {
            *self = Self::default();
        } else if event_type == EventType::AdminFinalised {
            self.stands = Some((Self::ADMIN_FINALISED.to_owned(), day));
            self.reason = said.reason.map(str::to_owned);
            self.charges_rape = false;
        } else if let (EventType::Decision, Some(code)) = (event_type, said.code) {
            self.stands = Some((code.to_owned(), day));
            self.decided.clone_from(&self.stands);
            self.reason = said.reason.map(str::to_owned);
            self.charges_rape = said.charges_rape && code == "charge";
        }
    }

    /// The reason of what stands.
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// Whether what stands is a charge of an offence on the list of rape offences.
    pub const fn charges_rape(&self) -> bool {
        self.charges_rape
    }

    /// The decision that no reopening cancelled, and its day: for the thread, since an administrative
    /// finalisation closes the CPS suspect and is never an exit of the thread.
    pub fn decided(&self) -> Option<(&str, Day)> {
        self.decided
            .as_ref()
            .map(|(code, day)| (code.as_str(), *day))
    }

    /// The code that stands, and its day.
    pub fn get(&self) -> Option<(&str, Day)> {
        self.stands
            .as_ref()
            .map(|(code, day)| (code.as_str(), *day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(code: Option<&str>) -> Said<'_> {
        Said {
            code,
            ..Said::default()
        }
    }

    fn after(events: &[(EventType, Option<&str>)]) -> Option<(String, i32)> {
        let mut decision = FinalDecision::default();
        for (number, (event_type, code)) in (0..).zip(events) {
            decision.take(*event_type, said(*code), Day::from_number(number));
        }
        decision
            .get()
            .map(|(code, day)| (code.to_owned(), day.number()))
    }

    #[test]
    fn a_reopened_case_is_open_until_it_is_decided_again() {
        use EventType::{AdminFinalised, Decision, Reopened};
        assert_eq!(after(&[(AdminFinalised, None), (Reopened, None)]), None);
        assert_eq!(
            after(&[
                (AdminFinalised, None),
                (Reopened, None),
                (Decision, Some("charge"))
            ]),
            Some(("charge".to_owned(), 2))
        );
    }

    #[test]
    fn an_administrative_finalisation_after_the_last_decision_closes_the_unit() {
        use EventType::{AdminFinalised, Decision};
        assert_eq!(
            after(&[(Decision, Some("nfa")), (AdminFinalised, None)]),
            Some(("admin_finalised".to_owned(), 1))
        );
    }

    #[test]
    fn an_administrative_finalisation_does_not_undo_a_decision() {
        let mut decision = FinalDecision::default();
        decision.take(EventType::Decision, said(Some("nfa")), Day::from_number(1));
        decision.take(EventType::AdminFinalised, said(None), Day::from_number(2));
        assert_eq!(decision.decided(), Some(("nfa", Day::from_number(1))));
        decision.take(EventType::Reopened, said(None), Day::from_number(3));
        assert_eq!((decision.decided(), decision.get()), (None, None));
    }

    #[test]
    fn the_reason_and_the_offence_are_those_of_what_stands() {
        let of = |code, reason, charges_rape| Said {
            code: Some(code),
            reason,
            charges_rape,
        };
        let mut decision = FinalDecision::default();
        let nfa = of("nfa", Some("evidential"), true);
        decision.take(EventType::Decision, nfa, Day::from_number(1));
        assert_eq!(decision.reason(), Some("evidential"));
        assert!(!decision.charges_rape(), "nobody was charged");
        decision.take(EventType::Reopened, said(None), Day::from_number(2));
        assert_eq!(decision.reason(), None);
        let charge = of("charge", None, true);
        decision.take(EventType::Decision, charge, Day::from_number(3));
        assert!(decision.charges_rape() && decision.reason().is_none());
        decision.take(EventType::AdminFinalised, said(None), Day::from_number(4));
        assert!(!decision.charges_rape());
    }

    #[test]
    fn a_decision_without_a_code_decides_nothing() {
        assert_eq!(after(&[(EventType::Decision, None)]), None);
    }
}
