//! What becomes of a crime in the hands of the police: who is identified, and how it leaves them.

use crate::cause::{Cause, Trait};
use crate::dice::Dice;
use crate::world::{Circumstances, World};
use rasso_terms::Day;

/// What can happen while nobody is identified.
const UNIDENTIFIED: &[Cause] = &[Cause::Identify, Cause::NoSuspect, Cause::Decline];
/// What can happen while a suspect is investigated.
const INVESTIGATED: &[Cause] = &[
    Cause::ReferInCustody,
    Cause::Advise,
    Cause::Refer,
    Cause::Withdraw,
    Cause::LackEvidence,
    Cause::CloseOtherwise,
];
/// The same once early advice was asked for.
const ADVISED: &[Cause] = &[
    Cause::Refer,
    Cause::Withdraw,
    Cause::LackEvidence,
    Cause::CloseOtherwise,
];
/// What can happen from the record until the file is with the CPS.
const THROUGHOUT: &[Cause] = &[Cause::Cancel];

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

/// An investigation from the day on which a suspect is identified to the day it leaves the police.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Investigation {
    /// The day on which early advice is asked for.
    pub(crate) advised: Option<Day>,
    pub(crate) leaves: Leaves,
}

/// Looks for a suspect of crimes that were all recorded by `begin`; gives the day on which one is
/// identified, or how the case leaves the police without.
pub(crate) fn identify(
    dice: &mut Dice,
    world: &World,
    about: &Circumstances<'_>,
    begin: Day,
) -> Result<Day, Leaves> {
    let since = (begin, begin);
    match world.first_of(dice, about, &[(UNIDENTIFIED, since), (THROUGHOUT, since)]) {
        Some((day, Cause::Identify)) => Ok(day),
        Some((day, cause)) => Err(Leaves::Closed(day, cause)),
        None => Err(Leaves::Never),
    }
}

/// Investigates someone who was identified on a day.
pub(crate) fn investigate(
    dice: &mut Dice,
    world: &World,
    about: &Circumstances<'_>,
    (begin, found): (Day, Day),
) -> Investigation {
    let mut advised = None;
    let since = [(INVESTIGATED, (found, found)), (THROUGHOUT, (begin, found))];
    let mut next = world.first_of(dice, about, &since);
    if let Some((day, Cause::Advise)) = next {
        advised = Some(day);
        let about = Circumstances {
            traits: about.traits.and(Trait::Advised, true),
            ..*about
        };
        let from = day.plus(1);
        let since = [(ADVISED, (found, from)), (THROUGHOUT, (begin, from))];
        next = world.first_of(dice, &about, &since);
    }
    let leaves = match next {
        Some((on, Cause::ReferInCustody)) => Leaves::Referred { on, custody: true },
        Some((on, Cause::Refer)) => Leaves::Referred { on, custody: false },
        Some((on, cause)) => Leaves::Closed(on, cause),
        None => Leaves::Never,
    };
    Investigation { advised, leaves }
}
