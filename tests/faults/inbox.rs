//! Deliveries in a folder: patterns, manifests, watching, limits and corrections, by the program itself.

use super::world::{CRIMES, World};
use crate::outputs;
use rasso_schema::OutputFolder;
use std::fs;

/// Puts the crimes into an inbox and lets the pipeline find them by a pattern.
fn with_inbox(world: &World) -> Result<(), String> {
    world.without_totals()?;
    world.crimes_entry(|entry| {
        entry.remove("extract_date");
        drop(entry.insert("path".to_owned(), "inbox/{date}/crimes*".into()));
    })?;
    let told = |it: std::io::Error| it.to_string();
    fs::create_dir_all(world.path("inbox/20250630")).map_err(told)?;
    let text = fs::read_to_string(world.path(CRIMES)).map_err(told)?;
    let (header, rows) = text.split_once('\n').ok_or("no header")?;
    let half = rows[..rows.len() / 2].rfind('\n').ok_or("one row")? + 1;
    for (name, rows) in [
        ("crimes-1.csv", &rows[..half]),
        ("crimes-2.csv", &rows[half..]),
    ] {
        let file = world.path(&format!("inbox/20250630/{name}"));
        fs::write(file, format!("{header}\n{rows}")).map_err(told)?;
    }
    Ok(())
}

fn accepted(world: &World) -> u64 {
    let record = world.record().unwrap();
    let files = record["files"].as_array().unwrap();
    let crimes = files.iter().filter(|it| it["table"] == "police_crime");
    crimes.map(|it| it["accepted"].as_u64().unwrap()).sum()
}

#[test]
fn files_found_by_a_pattern_are_one_delivery_of_the_day_in_their_path() {
    let world = World::new().unwrap();
    assert_eq!(world.run().unwrap().code, Some(0));
    let whole = accepted(&world);
    with_inbox(&world).unwrap();
    let ran = world.run().unwrap();
    assert_eq!(ran.code, Some(0), "{}", ran.said());
    assert_eq!(accepted(&world), whole);
    let record = world.record().unwrap();
    let labels = record["files"].to_string();
    assert!(labels.contains("inbox/20250630/crimes-2.csv"), "{labels}");
}

#[test]
fn a_manifest_beside_the_files_is_held_against_them() {
    let world = World::new().unwrap();
    with_inbox(&world).unwrap();
    let manifest = world.path("inbox/20250630/manifest.json");
    fs::write(
        &manifest,
        r#"{"files": [{"name": "crimes-1.csv", "rows": 3}, {"name": "crimes-2.csv"}]}"#,
    )
    .unwrap();
    let ran = world.check().unwrap();
    assert_eq!(ran.code, Some(7), "{}", ran.said());
    assert!(
        ran.stderr
            .contains("inbox/20250630/crimes-1.csv: its number of rows"),
        "{}",
        ran.said()
    );
    fs::write(&manifest, "{").unwrap();
    assert_eq!(world.check().unwrap().code, Some(3));
}

#[test]
fn a_manifest_names_the_files_that_are_there_and_no_others() {
    let world = World::new().unwrap();
    with_inbox(&world).unwrap();
    let manifest = world.path("inbox/20250630/manifest.json");
    let names = |names: &[&str]| {
        let lines: Vec<_> = names
            .iter()
            .map(|it| serde_json::json!({ "name": it }))
            .collect();
        let text = serde_json::json!({ "files": lines }).to_string();
        fs::write(&manifest, text).unwrap();
    };
    let watch = || {
        world
            .rasso(&["watch", "pipeline.toml", "--out", "out", "--once"])
            .unwrap()
    };
    for (named, said) in [
        (
            ["crimes-1.csv", "crimes-2.csv", "crimes-3.csv"].as_slice(),
            "there is no file `crimes-3.csv`",
        ),
        (
            &["crimes-1.csv"],
            "`inbox/20250630/crimes-2.csv` is not in the manifest.json",
        ),
        (
            &["crimes-1.csv", "Crimes-2.csv"],
            "there is no file `Crimes-2.csv`",
        ),
    ] {
        names(named);
        for ended in [world.check().unwrap(), world.run().unwrap()] {
            assert_eq!(ended.code, Some(7), "{}", ended.said());
            assert!(ended.stderr.contains(said), "{}", ended.said());
        }
        // A second look does not make it whole.
        for ended in [watch(), watch()] {
            assert_eq!(ended.code, Some(0), "{}", ended.said());
            assert!(ended.stderr.contains(said), "{}", ended.said());
        }
        assert_eq!(world.latest(), None);
    }
    names(&["crimes-1.csv", "crimes-2.csv"]);
    let ended = watch();
    assert_eq!(ended.code, Some(0), "{}", ended.said());
    assert!(world.latest().is_some());
    let met = outputs::hold(&world.out(), OutputFolder::Out);
    assert_eq!((met["watch"], met["job"], met["run"]), (1, 1, 1));
}

