//! Counts: what a defendant is tried for, how each count ends and what the sentence is.

use crate::crime::Crime;
use crate::dice::Dice;
use crate::ending::Ending;
use crate::hearing::sitting;
use crate::offence::{is_lesser, lesser_charge, rape_charge};
use crate::world::World;
use rasso_terms::Day;

/// One count.
#[derive(Debug)]
pub(crate) struct Count {
    pub(crate) number: u64,
    pub(crate) offence: &'static str,
    /// The day on which the count was laid, when later than the first hearing.
    pub(crate) laid: Option<Day>,
    pub(crate) plea: Option<(Day, &'static str)>,
    /// Blank beside its day when a plea convicted.
    pub(crate) verdict: Option<(Day, &'static str)>,
    pub(crate) result: Option<(Day, &'static str)>,
    pub(crate) sentence: Option<(Day, i32)>,
}

impl Count {
    /// The day on which nothing more can happen to it.
    pub(crate) fn ended(&self) -> Option<Day> {
        let result = self.result.map(|(day, _)| day);
        result
            .max(self.sentence.map(|(day, _)| day))
            .max(self.verdict.map(|(day, _)| day))
    }
}

/// What the counts depend on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Course {
    pub(crate) charged: &'static str,
    pub(crate) ending: Ending,
    pub(crate) plea_day: Day,
    /// The day that decides it.
    pub(crate) end: Day,
    /// The defendant is under 18.
    pub(crate) child: bool,
}

/// The counts against a defendant, each with how it ended.
pub(crate) fn counts(
    dice: &mut Dice,
    world: &World,
    crimes: &[&Crime],
    course: Course,
) -> Vec<Count> {
    let Course { ending, child, .. } = course;
    let (spreads, shares) = (&world.settings.spreads, &world.settings.shares);
    let length = dice.days(&spreads.trial_length);
    let verdict_day = match ending {
        Ending::PleadedGuilty
        | Ending::PleadedOnTheDay
        | Ending::Discontinued
        | Ending::NoEvidence => course.end,
        Ending::Convicted
        | Ending::ConvictedLesser
        | Ending::ConvictedOther
        | Ending::LieOnFile
        | Ending::Acquitted => sitting(course.end.plus(length)),
    };
    let sentence_day = sitting(verdict_day.plus(dice.days(&spreads.conviction_to_sentence)));
    let mut offences = vec![course.charged];
    for crime in crimes {
        let (male, age) = (crime.victim.male, crime.victim.age);
        for _ in 0..dice.weighted(&world.settings.weights.more_counts) {
            let attempt = dice.chance(shares.attempt);
            let rape = rape_charge(attempt, male, age, crime.offence_start);
            let lesser = lesser_charge(dice, male, age);
            // A rape count beside a lesser charge would have been the charge.
            let rapes = dice.chance(6_000) && !is_lesser(course.charged);
            offences.push(if rapes { rape } else { lesser });
        }
    }
    let victim = crimes
        .first()
        .map(|it| (it.victim.male, it.victim.age))
        .unwrap_or_default();
    let other = lesser_charge(dice, victim.0, victim.1);
    if matches!(ending, Ending::ConvictedLesser | Ending::ConvictedOther) {
        offences.push(other);
    }
    let last = offences.len() - 1;
    let mut counts = Vec::new();
    for (place, offence) in offences.into_iter().enumerate() {
        let fate = fate(ending, place, place == last, dice.chance(7_000));
        let pleads = matches!(ending, Ending::PleadedGuilty | Ending::PleadedOnTheDay);
        let guilty_plea = pleads && fate == Fate::Guilty;
        let plea_day = if guilty_plea {
            verdict_day
        } else {
            course.plea_day
        };
        let substituted = ending == Ending::ConvictedLesser && place == last;
        counts.push(Count {
            number: u64::try_from(place).unwrap_or_default() + 1,
            offence,
            laid: substituted.then_some(verdict_day),
            plea: (!substituted && ending != Ending::Discontinued)
                .then_some((plea_day, if guilty_plea { "guilty" } else { "not_guilty" })),
            verdict: fate
                .verdict(guilty_plea)
                .map(|verdict| (verdict_day, verdict)),
            result: Some(result(dice, fate, (verdict_day, sentence_day), child)),
            sentence: (fate == Fate::Guilty)
                .then(|| (sentence_day, months(dice, world, offence, child))),
        });
    }
    counts
}

/// How one count ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Guilty,
    Lesser,
    NotGuilty,
    NoEvidence,
    Discontinued,
    OnFile,
}

fn fate(ending: Ending, place: usize, last: bool, likely: bool) -> Fate {
    match ending {
        Ending::PleadedGuilty | Ending::PleadedOnTheDay => {
            if place == 0 || likely {
                Fate::Guilty
            } else {
                Fate::OnFile
            }
        }
        Ending::Convicted if place == 0 || likely => Fate::Guilty,
        Ending::ConvictedLesser if place == 0 => Fate::Lesser,
        Ending::ConvictedLesser | Ending::ConvictedOther if last => Fate::Guilty,
        Ending::Convicted
        | Ending::ConvictedLesser
        | Ending::ConvictedOther
        | Ending::Acquitted => Fate::NotGuilty,
        Ending::Discontinued => Fate::Discontinued,
        Ending::NoEvidence => Fate::NoEvidence,
        Ending::LieOnFile => Fate::OnFile,
    }
}

impl Fate {
    const fn verdict(self, guilty_plea: bool) -> Option<&'static str> {
        match self {
            Self::Guilty if guilty_plea => Some(""),
            Self::Guilty => Some("guilty"),
            Self::Lesser => Some("guilty_lesser"),
            Self::NotGuilty | Self::NoEvidence => Some("not_guilty"),
            Self::OnFile => Some("lie_on_file"),
            Self::Discontinued => None,
        }
    }
}

fn result(
    dice: &mut Dice,
    fate: Fate,
    (verdict, sentence): (Day, Day),
    child: bool,
) -> (Day, &'static str) {
    match fate {
        Fate::Guilty if child => (sentence, dice.weighted(&[("1007", 70), ("1081", 30)])),
        Fate::Guilty => (sentence, "1002"),
        Fate::Lesser => (verdict, "2060"),
        Fate::NotGuilty => (verdict, "2004"),
        Fate::NoEvidence => (verdict, "2091"),
        Fate::Discontinued => (verdict, "2053"),
        Fate::OnFile => (verdict, "2008"),
    }
}

fn months(dice: &mut Dice, world: &World, offence: &str, child: bool) -> i32 {
    let months = dice.days(&world.settings.spreads.sentence_months);
    let months = if is_lesser(offence) {
        months / 3
    } else {
        months
    };
    if child { months / 2 } else { months }
}
