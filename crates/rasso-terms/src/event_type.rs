//! The things that happen to a case on a date.

use std::fmt;

macro_rules! event_types {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)+) => {
        /// What happened. Its rank among events of one day is data (`data-schemas/events`).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EventType { $($(#[$doc])* $name,)+ }

        impl EventType {
            /// Every event type.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The word in files and tables.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// The event type of a word.
            pub fn named(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

event_types! {
    /// The victim or another told the police.
    Reported = "reported",
    /// The police recorded a crime.
    CrimeRecorded = "crime_recorded",
    /// The crime went to another force.
    TransferredOut = "transferred_out",
    /// The crime record was cancelled.
    Cancelled = "cancelled",
    /// The victim no longer supported the case.
    VictimWithdrew = "victim_withdrew",
    /// The police assigned an outcome.
    OutcomeAssigned = "outcome_assigned",
    /// The victim was referred to an independent sexual violence adviser.
    IsvaReferral = "isva_referral",
    /// A suspect was identified.
    SuspectIdentified = "suspect_identified",
    /// The suspect was arrested.
    Arrest = "arrest",
    /// The suspect was interviewed.
    Interview = "interview",
    /// The suspect was released under investigation.
    ReleasedUnderInvestigation = "released_under_investigation",
    /// The police charged the suspect.
    PoliceCharge = "police_charge",
    /// The police took no further action against the suspect.
    PoliceNfa = "police_nfa",
    /// The CPS received a request for early advice.
    EarlyAdviceReceived = "early_advice_received",
    /// The CPS received the case for a charging decision.
    ChargingReceipt = "charging_receipt",
    /// A prosecutor was consulted.
    Consultation = "consultation",
    /// The prosecutor set an action plan.
    ActionPlanIssued = "action_plan_issued",
    /// The police answered an action plan.
    ActionPlanResponse = "action_plan_response",
    /// The rape flag was put on the case.
    RapeFlagApplied = "rape_flag_applied",
    /// The CPS closed the case without a decision.
    AdminFinalised = "admin_finalised",
    /// The case was opened again.
    Reopened = "reopened",
    /// The CPS decided: charge, no further action or out-of-court disposal.
    Decision = "decision",
    /// The victim asked for a review of the decision.
    VrrRequested = "vrr_requested",
    /// The review ended.
    VrrOutcome = "vrr_outcome",
    /// The CPS recorded that the victim no longer supported the case.
    VictimAttrition = "victim_attrition",
    /// The defendant was first listed at court.
    FirstListed = "first_listed",
    /// The magistrates sent the case to the Crown Court.
    SentForTrial = "sent_for_trial",
    /// The Crown Court received the case.
    CrownCourtReceipt = "crown_court_receipt",
    /// A hearing was held or listed.
    Hearing = "hearing",
    /// A plea was entered on a count.
    Plea = "plea",
    /// A verdict was given on a count.
    Verdict = "verdict",
    /// A sentence was passed on a count.
    Sentence = "sentence",
    /// The prosecution ended, as the CPS recorded it.
    ProsecutionOutcome = "prosecution_outcome",
    /// The court case ended.
    Completed = "completed",
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
