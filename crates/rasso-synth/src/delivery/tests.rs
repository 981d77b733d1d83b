use super::*;
use crate::sample::{Row, Sample, day, made, plan};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

fn bytes(sample: &Sample) -> Vec<Vec<u8>> {
    let fixed = ["pipeline.toml", "truth/records.csv", "truth/mess.csv"];
    let extracts = sample.summary.tables.iter().map(|it| it.path.as_str());
    fixed
        .into_iter()
        .chain(extracts)
        .map(|it| fs::read(sample.path(it)).unwrap())
        .collect()
}

fn key(table: &crate::table::Table, row: &Row) -> String {
    let columns = &table.columns[..table.key.unwrap_or(table.columns.len())];
    columns
        .iter()
        .map(|it| row[*it].as_str())
        .collect::<Vec<_>>()
        .join("|")
}

#[test]
fn the_same_seed_gives_the_same_bytes_whatever_the_threads() {
    let one = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    let alone = one.install(|| made(plan(2_000, 5, true)));
    assert_eq!(bytes(&alone), bytes(&made(plan(2_000, 5, true))));
    assert_ne!(bytes(&alone), bytes(&made(plan(2_000, 6, true))));
}

#[test]
fn a_later_delivery_holds_every_record_of_an_earlier_one() {
    for mess in [false, true] {
        let sample = made(plan(4_000, 2, mess));
        for table in TABLES.iter().filter(|it| it.key.is_some()) {
            let keys = |at: &str| -> BTreeSet<String> {
                let rows = sample.rows_of(&format!("extracts/{at}/{}.csv", table.name));
                rows.iter().map(|row| key(table, row)).collect()
            };
            let (early, late) = (keys("2024-12-31"), keys("2025-06-30"));
            assert!(
                early.is_subset(&late) && early.len() < late.len(),
                "{}",
                table.name
            );
        }
    }
}

#[test]
fn keys_are_unique_without_mess() {
    let sample = made(plan(6_000, 4, false));
    for table in &TABLES {
        let rows = sample.rows(table.name);
        let keys: BTreeSet<_> = rows.iter().map(|row| key(table, row)).collect();
        assert_eq!(keys.len(), rows.len(), "{}", table.name);
    }
}

#[test]
fn the_truth_names_every_record_of_a_person_or_a_crime() {
    let sample = made(plan(3_000, 8, true));
    for at in ["2024-12-31", "2025-06-30"] {
        let truth: BTreeSet<_> = sample
            .rows_of(&format!("truth/{at}/records.csv"))
            .into_iter()
            .map(|row| (row["table"].clone(), row["key"].clone()))
            .collect();
        let mut records = BTreeSet::new();
        for name in [
            "police_crime",
            "police_suspect",
            "cps_case",
            "court_defendant",
        ] {
            let table = TABLES.iter().find(|it| it.name == name).unwrap();
            let rows = sample.rows_of(&format!("extracts/{at}/{name}.csv"));
            records.extend(rows.iter().map(|row| (name.to_owned(), key(table, row))));
        }
        assert_eq!(truth, records);
    }
}

#[test]
fn the_truth_of_a_delivery_tells_the_faults_of_that_delivery() {
    let sample = made(plan(4_000, 12, true));
    let mut told = Vec::new();
    for at in ["2024-12-31", "2025-06-30"] {
        let mess = sample.rows_of(&format!("truth/{at}/mess.csv"));
        let twice = mess
            .iter()
            .filter(|row| matches!(&*row["mess"], "duplicate_row" | "delivered_twice"));
        let twice = twice.filter(|row| row["table"] == "police_suspect").count();
        let rows = sample.rows_of(&format!("extracts/{at}/police_suspect.csv"));
        let once: BTreeSet<_> = rows.iter().collect();
        assert_eq!(rows.len() - once.len(), twice);
        told.push(mess.len());
    }
    assert!(told[0] < told[1]);
    for name in ["records.csv", "mess.csv"] {
        let read = |folder: &str| fs::read(sample.path(&format!("{folder}/{name}"))).unwrap();
        assert!(read("truth") == read("truth/2025-06-30"), "{name}");
    }
}

