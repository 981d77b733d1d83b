//! Hazards: how likely something is to happen next, day by day, while nothing else has.
//!
//! The rate of a cause on a day is its rate so long after the stage began, times what the case is
//! like, times what the force or the CPS Area is like, times what the calendar says. All causes of
//! a stage run at once and the first to come ends it: a change of one hazard changes how many
//! cases each of the others gets to, and leaves the others' rates as they are.

use crate::cause::{Trait, Traits};
use crate::dice::{Dice, Share};
use rasso_terms::Day;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Hundredths that leave a rate as it is.
pub(crate) const AS_IT_IS: u64 = 100;
/// Draws come in millionths; a rate of one in 100,000 a day, under two factors in hundredths, is
/// 10^-9 a day.
const DRAW_TO_RATE: u64 = 1_000;

/// One hazard, as `data/world.toml` has it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Hazard {
    /// Cases in which it happens at the very beginning, in ten-thousandths.
    #[serde(default)]
    pub(crate) at_once: Share,
    /// From so many days after the beginning: per 100,000 cases and day.
    #[serde(default)]
    pub(crate) rates: Vec<(i32, u64)>,
    /// By how much forces, or CPS Areas, differ: factors lie between 1/(1+x) and 1+x, in hundredths.
    #[serde(default)]
    pub(crate) between: u64,
    /// Factors of cases with a trait, in hundredths.
    #[serde(default)]
    pub(crate) when: BTreeMap<Trait, u64>,
}

impl Hazard {
    /// The factor of a case with these traits, in hundredths.
    pub(crate) fn factor(&self, traits: Traits) -> u64 {
        let of_case = self.when.iter().filter(|(it, _)| traits.has(**it));
        of_case.fold(AS_IT_IS, |factor, (_, by)| factor * by / AS_IT_IS)
    }

    /// Whether it happens at once, for a factor in hundredths.
    pub(crate) fn at_once(&self, dice: &mut Dice, factor: u64) -> bool {
        dice.chance(self.at_once * factor / AS_IT_IS)
    }
}

/// When a hazard strikes: the stage began on `begin`, and nothing has happened before `from`.
/// `calendar` tells the factor of a day and the first later day with another one.
pub(crate) fn strikes(
    hazard: &Hazard,
    factor: u64,
    calendar: impl Fn(Day) -> (u64, Option<Day>),
    (begin, from): (Day, Day),
    draw: u64,
) -> Option<Moment> {
    let mut left = draw * DRAW_TO_RATE;
    let mut day = from;
    loop {
        let elapsed = day.number() - begin.number();
        let band = hazard.rates.partition_point(|(start, _)| *start <= elapsed);
        let rate = band.checked_sub(1).map_or(0, |it| hazard.rates[it].1);
        let next_band = hazard.rates.get(band).map(|(start, _)| begin.plus(*start));
        let (today, next_change) = calendar(day);
        let daily = rate * factor * today;
        let end = [next_band, next_change].into_iter().flatten().min();
        let enough = left.div_ceil(daily.max(1));
        match end {
            Some(end) => {
                let days = u64::from(end.number().abs_diff(day.number()));
                if daily > 0 && enough <= days {
                    return Some(later(day, (enough, left, daily)));
                }
                left -= daily * days;
                day = end;
            }
            None if daily == 0 => return None,
            None => return Some(later(day, (enough, left, daily))),
        }
    }
}

/// A day, and how far into it in millionths: of two things on one day the earlier comes first.
pub(crate) type Moment = (Day, u64);

/// So many days later; a wait of centuries is as good as none. The last of the days is entered with
/// what is left after the others.
fn later(day: Day, (days, left, daily): (u64, u64, u64)) -> Moment {
    let last = left.saturating_sub(daily.saturating_mul(days.saturating_sub(1)));
    let part = u128::from(last) * 1_000_000 / u128::from(daily.max(1));
    let day = day.plus(i32::try_from(days.min(200_000)).unwrap_or_default());
    (day, u64::try_from(part).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Purpose;

    fn hazard(rates: &[(i32, u64)]) -> Hazard {
        Hazard {
            at_once: 0,
            rates: rates.to_vec(),
            between: 0,
            when: BTreeMap::new(),
        }
    }

    fn waits(
        hazard: &Hazard,
        calendar: impl Fn(Day) -> (u64, Option<Day>) + Copy,
    ) -> Vec<Option<i32>> {
        let begin = Day::from_number(19_000);
        let mut dice = Dice::new(1, Purpose::Case, 0);
        let wait = |dice: &mut Dice| {
            let day = strikes(
                hazard,
                AS_IT_IS,
                calendar,
                (begin, begin),
                dice.exponential(),
            );
            day.map(|(it, _)| it.number() - begin.number())
        };
        (0..40_000).map(|_| wait(&mut dice)).collect()
    }

    fn before(waits: &[Option<i32>], day: i32) -> usize {
        waits.iter().flatten().filter(|it| **it <= day).count()
    }

    /// 1 - exp(-0.01 * 69) is 0.4984, and 1 - exp(-0.69 - 0.001 * 100) is 0.5461.
    #[test]
    fn a_rate_gives_the_waits_that_the_exponential_law_says() {
        let waits = waits(&hazard(&[(0, 1_000), (69, 100)]), |_| (AS_IT_IS, None));
        assert!(
            (19_600..20_280).contains(&before(&waits, 69)),
            "{}",
            before(&waits, 69)
        );
        assert!(
            (21_500..22_190).contains(&before(&waits, 169)),
            "{}",
            before(&waits, 169)
        );
    }

    #[test]
    fn a_change_on_a_date_changes_the_rate_from_that_date() {
        let change = Day::from_number(19_000 + 50);
        let calendar = |day: Day| {
            if day < change {
                (0, Some(change))
            } else {
                (200, None)
            }
        };
        let waits = waits(&hazard(&[(0, 1_000)]), calendar);
        assert_eq!(before(&waits, 50), 0);
        // 1 - exp(-0.02 * 35) is 0.5034.
        assert!(
            (19_800..20_480).contains(&before(&waits, 85)),
            "{}",
            before(&waits, 85)
        );
    }

    #[test]
    fn a_rate_that_ends_leaves_some_for_ever() {
        let waits = waits(&hazard(&[(0, 1_000), (69, 0)]), |_| (AS_IT_IS, None));
        assert_eq!(before(&waits, 69), before(&waits, i32::MAX));
        assert!(waits.iter().any(Option::is_none));
    }
}
