//! How the police close a crime.
//!
//! Outcomes 14 and 18 stand only where no suspect was identified, 15 and 16 only where one was.

use crate::cause::Cause;
use crate::codes::{CLOSED_OTHERWISE, NO_SUSPECT};
use crate::cps_event::CpsEvent;
use crate::crime::Crime;
use crate::dice::Dice;
use crate::force::Force;
use crate::offence::{is_lesser, is_rape_class};
use crate::settings::choose;
use crate::world::World;
use rasso_terms::Day;

/// Closes a crime that never got to a prosecutor; gives the day of the outcome.
pub(crate) fn local(
    dice: &mut Dice,
    world: &World,
    (force, crime): (&Force, &mut Crime),
    (day, cause): (Day, Cause),
) -> Day {
    let (weights, spreads) = (&world.settings.weights, &world.settings.spreads);
    let after = force.paced(dice.days(&spreads.withdrawal_to_outcome));
    let nobody = choose(dice, &weights.no_suspect, NO_SUSPECT);
    let other = choose(dice, &weights.closed_otherwise, CLOSED_OTHERWISE);
    // A cause of the police that has no outcome of its own ends in one of the others.
    let outcomes = [
        (Cause::Withdraw, Some(day), day.plus(after), "16"),
        (Cause::Decline, Some(day), day.plus(after), "14"),
        (Cause::NoSuspect, None, day, nobody),
        (Cause::LackEvidence, None, day, "15"),
        (cause, None, day, other),
    ];
    let Some((_, withdrew, day, code)) = outcomes.into_iter().find(|it| it.0 == cause) else {
        return day;
    };
    crime.withdrew = withdrew;
    crime.outcome = Some((day, code));
    day
}

/// Closes a crime on the CPS's decision not to charge, or on a file that was never answered;
/// gives the day of no further action.
pub(crate) fn after_decision(
    dice: &mut Dice,
    world: &World,
    crime: &mut Crime,
    (ended, child): (&CpsEvent, bool),
) -> Option<Day> {
    let (shares, spreads) = (&world.settings.shares, &world.settings.spreads);
    let day = ended.date.plus(1 + dice.days(&spreads.decision_to_outcome));
    let (closes, after) = (
        dice.chance(shares.closed_after_drop),
        dice.days(&spreads.drop_to_outcome),
    );
    let code = dice.weighted(&[("15", 45), ("16", 55)]);
    let (code, day) = match (ended.decision, ended.reason) {
        ("oocd", _) => (if child { "2" } else { "3" }, day),
        ("nfa", "public_interest") => ("9", day),
        ("nfa", "victim_issues") => ("16", day),
        ("nfa", _) => ("15", day),
        _ if closes => (code, ended.date.plus(after)),
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
        let before = day.plus(-dice.between(0, 60));
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
            let mut plan = plan(8_000, 21, mess);
            // A crime whose suspects are in a gap would seem to have none.
            plan.rates.coverage.gap = 0;
            let sample = made(plan);
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
}