/// The rows of a file below its header, in the order of the alphabet.
fn sorted_rows(text: &str) -> Vec<&str> {
    let mut rows: Vec<_> = text.lines().skip(1).collect();
    rows.sort_unstable();
    rows
}

#[test]
fn the_size_of_a_batch_changes_the_order_of_rows_and_nothing_else() {
    let (whole, folder) = (made(plan(2_000, 5, true)), tempfile::tempdir().unwrap());
    let summary = write_by(3, &whole.plan, folder.path()).unwrap();
    let read = |path: &str| fs::read_to_string(folder.path().join(path)).unwrap();
    for (table, of_whole) in summary.tables.iter().zip(&whole.summary.tables) {
        let (text, other) = (read(&table.path), whole.path(&of_whole.path));
        let other = fs::read_to_string(other).unwrap();
        assert_eq!(sorted_rows(&text), sorted_rows(&other), "{}", table.path);
        assert_eq!(table.rows, of_whole.rows);
        assert_eq!(table.sha256, crate::part::sha256(text.as_bytes()));
    }
    for name in ["truth/records.csv", "truth/mess.csv"] {
        let other = fs::read_to_string(whole.path(name)).unwrap();
        assert_eq!(sorted_rows(&read(name)), sorted_rows(&other), "{name}");
    }
    assert_eq!(summary.truth_records, whole.summary.truth_records);
}

fn has_parts(folder: &Path) -> bool {
    files(folder)
        .iter()
        .any(|it| Path::new(it).extension().is_some_and(|it| it == "part"))
}

/// Every file below a folder, by its name.
fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let names = |path: PathBuf| {
        if path.is_dir() {
            files(&path)
        } else {
            vec![path.display().to_string()]
        }
    };
    entries.flat_map(names).collect()
}

#[test]
fn a_world_that_was_not_finished_has_no_pipeline_file_and_no_parts_of_files() {
    let sample = made(plan(500, 5, true));
    assert!(!has_parts(&sample.path("")));
    // A folder stands where the truth is copied to: the last step before the pipeline file.
    let records = sample.path("truth/records.csv");
    fs::remove_file(&records).unwrap();
    fs::create_dir(&records).unwrap();
    let failed = write(&sample.plan, &sample.path(""));
    assert!(matches!(failed, Err(SynthError::Write { .. })));
    assert!(!sample.path("pipeline.toml").exists());
    // And where a table is begun, so that nothing is finished.
    let (old, suspects) = (
        fs::read(sample.path("extracts/2024-12-31/police_crime.csv")).unwrap(),
        sample.path("extracts/2025-06-30/police_suspect.csv.part"),
    );
    fs::create_dir(&suspects).unwrap();
    let other = SynthPlan {
        seed: 6,
        ..sample.plan.clone()
    };
    assert!(write(&other, &sample.path("")).is_err());
    assert_eq!(
        fs::read(sample.path("extracts/2024-12-31/police_crime.csv")).unwrap(),
        old
    );
    fs::remove_dir(&suspects).unwrap();
    assert!(!has_parts(&sample.path("")));
}

#[test]
fn what_the_cps_and_the_courts_hold_the_police_hold_too() {
    let sample = made(plan(6_000, 8, false));
    let truth = sample.rows_of("truth/records.csv");
    let people = |table: &str| -> BTreeSet<_> {
        let of_table = truth.iter().filter(|row| row["table"] == table);
        of_table.map(|row| row["person"].clone()).collect()
    };
    let suspects = people("police_suspect");
    assert!(people("cps_case").is_subset(&suspects));
    assert!(people("court_defendant").is_subset(&people("cps_case")));
}

#[test]
fn nothing_in_a_delivery_is_later_than_the_day_it_was_taken() {
    let sample = made(plan(3_000, 9, false));
    for table in &sample.summary.tables {
        let rows = sample.rows_of(&table.path);
        assert_eq!(u64::try_from(rows.len()).unwrap(), table.rows);
        let dates = rows
            .iter()
            .flatten()
            .filter(|(column, _)| column.ends_with("_date"));
        for (column, cell) in dates.filter(|(_, cell)| !cell.is_empty()) {
            assert!(day(cell) <= table.extract_date, "{column}");
        }
    }
}
