use super::*;
use crate::latest;
use serde_json::json;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::time::Duration;
use tempfile::{TempDir, tempdir};

fn create(out: &Path, run_id: &str) -> Result<RunFolder, StoreError> {
    RunFolder::create(Lock::take(out)?, run_id)
}

/// A finished run with one file of its own and one that must not last.
fn run(out: &TempDir, run_id: &str, text: &str) -> PathBuf {
    let folder = create(out.path(), run_id).unwrap();
    fs::write(folder.working().join("identifiers.parquet"), "x").unwrap();
    folder.write("run.json", text.as_bytes()).unwrap();
    folder.finish().unwrap()
}

/// The names in `runs/`, in order.
fn names(out: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(out.join("runs"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_finished_run_has_its_name_and_no_working_folder() {
    let out = tempdir().unwrap();
    let path = run(&out, "a1", "{}");
    assert_eq!(path, out.path().join("runs/a1"));
    assert!(!path.join("working").exists());
    assert!(path.join("ingest").is_dir() && path.join("journal.jsonl").is_file());
    assert_eq!(latest(out.path()).unwrap(), Some(path));
    assert_eq!(names(out.path()), ["a1", "latest"]);
}

#[test]
fn latest_is_the_newest_run_and_the_one_before_stays() {
    let out = tempdir().unwrap();
    run(&out, "a1", "1");
    run(&out, "b2", "2");
    assert_eq!(
        fs::read_to_string(out.path().join("runs/latest/run.json")).unwrap(),
        "2"
    );
    assert_eq!(names(out.path()), ["a1", "b2", "latest"]);
}

#[test]
fn an_earlier_run_of_the_same_id_makes_way() {
    let out = tempdir().unwrap();
    run(&out, "a1", "1");
    run(&out, "a1", "2");
    assert_eq!(
        fs::read_to_string(out.path().join("runs/latest/run.json")).unwrap(),
        "2"
    );
    assert_eq!(names(out.path()), ["a1", "latest"]);
}

#[test]
fn a_run_that_fails_leaves_latest_alone_and_no_working_folder() {
    let out = tempdir().unwrap();
    let old = run(&out, "a1", "1");
    let mut failing = create(out.path(), "b2").unwrap();
    fs::write(failing.working().join("identifiers.parquet"), "x").unwrap();
    failing
        .journal("link", StageEvent::Failed, &json!({}))
        .unwrap();
    drop(failing);
    assert_eq!(latest(out.path()).unwrap(), Some(old));
    assert_eq!(names(out.path()), [".building-b2", "a1", "latest"]);
    assert!(!out.path().join("runs/.building-b2/working").exists());
    run(&out, "c3", "3");
    assert_eq!(names(out.path()), ["a1", "c3", "latest"]);
}

#[test]
fn two_runs_at_once_are_one_too_many() {
    let out = tempdir().unwrap();
    let first = create(out.path(), "a1").unwrap();
    let refused = create(out.path(), "b2").unwrap_err();
    assert_eq!(refused.exit_code(), 5);
    first.finish().unwrap();
    drop(first);
    create(out.path(), "b2").unwrap();
}

#[test]
fn only_the_owner_may_read_a_run() {
    let out = tempdir().unwrap();
    let folder = create(out.path(), "a1").unwrap();
    folder.write("run.html", b"").unwrap();
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for path in [
        folder.path().to_path_buf(),
        folder.working(),
        folder.ingest(),
    ] {
        assert_eq!(mode(path), 0o700);
    }
    for name in ["journal.jsonl", "run.html"] {
        assert_eq!(mode(folder.path().join(name)), 0o600);
    }
}

#[test]
fn a_run_id_cannot_lead_out_of_the_folder() {
    let out = tempdir().unwrap();
    for run_id in ["", "..", "a/b", "latest", ".hidden", "a b"] {
        let refused = create(out.path(), run_id).unwrap_err();
        assert_eq!(refused.exit_code(), 70, "{run_id}");
    }
}

/// Set for the child of the test below, which builds a run and waits to be killed.
const KILLED_IN: &str = "RASSO_STORE_TEST_KILLED_IN";

#[test]
fn a_run_that_is_killed_leaves_latest_on_the_run_before() {
    if let Some(out) = std::env::var_os(KILLED_IN) {
        let folder = create(Path::new(&out), "b2").unwrap();
        fs::write(folder.working().join("identifiers.parquet"), "x").unwrap();
        std::thread::sleep(Duration::from_mins(1));
        return;
    }
    let out = tempdir().unwrap();
    let old = run(&out, "a1", "1");
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "run_folder::tests::a_run_that_is_killed_leaves_latest_on_the_run_before",
        ])
        .env(KILLED_IN, out.path())
        .spawn()
        .unwrap();
    let started = out
        .path()
        .join("runs/.building-b2/working/identifiers.parquet");
    for _ in 0..2000 {
        if started.exists() {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(create(out.path(), "c3").unwrap_err().exit_code(), 5);
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(started.exists());
    assert_eq!(latest(out.path()).unwrap(), Some(old));
    run(&out, "c3", "3");
    assert_eq!(names(out.path()), ["a1", "c3", "latest"]);
}