#[test]
fn two_senders_without_a_source_are_refused_where_days_stand_in_their_paths() {
    let world = World::new().unwrap();
    with_inbox(&world).unwrap();
    let first = world.path("inbox/20250630/crimes-1.csv");
    for file in ["a/20250331/crimes.csv", "b/20250630/crimes.csv"] {
        let file = world.path(&format!("inbox/{file}"));
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::copy(&first, file).unwrap();
    }
    world
        .crimes_entry(|it| drop(it.insert("path".to_owned(), "inbox/*/{date}/crimes*".into())))
        .unwrap();
    let ended = world.check().unwrap();
    assert_eq!(ended.code, Some(2), "{}", ended.said());
    assert!(ended.stderr.contains("several senders"), "{}", ended.said());
    // Told apart by the mapping, in an entry each.
    world
        .pipeline(|it| {
            let entries = it["extract"].as_array_mut().unwrap();
            let at = entries
                .iter()
                .position(|it| it["table"].as_str() == Some("police_crime"));
            let entry = entries[at.unwrap()].as_table_mut().unwrap();
            entry.insert("path".to_owned(), "inbox/a/{date}/crimes*".into());
            let mut other = entry.clone();
            other.insert("path".to_owned(), "inbox/b/{date}/crimes*".into());
            other.insert("mapping".to_owned(), "force-b".into());
            entries.push(other.into());
        })
        .unwrap();
    let ended = world.check().unwrap();
    assert_eq!(ended.code, Some(2), "{}", ended.said());
    assert!(ended.stderr.contains("two senders"), "{}", ended.said());
}

#[test]
fn the_same_files_under_another_day_are_another_run() {
    let world = World::new().unwrap();
    with_inbox(&world).unwrap();
    assert_eq!(world.run().unwrap().code, Some(0));
    let first = world.latest().unwrap();
    fs::rename(world.path("inbox/20250630"), world.path("inbox/20250629")).unwrap();
    let ran = world.run().unwrap();
    assert_eq!(ran.code, Some(0), "{}", ran.said());
    assert_ne!(world.latest().unwrap(), first);
}

#[test]
fn a_run_that_failed_is_made_again_once_its_pipeline_is_mended() {
    let world = World::new().unwrap();
    world.cell(1, "recorded_date", "31/02/2024").unwrap();
    with_inbox(&world).unwrap();
    let limit = |faults: i64| {
        let limits = toml::Table::from_iter([("faults".to_owned(), faults.into())]);
        world
            .pipeline(|it| drop(it.insert("limits".to_owned(), limits.into())))
            .unwrap();
    };
    let look = |more: &[&str]| {
        let asked = ["watch", "pipeline.toml", "--out", "out", "--once"];
        world.rasso(&[&asked, more].concat()).unwrap()
    };
    limit(0);
    assert_eq!(look(&[]).code, Some(0), "nobody says that they are whole");
    let failed = look(&[]);
    assert_eq!(failed.code, Some(1), "{}", failed.said());
    let again = look(&[]);
    assert_eq!(again.code, Some(0), "{}", again.said());
    assert!(again.stderr.contains("ended with 1"), "{}", again.said());
    assert_eq!(world.latest(), None);
    limit(1000);
    let mended = look(&[]);
    assert_eq!(mended.code, Some(0), "{}", mended.said());
    assert!(world.latest().is_some(), "{}", mended.said());
    assert_eq!(look(&["--dry-run"]).code, Some(2));
}

#[test]
fn a_run_that_was_refused_as_configuration_is_not_remembered() {
    let world = World::new().unwrap();
    with_inbox(&world).unwrap();
    let look = || {
        world
            .rasso(&["watch", "pipeline.toml", "--out", "out", "--once"])
            .unwrap()
    };
    world
        .crimes_entry(|it| drop(it.insert("mapping".to_owned(), "force-b".into())))
        .unwrap();
    assert_eq!(look().code, Some(0));
    for _ in 0..2 {
        let ended = look();
        assert!(!ended.stderr.contains("nothing new"), "{}", ended.said());
        assert_eq!(ended.code, Some(2), "{}", ended.said());
    }
}

