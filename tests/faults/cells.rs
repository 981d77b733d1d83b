//! A bad cell is put down with its place and without its value, and stops nothing.

use super::world::{CRIMES, MARKER, World, quarantined};

/// Checks and runs a world with one bad cell; gives what quarantine holds of the crimes.
fn put_down(world: &World, value: &str, place: &str, must_be: &str) -> Vec<[String; 5]> {
    let check = world.check().unwrap();
    assert_eq!(check.code, Some(0), "{}", check.said());
    for word in [CRIMES, place, must_be] {
        assert!(
            check.said().contains(word),
            "no `{word}` in: {}",
            check.said()
        );
    }
    let run = world.run().unwrap();
    assert_eq!(run.code, Some(0), "{}", run.said());
    assert!(run.stderr.contains("quarantine"), "{}", run.said());
    for said in [check.said(), run.said(), world.left().unwrap()] {
        assert!(!said.contains(value), "the value of a cell is shown");
    }
    quarantined(&world.latest().unwrap(), "police_crime").unwrap()
}

fn fault(row: &str, column: &str, rule: &str, scope: &str) -> [String; 5] {
    [CRIMES, row, column, rule, scope].map(str::to_owned)
}

#[test]
fn an_unknown_code_empties_its_cell() {
    let world = World::new().unwrap();
    world.cell(17, "outcome_code", MARKER).unwrap();
    let found = put_down(&world, MARKER, "row 17, column `outcome_code`", "must be");
    assert_eq!(found, [fault("17", "outcome_code", "unknown_code", "cell")]);
}

#[test]
fn the_31st_of_february_quarantines_its_row() {
    let world = World::new().unwrap();
    world.cell(23, "recorded_date", "2025-02-31").unwrap();
    let found = put_down(
        &world,
        "2025-02-31",
        "row 23, column `recorded_date`",
        "must be a date",
    );
    assert_eq!(found, [fault("23", "recorded_date", "bad_date", "row")]);
}

#[test]
fn a_number_that_is_none_and_a_missing_key_are_put_down_together() {
    let world = World::new().unwrap();
    world.cell(5, "victim_age", MARKER).unwrap();
    world.cell(6, "crime_ref", "").unwrap();
    let found = put_down(
        &world,
        MARKER,
        "row 6, column `crime_ref`",
        "must be filled in",
    );
    assert_eq!(
        found,
        [
            fault("5", "victim_age", "not_a_number", "cell"),
            fault("6", "crime_ref", "required", "row"),
        ]
    );
}

#[test]
fn an_empty_rape_flag_is_counted_and_said() {
    let world = World::new().unwrap();
    for row in [1, 2] {
        world.cell_of("cps_case", row, "rape_flag", "").unwrap();
    }
    let run = world.run().unwrap();
    assert_eq!(run.code, Some(0), "{}", run.said());
    let latest = world.latest().unwrap();
    let record = std::fs::read(latest.join("run.json")).unwrap();
    let record: serde_json::Value = serde_json::from_slice(&record).unwrap();
    assert_eq!(record["empty_rape_flags_counted_as_not_flagged"], 2);
    let page = std::fs::read_to_string(latest.join("run.html")).unwrap();
    assert!(page.contains("2 rows have an empty rape flag and count as not flagged"));
}

#[test]
fn more_faults_than_the_limit_are_findings_and_nothing_is_written() {
    let world = World::new().unwrap();
    world.cell(17, "outcome_code", MARKER).unwrap();
    world
        .pipeline(|it| {
            let none = toml::Table::from_iter([("faults".to_owned(), 0.into())]);
            it.insert("limits".to_owned(), none.into());
        })
        .unwrap();
    for ended in [world.check().unwrap(), world.run().unwrap()] {
        assert_eq!(ended.code, Some(1), "{}", ended.said());
        for word in [CRIMES, "row 17, column `outcome_code`", "the limit of 0"] {
            assert!(
                ended.stderr.contains(word),
                "no `{word}` in: {}",
                ended.stderr
            );
        }
        assert!(!ended.said().contains(MARKER));
    }
    assert_eq!(world.latest(), None);
    assert!(!world.left().unwrap().contains(MARKER));
}
