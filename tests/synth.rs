//! `rasso synth` with settings of one's own.

use rasso_tests::run_rasso;
use std::fs;

#[test]
fn settings_that_are_shown_and_given_back_make_the_same_world() {
    let folder = tempfile::tempdir().unwrap();
    let small = ["--crimes", "300", "--mess", "on"];
    for (option, what) in [("--world", "world"), ("--mess-rates", "mess")] {
        let shown = run_rasso(folder.path(), ["synth", "--show", what]).unwrap();
        assert_eq!(shown.code, Some(0), "{}", shown.said());
        fs::write(folder.path().join("mine.toml"), &shown.stdout).unwrap();
        let with = ["synth", "--out", what, option, "mine.toml"];
        let made = run_rasso(folder.path(), with.iter().chain(&small)).unwrap();
        assert_eq!(made.code, Some(0), "{}", made.said());
    }
    let plain = ["synth", "--out", "plain"];
    run_rasso(folder.path(), plain.iter().chain(&small)).unwrap();
    let crimes = |world: &str| {
        let path = format!("{world}/extracts/2025-06-30/police_crime.csv");
        fs::read(folder.path().join(path)).unwrap()
    };
    assert!(crimes("world") == crimes("plain") && crimes("mess") == crimes("plain"));
}

#[test]
fn a_hazard_that_there_is_not_is_named_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let shown = run_rasso(folder.path(), ["synth", "--show", "world"]).unwrap();
    let misspelt = shown
        .stdout
        .replace("[hazards.withdraw]", "[hazards.withdrawal]");
    fs::write(folder.path().join("mine.toml"), misspelt).unwrap();
    let made = ["synth", "--out", "made", "--world", "mine.toml"];
    let made = run_rasso(folder.path(), made).unwrap();
    assert_eq!(made.code, Some(2));
    let said = made.said();
    assert!(
        said.contains("mine.toml") && said.contains("`withdrawal`"),
        "{said}"
    );
    assert!(said.contains("line "), "{said}");
    assert!(!folder.path().join("made").exists());
    let absent = ["synth", "--out", "made", "--world", "absent.toml"];
    assert_eq!(run_rasso(folder.path(), absent).unwrap().code, Some(3));
}

#[test]
fn a_world_is_held_against_published_figures_and_none_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let asked = ["synth", "--calibration", "--crimes", "20000", "--json"];
    let years = ["--from", "2011-04-01", "--to", "2024-06-30"];
    let held = run_rasso(folder.path(), asked.iter().chain(&years)).unwrap();
    // So few crimes are off some target by chance, and this must not end with 0.
    assert_eq!(held.code, Some(1), "{}", held.said());
    let told: serde_json::Value = serde_json::from_str(&held.stdout).unwrap();
    let targets = told["targets"].as_array().unwrap();
    assert!(targets.len() >= 30);
    let of = |words: &str| targets.iter().filter(|it| it["within"] == words).count();
    assert!(of("yes") > targets.len() / 3 && of("too few to say") > 0);
    assert!(fs::read_dir(folder.path()).unwrap().next().is_none());
}
