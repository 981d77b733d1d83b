//! Files that fit in the head, and that name no machine.

use rasso_tests::{contents, repository};
use std::fs;
use std::path::{Path, PathBuf};

const LONGEST: usize = 400;

/// Every file of the repository but what cargo, git and npm make.
fn all_files() -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(repository()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap_or_default();
        if [".git", "target", "out"].iter().any(|it| name == *it) {
            continue;
        }
        if path.is_dir() {
            all.extend(contents(&path).unwrap());
        } else {
            let bytes = fs::read(&path).unwrap();
            all.push((path, bytes));
        }
    }
    all.retain(|it| !it.0.iter().any(|part| part == "node_modules"));
    all.sort();
    all
}

fn from_root(path: &Path) -> String {
    let path = path.strip_prefix(repository()).unwrap_or(path);
    path.display().to_string()
}

fn rust_files() -> Vec<(PathBuf, Vec<u8>)> {
    let is_rust = |it: &(PathBuf, Vec<u8>)| it.0.extension().is_some_and(|it| it == "rs");
    all_files().into_iter().filter(is_rust).collect()
}

#[test]
fn a_file_fits_in_the_head() {
    let lines = |bytes: &[u8]| bytes.split(|it| *it == b'\n').count() - 1;
    let long: Vec<String> = rust_files()
        .iter()
        .filter(|(_, bytes)| lines(bytes) > LONGEST)
        .map(|(path, bytes)| format!("{} has {} lines", from_root(path), lines(bytes)))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn every_file_begins_with_what_it_is_for() {
    let silent: Vec<String> = rust_files()
        .iter()
        // A `tests.rs` says it with its name.
        .filter(|(path, bytes)| !path.ends_with("tests.rs") && !bytes.starts_with(b"//! "))
        .map(|(path, _)| from_root(path))
        .collect();
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn no_file_names_a_folder_of_some_machine() {
    // Put together here, so that this file does not name them either.
    let folders = ["work", "root", "home", "Users"].map(|it| format!("/{it}/"));
    let mut named = Vec::new();
    for (path, bytes) in all_files() {
        let text = String::from_utf8_lossy(&bytes);
        for folder in &folders {
            // A path starts a word; in the middle of one it is part of an address.
            let starts_a_path = |at: usize| {
                let before = text.get(..at).and_then(|it| it.chars().next_back());
                before.is_none_or(|it| !it.is_alphanumeric() && !".-_".contains(it))
            };
            if text
                .match_indices(folder.as_str())
                .any(|it| starts_a_path(it.0))
            {
                named.push(format!("{} names {folder}", from_root(&path)));
            }
        }
    }
    assert!(named.is_empty(), "{named:#?}");
}

#[test]
fn every_test_file_is_one_that_runs() {
    let runner = fs::read_to_string(repository().join("tests/runner.rs")).unwrap();
    let library = fs::read_to_string(repository().join("tests/lib.rs")).unwrap();
    for entry in fs::read_dir(repository().join("tests")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some(module) = name.strip_suffix(".rs") else {
            continue;
        };
        if ["lib", "runner"].contains(&module) {
            continue;
        }
        let line = format!("mod {module};");
        assert!(
            runner.contains(&line) || library.contains(&line),
            "{name} is in no program of tests"
        );
    }
}
