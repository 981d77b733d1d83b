//! Paths of cases, as pm4py finds them.

use super::{near, path, read};
use rasso_stats::paths::{Event, Paths};
use std::collections::BTreeMap;

const SECONDS: f64 = 86_400.0;

/// The number of a day of the Gregorian calendar, counted from 1 March of year 0.
fn day(date: &str) -> i32 {
    let parts: Vec<i32> = date[..10]
        .split('-')
        .map(|it| it.parse().unwrap())
        .collect();
    let (year, month) = if parts[1] > 2 {
        (parts[0], parts[1] - 3)
    } else {
        (parts[0] - 1, parts[1] + 9)
    };
    365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + parts[2]
}

/// The cases in the order of their events, which is that of `seq`.
fn paths() -> (Paths<String>, usize) {
    let file = read("pm_log_input.csv");
    let mut cases: BTreeMap<u64, Vec<(u64, Event<String>)>> = BTreeMap::new();
    for row in file.rows() {
        let event = (row.text("activity").to_owned(), day(row.text("ts")));
        let events = cases.entry(row.count("case_id")).or_default();
        events.push((row.count("seq"), event));
    }
    let mut all = Paths::default();
    let mut rows = 0;
    for (at, mut events) in cases.into_values().enumerate() {
        rows += events.len();
        events.sort_by_key(|it| it.0);
        let events: Vec<Event<String>> = events.into_iter().map(|it| it.1).collect();
        let mut one = Paths::default();
        one.add(&events);
        // Merged in another order it is the same.
        if at % 2 == 0 {
            all.merge(&one);
        } else {
            one.merge(&all);
            all = one;
        }
    }
    (all, rows)
}

#[test]
fn what_follows_what_and_after_how_long_is_what_pm4py_says() {
    let (paths, rows) = paths();
    let counts = read("pm_dfg_expected.csv");
    let pair = |row: &super::Row<'_>| (row.text("from").to_owned(), row.text("to").to_owned());
    assert_eq!(counts.rows().count(), paths.follows.len());
    for row in counts.rows() {
        assert_eq!(paths.follows[&pair(&row)].n(), row.count("count"));
    }
    let lasting = read("pm_perf_dfg_expected_seconds.csv");
    assert_eq!(lasting.rows().count(), paths.follows.len());
    for row in lasting.rows() {
        let days = &paths.follows[&pair(&row)];
        let total = f64::from(i32::try_from(days.total()).unwrap());
        let n = f64::from(u32::try_from(days.n()).unwrap());
        let [least, most] = [days.least(), days.most()].map(|it| f64::from(it.unwrap()));
        let median = days.median().unwrap().days();
        for (name, found) in [
            ("mean", total / n),
            ("median", median),
            ("max", most),
            ("min", least),
            ("sum", total),
        ] {
            let seconds = row.number(name);
            assert!(
                (found * SECONDS - seconds).abs() < 1e-9 * seconds.max(1.0),
                "{name}"
            );
        }
        // One alone has no deviation; pm4py gives 0.
        let deviation = days.deviation().unwrap_or(0.0);
        near(deviation * SECONDS, row.number("stdev"), 1e-9);
    }
    let expected = std::fs::read(path("pm_summary_expected.json")).unwrap();
    let expected: serde_json::Value = serde_json::from_slice(&expected).unwrap();
    let is = |found: &BTreeMap<String, u64>, name: &str| {
        assert_eq!(
            serde_json::to_value(found).unwrap(),
            expected[name],
            "{name}"
        );
    };
    is(&paths.starts, "start");
    is(&paths.ends, "end");
    is(&paths.repeated, "rework");
    assert_eq!(expected["rows"], rows);
    assert_eq!(expected["cases"], paths.cases());
    assert_eq!(expected["n_variants"], paths.variants.len());
}

#[test]
fn whole_paths_are_those_of_pm4py() {
    let (paths, _) = paths();
    let expected = read("pm_variants_expected.csv");
    let mut found: BTreeMap<String, u64> = BTreeMap::new();
    for (path, cases) in &paths.variants {
        found.insert(path.join(">"), *cases);
    }
    assert_eq!(expected.rows().count(), found.len());
    for row in expected.rows() {
        assert_eq!(found[row.text("variant")], row.count("cases"));
    }
}
