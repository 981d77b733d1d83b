//! What becomes of a crime in the hands of the police: who is identified, and how it leaves them.

use crate::cause::{Cause, Trait};
use crate::dice::Dice;
use crate::world::{Circumstances, World};
use rasso_terms::Day;

/// What can happen while nobody is identified.
const UNIDENTIFIED: [Cause; 4] = [
    Cause::Identify,
    Cause::NoSuspect,
    Cause::Decline,
    Cause::Cancel,
];
/// What can happen while a suspect is investigated.
const INVESTIGATED: [Cause; 7] = [
    Cause::ReferInCustody,
    Cause::Advise,
    Cause::Refer,
    Cause::Withdraw,
    Cause::LackEvidence,
    Cause::CloseOtherwise,
    Cause::Cancel,
];
/// The same once early advice was asked for.
const ADVISED: [Cause; 5] = [
    Cause::Refer,
    Cause::Withdraw,
    Cause::LackEvidence,
    Cause::CloseOtherwise,
    Cause::Cancel,
];

/// How a case leaves the police.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leaves {
    /// To a prosecutor, for a charging decision.
    Referred {
        /// The day on which the prosecutor has the file.
        on: Day,
        /// Whether the suspect is in custody.
        custody: bool,
    },
    /// Closed by the police, for this cause.
    Closed(Day, Cause),
    /// It is never closed.
    Never,
}

/// An investigation from the record of the crime to the day it leaves the police.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Investigation {
    /// The day on which a suspect is identified.
    pub(crate) identified: Option<Day>,
    /// The day on which early advice is asked for.
    pub(crate) advised: Option<Day>,
    pub(crate) leaves: Leaves,
}

/// Investigates crimes that were all recorded by `begin`.
pub(crate) fn investigate(
    dice: &mut Dice,
    world: &World,
    about: &Circumstances<'_>,
    begin: Day,
) -> Investigation {
    let (identified, closed) = match world.first(dice, about, &UNIDENTIFIED, (begin, begin)) {
        Some((day, Cause::Identify)) => (Some(day), None),
        closed => (None, closed),
    };
    let Some(found) = identified else {
        let leaves = closed.map_or(Leaves::Never, |(day, cause)| Leaves::Closed(day, cause));
        return Investigation {
            identified,
            advised: None,
            leaves,
        };
    };
    let mut advised = None;
    let mut next = world.first(dice, about, &INVESTIGATED, (found, found));
    if let Some((day, Cause::Advise)) = next {
        advised = Some(day);
        let about = Circumstances {
            traits: about.traits.and(Trait::Advised, true),
            ..*about
        };
        next = world.first(dice, &about, &ADVISED, (found, day.plus(1)));
    }
    let leaves = match next {
        Some((on, Cause::ReferInCustody)) => Leaves::Referred { on, custody: true },
        Some((on, Cause::Refer)) => Leaves::Referred { on, custody: false },
        Some((on, cause)) => Leaves::Closed(on, cause),
        None => Leaves::Never,
    };
    Investigation {
        identified,
        advised,
        leaves,
    }
}
