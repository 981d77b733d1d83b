//! Distributions of a world beside published ones.

use super::count::share;
use super::facts::{CrimeFact, Facts};
use rasso_terms::Day;

/// Rapes recorded in 2017/18 by offence class: Home Office police recorded crime open data.
const CLASSES: &[(&str, u32)] = &[
    ("19C", 35_333),
    ("19D", 7_524),
    ("19E", 5_360),
    ("19F", 2_439),
    ("19G", 885),
    ("19H", 2_504),
];
/// The same by force.
const FORCES: &str = include_str!("../../data/forces.csv");

/// One part of a distribution, in per cent.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// What is distributed.
    pub of: &'static str,
    /// The part: an offence class, a force.
    pub name: &'static str,
    /// The published share, in per cent.
    pub published: f64,
    /// That of the world, in per cent.
    pub in_world: f64,
}

/// The distributions of 2017/18, by offence class and by force.
pub(super) fn parts(facts: &Facts) -> Vec<Part> {
    let year = Day::from_ymd(2017, 4, 1).zip(Day::from_ymd(2018, 4, 1));
    let recorded: Vec<_> = facts
        .crimes
        .iter()
        .filter(|it| {
            !it.incident && year.is_some_and(|(from, to)| from <= it.recorded && it.recorded < to)
        })
        .collect();
    let is_named = |it: &CrimeFact| CLASSES.iter().any(|(code, _)| *code == it.class);
    let classed = recorded.iter().filter(|it| is_named(it)).count();
    let all: u32 = CLASSES.iter().map(|(_, crimes)| crimes).sum();
    let part = |of_what, name, (published, all): (u32, u32), (some, of): (usize, usize)| Part {
        of: of_what,
        name,
        published: 100.0 * f64::from(published) / f64::from(all),
        in_world: share(some, of).map_or(0.0, |it| it.value),
    };
    let by_class = CLASSES.iter().map(|(code, crimes)| {
        let some = recorded.iter().filter(|it| it.class == *code).count();
        part(
            "offence class 2017/18",
            code,
            (*crimes, all),
            (some, classed),
        )
    });
    let by_force = FORCES.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        let (code, crimes) = (cells.next()?, cells.next()?.parse().ok()?);
        let some = recorded.iter().filter(|it| it.force == code).count();
        Some(part(
            "force 2017/18",
            code,
            (crimes, all),
            (some, recorded.len()),
        ))
    });
    by_class.chain(by_force).collect()
}
