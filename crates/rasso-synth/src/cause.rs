//! What can happen next in a case: the causes that compete at each stage.

use serde::Deserialize;

/// Something that happens to a case, each with a hazard of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Cause {
    // Nobody is identified yet.
    /// A suspect is identified.
    Identify,
    /// The police find no suspect (outcome 18).
    NoSuspect,
    /// The victim does not support finding one (outcome 14).
    Decline,
    // The police investigate a suspect.
    /// Another force takes the crime over.
    Transfer,
    /// The crime is cancelled.
    Cancel,
    /// The file goes to the CPS while the suspect is in custody.
    ReferInCustody,
    /// The police ask the CPS for early advice.
    Advise,
    /// The file goes to the CPS for a charging decision.
    Refer,
    /// The victim no longer supports the case (outcome 16).
    Withdraw,
    /// The police close it for want of evidence (outcome 15).
    LackEvidence,
    /// The police close it for another reason.
    CloseOtherwise,
    /// Early advice was given and the CPS closes its own record.
    Lapse,
    // A prosecutor has the file.
    /// Charge.
    Charge,
    /// When there is a charge, it is of an offence that is not rape.
    ChargeOtherwise,
    /// No further action on the evidence.
    NfaEvidence,
    /// No further action because the victim no longer supports the case.
    NfaVictim,
    /// No further action in the public interest.
    NfaInterest,
    /// An out-of-court disposal.
    OutOfCourt,
    /// An action plan is sent to the police.
    PlanAction,
    /// The police answer the action plan.
    Answer,
    /// The action plan is not answered, and the case is closed without a decision.
    Drop,
    /// A case closed without a decision is opened again.
    Reopen,
    /// The victim asks for a review of no further action.
    Review,
    /// The review overturns it.
    Overturn,
    // The court has the case.
    /// A plea of guilty before the trial.
    Plead,
    /// The prosecution is discontinued.
    Discontinue,
    /// The victim no longer supports the prosecution.
    LoseVictim,
    /// The day listed for the trial comes.
    Try,
    /// The trial is taken out of the list before the day.
    Vacate,
    /// The trial does not begin on the day and is listed again.
    Adjourn,
    /// A plea of guilty on the day of the trial.
    PleadOnTheDay,
    /// No evidence is offered on the day of the trial.
    OfferNone,
    /// The jury, or the youth court, convicts.
    Convict,
}

impl Cause {
    /// Every cause, in the order of the enum.
    pub(crate) const ALL: [Self; 33] = [
        Self::Identify,
        Self::NoSuspect,
        Self::Decline,
        Self::Transfer,
        Self::Cancel,
        Self::ReferInCustody,
        Self::Advise,
        Self::Refer,
        Self::Withdraw,
        Self::LackEvidence,
        Self::CloseOtherwise,
        Self::Lapse,
        Self::Charge,
        Self::ChargeOtherwise,
        Self::NfaEvidence,
        Self::NfaVictim,
        Self::NfaInterest,
        Self::OutOfCourt,
        Self::PlanAction,
        Self::Answer,
        Self::Drop,
        Self::Reopen,
        Self::Review,
        Self::Overturn,
        Self::Plead,
        Self::Discontinue,
        Self::LoseVictim,
        Self::Try,
        Self::Vacate,
        Self::Adjourn,
        Self::PleadOnTheDay,
        Self::OfferNone,
        Self::Convict,
    ];

    /// Its name in the settings.
    pub(crate) fn name(self) -> String {
        let mut name = String::new();
        for letter in format!("{self:?}").chars() {
            if letter.is_uppercase() && !name.is_empty() {
                name.push('_');
            }
            name.extend(letter.to_lowercase());
        }
        name
    }

    /// Whether prosecutors or courts bring it about, so that it differs between CPS Areas and not
    /// between forces.
    pub(crate) const fn is_of_the_cps(self) -> bool {
        self as usize >= Self::Charge as usize
    }
}

/// What a case is like, as far as hazards depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Trait {
    /// Reported more than a year after the offence.
    NonRecent,
    /// The victim was under 18.
    ChildVictim,
    /// The suspect is or was the victim's partner.
    Intimate,
    /// The suspect was a stranger.
    Stranger,
    /// Several crimes under one URN.
    SeveralCrimes,
    /// The file came while the suspect was in custody; known once the CPS has it.
    Custody,
    /// The CPS was asked for early advice; known from then on.
    Advised,
    /// The suspect was under 18 when identified; known from then on.
    ChildSuspect,
    /// The case was closed without a decision and opened again; known from then on.
    Reopened,
}

/// A set of traits.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Traits(u16);

impl Traits {
    /// These and one more, if it holds.
    pub(crate) const fn and(self, it: Trait, holds: bool) -> Self {
        if holds {
            Self(self.0 | 1 << it as u16)
        } else {
            self
        }
    }

    /// Whether a trait is among them.
    pub(crate) const fn has(self, it: Trait) -> bool {
        self.0 & (1 << it as u16) != 0
    }
}
