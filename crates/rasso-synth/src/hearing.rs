//! The hearings of a defendant.

use crate::dice::{Dice, Share, Spread};
use crate::ending::Ending;
use rasso_terms::Day;

/// From a trial that did not go ahead to its next date.
const TO_NEXT_DATE: &Spread = &[(0, 20), (500, 130), (850, 260), (1000, 450)];
/// Trials taken out of the list before the day.
const VACATED: Share = 1_600;
/// Trials that do not begin on the day and are listed again.
const INEFFECTIVE: Share = 1_800;
/// Cross-examination recorded before the trial.
const RECORDED_BEFORE: Share = 1_200;

/// One listing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hearing {
    pub(crate) date: Day,
    pub(crate) court: &'static str,
    pub(crate) court_type: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) listing: &'static str,
    pub(crate) reason: &'static str,
}

impl Hearing {
    /// A hearing of which nothing more is said.
    pub(crate) const fn plain(
        date: Day,
        court: &'static str,
        court_type: &'static str,
        kind: &'static str,
    ) -> Self {
        Self {
            date,
            court,
            court_type,
            kind,
            listing: "",
            reason: "",
        }
    }
}

/// Where and from when a trial is listed.
pub(crate) struct Trial {
    pub(crate) court: &'static str,
    pub(crate) court_type: &'static str,
    pub(crate) from: Day,
}

/// Lists what comes between the plea and the verdict; gives the day on which the matter was
/// brought to its end in court: the first day of the trial, or the hearing that made one needless.
pub(crate) fn trial(
    dice: &mut Dice,
    ending: Ending,
    place: &Trial,
    plea_day: Day,
    hearings: &mut Vec<Hearing>,
) -> Day {
    let plain = |day, kind| Hearing::plain(day, place.court, place.court_type, kind);
    let wait = place.from.number() - plea_day.number();
    let mention = plea_day.plus(wait / 2);
    match ending {
        Ending::PleadedGuilty => return plea_day,
        Ending::Discontinued => {
            hearings.push(plain(mention, "mention"));
            return mention;
        }
        Ending::PleadedOnTheDay
        | Ending::Convicted
        | Ending::ConvictedLesser
        | Ending::ConvictedOther
        | Ending::Acquitted
        | Ending::NoEvidence
        | Ending::LieOnFile => {}
    }
    if dice.chance(5_000) {
        hearings.push(plain(mention, "mention"));
    }
    if dice.chance(RECORDED_BEFORE) {
        hearings.push(plain(plea_day.plus(wait * 2 / 3), "s28"));
    }
    let mut day = place.from;
    for _ in 0..3 {
        let (listing, reasons): (_, &[&str]) = if dice.chance(VACATED) {
            (
                "vacated",
                &[
                    "defence_not_ready",
                    "prosecution_not_ready",
                    "court_capacity",
                ],
            )
        } else if dice.chance(INEFFECTIVE) {
            (
                "ineffective",
                &[
                    "witness_absent",
                    "no_judge_available",
                    "counsel_not_available",
                ],
            )
        } else {
            break;
        };
        hearings.push(Hearing {
            listing,
            reason: dice.pick(reasons),
            ..plain(day, "trial")
        });
        day = day.plus(dice.days(TO_NEXT_DATE));
    }
    let (listing, reason) = match ending {
        Ending::PleadedOnTheDay => ("cracked", "guilty_plea"),
        Ending::NoEvidence => ("cracked", "no_evidence_offered"),
        Ending::LieOnFile => ("cracked", "counts_to_lie_on_file"),
        Ending::Convicted
        | Ending::ConvictedLesser
        | Ending::ConvictedOther
        | Ending::Acquitted
        | Ending::PleadedGuilty
        | Ending::Discontinued => ("effective", ""),
    };
    hearings.push(Hearing {
        listing,
        reason,
        ..plain(day, "trial")
    });
    day
}
