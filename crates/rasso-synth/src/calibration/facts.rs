//! What truly happened to each crime, CPS suspect and defendant, as far as a figure asks for it.

use crate::case::Case;
use crate::court::Prosecution;
use crate::crime::{Crime, Nature};
use crate::offence::is_rape_class;
use crate::referral::Referral;
use rasso_terms::Day;

/// A recorded crime or incident.
pub(super) struct CrimeFact {
    pub(super) force: &'static str,
    pub(super) recorded: Day,
    pub(super) incident: bool,
    pub(super) class: &'static str,
    /// Days from the end of the offence to the report.
    pub(super) gap: i32,
    pub(super) stranger: bool,
    pub(super) outcome: Option<(Day, &'static str)>,
    pub(super) withdrew: Option<Day>,
}

/// A flagged suspect at the CPS.
pub(super) struct FileFact {
    /// The first request or receipt.
    pub(super) first: Day,
    pub(super) received: Option<Day>,
    pub(super) consultations: u64,
    pub(super) ended: Option<(Day, End)>,
    pub(super) review: Option<(Day, bool)>,
}

/// How a file ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Charge,
    OtherLegal,
    Admin,
}

/// A flagged defendant.
pub(super) struct DefendantFact {
    pub(super) offence: Day,
    pub(super) charged: Day,
    pub(super) received: Option<Day>,
    pub(super) completed: Day,
    pub(super) convicted: bool,
    pub(super) pleaded_at_first: bool,
    pub(super) pleaded: Option<Day>,
    /// Listings of the trial: the day and the outcome.
    pub(super) trials: Vec<(Day, &'static str)>,
}

/// Everything that happened.
#[derive(Default)]
pub(super) struct Facts {
    pub(super) crimes: Vec<CrimeFact>,
    pub(super) files: Vec<FileFact>,
    pub(super) defendants: Vec<DefendantFact>,
}

impl Facts {
    /// What happened in these cases.
    pub(super) fn of(cases: &[Case<'_>]) -> Self {
        let mut facts = Self::default();
        for case in cases {
            let counted = case.crimes.iter().filter(|it| is_counted(it));
            facts.crimes.extend(counted.map(crime));
            for suspect in &case.suspects {
                let flagged = suspect
                    .referral
                    .as_ref()
                    .filter(|it| it.rape_flag.is_some());
                let Some(referral) = flagged else { continue };
                facts.files.extend(file(referral));
                let crime = suspect.records.first().map(|it| &case.crimes[it.crime]);
                let court = referral.prosecution.as_ref().zip(suspect.charge).zip(crime);
                if let Some(((prosecution, charged), crime)) = court {
                    facts
                        .defendants
                        .extend(defendant(prosecution, charged, crime));
                }
            }
        }
        facts
    }

    /// These and others.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.crimes.extend(other.crimes);
        self.files.extend(other.files);
        self.defendants.extend(other.defendants);
        self
    }
}

/// Rapes and incidents that are not cancelled and not handed on.
fn is_counted(crime: &Crime) -> bool {
    let rape = is_rape_class(crime.offence_class) || crime.nature == Nature::Incident;
    rape && crime.cancelled.is_none() && crime.sent_to.is_none()
}

fn crime(it: &Crime) -> CrimeFact {
    CrimeFact {
        force: it.force,
        recorded: it.recorded,
        incident: it.nature == Nature::Incident,
        class: it.offence_class,
        gap: it.reported.number() - it.offence_end.number(),
        stranger: it.relationship == "stranger",
        outcome: it.outcome,
        withdrew: it.withdrew,
    }
}

fn file(referral: &Referral) -> Option<FileFact> {
    let events = &referral.events;
    let day_of = |kind: &str| {
        events
            .iter()
            .find(|it| it.event_type == kind)
            .map(|it| it.date)
    };
    let ended = referral.ended().map(|it| {
        let end = match (it.event_type, it.decision) {
            ("admin_finalised", _) => End::Admin,
            (_, "charge") => End::Charge,
            _ => End::OtherLegal,
        };
        (it.date, end)
    });
    let consultations = events.iter().filter(|it| it.event_type == "consultation");
    let overturned = |day: Day| {
        events
            .iter()
            .any(|it| it.event_type == "reopened" && it.date == day)
    };
    Some(FileFact {
        first: events.first()?.date,
        received: day_of("charging_receipt"),
        consultations: u64::try_from(consultations.count()).ok()?,
        ended,
        review: day_of("vrr_outcome").map(|day| (day, overturned(day))),
    })
}

fn defendant(prosecution: &Prosecution, charged: Day, crime: &Crime) -> Option<DefendantFact> {
    let record = prosecution.record.as_ref()?;
    let first_crown = record.hearings.iter().find(|it| it.kind == "ptph");
    let pleaded = record.counts.first().and_then(|it| it.plea).map(|it| it.0);
    let trials = record.hearings.iter().filter(|it| it.kind == "trial");
    Some(DefendantFact {
        offence: crime.offence_start,
        charged,
        received: record.receipt,
        completed: prosecution.completed,
        convicted: prosecution.ending.outcome() == "convicted",
        pleaded_at_first: first_crown.map(|it| it.date) == pleaded,
        pleaded,
        trials: trials.map(|it| (it.date, it.listing)).collect(),
    })
}
