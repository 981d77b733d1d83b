//! Counts: what a defendant is tried for, how each count ends and what the sentence is.

use crate::crime::Crime;
use crate::dice::{Dice, Spread};
use crate::ending::Ending;
use crate::offence::{is_lesser, lesser_charge, rape_charge};
use rasso_terms::Day;

/// From the start of a trial to its verdict.
const TO_VERDICT: &Spread = &[(0, 2), (500, 5), (900, 10), (1000, 25)];
/// From conviction to sentence.
const TO_SENTENCE: &Spread = &[(0, 0), (200, 0), (500, 30), (900, 48), (1000, 90)];
/// Length of a sentence for rape, in months.
const MONTHS: &Spread = &[(0, 30), (250, 66), (500, 96), (800, 150), (1000, 300)];

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

/// The counts against a defendant, each with how it ended.
pub(crate) fn counts(
    dice: &mut Dice,
    crimes: &[&Crime],
    charged: &'static str,
    ending: Ending,
    (plea_day, trial_day, child): (Day, Day, bool),
) -> Vec<Count> {
    let verdict_day = match ending {
        Ending::PleadedGuilty
        | Ending::PleadedOnTheDay
        | Ending::Discontinued
        | Ending::NoEvidence
        | Ending::LieOnFile => trial_day,
        Ending::Convicted
        | Ending::ConvictedLesser
        | Ending::ConvictedOther
        | Ending::Acquitted => trial_day.plus(dice.days(TO_VERDICT)),
    };
    let sentence_day = verdict_day.plus(dice.days(TO_SENTENCE));
    let mut offences = vec![charged];
    for crime in crimes {
        let (male, age) = (crime.victim.male, crime.victim.age);
        for _ in 0..dice.weighted(&[(0, 45), (1, 35), (2, 20)]) {
            let rape = rape_charge(dice, male, age, crime.offence_start);
            let lesser = lesser_charge(dice, male, age);
            offences.push(if dice.chance(6_000) { rape } else { lesser });
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
        let plea_day = if guilty_plea { verdict_day } else { plea_day };
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
            sentence: (fate == Fate::Guilty).then(|| (sentence_day, months(dice, offence, child))),
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

fn months(dice: &mut Dice, offence: &str, child: bool) -> i32 {
    let months = dice.days(MONTHS);
    let months = if is_lesser(offence) {
        months / 3
    } else {
        months
    };
    if child { months / 2 } else { months }
}
