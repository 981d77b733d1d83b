//! Lists of cases: each has what plain Rust finds in the units of the run.

mod plain;

use crate::world::World;
use plain::Plain;
use rasso_tests::{Ended, repository, run_rasso};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

const LISTS: [&str; 4] = [
    "charged_no_court",
    "early_advice_quiet",
    "scrutiny_panel",
    "withdrawn_within_30_days",
];

/// A row of a list: cells by column.
type Row = BTreeMap<String, String>;

fn list(run: &Path, name: &str, more: &[&str]) -> Ended {
    let mut words = vec!["list", name, "--run", run.to_str().unwrap()];
    words.extend(more);
    run_rasso(repository(), words).unwrap()
}

/// The rows of a list, as it is written to a file.
fn rows_of(run: &Path, name: &str, more: &[&str]) -> Vec<Row> {
    let out = run.join("list.csv");
    let mut words = vec!["--out", out.to_str().unwrap()];
    words.extend(more);
    let ended = list(run, name, &words);
    assert_eq!(ended.code, Some(0), "{}", ended.said());
    let readers = fs::metadata(&out).unwrap().permissions().mode();
    assert_eq!(readers & 0o777, 0o600);
    says_no_case(&ended, &out);
    let mut reader = csv::Reader::from_path(out).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// What is said of a list are counts: no reference of it.
fn says_no_case(ended: &Ended, out: &Path) {
    let mut reader = csv::Reader::from_path(out).unwrap();
    let rows = reader.deserialize().map(Result::unwrap);
    for row in rows.take(200) {
        let row: Row = row;
        for (column, cell) in row {
            let is_reference = column.ends_with("_ref") && !cell.is_empty();
            assert!(!is_reference || !ended.said().contains(&cell), "{column}");
        }
    }
}

/// A row with the references of its case in one column, whichever agency's they are.
fn named(mut row: Row) -> Row {
    let by = row.get("charged_by").map(String::as_str);
    let columns = match by {
        Some("police") => ["crime_ref", "suspect_ref"],
        _ => ["cps_case_ref", "cps_suspect_ref"],
    };
    let case = columns.map(|it| row.get(it).cloned().unwrap_or_default());
    row.insert("case".to_owned(), case.join(" "));
    row
}

/// The columns that plain Rust tells too, of each row.
fn told(rows: &[Row], columns: &[&str]) -> BTreeSet<Vec<String>> {
    let cells = |row: &Row| columns.iter().map(|it| row[*it].clone()).collect();
    rows.iter().map(cells).collect()
}

#[test]
fn each_list_has_what_the_units_say() {
    let world = World::new(12_000, 77, true).unwrap();
    let run = world.run().unwrap();
    let plain = Plain::of(&run);
    for name in LISTS {
        let all = ["--per-stratum", "1000000"];
        let rows = rows_of(
            &run,
            name,
            if name == "scrutiny_panel" { &all } else { &[] },
        );
        let rows: Vec<Row> = rows.into_iter().map(named).collect();
        let (columns, expected) = plain.list(name);
        assert!(!expected.is_empty(), "{name}: the world does not try it");
        assert_eq!(rows.len(), expected.len(), "{name}");
        assert!(told(&rows, columns) == expected, "{name} has other cases");
    }
    longest_first(&rows_of(&run, "early_advice_quiet", &[]));
    longest_first(&rows_of(&run, "charged_no_court", &[]));
    an_area_and_dates_narrow(&run);
    a_sample_is_drawn_by_its_seed(&run);
    what_is_no_list_is_refused(&run);
    a_list_is_added_by_one_file(&run);
}

fn longest_first(rows: &[Row]) {
    let days: Vec<i64> = rows
        .iter()
        .map(|it| it["days_waiting"].parse().unwrap())
        .collect();
    assert!(days.is_sorted_by(|a, b| a >= b));
}

fn an_area_and_dates_narrow(run: &Path) {
    let name = "withdrawn_within_30_days";
    let all = rows_of(run, name, &[]);
    for (area, column, code) in [
        ("52", "force", "52"),
        ("Avon and Somerset", "force", "52"),
        ("cps:south-west", "cps_area", "cps:south-west"),
    ] {
        let of = all.iter().filter(|it| it[column] == code).cloned();
        let of: Vec<Row> = of.collect();
        assert!(!of.is_empty());
        assert_eq!(rows_of(run, name, &["--area", area]), of, "{area}");
    }
    let within = |it: &&Row| ("2024-03-01".."2024-06-01").contains(&it["date"].as_str());
    let of: Vec<Row> = all.iter().filter(within).cloned().collect();
    let dates = ["--from", "2024-03-01", "--to", "2024-05-31"];
    assert_eq!(rows_of(run, name, &dates), of);
}

fn a_sample_is_drawn_by_its_seed(run: &Path) {
    let name = "scrutiny_panel";
    let all = rows_of(run, name, &["--per-stratum", "1000000"]);
    let mut strata: BTreeMap<[String; 2], usize> = BTreeMap::new();
    let stratum = |it: &Row| ["decided_by", "force"].map(|column| it[column].clone());
    for it in &all {
        *strata.entry(stratum(it)).or_default() += 1;
    }
    let sample = rows_of(run, name, &["--seed", "7"]);
    let mut drawn: BTreeMap<[String; 2], usize> = BTreeMap::new();
    for it in &sample {
        let size = strata[&stratum(it)];
        *drawn.entry(stratum(it)).or_default() += 1;
        assert_eq!(it["stratum_size"], size.to_string());
        assert_eq!(it["sampled"], size.min(5).to_string());
        let fraction: f64 = it["sampling_fraction"].parse().unwrap();
        let expected = f64::from(u32::try_from(size.min(5)).unwrap())
            / f64::from(u32::try_from(size).unwrap());
        assert!((fraction - expected).abs() < 1e-12);
        let is_same = |other: &&Row| {
            [
                "crime_ref",
                "suspect_ref",
                "cps_case_ref",
                "cps_suspect_ref",
                "force",
            ]
            .iter()
            .all(|column| other[*column] == it[*column])
        };
        assert!(all.iter().any(|other| is_same(&other)));
    }
    for (stratum, size) in &strata {
        assert_eq!(drawn[stratum], (*size).min(5), "{stratum:?}");
    }
    assert_eq!(rows_of(run, name, &["--seed", "7"]), sample);
    assert_ne!(rows_of(run, name, &["--seed", "8"]), sample);
    let by_reason = ["--strata", "decision_reason", "--per-stratum", "2"];
    let by_reason = rows_of(run, name, &by_reason);
    let reasons: BTreeSet<&String> = all.iter().map(|it| &it["decision_reason"]).collect();
    assert!(by_reason.len() <= reasons.len() * 2 && by_reason.len() > reasons.len());
}

fn what_is_no_list_is_refused(run: &Path) {
    let out = run.join("list.csv");
    let out = ["--out", out.to_str().unwrap()];
    for (name, more, code, says) in [
        (
            "scrutiny_panels",
            &[][..],
            2,
            "did you mean `scrutiny_panel`?",
        ),
        (
            "scrutiny_panel",
            &["--area", "Avon and Somerst"],
            2,
            "did you mean",
        ),
        (
            "scrutiny_panel",
            &["--area", "cps:south-wes"],
            2,
            "did you mean",
        ),
        (
            "scrutiny_panel",
            &["--strata", "forces"],
            2,
            "did you mean `force`?",
        ),
        (
            "scrutiny_panel",
            &["--per-stratum", "0"],
            2,
            "--per-stratum",
        ),
    ] {
        let words: Vec<&str> = out.iter().chain(more).copied().collect();
        let ended = list(run, name, &words);
        assert_eq!(ended.code, Some(code), "{}", ended.said());
        assert!(ended.stderr.contains(says), "{}", ended.said());
    }
    let ended = list(run, "scrutiny_panel", &[]);
    assert_eq!(ended.code, Some(2), "nothing is written that nobody named");
    assert!(ended.stdout.is_empty());
    let ended = list(run, "early_advice_quiet", &["--out", "-"]);
    assert!(ended.stdout.starts_with("cps_case_ref,"));
    let ended = list(&run.join("units"), "early_advice_quiet", &out);
    assert_eq!(ended.code, Some(3), "{}", ended.said());
    let ended = run_rasso(repository(), ["list"]).unwrap();
    assert!(LISTS.iter().all(|it| ended.stdout.contains(it)));
}

fn a_list_is_added_by_one_file(run: &Path) {
    let schemas: PathBuf = run.join("list-schemas");
    copy_folder(&repository().join("data-schemas"), &schemas).unwrap();
    let added = r#"name = "reviews_asked"
title = "Reviews asked for"
meaning = "CPS suspects of whom a victim asked for a review."
order = "latest"
strata = ["force"]
columns = ["cps_case_ref"]

[[part]]
name = "cps"
reads = { unit = "cps_suspect", with = [{ name = "case", table = "cps_case", by = "record_id" }] }
when = [{ column = "review_asked_date", filled = true }]
date = "review_asked_date"
reason = "a review was asked for"
columns = { cps_case_ref = "case.cps_case_ref" }
"#;
    let file = schemas.join("lists/reviews_asked.toml");
    fs::write(&file, added).unwrap();
    let asked = ["--schemas", schemas.to_str().unwrap()];
    let units = rasso_tests::rows(&run.join("units/cps_suspect.parquet")).unwrap();
    let is_asked =
        |it: &&parquet::record::Row| !rasso_tests::text_of(it, "review_asked_date").is_empty();
    let expected = units.iter().filter(is_asked).count();
    assert_eq!(rows_of(run, "reviews_asked", &asked).len(), expected);
    // A list cannot show who a case is about.
    let personal = added.replace("\"case.cps_case_ref\"", "\"case.urn\"");
    fs::write(&file, personal).unwrap();
    let ended = list(run, "reviews_asked", &asked);
    assert_eq!(ended.code, Some(2), "{}", ended.said());
    assert!(ended.stderr.contains("nothing here reads `urn`"));
}

/// Copies a folder.
fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}
