//! A release as a scheduled job makes it: by one command, from one file, and told by a code and a file.

use super::{DATES, Desk, TABLE};
use rasso_tests::{contents, run_rasso};
use serde_json::Value;
use std::{collections::BTreeMap, fs, path::PathBuf};

/// The pipeline of a date with a release at its end.
fn write_job(desk: &Desk, date: &str, more: &str) {
    let own = fs::read_to_string(desk.path("world").join(format!("{date}.toml"))).unwrap();
    let release = format!(
        "\n[release]\npolicy = \"../policy.toml\"\npublication = \"../publication.toml\"\nquarters = 3\n\
         tables = [\"{TABLE}\"]\n{more}"
    );
    fs::write(desk.path("world/job.toml"), own + &release).unwrap();
}

/// Runs it; gives the code, what was said, and what `job.json` says.
fn run(desk: &Desk) -> (Option<i32>, String, Value) {
    let ended = run_rasso(&desk.path(""), ["run", "world/job.toml", "--out", "job"]).unwrap();
    let job = fs::read_to_string(desk.path("job/job.json")).unwrap_or_default();
    let job = serde_json::from_str(&job).unwrap_or(Value::Null);
    (ended.code, ended.said(), job)
}

pub(super) fn a_job_ends_with_a_release_and_says_so(desk: &Desk) {
    write_job(desk, DATES[0], "canaries = \"../missing.txt\"\n");
    let (code, said, job) = run(desk);
    assert!(code == Some(2) && said.contains("missing.txt"), "{said}");
    assert!(job.is_null(), "a job that never began is recorded");

    write_job(desk, DATES[0], "");
    let (code, said, job) = run(desk);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(job["exit_code"], 0);
    assert_eq!(job["release"], "2025-Q1-1");
    assert_eq!(job["message"], Value::Null);
    assert_eq!(desk.verify("job/current"), Some(0));
    let tables = |release: &str| -> BTreeMap<PathBuf, Vec<u8>> {
        let folder = desk.path(release).join("tables");
        let all = contents(&folder).unwrap().into_iter();
        all.map(|it| (it.0.strip_prefix(&folder).unwrap().to_path_buf(), it.1))
            .collect()
    };
    assert!(
        tables("job/current") == tables("out/releases/2025-Q1-1"),
        "a job releases other figures than its two commands"
    );

    // The next one fails at its very end: what is current is still the release before.
    fs::write(desk.path("planted.txt"), "Cleveland\n").unwrap();
    write_job(desk, DATES[1], "canaries = \"../planted.txt\"\n");
    let run_before = job["run"].clone();
    let (code, said, job) = run(desk);
    assert!(code == Some(4) && !said.contains("Cleveland"), "{said}");
    assert_eq!(job["exit_code"], 4);
    assert_eq!(job["release"], "2025-Q1-1");
    assert_ne!(job["run"], run_before);
    assert!(job["message"].as_str().unwrap().contains("canaries"));
    assert_eq!(desk.verify("job/current"), Some(0));

    // A pipeline file that is refused is the last job too.
    for (from, to, told) in [
        ("quarters = 3", "quarters = 0", "`quarters`"),
        (TABLE, "recorded_crime", "recorded_crime"),
    ] {
        write_job(desk, DATES[1], "");
        let file = desk.path("world/job.toml");
        let text = fs::read_to_string(&file).unwrap();
        let (own, release) = text.split_once("[release]").unwrap();
        fs::write(
            &file,
            format!("{own}[release]{}", release.replace(from, to)),
        )
        .unwrap();
        let (code, said, job) = run(desk);
        assert!(code == Some(2) && said.contains(told), "{said}");
        assert_eq!(
            (&job["exit_code"], &job["pipeline"]),
            (&2.into(), &Value::Null)
        );
        assert!(job["message"].as_str().unwrap().contains(told));
    }
}
