//! The final decision of a CPS suspect.

use rasso_terms::{Day, EventType};

/// What a CPS suspect's case came to before charge, folded from its events in their order.
///
/// The last decision stands. A reopening cancels it, and an administrative finalisation after it
/// closes the unit anew; with none left the unit is open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FinalDecision {
    stands: Option<(String, Day)>,
    decided: Option<(String, Day)>,
}

impl FinalDecision {
    /// The code that administrative finalisation is counted under.
    pub const ADMIN_FINALISED: &'static str = "admin_finalised";

    /// Takes the next event. A decision without a code decides nothing.
    pub fn take(&mut self, event_type: EventType, decision_code: Option<&str>, day: Day) {
        if event_type == EventType::Reopened {
            self.stands = None;
            self.decided = None;
        } else if event_type == EventType::AdminFinalised {
            self.stands = Some((Self::ADMIN_FINALISED.to_owned(), day));
        } else if let (EventType::Decision, Some(code)) = (event_type, decision_code) {
            self.stands = Some((code.to_owned(), day));
            self.decided.clone_from(&self.stands);
        }
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

    fn after(events: &[(EventType, Option<&str>)]) -> Option<(String, i32)> {
        let mut decision = FinalDecision::default();
        for (number, (event_type, code)) in (0..).zip(events) {
            decision.take(*event_type, *code, Day::from_number(number));
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
        decision.take(EventType::Decision, Some("nfa"), Day::from_number(1));
        decision.take(EventType::AdminFinalised, None, Day::from_number(2));
        assert_eq!(decision.decided(), Some(("nfa", Day::from_number(1))));
        decision.take(EventType::Reopened, None, Day::from_number(3));
        assert_eq!((decision.decided(), decision.get()), (None, None));
    }

    #[test]
    fn a_decision_without_a_code_decides_nothing() {
        assert_eq!(after(&[(EventType::Decision, None)]), None);
    }
}
