//! What `rasso schema` and `rasso explain` print, and how they end.

use rasso_tests::{Ended, run_rasso};
use std::fs;
use std::path::Path;

const FORMATS: [&str; 5] = ["frictionless", "csvw", "json-schema", "sql", "mojap"];

fn rasso(folder: &Path, words: &[&str]) -> Ended {
    run_rasso(folder, words).unwrap()
}

fn files_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_table_goes_out_and_comes_back_through_the_program() {
    let folder = tempfile::tempdir().unwrap();
    for format in FORMATS {
        let words = [
            "schema",
            "export",
            "--format",
            format,
            "--table",
            "cps_event",
        ];
        let printed = rasso(folder.path(), &words);
        assert_eq!(printed.code, Some(0), "{}", printed.said());
        let again = rasso(folder.path(), &[&words[..], &["--out", format]].concat());
        let names = files_in(&folder.path().join(format));
        assert_eq!(again.stdout, format!("{format}/{}\n", names[0]));
        let path = folder.path().join(format).join(&names[0]);
        assert_eq!(fs::read_to_string(&path).unwrap(), printed.stdout);
        let file = format!("{format}/{}", names[0]);
        let back = rasso(
            folder.path(),
            &["schema", "import", "--format", format, &file],
        );
        assert_eq!(back.code, Some(0), "{}", back.said());
        let table: toml::Table = back.stdout.parse().unwrap();
        assert_eq!(table["name"].as_str(), Some("cps_event"), "{format}");
        assert_eq!(table["key"].as_str(), Some("whole_row"), "{format}");
        assert_eq!(table["column"].as_array().unwrap().len(), 7, "{format}");
    }
}

#[test]
fn another_file_is_not_written_over_without_being_asked() {
    let folder = tempfile::tempdir().unwrap();
    let words = ["schema", "export", "--format", "mojap", "--out", "out"];
    assert_eq!(rasso(folder.path(), &words).code, Some(0));
    assert_eq!(files_in(&folder.path().join("out")).len(), 10);
    // The same bytes are no other file.
    assert_eq!(rasso(folder.path(), &words).code, Some(0));
    let path = folder.path().join("out/cps_case.json");
    let ours = fs::read_to_string(&path).unwrap();
    fs::write(&path, "theirs").unwrap();
    fs::remove_file(folder.path().join("out/court_count.json")).unwrap();
    let refused = rasso(folder.path(), &words);
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("--force"), "{}", refused.stderr);
    assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
    // None is written where one is refused.
    assert_eq!(files_in(&folder.path().join("out")).len(), 9);
    let forced = rasso(folder.path(), &[&words[..], &["--force"]].concat());
    assert_eq!(forced.code, Some(0));
    assert_eq!(fs::read_to_string(&path).unwrap(), ours);
}

#[test]
fn what_cannot_be_exported_or_imported_ends_with_its_own_code() {
    let folder = tempfile::tempdir().unwrap();
    let two = "CREATE TABLE t (a INT); CREATE TABLE u (a INT);";
    let files: [(&str, Vec<u8>); 4] = [
        ("a.sql", "CREATE TABLE t (\n a BLOB\n);".into()),
        ("two.sql", two.into()),
        ("big.sql", vec![b'-'; (4 << 20) + 1]),
        ("raw.sql", vec![0xff, 0xfe]),
    ];
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let cases: [(&[&str], i32, &str); 9] = [
        (&["export", "--format", "mojap"], 2, "--out DIR"),
        (&["export", "--format", "mojpa"], 2, "mojap"),
        (
            &["export", "--format", "sql", "--table", "cps_cas"],
            2,
            "`cps_case`",
        ),
        (
            &["import", "--format", "sql", "a.sql"],
            3,
            "a.sql: line 2: the type `BLOB`",
        ),
        (&["import", "--format", "csvw", "a.sql"], 3, "a.sql: line 1"),
        (&["import", "--format", "sql", "two.sql"], 2, "--table"),
        (&["import", "--format", "sql", "big.sql"], 3, "4 MiB"),
        (&["import", "--format", "sql", "raw.sql"], 3, "UTF-8"),
        (
            &["import", "--format", "sql", "none.sql"],
            3,
            "no such file",
        ),
    ];
    for (words, code, says) in cases {
        let ended = rasso(folder.path(), &[&["schema"], words].concat());
        assert_eq!(ended.code, Some(code), "{words:?}: {}", ended.said());
        assert!(ended.stderr.contains(says), "{words:?}: {}", ended.stderr);
        assert_eq!(ended.stdout, "", "{words:?}");
    }
}

#[test]
fn reasons_and_metrics_are_explained_and_unknown_words_answered() {
    let folder = tempfile::tempdir().unwrap();
    let reason = rasso(folder.path(), &["explain", "bad_date"]);
    assert_eq!(reason.code, Some(0));
    assert!(
        reason.stdout.starts_with("bad_date: Not a date\n"),
        "{}",
        reason.stdout
    );
    assert!(reason.stdout.contains("\nWhat to do:\n- In the mapping: "));
    let metric = rasso(folder.path(), &["explain", "referral_rate", "--json"]);
    let told: serde_json::Value = serde_json::from_str(&metric.stdout).unwrap();
    assert_eq!(told["unit"], "crime");
    let all = rasso(folder.path(), &["explain"]).stdout;
    assert!(
        all.contains("  key_repeated ") && all.contains("  referral_rate "),
        "{all}"
    );
    let unknown = rasso(folder.path(), &["explain", "bad_dates"]);
    assert_eq!(unknown.code, Some(2));
    assert!(
        unknown.stderr.contains("did you mean `bad_date`?"),
        "{}",
        unknown.stderr
    );
}
