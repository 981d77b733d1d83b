//! A prosecution, from the first hearing to its end.

use crate::case::Venue;
use crate::crime::Crime;
use crate::dice::Dice;
use crate::ending::Ending;
use crate::hearing::{Hearing, Place, sitting, to_end};
use crate::mess::Written;
use crate::verdict::{Count, Course, counts};
use crate::world::{Circumstances, World};
use rasso_terms::Day;

/// Everything the court does with one defendant.
#[derive(Debug)]
pub(crate) struct Prosecution {
    pub(crate) ending: Ending,
    /// Why it ended without a conviction, as the CPS puts it.
    pub(crate) reason: &'static str,
    pub(crate) completed: Day,
    /// The court's record; nothing when the extract does not hold it.
    pub(crate) record: Option<Defendant>,
}

/// The court's record of a defendant.
#[derive(Debug)]
pub(crate) struct Defendant {
    pub(crate) case_ref: String,
    pub(crate) reference: String,
    pub(crate) written: Written,
    pub(crate) court: &'static str,
    pub(crate) first_listed: Day,
    pub(crate) sent: Option<Day>,
    pub(crate) receipt: Option<Day>,
    pub(crate) bail: &'static str,
    pub(crate) hearings: Vec<Hearing>,
    pub(crate) counts: Vec<Count>,
}

/// A charge as it comes to court.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Charge {
    pub(crate) day: Day,
    pub(crate) offence: &'static str,
    /// The defendant is under 18.
    pub(crate) child: bool,
    /// The defendant was charged in custody.
    pub(crate) custody: bool,
    pub(crate) venue: Venue,
}

/// Prosecutes a defendant.
pub(crate) fn prosecute(
    dice: &mut Dice,
    world: &World,
    about: &Circumstances<'_>,
    crimes: &[&Crime],
    (charge, reference): (Charge, String),
) -> Prosecution {
    let (shares, spreads) = (&world.settings.shares, &world.settings.spreads);
    let (magistrates, crown) = (charge.venue.magistrates, charge.venue.crown);
    let remand = dice.chance(shares.remanded) && charge.custody;
    let (overnight, to_first) = (
        dice.between(1, 2),
        dice.days(&spreads.charge_to_first_hearing),
    );
    let first = sitting(charge.day.plus(if remand { overnight } else { to_first }));
    // A youth court may try a child for rape; a magistrates' court never tries an adult for it.
    let youth = dice.chance(shares.youth_court) && charge.child;
    let lower = if youth { "youth" } else { "magistrates" };
    let mut hearings = vec![Hearing::plain(first, magistrates, lower, "first")];
    let (mut sent, mut receipt, mut plea_day) = (None, None, first);
    let (to_sending, to_receipt) = (
        dice.days(&spreads.first_hearing_to_sending),
        dice.between(0, 5),
    );
    let to_plea = dice.days(&spreads.receipt_to_plea_hearing);
    if !youth {
        let day = sitting(first.plus(to_sending));
        hearings.push(Hearing::plain(day, magistrates, lower, "sending"));
        let received = day.plus(to_receipt);
        plea_day = sitting(received.plus(to_plea));
        hearings.push(Hearing::plain(plea_day, crown, "crown", "ptph"));
        (sent, receipt) = (Some(day), Some(received));
    }
    let court = if youth { magistrates } else { crown };
    let court_type = if youth { "youth" } else { "crown" };
    let place = Place { court, court_type };
    let (ending, end) = to_end(dice, world, about, (place, plea_day), &mut hearings);
    let course = Course {
        charged: charge.offence,
        ending,
        plea_day,
        end,
        child: charge.child,
    };
    let counts = counts(dice, world, crimes, course);
    let completed = counts.iter().filter_map(Count::ended).max().unwrap_or(end);
    if counts.iter().any(|it| it.sentence.is_some()) {
        hearings.push(Hearing::plain(completed, court, court_type, "sentence"));
    }
    let record = Defendant {
        case_ref: String::new(),
        reference,
        written: Written::default(),
        court,
        first_listed: first,
        sent,
        receipt,
        bail: if remand {
            "custody"
        } else {
            dice.weighted(&[("conditional_bail", 70), ("unconditional_bail", 30)])
        },
        hearings,
        counts,
    };
    // The last draw: nothing else of the world hangs on it.
    let in_interest = dice.chance(shares.discontinued_in_public_interest);
    let reason = if ending == Ending::Discontinued && in_interest {
        "public_interest"
    } else {
        ending.reason()
    };
    Prosecution {
        ending,
        reason,
        completed,
        record: Some(record),
    }
}

