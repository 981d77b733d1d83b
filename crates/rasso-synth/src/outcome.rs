//! How the police close a crime.
//!
//! Outcomes 14 and 18 stand only where no suspect was identified, 15 and 16 only where one was.

use crate::charging::CpsEvent;
use crate::crime::Crime;
use crate::dice::{Dice, Spread};
use crate::force::Force;
use crate::offence::{is_lesser, is_rape_class};
use rasso_terms::Day;

/// From the record to the outcome where nobody was identified.
const NOBODY: &Spread = &[
    (0, 1),
    (250, 20),
    (500, 55),
    (800, 160),
    (950, 380),
    (1000, 900),
];
/// From the record to the outcome where the police close it themselves.
const LOCAL: &Spread = &[
    (0, 5),
    (250, 60),
    (500, 140),
    (800, 340),
    (950, 620),
    (1000, 1_400),
];
/// From an administrative finalisation to the police's own closure.
const AFTER_ADMIN: &Spread = &[(0, 10), (500, 90), (1000, 400)];

const WITHOUT_SUSPECT: &[(&str, u64)] = &[("18", 53), ("14", 41), ("21", 2), ("20", 2), ("", 2)];
const WITH_SUSPECT: &[(&str, u64)] = &[
    ("16", 540),
    ("15", 370),
    ("10", 14),
    ("21", 12),
    ("12", 8),
    ("13", 8),
    ("5", 8),
    ("11", 6),
    ("20", 8),
    ("22", 8),
    ("8", 3),
    ("", 15),
];

/// Closes a crime in which nobody was identified.
pub(crate) fn nobody(dice: &mut Dice, force: &Force, crime: &mut Crime) {
    let code = dice.weighted(WITHOUT_SUSPECT);
    let day = crime.recorded.plus(force.paced(dice.days(NOBODY)));
    close(dice, crime, code, day, crime.recorded);
}

/// Closes a crime whose suspect was never referred; gives the day of no further action.
pub(crate) fn local(dice: &mut Dice, force: &Force, crime: &mut Crime, done: Day) -> Option<Day> {
    let code = dice.weighted(WITH_SUSPECT);
    let day = crime
        .recorded
        .plus(force.paced(dice.days(LOCAL)))
        .max(done.plus(1));
    close(dice, crime, code, day, crime.recorded);
    let nfa = day.plus(-dice.between(0, 6)).max(done);
    (!code.is_empty()).then_some(nfa)
}

/// Closes a crime on the CPS's decision not to charge, or on a file that was never answered;
/// gives the day of no further action.
pub(crate) fn after_decision(
    dice: &mut Dice,
    crime: &mut Crime,
    ended: &CpsEvent,
    child: bool,
) -> Option<Day> {
    let day = ended.date.plus(dice.between(1, 35));
    let (code, day) = match (ended.decision, ended.reason) {
        ("oocd", _) => (if child { "2" } else { "3" }, day),
        ("nfa", "public_interest") => ("9", day),
        ("nfa", "victim_issues") => ("16", day),
        ("nfa", _) => ("15", day),
        _ if dice.chance(6_500) => (
            dice.weighted(&[("15", 55), ("16", 45)]),
            ended.date.plus(dice.days(AFTER_ADMIN)),
        ),
        _ => return None,
    };
    close(dice, crime, code, day, ended.date);
    Some(day.plus(-dice.between(0, 6)).max(ended.date))
}

/// The crime is charged: as outcome 1A where the charge is another offence than the one recorded.
pub(crate) fn charged(dice: &mut Dice, crime: &mut Crime, charge: Day, offence: &str) {
    let alternate = is_rape_class(crime.offence_class) && is_lesser(offence);
    let day = charge.plus(dice.weighted(&[(0, 70), (1, 15), (4, 10), (12, 5)]));
    crime.outcome = Some((day, if alternate { "1A" } else { "1" }));
}

/// Assigns an outcome. A victim who withdrew did so before it, and not before `from`, unless the
/// withdrawal is known already.
fn close(dice: &mut Dice, crime: &mut Crime, code: &'static str, day: Day, from: Day) {
    if code.is_empty() {
        return;
    }
    if matches!(code, "14" | "16") && crime.withdrew.is_none() {
        let before = day.plus(-dice.days(&[(0, 0), (500, 12), (900, 60), (1000, 200)]));
        crime.withdrew = Some(before.max(from));
    }
    crime.outcome = Some((day, code));
}

#[cfg(test)]
mod tests {
    use crate::sample::{Row, cell_day, made, plan};
    use std::collections::BTreeMap;

    fn crime(row: &Row) -> (String, String) {
        (row["force_code"].clone(), row["crime_ref"].clone())
    }

    /// H1, H2 and H13, and that the outcome follows from what happened.
    #[test]
    fn an_outcome_fits_the_suspects_and_comes_after_the_record() {
        for mess in [false, true] {
            let sample = made(plan(8_000, 21, mess));
            let mut suspects = BTreeMap::<_, Vec<Row>>::new();
            for row in sample.rows("police_suspect") {
                suspects.entry(crime(&row)).or_default().push(row);
            }
            for row in sample.rows("police_crime") {
                let recorded = cell_day(&row, "recorded_date").unwrap();
                let begun = cell_day(&row, "offence_start_date");
                assert!(begun.is_none_or(|day| day <= recorded));
                let none = Vec::new();
                let suspects = suspects.get(&crime(&row)).unwrap_or(&none);
                for suspect in suspects {
                    let dates = [
                        "identified_date",
                        "arrest_date",
                        "interview_date",
                        "charge_date",
                    ];
                    let first = dates.iter().filter_map(|it| cell_day(suspect, it)).min();
                    assert!(first.is_none_or(|day| recorded <= day));
                }
                match row["outcome_code"].as_str() {
                    "14" | "18" => assert!(suspects.is_empty()),
                    "15" | "16" => assert!(!suspects.is_empty()),
                    "1" | "1A" => {
                        assert!(suspects.iter().any(|it| !it["charge_date"].is_empty()));
                    }
                    "6" | "7" | "17" | "19" => panic!("no outcome of a rape"),
                    _ => {}
                }
                assert!(row["cancelled_date"].is_empty() || row["outcome_code"].is_empty());
            }
        }
    }

    #[test]
    fn about_four_in_a_hundred_crimes_are_charged_after_more_than_a_year() {
        let mut plan = plan(20_000, 22, false);
        (plan.first_recorded, plan.last_recorded) = (
            plan.first_recorded.plus(-3_000),
            plan.last_recorded.plus(-3_000),
        );
        let sample = made(plan);
        let crimes = sample.rows("police_crime");
        let charged = crimes
            .iter()
            .filter(|row| matches!(&*row["outcome_code"], "1" | "1A"));
        let gap = |row: &Row| {
            let (from, to) = (
                cell_day(row, "recorded_date"),
                cell_day(row, "outcome_date"),
            );
            to.unwrap().number() - from.unwrap().number()
        };
        let mut gaps: Vec<_> = charged.map(gap).collect();
        gaps.sort_unstable();
        assert!((700..950).contains(&gaps.len()), "{}", gaps.len());
        let median = gaps[gaps.len() / 2];
        assert!((340..460).contains(&median), "{median}");
    }
}
