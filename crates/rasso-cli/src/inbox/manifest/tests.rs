use super::*;
use rasso_terms::{Agency, Day};

/// What a run would say of a file's content.
const SHA256: &str = "aa";

fn source(folder: &Path, name: &str) -> SourceFile {
    let (path, label) = (folder.join(name), format!("in/{name}"));
    let day = Day::from_ymd(2025, 6, 30).unwrap();
    SourceFile::new(Agency::Police, "police_crime", path, label, day)
}

#[test]
fn totals_come_from_the_note_beside_the_file_or_the_manifest_of_the_folder() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("crimes.csv");
    fs::write(&file, "four").unwrap();
    assert_eq!(completeness(&file, SHA256).unwrap(), Complete::Unsaid);
    let manifest = dir.path().join(MANIFEST);
    fs::write(
        &manifest,
        r#"{"files": [{"name": "crimes.csv", "rows": 1, "bytes": 5}]}"#,
    )
    .unwrap();
    assert_eq!(totals(&file).unwrap().rows, Some(1));
    assert_eq!(completeness(&file, SHA256).unwrap(), Complete::NotYet);
    fs::write(&file, "fives").unwrap();
    assert_eq!(completeness(&file, SHA256).unwrap(), Complete::Said);
    let done = dir.path().join("crimes.csv.done");
    fs::write(&done, r#"{"rows": 2}"#).unwrap();
    assert_eq!(
        (totals(&file).unwrap().rows, totals(&file).unwrap().bytes),
        (Some(2), None)
    );
    fs::write(&done, "").unwrap();
    assert_eq!(totals(&file).unwrap(), Totals::default());
    assert_eq!(completeness(&file, SHA256).unwrap(), Complete::Said);
    fs::write(&done, "rows: 2").unwrap();
    assert!(totals(&file).is_err());
    assert!(is_about_others(&done) && is_about_others(&manifest) && !is_about_others(&file));
}

#[test]
fn a_line_of_a_manifest_says_that_a_file_is_whole_by_what_it_states_of_the_content() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("crimes.csv");
    fs::write(&file, "four").unwrap();
    for (stated, complete) in [
        (r#""rows": 1"#, Complete::Unsaid),
        (r#""bytes": 4"#, Complete::Said),
        (r#""bytes": 5, "sha256": "aa""#, Complete::NotYet),
        (r#""sha256": "AA""#, Complete::Said),
        (r#""bytes": 4, "sha256": "bb""#, Complete::Unsaid),
    ] {
        let text = format!(r#"{{"files": [{{"name": "crimes.csv", {stated}}}]}}"#);
        fs::write(dir.path().join(MANIFEST), text).unwrap();
        assert_eq!(completeness(&file, SHA256).unwrap(), complete, "{stated}");
    }
}

#[test]
fn a_manifest_names_each_file_of_its_folder_and_no_other() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    for name in ["a.csv", "b.csv", "c.csv", "c.csv.done", "sub/d.csv"] {
        fs::create_dir_all(folder.join(name).parent().unwrap()).unwrap();
        fs::write(folder.join(name), "").unwrap();
    }
    let files = ["a.csv", "b.csv", "c.csv"].map(|it| source(folder, it));
    assert!(check_manifests(&files).is_ok());
    let write = |names: &[&str]| {
        let lines: Vec<_> = names
            .iter()
            .map(|it| format!(r#"{{"name": "{it}"}}"#))
            .collect();
        let text = format!(r#"{{"files": [{}]}}"#, lines.join(","));
        fs::write(folder.join(MANIFEST), text).unwrap();
    };
    write(&["a.csv", "b.csv"]);
    assert!(check_manifests(&files).is_ok());
    write(&["a.csv", "B.csv", "sub/d.csv"]);
    assert_eq!(
        unlike_manifests(&files).unwrap(),
        [
            "`in/manifest.json`: there is no file `B.csv`",
            "`in/manifest.json`: there is no file `sub/d.csv`",
            "`in/b.csv` is not in the manifest.json beside it",
        ]
    );
    assert_eq!(check_manifests(&files).unwrap_err().code, UNLIKE);
}
