//! The pipeline files that are there to be copied, run as they are, with extracts where they say that they lie.

use crate::outputs;
use rasso_schema::OutputFolder;
use rasso_tests::{repository, rows, run_rasso, text_of};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

const DATES: [&str; 2] = ["2025-03-31", "2025-06-30"];

/// An invented world beside a copy of `pipelines` and of the files that those name.
fn desk() -> tempfile::TempDir {
    let desk = tempfile::tempdir().unwrap();
    let at = |name: &str| desk.path().join(name);
    let world = [
        "synth",
        "--out",
        "world",
        "--crimes",
        "4000",
        "--seed",
        "8",
        "--own-formats",
    ];
    let dates = DATES.map(|it| ["--extract-date", it]).concat();
    let made = run_rasso(desk.path(), world.into_iter().chain(dates)).unwrap();
    assert_eq!(made.code, Some(0), "{}", made.said());
    for name in ["extracts", "own"] {
        fs::rename(at("world").join(name), at(name)).unwrap();
    }
    for name in [
        "pipelines/force-report.toml",
        "pipelines/quarterly-release.toml",
        "data-schemas/disclosure/example-policy.toml",
        "data-schemas/release-notes/example-publication.toml",
    ] {
        fs::create_dir_all(at(name).parent().unwrap()).unwrap();
        fs::copy(repository().join(name), at(name)).unwrap();
    }
    desk
}

/// Runs a pipeline; gives the code, what was said, and what `job.json` says.
fn run(desk: &Path, name: &str, more: &[&str]) -> (Option<i32>, String, Value) {
    let pipeline = format!("pipelines/{name}.toml");
    let own = ["run", &pipeline, "--out", name];
    let ended = run_rasso(desk, own.iter().chain(more)).unwrap();
    let job = fs::read(desk.join(name).join("job.json")).unwrap_or_default();
    let job = serde_json::from_slice(&job).unwrap_or(Value::Null);
    (ended.code, ended.said(), job)
}

#[test]
fn a_release_is_made_on_any_day_from_one_file() {
    let desk = desk();
    let name = "quarterly-release";
    // Not the day that the file names, so that the flag is seen to be heard.
    let (code, said, job) = run(desk.path(), name, &["--as-at", DATES[0]]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(job["as_at"], DATES[0]);
    assert_eq!(job["release"], "2025-Q1-1");
    let current = format!("{name}/current");
    let checked = run_rasso(desk.path(), ["release", "verify", &current]).unwrap();
    assert_eq!(checked.code, Some(0), "{}", checked.said());
    followed_cases_are_counted_for_the_time_that_is_said(&desk.path().join(name));
    // A day that is none, and one on which nobody had sent anything.
    for (date, expected) in [("2025-06-31", 2), ("2025-01-31", 2)] {
        let (code, said, job) = run(desk.path(), name, &["--as-at", date]);
        assert_eq!(code, Some(expected), "{said}");
        assert_eq!(job["exit_code"], expected);
        assert!(job["message"].as_str().is_some_and(|it| !it.is_empty()));
        assert_eq!(job["release"], "2025-Q1-1", "what is there is still told");
    }
}

/// Only quarters a year past are there, each shown count is what the run counted, and none of them, nor what lies between two
/// days or is left at one, is small.
fn followed_cases_are_counted_for_the_time_that_is_said(out: &Path) {
    let counted: BTreeMap<[String; 3], String> = rows(&out.join("runs/latest/measures.parquet"))
        .unwrap()
        .iter()
        .filter(|it| text_of(it, "clock") == "cohort")
        .map(|it| {
            let key = ["metric", "area_code", "period"].map(|column| text_of(it, column));
            (key, text_of(it, "numerator"))
        })
        .collect();
    let file = out.join("current/tables/time_to_charge.csv");
    let mut reader = csv::Reader::from_path(file).unwrap();
    let (mut held, mut years) = (0, BTreeSet::new());
    for row in reader.deserialize::<BTreeMap<String, String>>() {
        let row = row.unwrap();
        assert!(*row["period"] <= *"2024-Q1" || row["period_type"] == "rolling_year");
        if row["period_type"] == "rolling_year" {
            years.insert(row["period"].clone());
        }
        let Ok(count) = row["value"].parse::<i64>() else {
            continue;
        };
        assert!(
            row["unit"] != "count" || !(1..5).contains(&count),
            "a small count is shown"
        );
        if let Some(days) = row["measure"].strip_prefix("within_") {
            let metric = format!("charge_rate.recorded_cohort.within_{days}_days");
            let key = [metric, row["area_code"].clone(), row["period"].clone()];
            let was = counted.get(&key).map_or("0", String::as_str);
            assert!(was == row["value"], "another count is shown");
            held += 1;
        }
    }
    assert!(held > 50, "{held}");
    assert_eq!(years.into_iter().collect::<Vec<_>>(), ["YE 2024-03"]);
}

#[test]
fn a_force_looks_at_its_own_file() {
    let desk = desk();
    let name = "force-report";
    let (code, said, job) = run(desk.path(), name, &[]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(job["release"], Value::Null);
    for page in ["run.html", "summary.html", "measures.parquet"] {
        assert!(
            desk.path()
                .join(name)
                .join("runs/latest")
                .join(page)
                .is_file()
        );
    }
    let ran = job["run"].clone();
    assert!(ran.is_string());
    let met = outputs::hold(&desk.path().join(name), OutputFolder::Out);
    assert_eq!((met["run"], met["job"]), (1, 1));
    // The file comes without its headings: the report before stays, and the operator is told.
    let file = desk.path().join("own/2025-06-30/force-b.csv");
    fs::write(&file, "a,b\n1,2\n").unwrap();
    let (code, said, job) = run(desk.path(), name, &[]);
    assert!(matches!(code, Some(2 | 3)), "{said}");
    assert_eq!(job["exit_code"].as_i64(), code.map(i64::from));
    assert_eq!(job["run"], ran);
    outputs::hold(&desk.path().join(name), OutputFolder::Out);
}
