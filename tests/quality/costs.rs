//! What rules cost is what the definitions say: measures of a world with broken records equal those of
//! the oracle, which leaves the same cells and rows out by code of its own.

use crate::oracle::recoverable;
use crate::quality::rewritten::{Row, rewrite};
use crate::quality::{counts, plain};
use crate::world::World;
use std::path::Path;

/// A number that a record keeps in every copy and delivery.
fn number_of(row: &Row) -> u64 {
    let reference = row.get("crime_ref").or_else(|| row.get("court_case_ref"));
    let digits = reference.into_iter().flat_map(|it| it.bytes());
    digits.fold(7, |all, it| (all * 31 + u64::from(it)) % 1_000_003)
}

/// So many days after a date.
fn later(date: &str, days: i64) -> String {
    let date: jiff::civil::Date = date.parse().expect("an invented date is one");
    date.saturating_add(jiff::Span::new().days(days))
        .to_string()
}

fn break_records(folder: &Path) -> Result<(), String> {
    rewrite(folder, "police_crime", |row| {
        let at = number_of(row);
        let recorded = row["recorded_date"].clone();
        let mut set = |column: &str, value: String| row.insert(column.to_owned(), value);
        match at % 40 {
            0 => drop(set("offence_start_date", later(&recorded, 2))),
            1 => drop(set("offence_start_date", later(&recorded, 1))),
            2 => drop(set("offence_end_date", later(&recorded, 9))),
            _ => {}
        }
        if at.is_multiple_of(7) && !row["outcome_code"].is_empty() {
            row.insert("outcome_code".to_owned(), "17".to_owned());
        }
        true
    })?;
    rewrite(folder, "court_count", |row| {
        let at = number_of(row);
        if at.is_multiple_of(3) && !row["sentence_date"].is_empty() {
            let verdict = if at.is_multiple_of(2) {
                "not_guilty"
            } else {
                "lie_on_file"
            };
            row.insert("verdict".to_owned(), verdict.to_owned());
            row.insert("plea".to_owned(), "not_guilty".to_owned());
        }
        true
    })
}

#[test]
fn measures_are_without_what_rules_cost() {
    let rates = rasso_synth::MessSettings::built_in().unwrap();
    let world = World::without((6_000, 31), Some(rates), break_records).unwrap();
    let run = world.run().unwrap();
    let recovered = recoverable::links(&world.extracts);
    world
        .check(&run, &recovered)
        .unwrap_or_else(|it| panic!("{it}"));
    let found = counts(&run);
    for rule in ["H2a", "H2b", "H2c", "H6b", "H9a"] {
        assert!(found[rule].1 > 5, "{rule}: the world does not try it");
    }
    plain::check(&run);
}
