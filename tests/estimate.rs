//! `rasso estimate` by the program itself: the examples of its help, the shared references, refusals.

mod areas;
mod examples;
mod period;
mod references;
mod refusals;
mod series;

use rasso_tests::{Ended, repository, run_rasso};
use std::{collections::BTreeMap, fs, path::Path};

/// A row's cells by heading.
type Row = BTreeMap<String, String>;

/// Runs an estimator in a folder.
fn estimate(folder: &Path, arguments: &[&str]) -> Ended {
    let all = std::iter::once("estimate").chain(arguments.iter().copied());
    run_rasso(folder, all).unwrap()
}

/// A CSV text as its rows by heading.
fn rows(text: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headings = reader.headers().unwrap().clone();
    let row = |it: csv::Result<csv::StringRecord>| {
        let it = it.unwrap();
        let cells = headings.iter().zip(&it);
        cells.map(|(a, b)| (a.to_owned(), b.to_owned())).collect()
    };
    reader.records().map(row).collect()
}

/// A file of the references of `rasso-stats`.
fn reference(name: &str) -> String {
    let folder = repository().join("crates/rasso-stats/tests/reference");
    fs::read_to_string(folder.join(name)).unwrap()
}

/// The rows that an estimator makes of a reference.
fn estimated(kind: &str, input: &str, arguments: &[&str]) -> Vec<Row> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("input.csv"), input).unwrap();
    let mut all = vec![kind, "--input", "input.csv", "--out", "out.csv"];
    all.extend(arguments);
    let ended = estimate(folder.path(), &all);
    assert_eq!(ended.code, Some(0), "{}", ended.said());
    rows(&fs::read_to_string(folder.path().join("out.csv")).unwrap())
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap()
}

/// Two numbers are near each other, as a share of what is expected.
fn near(found: f64, expected: f64, tolerance: f64) {
    let off = (found - expected).abs();
    assert!(
        off <= tolerance * expected.abs().max(1e-300),
        "{found} is not {expected}"
    );
}
