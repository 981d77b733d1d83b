//! Holds every hazard against what came of it: how often each cause came, beside how often its
//! hazard says it should have come, given how long it could.
//!
//! Competing causes move each other's counts: more withdrawals leave fewer files to refer. They
//! do not move each other's rates. The ratio of what came to what was due under the built-in
//! settings is therefore one for every hazard that is as built in, whatever happens to the others.

use crate::cause::Cause;
use crate::hazard::{AS_IT_IS, Hazard};
use rasso_terms::Day;
use std::sync::atomic::{AtomicU64, Ordering};

/// So many days at a rate of one in 100,000 a day, under two factors in hundredths, make a millionth
/// of an event.
const RATE_TO_DUE: u64 = 1_000;

/// What came and what was due, by cause.
pub(crate) struct Watch {
    came: Vec<AtomicU64>,
    due: Vec<AtomicU64>,
}

impl Watch {
    pub(crate) fn new() -> Self {
        let zeros = || Cause::ALL.iter().map(|_| AtomicU64::new(0)).collect();
        Self {
            came: zeros(),
            due: zeros(),
        }
    }

    /// A cause came.
    pub(crate) fn came(&self, cause: Cause) {
        self.came[cause as usize].fetch_add(1, Ordering::Relaxed);
    }

    /// So many millionths of an event were due.
    pub(crate) fn due(&self, cause: Cause, millionths: u64) {
        self.due[cause as usize].fetch_add(millionths, Ordering::Relaxed);
    }

    /// How often a cause came, and how often it should have.
    pub(crate) fn of(&self, cause: Cause) -> (f64, f64) {
        let read = |it: &AtomicU64| f64::from(u32::try_from(it.load(Ordering::Relaxed)).unwrap());
        let due = self.due[cause as usize].load(Ordering::Relaxed) / 1_000;
        let due = f64::from(u32::try_from(due).unwrap()) / 1_000.0;
        (read(&self.came[cause as usize]), due)
    }
}

/// What is due of a hazard from one day to another, in millionths of an event.
pub(crate) fn due(
    hazard: &Hazard,
    factor: u64,
    calendar: impl Fn(Day) -> (u64, Option<Day>),
    (begin, from, to): (Day, Day, Day),
) -> u64 {
    let mut due = 0;
    if begin == from {
        let share = hazard.at_once * factor / AS_IT_IS * calendar(from).0 / AS_IT_IS;
        due += share.min(10_000) * 100;
    }
    let mut day = from;
    while day < to {
        let elapsed = day.number() - begin.number();
        let band = hazard.rates.partition_point(|(start, _)| *start <= elapsed);
        let rate = band.checked_sub(1).map_or(0, |it| hazard.rates[it].1);
        let next_band = hazard.rates.get(band).map(|(start, _)| begin.plus(*start));
        let (today, next_change) = calendar(day);
        let ends = [next_band, next_change, Some(to)];
        let end = ends.into_iter().flatten().min().unwrap_or(to).min(to);
        let days = u64::from(end.number().abs_diff(day.number()));
        due += rate * factor * today * days / RATE_TO_DUE;
        day = end;
    }
    due
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::{blocks, cases};
    use crate::plan::SynthPlan;
    use crate::sample::{day, plan};
    use crate::settings::WorldSettings;
    use crate::world::World;
    use rayon::prelude::*;
    use std::fmt::Write as _;
    use std::io::Write as _;

    /// A world with these settings, watched against the built-in ones.
    fn watched(settings: WorldSettings) -> Watch {
        let plan = SynthPlan {
            world: settings,
            first_recorded: day("2014-04-01"),
            last_recorded: day("2024-03-31"),
            ..plan(90_000, 77, false)
        };
        let world = World::new(&plan).watched(&WorldSettings::built_in().unwrap());
        (0..blocks(&world)).into_par_iter().for_each(|block| {
            cases(&world, block);
        });
        world.watch.map(|it| it.watch).unwrap()
    }

    /// How far off what came is from what was due, in standard errors.
    fn off(came: f64, due: f64) -> f64 {
        (came - due) / due.max(1.0).sqrt()
    }

    /// The table of the issue: each hazard doubled or halved, and what it does to each rate.
    #[test]
    fn a_changed_hazard_moves_its_own_rate_and_no_other() {
        let built_in = WorldSettings::built_in().unwrap();
        let mut table = String::from("changed,came,due,own_ratio,other_most_off,its_errors\n");
        for changed in Cause::ALL {
            let mut settings = built_in.clone();
            let hazard = settings.hazards.get_mut(&changed).unwrap();
            // Down for what mostly happens at once, up for everything else; both without rounding.
            let (by, of) = if hazard.at_once > 4_000 {
                (1, 2)
            } else {
                (2, 1)
            };
            hazard.at_once = hazard.at_once * by / of;
            for (_, rate) in &mut hazard.rates {
                *rate = *rate * by / of;
            }
            let watch = watched(settings);
            let (came, due) = watch.of(changed);
            assert!(due > 20.0, "{changed:?} is hardly ever due: {due}");
            let expected =
                due * f64::from(u32::try_from(by).unwrap()) / f64::from(u32::try_from(of).unwrap());
            assert!(
                off(came, expected).abs() < 4.5 || (came / expected - 1.0).abs() < 0.03,
                "{changed:?} came {came} times and not {expected}"
            );
            let others = Cause::ALL.into_iter().filter(|it| *it != changed);
            let offs = others.map(|it| {
                let (came, due) = watch.of(it);
                (off(came, due), came / due, it)
            });
            let most = offs
                .filter(|(_, ratio, _)| (ratio - 1.0).abs() > 0.03)
                .max_by(|a, b| a.0.abs().total_cmp(&b.0.abs()));
            let (most, _, other) = most.unwrap_or((0.0, 1.0, changed));
            assert!(
                most.abs() < 4.5,
                "{changed:?} moved {other:?} by {most} errors"
            );
            writeln!(
                table,
                "{changed:?},{came},{due:.1},{:.3},{other:?},{most:.1}",
                came / due
            )
            .unwrap();
        }
        std::io::stderr().write_all(table.as_bytes()).unwrap();
    }
}
