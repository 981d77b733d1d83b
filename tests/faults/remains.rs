//! What a finished run leaves: no number, no name of a person, and no working folder.

use super::world::{World, cells};
use rasso_tests::contents;
use std::collections::BTreeSet;
use std::path::Path;

/// What the extracts say of people, in the columns that lead to one.
fn told_of_people(extracts: &Path) -> Result<BTreeSet<String>, String> {
    let mut told = BTreeSet::new();
    let personal = ["urn", "asn", "pnc_id", "surname"];
    for table in [
        "police_crime",
        "police_suspect",
        "cps_case",
        "court_defendant",
    ] {
        let path = extracts.join(format!("{table}.csv"));
        let mut reader = csv::Reader::from_path(path).map_err(|it| it.to_string())?;
        let header = reader.headers().map_err(|it| it.to_string())?.clone();
        for row in reader.records() {
            let row = row.map_err(|it| it.to_string())?;
            let cells = header.iter().zip(&row);
            let personal = cells.filter(|it| personal.contains(&it.0));
            // A name of three letters is also part of other words.
            told.extend(personal.map(|it| it.1.to_owned()).filter(|it| it.len() > 4));
        }
    }
    Ok(told)
}

#[test]
fn no_number_and_no_name_of_a_person_outlives_a_run() {
    let world = World::new().unwrap();
    let ran = world.run().unwrap();
    assert_eq!(ran.code, Some(0), "{}", ran.said());
    let told = told_of_people(&world.path("extracts/2025-06-30")).unwrap();
    assert!(
        told.len() > 300,
        "the world has too few people to try this on"
    );

    let run = world.latest().unwrap();
    assert!(!run.join("working").exists());
    let mut left: Vec<String> = contents(&world.out())
        .unwrap()
        .into_iter()
        .map(|(path, bytes)| format!("{}\n{}", path.display(), String::from_utf8_lossy(&bytes)))
        .collect();
    left.push(cells(&run).unwrap());
    left.push(ran.said());
    // However it is written: with the separators of the extract, without them, in capitals.
    let plain = |it: &str| it.replace(['/', ' ', '-', '\''], "").to_uppercase();
    for text in &left {
        let (as_is, upper) = (text.as_str(), text.to_uppercase());
        for value in &told {
            assert!(
                !as_is.contains(value.as_str()),
                "an identifier outlives the run"
            );
            let value = plain(value);
            assert!(
                value.len() < 9 || !upper.contains(&value),
                "an identifier outlives the run"
            );
        }
    }
}

#[test]
fn a_dry_run_and_a_check_write_nothing() {
    let world = World::new().unwrap();
    let before = contents(&world.path("")).unwrap();
    assert_eq!(world.check().unwrap().code, Some(0));
    let arguments = ["run", "pipeline.toml", "--out", "out", "--dry-run"];
    let dry = rasso_tests::run_rasso(&world.path(""), arguments).unwrap();
    assert_eq!(dry.code, Some(0), "{}", dry.said());
    assert!(before == contents(&world.path("")).unwrap());
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_enter_a_run() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new().unwrap();
    assert_eq!(world.run().unwrap().code, Some(0));
    let run = world.latest().unwrap();
    let mode = std::fs::metadata(run).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[cfg(unix)]
#[test]
fn an_interruption_says_one_line() {
    use std::io::{BufRead as _, BufReader, Read as _};
    use std::process::{Command, Stdio};
    let folder = tempfile::tempdir().unwrap();
    let mut demo = Command::new(rasso_tests::rasso().unwrap())
        .args(["demo", "--crimes", "300000", "--out"])
        .arg(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(demo.stderr.take().unwrap());
    let mut first = String::new();
    said.read_line(&mut first).unwrap();
    assert!(
        first.starts_with("Making 300000 invented crimes"),
        "{first}"
    );
    let signal = Command::new("kill")
        .args(["-INT", &demo.id().to_string()])
        .status();
    assert!(signal.unwrap().success());
    let mut rest = String::new();
    said.read_to_string(&mut rest).unwrap();
    assert_eq!(demo.wait().unwrap().code(), Some(130));
    assert_eq!(rest.lines().count(), 1, "{rest}");
    assert!(rest.starts_with("error: interrupted; "), "{rest}");
}

/// Even where the system is asked for one: the memory of a run holds people.
#[cfg(target_os = "linux")]
#[test]
fn a_process_that_dies_dumps_no_core() {
    use std::io::{BufRead as _, BufReader};
    use std::os::unix::process::ExitStatusExt as _;
    use std::process::{Command, Stdio};
    let folder = tempfile::tempdir().unwrap();
    let mut demo = Command::new("sh")
        .arg("-c")
        .arg("ulimit -c unlimited 2>/dev/null; exec \"$0\" demo --crimes 300000 --out out")
        .arg(rasso_tests::rasso().unwrap())
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    let mut said = BufReader::new(demo.stderr.take().unwrap());
    said.read_line(&mut first).unwrap();
    let abort = Command::new("kill")
        .args(["-ABRT", &demo.id().to_string()])
        .status();
    assert!(abort.unwrap().success());
    let ended = demo.wait().unwrap();
    assert_eq!(ended.signal(), Some(6), "{first}");
    assert!(!ended.core_dumped());
}
