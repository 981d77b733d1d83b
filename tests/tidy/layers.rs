//! Which crate may use which.

use rasso_tests::repository;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// The crates from the bottom up, those to come included. A crate may use only those before it.
const LAYERS: [&str; 24] = [
    "rasso-terms",
    "rasso-schema",
    "rasso-stats",
    "rasso-prose",
    "rasso-store",
    "rasso-engine",
    "rasso-extract",
    "rasso-ingest-police",
    "rasso-ingest-cps",
    "rasso-ingest-courts",
    "rasso-link",
    "rasso-timeline",
    "rasso-process",
    "rasso-attrition",
    "rasso-quality",
    "rasso-disclosure",
    "rasso-release",
    "rasso-dashboard",
    "rasso-report",
    "rasso-synth",
    "rasso-cli",
    "rasso-cluster",
    "rasso-tests",
    "rasso-benches",
];

/// Crates that compile in seconds because nothing below them needs polars.
const FREE_OF_POLARS: [&str; 12] = [
    "rasso-terms",
    "rasso-schema",
    "rasso-stats",
    "rasso-prose",
    "rasso-store",
    "rasso-extract",
    "rasso-link",
    "rasso-disclosure",
    "rasso-release",
    "rasso-dashboard",
    "rasso-report",
    "rasso-synth",
];

/// The packages of the workspace and what each asks for, by name.
fn packages() -> BTreeMap<String, BTreeSet<String>> {
    let told = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
            "--offline",
        ])
        .current_dir(repository())
        .output()
        .unwrap();
    assert!(told.status.success(), "cargo metadata failed");
    let told: Value = serde_json::from_slice(&told.stdout).unwrap();
    let name = |it: &Value| it["name"].as_str().unwrap().to_owned();
    let all = told["packages"].as_array().unwrap().iter();
    all.map(|it| {
        let needs = it["dependencies"].as_array().unwrap();
        (name(it), needs.iter().map(name).collect())
    })
    .collect()
}

/// Everything that each package of the lock file comes to need, by name.
fn needed() -> BTreeMap<String, BTreeSet<String>> {
    let text = std::fs::read_to_string(repository().join("Cargo.lock")).unwrap();
    let lock: toml::Table = text.parse().unwrap();
    let mut direct: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in lock["package"].as_array().unwrap() {
        let needs = package
            .get("dependencies")
            .and_then(toml::Value::as_array)
            .into_iter()
            .flatten();
        // `name`, or `name version` where several versions are there.
        let needs = needs.filter_map(|it| it.as_str()?.split(' ').next());
        let name = package["name"].as_str().unwrap().to_owned();
        direct
            .entry(name)
            .or_default()
            .extend(needs.map(str::to_owned));
    }
    let closure = |name: &String| {
        let mut seen = BTreeSet::new();
        let mut next: Vec<&String> = direct[name].iter().collect();
        while let Some(it) = next.pop() {
            if seen.insert(it.clone()) {
                next.extend(&direct[it]);
            }
        }
        seen
    };
    direct.keys().map(|it| (it.clone(), closure(it))).collect()
}

fn is_polars(name: &str) -> bool {
    name == "polars" || name.starts_with("polars-")
}

#[test]
fn data_flows_one_way() {
    let layer = |name: &str| LAYERS.iter().position(|it| *it == name);
    let mut wrong = Vec::new();
    for (name, needs) in packages() {
        let Some(own) = layer(&name) else {
            wrong.push(format!("{name} is in no layer"));
            continue;
        };
        for need in needs.iter().filter(|it| it.starts_with("rasso-")) {
            if layer(need).is_none_or(|it| it >= own) {
                wrong.push(format!("{name} may not use {need}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_the_engine_asks_for_polars() {
    let asking: Vec<String> = packages()
        .into_iter()
        .filter(|(_, needs)| needs.iter().any(|it| is_polars(it)))
        .map(|it| it.0)
        .collect();
    assert_eq!(asking, ["rasso-engine"]);
}

#[test]
fn words_rules_and_linking_come_without_polars() {
    let needed = needed();
    assert!(needed["rasso-engine"].iter().any(|it| is_polars(it)));
    for name in FREE_OF_POLARS {
        let found: Vec<_> = needed[name].iter().filter(|it| is_polars(it)).collect();
        assert!(found.is_empty(), "{name} comes to need {found:?}");
    }
}

#[test]
fn what_publishes_comes_to_no_unprotected_count() {
    let counts = [
        "rasso-engine",
        "rasso-attrition",
        "rasso-timeline",
        "rasso-quality",
    ];
    for publishing in ["rasso-release", "rasso-dashboard"] {
        let needed = &needed()[publishing];
        let found: Vec<&str> = counts
            .into_iter()
            .filter(|it| needed.contains(*it))
            .collect();
        assert!(found.is_empty(), "{publishing} comes to need {found:?}");
    }
}

/// Rows of cases are kept as Parquet. One module of the crate that publishes knows the format, and only of bytes that it is
/// given: it opens no file.
#[test]
fn what_publishes_reads_no_parquet_file() {
    let folder = repository().join("crates/rasso-release/src");
    let mut knowing = Vec::new();
    for (path, bytes) in rasso_tests::contents(&folder).unwrap() {
        let text = String::from_utf8(bytes).unwrap();
        if text.contains("use parquet")
            || text.contains("use arrow")
            || text.contains("arrow_reader")
        {
            assert!(
                !text.contains("fs::") && !text.contains("File::open"),
                "{}",
                path.display()
            );
            knowing.push(path.strip_prefix(&folder).unwrap().display().to_string());
        }
    }
    assert_eq!(knowing, ["columnar.rs"]);
}

#[test]
fn no_crate_has_cargo_features() {
    for entry in std::fs::read_dir(repository().join("crates")).unwrap() {
        let manifest = entry.unwrap().path().join("Cargo.toml");
        let text = std::fs::read_to_string(&manifest).unwrap();
        let table: toml::Table = text.parse().unwrap();
        assert!(!table.contains_key("features"), "{}", manifest.display());
    }
}
