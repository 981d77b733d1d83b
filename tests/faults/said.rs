//! What `rasso check` says beside faults: columns that are not given, files that nothing reads.

use super::world::{CRIMES, World};
use std::fs;

/// Takes a column out of the crimes.
fn without_column(world: &World, column: &str) {
    let path = world.path(CRIMES);
    let text = fs::read_to_string(&path).unwrap();
    let at = text
        .lines()
        .next()
        .unwrap()
        .split(',')
        .position(|it| it == column);
    let at = at.unwrap();
    // No cell of this world holds a comma.
    let line = |it: &str| {
        let cells = it.split(',').enumerate().filter(|(n, _)| *n != at);
        cells.map(|it| it.1).collect::<Vec<_>>().join(",") + "\n"
    };
    fs::write(&path, text.lines().map(line).collect::<String>()).unwrap();
}

#[test]
fn a_column_that_is_not_given_is_said_with_what_the_figures_are_without_it() {
    let world = World::new().unwrap();
    world.without_totals().unwrap();
    let said = world.check().unwrap();
    assert!(!said.stdout.contains("Not given:"), "{}", said.said());
    without_column(&world, "outcome_date");
    let said = world.check().unwrap();
    assert_eq!(said.code, Some(0), "{}", said.said());
    let line = format!("\n  police_crime, `{CRIMES}`: no `outcome_date`, so outcomes have no day");
    assert!(said.stdout.contains(&line), "{}", said.said());
    // Every outcome that is sent is without its day.
    assert!(said.stdout.contains("(half_told)"), "{}", said.said());
}

#[test]
fn a_file_that_no_entry_stands_for_is_said() {
    let world = World::new().unwrap();
    let said = world.check().unwrap();
    assert!(!said.stdout.contains("No entry"), "{}", said.said());
    let beside = format!("{CRIMES}.old");
    fs::write(world.path(&beside), "").unwrap();
    let said = world.check().unwrap();
    assert_eq!(said.code, Some(0), "{}", said.said());
    assert!(
        said.stdout
            .contains(&format!("beside the others:\n  {beside}\n")),
        "{}",
        said.said()
    );
}

#[test]
fn a_limit_of_a_reason_that_is_about_deliveries_is_answered_with_the_right_limit() {
    let world = World::new().unwrap();
    let of_months = "[reasons]\nmissing_period = 0\n"
        .parse::<toml::Table>()
        .unwrap();
    let limits = |it: &mut toml::Table| drop(it.insert("limits".to_owned(), of_months.into()));
    world.pipeline(limits).unwrap();
    let said = world.check().unwrap();
    assert_eq!(said.code, Some(2), "{}", said.said());
    assert!(
        said.stderr.contains("is about a delivery as a whole"),
        "{}",
        said.said()
    );
    assert!(said.stderr.contains("deliveries = 0"), "{}", said.said());
}