#[cfg(test)]
mod tests {
    use crate::sample::{Row, cell_day, made, plan};
    use std::collections::BTreeMap;

    fn defendant(row: &Row) -> (String, String) {
        (row["court_case_ref"].clone(), row["defendant_ref"].clone())
    }

    /// H5: first hearing, sending, receipt, plea hearing, trial, verdict, sentence.
    #[test]
    fn a_court_case_goes_forward() {
        let mut plan = plan(20_000, 31, true);
        plan.last_recorded = plan.last_recorded.plus(-400);
        let sample = made(plan);
        let (mut trials, mut pleas) = (BTreeMap::new(), BTreeMap::new());
        for row in sample.rows("court_hearing") {
            let day = cell_day(&row, "hearing_date").unwrap();
            match row["hearing_type"].as_str() {
                "trial" => trials.insert(defendant(&row), day),
                "ptph" => pleas.insert(defendant(&row), day),
                _ => None,
            };
        }
        let mut verdicts = BTreeMap::<_, Vec<_>>::new();
        for row in sample.rows("court_count") {
            let (verdict, sentence) = (
                cell_day(&row, "verdict_date"),
                cell_day(&row, "sentence_date"),
            );
            let guilty = row["verdict"] == "guilty" || row["plea"] == "guilty";
            assert!(sentence.is_none() || (guilty && verdict <= sentence));
            verdicts
                .entry(defendant(&row))
                .or_default()
                .extend([verdict, sentence]);
        }
        let defendants = sample.rows("court_defendant");
        assert!(defendants.len() > 300 && !trials.is_empty());
        for row in &defendants {
            let who = defendant(row);
            let mut days = vec![cell_day(row, "first_listed_date")];
            days.extend(["sent_date", "receipt_date"].map(|column| cell_day(row, column)));
            days.extend([pleas.get(&who).copied(), trials.get(&who).copied()]);
            let days: Vec<_> = days.into_iter().flatten().collect();
            assert!(days.is_sorted());
            let last = verdicts.get(&who).into_iter().flatten().flatten().max();
            let completed = cell_day(row, "completion_date");
            assert!(completed.is_none_or(|day| last.is_none_or(|last| *last <= day)));
        }
    }

    #[test]
    fn courts_sit_on_working_days() {
        let sample = made(plan(12_000, 33, false));
        let hearings = sample.rows("court_hearing");
        assert!(hearings.len() > 200);
        for row in hearings {
            let day = cell_day(&row, "hearing_date").unwrap();
            assert!((day.number() + 3).rem_euclid(7) < 5, "{day}");
        }
    }

    #[test]
    fn the_cps_knows_the_end_of_a_prosecution_as_the_court_does() {
        let sample = made(plan(12_000, 32, false));
        let ends = |table: &str, column: &str| {
            let rows = sample.rows(table);
            let key = |row: &Row| (row["urn"].clone(), row["asn"].clone());
            let ended = rows.iter().filter(|row| !row[column].is_empty());
            ended
                .map(|row| (key(row), row[column].clone()))
                .collect::<BTreeMap<_, _>>()
        };
        let court = ends("court_defendant", "completion_date");
        assert!(court.len() > 50);
        assert_eq!(court, ends("cps_case", "prosecution_outcome_date"));
    }
}
