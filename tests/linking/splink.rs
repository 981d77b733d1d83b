//! Models that Splink saved.

use super::{data, link, written};
use std::fs;

#[test]
fn a_model_that_splink_saved_is_taken_and_says_what_could_not_be() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("all.csv"), data("fake_1000.csv")).unwrap();
    let saved = data("splink/fake_1000.json");
    fs::write(folder.join("saved.json"), saved).unwrap();
    let with = |model: &str, more: &[&str]| {
        let asked = ["--left", "all.csv", "--model", model, "--out", "links.csv"];
        let asked: Vec<&str> = asked.iter().chain(more).copied().collect();
        link(folder, &asked)
    };
    let ended = with("saved.json", &["--save-model", "made.toml"]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let links = fs::read(folder.join("links.csv")).unwrap();
    assert!(written(folder).len() > 1_000);
    // The TOML that it became is the same model, and is not written over.
    let ended = with("made.toml", &[]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert!(fs::read(folder.join("links.csv")).unwrap() == links);
    assert_eq!(
        with("saved.json", &["--save-model", "made.toml"]).code,
        Some(2)
    );
    assert_eq!(
        with("made.toml", &["--save-model", "other.toml"]).code,
        Some(2)
    );
    fs::write(folder.join("broken.json"), "{").unwrap();
    let ended = with("broken.json", &[]);
    assert_eq!(ended.code, Some(2), "{}", ended.stderr);
    assert!(ended.stderr.contains("broken"), "{}", ended.stderr);
}
