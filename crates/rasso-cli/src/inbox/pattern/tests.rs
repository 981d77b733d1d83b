use super::*;
use std::os::unix::ffi::OsStrExt as _;

fn folder_of(names: &[&str]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for name in names {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "x").unwrap();
    }
    dir
}

/// Label, day and the names of open folders of what a pattern finds.
fn found(written: &str, folder: &Path) -> Vec<(String, String, String)> {
    let mut places = Pattern::new(written).unwrap().places(folder).unwrap();
    places.sort_by(|a, b| a.label.cmp(&b.label));
    let told = |it: Place| {
        let day = it.day.map_or_else(|| "-".to_owned(), |it| it.to_string());
        let day = if it.is_stray { "stray".to_owned() } else { day };
        (it.label, day, it.folders.join(","))
    };
    places.into_iter().map(told).collect()
}

fn line(label: &str, day: &str, folders: &str) -> (String, String, String) {
    (label.to_owned(), day.to_owned(), folders.to_owned())
}

#[test]
fn a_pattern_finds_its_files_with_their_days_and_no_hidden_ones() {
    let dir = folder_of(&[
        "in/2025-03-31/b[1].csv",
        "in/20250630/a.csv",
        "in/20250630/.c.csv",
        "in/.20250630/d.csv",
        "in/x1/e.csv",
        "in/2025-06-31/f.csv",
        "in/2025-Q3/g.csv",
        "in/2025-Q4/none.txt",
        "in/2025-06-29",
    ]);
    assert_eq!(
        found("./in/{date}/*.csv", dir.path()),
        [
            line("in/2025-03-31/b[1].csv", "2025-03-31", ""),
            line("in/2025-06-31/f.csv", "stray", ""),
            line("in/2025-Q3/g.csv", "stray", ""),
            line("in/20250630/a.csv", "2025-06-30", ""),
        ]
    );
    assert!(found("in/x1/b[1]*", dir.path()).is_empty());
    assert!(found("nowhere/*", dir.path()).is_empty());
    assert!(Pattern::new("{date}/{date}").is_err());
    assert!(Pattern::new("in/**/a.csv").is_err());
    assert!(!Pattern::is_one("in/b[1].csv"));
}

#[test]
fn what_stands_for_a_sender_is_the_name_of_an_open_folder_without_its_day() {
    let dir = folder_of(&["in/a-20250331/x-1.csv", "in/b-20250630/x-1-2.csv"]);
    assert_eq!(
        found("in/?-{date}/x-*.csv", dir.path()),
        [
            line("in/a-20250331/x-1.csv", "2025-03-31", "a-{date}"),
            line("in/b-20250630/x-1-2.csv", "2025-06-30", "b-{date}"),
        ]
    );
}

#[test]
fn a_pattern_that_begins_with_the_root_is_not_put_behind_the_folder() {
    let dir = folder_of(&["in/a.csv"]);
    let label = format!("{}/in/a.csv", dir.path().display());
    let written = format!("{}/in/*.csv", dir.path().display());
    let elsewhere = Path::new("elsewhere");
    assert_eq!(found(&written, elsewhere), [line(&label, "-", "")]);
}

#[test]
fn a_name_that_is_not_utf_8_is_told_and_a_hidden_one_is_not() {
    let dir = folder_of(&["in/a.csv"]);
    let odd = |bytes: &'static [u8]| {
        dir.path()
            .join("in")
            .join(std::ffi::OsStr::from_bytes(bytes))
    };
    let pattern = Pattern::new("in/*.csv").unwrap();
    fs::write(odd(b".\xff.csv"), "x").unwrap();
    fs::write(odd(b"\xff.txt"), "x").unwrap();
    assert_eq!(pattern.places(dir.path()).unwrap().len(), 1);
    fs::write(odd(b"\xff.csv"), "x").unwrap();
    assert_eq!(pattern.places(dir.path()).unwrap_err().code, INPUT);
}
