//! Threads, held against cases drawn by hand from the definitions.

mod check;
mod drawn;
mod made;

use crate::threads::drawn::World;
use crate::threads::made::Made;
use parquet::record::Row;
use rasso_tests::{repository, rows, text_of};
use std::collections::BTreeMap;
use std::fs;

#[test]
fn every_thread_is_as_drawn() {
    let world = World::new().unwrap();
    let made = Made::read(&world.run("out").unwrap()).unwrap();
    let wrong: String = world
        .cases
        .iter()
        .map(|it| check::differences(it, &made))
        .collect();
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn events_stand_by_day_and_then_by_rank() {
    let world = World::new().unwrap();
    let run = world.run("out").unwrap();
    let ranks = ranks();
    let mut last = (i64::MIN, i64::MIN);
    for (place, event) in rows(&run.join("events.parquet"))
        .unwrap()
        .iter()
        .enumerate()
    {
        let event_type = text_of(event, "event_type");
        let day = text_of(event, "event_date").parse().unwrap();
        let here = (day, ranks[&event_type]);
        assert!(last <= here, "{event_type} stands too late");
        assert_eq!(text_of(event, "event_id"), place.to_string());
        last = here;
    }
}

#[test]
fn the_order_of_rows_changes_no_thread_and_no_event() {
    let world = World::new().unwrap();
    let first = world.run("out").unwrap();
    world.shuffle().unwrap();
    let second = world.run("again").unwrap();

    let without_place = |row: &Row| -> Vec<String> {
        let columns = row.get_column_iter();
        let kept = columns.filter(|it| !["file", "row"].contains(&it.0.as_str()));
        kept.map(|it| format!("{}={}", it.0, it.1)).collect()
    };
    let events = [&first, &second].map(|it| rows(&it.join("events.parquet")).unwrap());
    assert_eq!(events[0].len(), events[1].len());
    for (one, other) in events[0].iter().zip(&events[1]) {
        assert_eq!(without_place(one), without_place(other));
    }
    let moved = |it: &[Row]| -> Vec<String> { it.iter().map(|it| text_of(it, "row")).collect() };
    assert_ne!(
        moved(&events[0]),
        moved(&events[1]),
        "the rows were not moved"
    );

    for file in [
        "threads.parquet",
        "links.parquet",
        "unlinked.parquet",
        "units/crime.parquet",
        "units/suspect.parquet",
        "units/cps_suspect.parquet",
        "units/defendant.parquet",
        "units/count.parquet",
    ] {
        let [one, other] = [&first, &second].map(|it| fs::read(it.join(file)).unwrap());
        assert!(one == other, "{file} has other bytes");
    }
}

/// The rank of each type of event among those of one day.
fn ranks() -> BTreeMap<String, i64> {
    let path = repository().join("data-schemas/events/order.toml");
    let order: toml::Table = fs::read_to_string(path).unwrap().parse().unwrap();
    let events = order["event"].as_array().unwrap();
    let rank = |it: &toml::Value| {
        let event_type = it["type"].as_str().unwrap().to_owned();
        (event_type, it["rank"].as_integer().unwrap())
    };
    events.iter().map(rank).collect()
}
