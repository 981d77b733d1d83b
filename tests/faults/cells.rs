//! A bad cell is put down with its place and without its value, and stops nothing.

use super::world::{CRIMES, MARKER, World, quarantined};
use rasso_schema::Files;

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
    let record = world.record().unwrap();
    assert_eq!(record["empty_rape_flags_counted_as_not_flagged"], 2);
    let page = std::fs::read_to_string(world.latest().unwrap().join("run.html")).unwrap();
    assert!(page.contains("2 rows have an empty rape flag and count as not flagged"));
}

/// A copy of `data-schemas` with one more line in one of its files.
fn schemas_with(world: &World, file: &str, line: &str) {
    let schemas = Files::embedded();
    for path in schemas.paths() {
        let to = world.path("schemas").join(path);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        let mut text = schemas.text(path).unwrap().to_owned();
        if path == file {
            text.push_str(line);
        }
        std::fs::write(to, text).unwrap();
    }
}

#[test]
fn an_event_of_a_type_that_only_the_code_list_knows_is_counted() {
    let world = World::new().unwrap();
    let list = "code-lists/cps_event_type.csv";
    schemas_with(&world, list, "letter_sent,Letter sent,draft,a test\n");
    world
        .cell_of("cps_event", 1, "event_type", "letter_sent")
        .unwrap();
    let arguments = [
        "run",
        "pipeline.toml",
        "--out",
        "out",
        "--schemas",
        "schemas",
    ];
    let run = world.rasso(&arguments).unwrap();
    assert_eq!(run.code, Some(0), "{}", run.said());
    let record = world.record().unwrap();
    assert_eq!(record["events_of_unknown_type_left_out"], 1);
    assert_eq!(record["faults"], 0);
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
        assert!(
            ended.stderr.contains("1 fault, more than the limit of 0"),
            "{}",
            ended.stderr
        );
        assert!(!ended.said().contains(MARKER));
    }
    assert_eq!(world.latest(), None);
    assert!(!world.left().unwrap().contains(MARKER));
}
