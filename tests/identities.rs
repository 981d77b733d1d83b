//! Five hundred planted identities: nothing that a run writes or says holds one of them, in any
//! writing, while it runs, when it is killed and when it has ended.

mod planted;
mod search;

use planted::{Identity, plant};
use rasso_synth::SynthPlan;
use rasso_terms::Day;
use rasso_tests::{contents, rasso};
use search::Search;
use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

const IDENTITIES: usize = 500;

/// A world whose first five hundred people are the planted ones, in every table, and whose broken
/// cells hold them too.
fn world(folder: &Path) -> Vec<Identity> {
    let day = |year, month, day| Day::from_ymd(year, month, day).unwrap();
    let plan = SynthPlan {
        crimes: 9_000,
        seed: 77,
        first_recorded: day(2021, 1, 1),
        last_recorded: day(2025, 6, 30),
        extract_dates: vec![day(2025, 6, 30)],
        ..SynthPlan::usual().unwrap()
    };
    rasso_synth::write(&plan, folder).unwrap();
    let identities: Vec<Identity> = (0..IDENTITIES).map(Identity::nth).collect();
    plant(&folder.join("extracts/2025-06-30"), &identities);
    let pipeline = folder.join("pipeline.toml");
    let text = fs::read_to_string(&pipeline).unwrap();
    // The control totals are those of the files before.
    let kept = text
        .lines()
        .filter(|it| !it.starts_with("rows") && !it.starts_with("sha256"));
    let text = kept.collect::<Vec<_>>().join("\n");
    // Models see names too.
    let models = "[links]\nmodels = [\"police_cps\", \"cps_court\", \"police_court\"]\n";
    assert!(text.contains("[links]\n"));
    fs::write(pipeline, text.replacen("[links]\n", models, 1)).unwrap();
    identities
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let temporary = folder.join("tmp");
    fs::create_dir_all(&temporary).unwrap();
    let mut command = Command::new(rasso().unwrap());
    command
        .current_dir(folder)
        .args(arguments)
        .env("TMPDIR", &temporary)
        .env("HOME", &temporary);
    command
}

/// Everything in the folder but the extracts themselves.
fn written(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let own = ["extracts/", "truth/"];
    let name = |path: &Path| path.strip_prefix(folder).unwrap().display().to_string();
    contents(folder)
        .unwrap()
        .into_iter()
        .map(|(path, bytes)| (name(&path), bytes))
        .filter(|(name, _)| !own.iter().any(|it| name.starts_with(it)))
        .collect()
}

fn hold_none(search: &Search, folder: &Path, said: &[&Output]) {
    for (name, bytes) in written(folder) {
        assert!(!search.finds_in(&bytes), "an identity is in {name}");
        // In Parquet the values are compressed: cell by cell, where it is not encrypted.
        if name.ends_with(".parquet") && !name.contains("working/identifiers") {
            for row in rasso_tests::rows(&folder.join(&name)).unwrap() {
                assert!(
                    !search.finds_in(row.to_string().as_bytes()),
                    "an identity is in {name}"
                );
            }
        }
    }
    for output in said {
        assert!(!search.finds_in(&output.stdout), "an identity is on stdout");
        assert!(!search.finds_in(&output.stderr), "an identity is on stderr");
    }
}

#[test]
fn five_hundred_planted_identities_are_in_nothing_that_a_run_writes_or_says() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let identities = world(folder);
    let search = Search::of(&identities);
    let sent = fs::read(folder.join("extracts/2025-06-30/police_suspect.csv")).unwrap();
    assert!(
        search.finds_in(&sent),
        "the search finds nothing where they are"
    );

    let made = command(folder, &["key", "key"]).output().unwrap();
    assert!(made.status.success());
    let run = [
        "run",
        "pipeline.toml",
        "--out",
        "out",
        "--key",
        "key",
        "--verbose",
    ];

    // Killed while the working area is there: what is left of it cannot be read.
    let mut killed = command(folder, &run)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let started = Instant::now();
    let sealed = |name: &str| name.contains("working/identifiers/court_defendant");
    while !written(folder).iter().any(|(name, _)| sealed(name)) {
        assert!(
            killed.try_wait().unwrap().is_none(),
            "the run ended too soon to be killed"
        );
        assert!(
            started.elapsed() < Duration::from_mins(2),
            "no working area was made"
        );
        thread::sleep(Duration::from_millis(2));
    }
    killed.kill().unwrap();
    killed.wait().unwrap();
    let left = written(folder);
    assert!(
        left.iter().any(|(name, _)| sealed(name)),
        "nothing was left to look at"
    );
    hold_none_in_bytes(&search, &left);

    // A run that is stopped by its faults, and says so.
    let text = fs::read_to_string(folder.join("pipeline.toml")).unwrap();
    let limited = format!("{text}\n[limits]\nfaults = 3\n");
    let limited = limited.replacen("[limits]\nfaults = 10000", "", 1);
    fs::write(folder.join("limited.toml"), limited).unwrap();
    let stopped = command(
        folder,
        &["run", "limited.toml", "--out", "other", "--key", "key"],
    );
    let stopped = { stopped }.output().unwrap();
    let checked = command(folder, &["check", "pipeline.toml", "--key", "key"])
        .output()
        .unwrap();

    let ran = command(folder, &run).output().unwrap();
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(
        ran.status.success(),
        "{}",
        said.lines().last().unwrap_or_default()
    );
    hold_none(&search, folder, &[&made, &stopped, &checked, &ran]);
    let working = written(folder)
        .into_iter()
        .filter(|(name, _)| name.contains("working"));
    assert_eq!(working.count(), 0, "the working area is still there");
}

fn hold_none_in_bytes(search: &Search, files: &[(String, Vec<u8>)]) {
    for (name, bytes) in files {
        assert!(!search.finds_in(bytes), "an identity is in {name}");
    }
}
