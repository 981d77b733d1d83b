//! What is not a record of a case: residents of each force, and prosecutors of each CPS Area.

use crate::force::weight_of_area;
use crate::world::World;
use rasso_terms::Day;
use std::fmt::Write;

/// Residents grow by so many in ten thousand a year.
const GROWTH: u64 = 50;
/// The year of the residents in `data/forces.csv`.
const BASE: i16 = 2011;

/// `reference/population.csv`: residents by force and year.
pub(crate) fn population(world: &World) -> String {
    let mut text = "force_code,year,population\n".to_owned();
    for force in &world.forces {
        let mut residents = force.population_thousands * 1_000;
        for year in BASE..=world.last_recorded.year_month().0 {
            if year >= world.first_recorded.year_month().0 {
                // Writing to a text does not fail.
                writeln!(text, "{},{year},{residents}", force.code).unwrap_or_default();
            }
            residents += residents * GROWTH / 10_000;
        }
    }
    text
}

/// `reference/staffing.csv`: prosecutors in rape and serious sexual offence units on the first day
/// of each quarter, by CPS Area, shared out by the rapes that its forces record.
pub(crate) fn staffing(world: &World) -> String {
    let mut text = "cps_area,date,full_time_equivalents\n".to_owned();
    let all: u64 = world.areas.iter().map(|it| weight_of_area(it.code)).sum();
    for area in &world.areas {
        for day in quarters(world.first_recorded, world.last_recorded) {
            let tenths = national(world, day) * 10 * weight_of_area(area.code) / all.max(1);
            let (whole, part) = (tenths / 10, tenths % 10);
            writeln!(text, "{},{day},{whole}.{part}", area.code).unwrap_or_default();
        }
    }
    text
}

/// Full-time equivalents of England and Wales on a day: straight lines between the known ones.
fn national(world: &World, day: Day) -> u64 {
    let known = &world.settings.staffing.full_time_equivalents;
    let before = known.iter().rfind(|(it, _)| it.0 <= day);
    let after = known.iter().find(|(it, _)| it.0 > day);
    match (before, after) {
        (Some((from, low)), Some((to, high))) => {
            let days = |from: Day, to: Day| u64::from(to.number().abs_diff(from.number()));
            let (passed, whole) = (days(from.0, day), days(from.0, to.0));
            (low * (whole - passed) + high * passed) / whole.max(1)
        }
        (Some((_, only)), None) | (None, Some((_, only))) => *only,
        (None, None) => 0,
    }
}

fn quarters(first: Day, last: Day) -> impl Iterator<Item = Day> {
    let years = first.year_month().0..=last.year_month().0;
    let days = years.flat_map(|year| [1, 4, 7, 10].map(|month| Day::from_ymd(year, month, 1)));
    days.flatten()
        .filter(move |day| first <= *day && *day <= last)
}

#[cfg(test)]
mod tests {
    use crate::sample::{made, plan};

    #[test]
    fn staff_add_up_to_the_national_figure_and_grow_with_it() {
        let sample = made(plan(200, 1, false));
        let rows = sample.rows_of("reference/staffing.csv");
        let sum = |date: &str| -> f64 {
            let of_day = rows.iter().filter(|row| row["date"] == date);
            let staff = of_day.map(|row| row["full_time_equivalents"].parse::<f64>().unwrap());
            staff.sum()
        };
        assert!((608.0..=611.0).contains(&sum("2024-04-01")));
        assert!(
            (395.0..=405.0).contains(&sum("2021-07-01")),
            "{}",
            sum("2021-07-01")
        );
        let residents = sample.rows_of("reference/population.csv");
        assert_eq!(residents.len(), 44 * 5);
    }
}
