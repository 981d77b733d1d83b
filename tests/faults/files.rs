//! A file that is not what the pipeline says stops the run, and nothing is written.

use super::world::{CRIMES, MARKER, World};
use rasso_tests::Ended;
use std::{fs, path::PathBuf};

/// Both commands end so and name the file; the run leaves nothing.
fn refused(world: &World, code: i32, says: &[&str]) {
    let check = world.check().unwrap();
    let run = world.run().unwrap();
    for ended in [&check, &run] {
        assert_eq!(ended.code, Some(code), "{}", ended.said());
        says_all(ended, says);
        assert!(!ended.said().contains(MARKER), "a cell is shown");
    }
    assert!(
        !world.out().exists(),
        "a run refused at its input left something"
    );
}

fn says_all(ended: &Ended, says: &[&str]) {
    for word in says {
        assert!(
            ended.stderr.contains(word),
            "no `{word}` in: {}",
            ended.stderr
        );
    }
}

#[test]
fn a_truncated_file_does_not_match_its_control_total() {
    let world = World::new().unwrap();
    world
        .crimes(|it| it.split_inclusive('\n').take(150).collect())
        .unwrap();
    refused(&world, 7, &[CRIMES, "SHA-256", "declared"]);
    world.crimes_entry(|it| drop(it.remove("sha256"))).unwrap();
    refused(&world, 7, &[CRIMES, "number of rows", "found 149"]);
}

#[test]
fn a_wrong_header_is_answered_with_the_nearest_heading() {
    let world = World::new().unwrap();
    world.without_totals().unwrap();
    world
        .crimes(|it| it.replacen("recorded_date", "recorded_dat", 1))
        .unwrap();
    refused(
        &world,
        3,
        &[
            CRIMES,
            "`recorded_date`",
            "is it `recorded_dat`?",
            "mapping",
        ],
    );
}

#[test]
fn a_mapping_of_a_column_that_is_not_there_is_configuration() {
    let world = World::new().unwrap();
    let mapping = "name = \"own\"\nversion = \"1\"\nagency = \"police\"\ntable = \"police_crime\"\n\
                   encoding = \"utf-8\"\ndelimiter = \",\"\nnull_tokens = [\"\"]\n\
                   date_formats = [\"%Y-%m-%d\"]\n[columns.recorded_date]\nfrom = \"recorded_day\"\n";
    fs::write(world.path("own.toml"), mapping).unwrap();
    world
        .crimes_entry(|it| drop(it.insert("mapping".to_owned(), "own.toml".into())))
        .unwrap();
    refused(
        &world,
        2,
        &[CRIMES, "`own`", "`recorded_day`", "is it `recorded_date`?"],
    );
}

#[test]
fn an_empty_file_is_refused() {
    let world = World::new().unwrap();
    world.without_totals().unwrap();
    world.crimes(|_| String::new()).unwrap();
    refused(&world, 3, &[CRIMES, "is empty", "ask the sender"]);
}

#[test]
fn a_missing_file_is_refused() {
    let world = World::new().unwrap();
    fs::remove_file(world.path(CRIMES)).unwrap();
    refused(&world, 3, &[CRIMES, "there is no such file", "`path`"]);
}

#[test]
fn a_folder_where_a_file_is_declared_is_configuration() {
    let world = World::new().unwrap();
    fs::remove_file(world.path(CRIMES)).unwrap();
    fs::create_dir(world.path(CRIMES)).unwrap();
    refused(&world, 2, &[CRIMES, "a folder", "name the file in it"]);
}

#[test]
fn a_file_that_is_no_text_is_refused() {
    let world = World::new().unwrap();
    world.without_totals().unwrap();
    world.crimes(|_| format!("PK\u{3}\u{4}{MARKER}")).unwrap();
    refused(&world, 3, &[CRIMES, "damaged", "ask the sender"]);
}

#[test]
fn a_quote_that_is_never_closed_names_its_row() {
    let world = World::new().unwrap();
    world.without_totals().unwrap();
    world
        .crimes(|it| {
            let mut broken = String::new();
            for (at, line) in it.split_inclusive('\n').enumerate() {
                if at == 4 {
                    broken.extend(["\"", MARKER]);
                }
                broken.push_str(line);
            }
            broken
        })
        .unwrap();
    refused(&world, 3, &[CRIMES, "row 4", "never closed"]);
}

#[test]
fn a_run_that_fails_leaves_the_latest_one_as_it_was() {
    let world = World::new().unwrap();
    let first = world.run().unwrap();
    assert_eq!(first.code, Some(0), "{}", first.said());
    let latest = world.latest().unwrap();
    let (before, said) = kept_and_said(&world);
    assert_eq!(said["exit_code"], 0);

    world.crimes(|_| String::new()).unwrap();
    assert_eq!(world.run().unwrap().code, Some(7));
    assert_eq!(kept_and_said(&world).1["exit_code"], 7);
    world.without_totals().unwrap();
    assert_eq!(world.run().unwrap().code, Some(3));
    assert_eq!(world.latest(), Some(latest));
    let (after, said) = kept_and_said(&world);
    assert_eq!(said["exit_code"], 3);
    assert!(before == after);
}

/// What a run keeps, and `job.json` by itself: that one says how the last run ended, so it alone may change.
fn kept_and_said(world: &World) -> (Vec<(PathBuf, Vec<u8>)>, serde_json::Value) {
    let mut kept = rasso_tests::contents(&world.out()).unwrap();
    let job = kept.iter().position(|(path, _)| path.ends_with("job.json"));
    let (_, job) = kept.remove(job.unwrap());
    (kept, serde_json::from_slice(&job).unwrap())
}

#[test]
fn of_two_runs_at_once_the_second_ends_before_it_reads() {
    let world = World::new().unwrap();
    fs::remove_file(world.path(CRIMES)).unwrap();
    fs::create_dir(world.out()).unwrap();
    let held = fs::File::create(world.out().join(".lock")).unwrap();
    held.lock().unwrap();
    let second = world.run().unwrap();
    assert_eq!(second.code, Some(5), "{}", second.said());
    drop(held);
    let third = world.run().unwrap();
    assert_eq!(third.code, Some(3), "{}", third.said());
}

#[test]
fn a_run_that_cannot_get_its_name_says_so_in_its_journal() {
    let world = World::new().unwrap();
    let latest = world.out().join("runs/latest");
    fs::create_dir_all(&latest).unwrap();
    fs::write(latest.join("in_the_way"), "").unwrap();
    let run = world.run().unwrap();
    assert_eq!(run.code, Some(6), "{}", run.said());
    assert!(
        world
            .left()
            .unwrap()
            .contains(r#"{"stage":"publish","event":"failed","detail":{"exit_code":6}}"#)
    );
}