#[test]
fn a_delivery_is_run_once_when_it_is_whole() {
    let world = World::new().unwrap();
    with_inbox(&world).unwrap();
    let look = || {
        world
            .rasso(&["watch", "pipeline.toml", "--out", "out", "--once"])
            .unwrap()
    };
    // Nobody says that the files are whole: a second look must find the same.
    let first = look();
    assert_eq!(
        (first.code, world.latest()),
        (Some(0), None),
        "{}",
        first.said()
    );
    assert!(first.stderr.contains("waiting for"), "{}", first.said());
    fs::write(world.path("inbox/20250630/crimes-3.csv"), "half a fi").unwrap();
    assert!(look().stderr.contains("crimes-3.csv"));
    fs::remove_file(world.path("inbox/20250630/crimes-3.csv")).unwrap();
    let ran = look();
    assert_eq!(ran.code, Some(0), "{}", ran.said());
    let run = world.latest().unwrap();
    let again = look();
    assert!(again.stderr.contains("nothing new"), "{}", again.said());
    // A file that its sender says is whole needs no second look.
    let text = fs::read_to_string(world.path("inbox/20250630/crimes-1.csv")).unwrap();
    let header = text.lines().next().unwrap();
    fs::write(
        world.path("inbox/20250630/crimes-3.csv"),
        format!("{header}\n"),
    )
    .unwrap();
    fs::write(world.path("inbox/20250630/crimes-3.csv.done"), "").unwrap();
    assert_eq!(look().code, Some(0));
    assert_ne!(world.latest().unwrap(), run);
}

#[test]
fn a_limit_of_a_file_a_share_or_a_reason_stops_a_run_and_nothing_is_written() {
    let world = World::new().unwrap();
    world.without_totals().unwrap();
    for row in 1..=6 {
        world.cell(row, "recorded_date", "31/02/2024").unwrap();
    }
    let limited = |key: &str, value: toml::Value| {
        world
            .pipeline(|it| {
                let limits = toml::Table::from_iter([(key.to_owned(), value)]);
                drop(it.insert("limits".to_owned(), limits.into()));
            })
            .unwrap();
        world.run().unwrap()
    };
    let reason = |limit: i64| toml::Table::from_iter([("bad_date".to_owned(), limit.into())]);
    for (key, value, said) in [
        (
            "faults_per_file",
            5.into(),
            "6 faults in extracts/2025-06-30/police_crime.csv",
        ),
        ("quarantined_percent_per_file", 1.into(), "6 of "),
        (
            "reasons",
            reason(5).into(),
            "6 faults `bad_date`, more than the limit of 5",
        ),
    ] {
        let ran = limited(key, value);
        assert_eq!(ran.code, Some(1), "{key}: {}", ran.said());
        assert!(ran.stderr.contains(said), "{}", ran.said());
        assert_eq!(world.latest(), None);
    }
    let ran = limited("reasons", reason(6).into());
    assert_eq!(ran.code, Some(0), "{}", ran.said());
    let unknown = toml::Table::from_iter([("bad_dates".to_owned(), 1.into())]);
    let ran = limited("reasons", unknown.into());
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr.contains("did you mean `bad_date`?"),
        "{}",
        ran.said()
    );
}

#[test]
fn a_file_sent_again_corrected_lets_a_run_pass_that_was_stopped() {
    let world = World::new().unwrap();
    world.without_totals().unwrap();
    let sound = fs::read_to_string(world.path(CRIMES)).unwrap();
    let all = sound.lines().count() - 1;
    for row in 1..=6 {
        world.cell(row, "recorded_date", "31/02/2024").unwrap();
    }
    let limits = toml::Table::from_iter([("faults".to_owned(), 0.into())]);
    world
        .pipeline(|it| drop(it.insert("limits".to_owned(), limits.into())))
        .unwrap();
    assert_eq!(world.run().unwrap().code, Some(1));
    // The six rows, and one that was sound before.
    let again: Vec<&str> = sound.lines().take(8).collect();
    fs::write(world.path("again.csv"), again.join("\n") + "\n").unwrap();
    world
        .pipeline(|it| {
            let entries = it["extract"].as_array_mut().unwrap();
            let first = entries
                .iter()
                .find(|it| it["table"].as_str() == Some("police_crime"));
            let mut entry = first.unwrap().as_table().unwrap().clone();
            entry.insert("path".to_owned(), "again.csv".into());
            entry.insert("corrects".to_owned(), CRIMES.into());
            entry.remove("extract_date");
            entries.push(entry.into());
        })
        .unwrap();
    let ran = world.run().unwrap();
    assert_eq!(ran.code, Some(0), "{}", ran.said());
    assert_eq!(accepted(&world), u64::try_from(all).unwrap());
}
