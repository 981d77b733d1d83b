//! What is found wrong with deliveries, held against what was done to them.

use rasso_synth::SynthPlan;
use rasso_tests::run_rasso;
use serde_json::Value;
use std::{collections::BTreeMap, path::Path};

/// What `rasso check` finds wrong with the deliveries of a world.
fn findings(seed: u64, crimes: u64, mess: bool, folder: &Path) -> Vec<Value> {
    let plan = SynthPlan {
        crimes,
        seed,
        mess,
        ..SynthPlan::usual().unwrap()
    };
    rasso_synth::write(&plan, folder).unwrap();
    let ended = run_rasso(folder, ["check", "pipeline.toml", "--json"]).unwrap();
    let told: Value = serde_json::from_str(&ended.stdout).unwrap();
    told["deliveries"].as_array().unwrap().clone()
}

#[test]
fn nothing_is_found_in_worlds_without_mess() {
    for seed in [11, 12] {
        let folder = tempfile::tempdir().unwrap();
        let found = findings(seed, 25_000, false, folder.path());
        assert!(found.is_empty(), "seed {seed}: {found:?}");
    }
}

/// Months of suspects that the world left out or sent twice, by force and month.
fn done(folder: &Path) -> BTreeMap<(String, String), String> {
    let mut reader = csv::Reader::from_path(folder.join("truth/coverage.csv")).unwrap();
    let rows = reader.records().map(Result::unwrap);
    let of_suspects = rows.filter(|it| &it[0] == "suspects");
    of_suspects
        .map(|it| ((it[1].to_owned(), it[2].to_owned()), it[3].to_owned()))
        .collect()
}

/// How many suspects of each force the extract has in each month; months are counted from the year 0.
fn by_month(folder: &Path) -> BTreeMap<(String, i32), u32> {
    let path = folder.join("extracts/2025-06-30/police_suspect.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|it| it == name).unwrap();
    let (force, date) = (at("force_code"), at("identified_date"));
    let mut counts = BTreeMap::new();
    for row in reader.records().map(Result::unwrap) {
        if let Some(month) = month(&row[date]) {
            *counts.entry((row[force].to_owned(), month)).or_default() += 1;
        }
    }
    counts
}

fn month(date: &str) -> Option<i32> {
    let year: i32 = date.get(..4)?.parse().ok()?;
    let month: i32 = date.get(5..7)?.parse().ok()?;
    Some(year * 12 + month - 1)
}

#[test]
fn months_left_out_or_sent_twice_are_found_and_no_others() {
    let (mut gaps, mut twice) = (0, 0);
    for seed in [5, 6] {
        let folder = tempfile::tempdir().unwrap();
        let found = findings(seed, 40_000, true, folder.path());
        let done = done(folder.path());
        let text = |it: &Value, key: &str| it[key].as_str().unwrap().to_owned();
        let mut named = BTreeMap::new();
        for it in found.iter().filter(|it| it["table"] == "police_suspect") {
            let kind = match text(it, "finding").as_str() {
                "missing_period" => "gap",
                "period_sent_twice" => "twice",
                other => panic!("seed {seed}: {other}"),
            };
            let of = (text(it, "sender"), text(it, "period"));
            assert_eq!(
                done.get(&of).map(String::as_str),
                Some(kind),
                "seed {seed}: {it}"
            );
            named.insert(of, kind);
        }
        // Where a month has many records, or should have, neither can be missed.
        let counts = by_month(folder.path());
        for ((force, named_month), what) in &done {
            let at = month(named_month).unwrap();
            let of = |it: i32| {
                counts
                    .get(&(force.clone(), it))
                    .copied()
                    .unwrap_or_default()
            };
            let around: u32 = (at - 6..at).chain(at + 1..=at + 6).map(of).sum();
            let is_plain = match what.as_str() {
                "gap" => around >= 14 * 12,
                _ => of(at) >= 14,
            };
            if is_plain {
                let found = named.get(&(force.clone(), named_month.clone()));
                assert_eq!(
                    found.copied(),
                    Some(what.as_str()),
                    "seed {seed}: {force} {named_month}"
                );
                match what.as_str() {
                    "gap" => gaps += 1,
                    _ => twice += 1,
                }
            }
        }
    }
    assert!(gaps > 1 && twice > 1, "{gaps} {twice}");
}
