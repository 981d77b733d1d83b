//! The hearings of a defendant, from the plea hearing to the day that brings an end.

use crate::cause::Cause;
use crate::dice::Dice;
use crate::ending::Ending;
use crate::world::{Circumstances, World};
use rasso_terms::Day;

/// What can happen from the plea hearing on, and what from each listing.
const AWAITING_TRIAL: &[Cause] = &[Cause::Plead, Cause::Discontinue, Cause::LoseVictim];
const LISTED: &[Cause] = &[Cause::Try];
/// Listings after which a trial goes ahead whatever comes.
const MOST_LISTINGS: usize = 5;
/// A trial that is never listed within a lifetime.
const NEVER: i32 = 40_000;

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

/// Where a case is heard.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) court: &'static str,
    pub(crate) court_type: &'static str,
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

impl Place {
    const fn hearing(self, date: Day, kind: &'static str) -> Hearing {
        Hearing::plain(date, self.court, self.court_type, kind)
    }

    const fn trial(self, date: Day, listing: &'static str, reason: &'static str) -> Hearing {
        Hearing {
            listing,
            reason,
            ..self.hearing(date, "trial")
        }
    }
}

/// The first day from this one on which courts sit.
pub(crate) fn sitting(day: Day) -> Day {
    let mut day = day;
    // 1 January 1970 was a Thursday.
    while (day.number() + 3).rem_euclid(7) >= 5 || is_holiday(day) {
        day = day.plus(1);
    }
    day
}

/// Holidays on the same date every year.
fn is_holiday(day: Day) -> bool {
    let text = day.to_string();
    matches!(text.get(5..), Some("12-25" | "12-26" | "01-01"))
}

/// Lists what comes after the plea hearing; gives how the case ends and the day that decides it:
/// the first day of the trial, or the hearing that made one needless.
pub(crate) fn to_end(
    dice: &mut Dice,
    world: &World,
    about: &Circumstances<'_>,
    (place, plea_day): (Place, Day),
    hearings: &mut Vec<Hearing>,
) -> (Ending, Day) {
    let shares = &world.settings.shares;
    let (mention, recorded) = (
        dice.chance(shares.mention),
        dice.chance(shares.recorded_before_trial),
    );
    let mut from = plea_day;
    let mut listings = 0;
    loop {
        listings += 1;
        let since = [(AWAITING_TRIAL, (plea_day, from)), (LISTED, (from, from))];
        let next = world.first_of(dice, about, &since);
        let (day, cause) = next.unwrap_or((from.plus(NEVER), Cause::Try));
        let day = sitting(day);
        let ends = [
            (Cause::Plead, Ending::PleadedGuilty),
            (Cause::Discontinue, Ending::Discontinued),
            (Cause::LoseVictim, Ending::NoEvidence),
        ];
        if let Some((_, ending)) = ends.into_iter().find(|it| it.0 == cause) {
            if day > plea_day {
                hearings.push(place.hearing(day, "mention"));
            }
            return (ending, day);
        }
        if listings == 1 {
            let wait = day.number() - plea_day.number();
            if mention {
                hearings.push(place.hearing(sitting(plea_day.plus(wait / 2)), "mention"));
            }
            if recorded {
                hearings.push(place.hearing(sitting(plea_day.plus(wait * 2 / 3)), "s28"));
            }
        }
        match stopped(dice, world, about, (place, day)) {
            Some(hearing) if listings < MOST_LISTINGS => hearings.push(hearing),
            Some(_) | None => return begun(dice, world, about, (place, day), hearings),
        }
        from = day;
    }
}

/// The listing of a trial that does not begin on its day, where it does not.
fn stopped(
    dice: &mut Dice,
    world: &World,
    about: &Circumstances<'_>,
    (place, day): (Place, Day),
) -> Option<Hearing> {
    const VACATED: &[&str] = &[
        "defence_not_ready",
        "prosecution_not_ready",
        "court_capacity",
    ];
    const ADJOURNED: &[&str] = &[
        "witness_absent",
        "no_judge_available",
        "counsel_not_available",
    ];
    if world.happens(dice, about, Cause::Vacate, day) {
        Some(place.trial(day, "vacated", dice.pick(VACATED)))
    } else if world.happens(dice, about, Cause::Adjourn, day) {
        Some(place.trial(day, "ineffective", dice.pick(ADJOURNED)))
    } else {
        None
    }
}

/// The trial that goes ahead, or cracks on the day.
fn begun(
    dice: &mut Dice,
    world: &World,
    about: &Circumstances<'_>,
    (place, day): (Place, Day),
    hearings: &mut Vec<Hearing>,
) -> (Ending, Day) {
    let ending = on_the_day(dice, world, about, day);
    let (listing, reason) = match ending {
        Ending::PleadedOnTheDay => ("cracked", "guilty_plea"),
        Ending::NoEvidence => ("cracked", "no_evidence_offered"),
        Ending::Convicted
        | Ending::ConvictedLesser
        | Ending::ConvictedOther
        | Ending::Acquitted
        | Ending::LieOnFile
        | Ending::PleadedGuilty
        | Ending::Discontinued => ("effective", ""),
    };
    hearings.push(place.trial(day, listing, reason));
    (ending, day)
}

/// How a trial that goes ahead ends.
fn on_the_day(dice: &mut Dice, world: &World, about: &Circumstances<'_>, day: Day) -> Ending {
    let shares = &world.settings.shares;
    let pleads = world.happens(dice, about, Cause::PleadOnTheDay, day);
    let none = world.happens(dice, about, Cause::OfferNone, day);
    let guilty = world.happens(dice, about, Cause::Convict, day);
    let (lesser, another) = (
        dice.chance(shares.convicted_of_lesser),
        dice.chance(shares.convicted_of_another),
    );
    let on_file = dice.chance(shares.lies_on_file);
    match (pleads, none, guilty) {
        (true, ..) => Ending::PleadedOnTheDay,
        (_, true, _) => Ending::NoEvidence,
        (.., true) if lesser => Ending::ConvictedLesser,
        (.., true) if another => Ending::ConvictedOther,
        (.., true) => Ending::Convicted,
        (.., false) if on_file => Ending::LieOnFile,
        (.., false) => Ending::Acquitted,
    }
}
