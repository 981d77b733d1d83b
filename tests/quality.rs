//! The rules of quality: each found where it is planted and nowhere else.

mod cases;
mod costs;
mod coverage;
mod plain;
mod rewritten;
mod worlds;

use crate::quality::cases::Places;
use rasso_schema::Schemas;
use rasso_tests::{Ended, repository, rows, run_rasso, text_of};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Runs the pipeline of a folder; gives the folder of the run.
fn run(folder: &Path, more: &[&str]) -> PathBuf {
    let mut words = vec!["run", "pipeline.toml", "--out", "out"];
    words.extend(more);
    let ended = run_rasso(folder, words).unwrap();
    assert_eq!(ended.code, Some(0), "{}", ended.said());
    folder.join("out/runs/latest")
}

/// What a run found: the rule and the case, of each finding.
fn found(run: &Path, places: &Places) -> Vec<(String, String)> {
    let findings = rows(&run.join("quality_findings.parquet")).unwrap();
    let finding = |row: &parquet::record::Row| {
        let table = text_of(row, "file").replace(".csv", "");
        let place = (table, text_of(row, "row").parse().unwrap());
        (text_of(row, "rule"), places[&place].clone())
    };
    findings.iter().map(finding).collect()
}

/// How often each rule was asked and broken, by `quality.parquet`.
fn counts(run: &Path) -> BTreeMap<String, (u64, u64)> {
    let mut counts: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for row in rows(&run.join("quality.parquet")).unwrap() {
        let number = |column: &str| text_of(&row, column).parse::<u64>().unwrap();
        let count = counts.entry(text_of(&row, "rule")).or_default();
        count.0 += number("checked");
        count.1 += number("broken");
    }
    counts
}

fn explained(word: &str, more: &[&str]) -> Ended {
    let mut words = vec!["explain", word];
    words.extend(more);
    run_rasso(repository(), words).unwrap()
}

#[test]
fn each_rule_is_found_where_it_is_broken_and_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let (planted, places) = cases::write(folder.path()).unwrap();
    let schemas = Schemas::embedded().unwrap();
    let carried = schemas.quality_rules().asked();
    let carried: Vec<String> = carried.map(|it| it.0.code.to_string()).collect();
    assert_eq!(planted, carried, "every carried rule is planted, in order");

    let run = run(folder.path(), &[]);
    let expected = planted
        .iter()
        .map(|it| (it.clone(), format!("{it} broken")));
    assert_eq!(found(&run, &places), expected.collect::<Vec<_>>());
    for (rule, (checked, broken)) in counts(&run) {
        assert_eq!(broken, 1, "{rule}");
        assert!(checked > 1, "{rule} is asked of nothing else");
    }
    what_a_rule_costs_is_in_quarantine(&run);
    what_a_run_tells(folder.path(), &run, &planted);
}

/// Rows seen are those accepted, quarantined and dropped, and the reason is the code of the rule.
fn what_a_rule_costs_is_in_quarantine(run: &Path) {
    let mut costs = BTreeSet::new();
    for table in ["police_crime", "court_count"] {
        for row in rows(&run.join(format!("quarantine/{table}.parquet"))).unwrap() {
            let told = ["rule", "column", "scope"].map(|it| text_of(&row, it));
            costs.insert(told.join(" "));
        }
    }
    let expected = [
        "H2a offence_start_date cell",
        "H2b offence_end_date cell",
        "H6b (row) row",
        "H9a outcome_code cell",
        "H9a outcome_date cell",
        "dummy urn cell",
    ];
    assert_eq!(costs.into_iter().collect::<Vec<_>>(), expected);
    let record = fs::read_to_string(run.join("run.json")).unwrap();
    let record: serde_json::Value = serde_json::from_str(&record).unwrap();
    for file in record["files"].as_array().unwrap() {
        let number = |it: &str| file[it].as_u64().unwrap();
        let rows = number("accepted") + number("quarantined") + number("dropped");
        assert_eq!(number("rows_seen"), rows, "{}", file["file"]);
    }
}

/// The page, `run.json`, `rasso check` and `rasso explain` tell the rules.
fn what_a_run_tells(folder: &Path, run: &Path, planted: &[String]) {
    let page = fs::read_to_string(run.join("run.html")).unwrap();
    let record = fs::read_to_string(run.join("run.json")).unwrap();
    let record: serde_json::Value = serde_json::from_str(&record).unwrap();
    let told = record["quality"].as_array().unwrap();
    let check = run_rasso(folder, ["check", "pipeline.toml", "--json"]).unwrap();
    let check: serde_json::Value = serde_json::from_str(&check.stdout).unwrap();
    let check = check["quality"].as_array().unwrap();
    for rule in Schemas::embedded().unwrap().quality_rules().iter() {
        let code = rule.code.as_str();
        assert!(page.contains(&format!("<code>{code}</code>")) || rule.asks.is_err());
        let told = told.iter().find(|it| it["rule"] == code).unwrap();
        let is_planted = planted.iter().any(|it| it == code);
        assert_eq!(told["broken"].as_u64(), is_planted.then_some(1));
        let in_check = check.iter().any(|it| it["rule"] == code);
        let is_of_a_table = rule
            .asks
            .as_ref()
            .is_ok_and(|it| matches!(it.reads, rasso_schema::RuleReads::Table(_)));
        assert_eq!(in_check, is_of_a_table, "{code}");
        let explained = explained(code, &[]);
        assert_eq!(explained.code, Some(0));
        assert!(explained.stdout.contains(&rule.meaning));
    }
    let parts = explained("H2", &["--json"]);
    let parts: serde_json::Value = serde_json::from_str(&parts.stdout).unwrap();
    assert_eq!(parts["rules"].as_array().unwrap().len(), 4);
    let near = explained("H2x", &[]);
    assert_eq!(near.code, Some(2), "{}", near.said());
}

/// A rule of a form that is there is one entry of one file.
#[test]
fn a_rule_is_added_by_one_entry() {
    let folder = tempfile::tempdir().unwrap();
    let (planted, places) = cases::write(folder.path()).unwrap();
    let schemas = folder.path().join("schemas");
    copy_folder(&repository().join("data-schemas"), &schemas).unwrap();
    let file = schemas.join("quality/rules.toml");
    let mut text = fs::read_to_string(&file).unwrap();
    text.push_str(
        r#"
[[rule]]
code = "W11"
title = "Received on a day of a move"
meaning = "The court moved, and received nothing."
severity = "soft"
effect = "quarantine_row"
why_this_effect = "A test."
reads = { table = "court_defendant" }
period = "completion_date"
when = [{ column = "receipt_date", filled = true }]
holds = [{ column = "receipt_date", matches_not = '-10-26$' }]
source = "a test"
what_to_do = ["Nothing."]
"#,
    );
    fs::write(&file, text).unwrap();
    let asked = ["--schemas", schemas.to_str().unwrap()];
    let run = run(folder.path(), &asked);
    let added = found(&run, &places);
    let added: Vec<_> = added.into_iter().filter(|it| it.0 == "W11").collect();
    let expected = ["H5c broken", "H5c kept"].map(|it| ("W11".to_owned(), it.to_owned()));
    assert_eq!(added, expected);
    let received = u64::try_from(planted.len() * 2 - 2).unwrap();
    assert_eq!(counts(&run)["W11"], (received, 2));
    let accepted = rows(&run.join("ingest/court_defendant.parquet")).unwrap();
    assert_eq!(u64::try_from(accepted.len()), Ok(received - 2));
    let limited = fs::read_to_string(folder.path().join("pipeline.toml")).unwrap();
    let limited = limited + "[limits.reasons]\nW11 = 1\n";
    fs::write(folder.path().join("limited.toml"), limited).unwrap();
    let words = ["check", "limited.toml", "--schemas", asked[1]];
    let ended = run_rasso(folder.path(), words).unwrap();
    assert_eq!(ended.code, Some(1), "{}", ended.said());
    assert!(ended.said().contains("`W11`, more than the limit of 1"));
    let ended = run_rasso(folder.path(), &words[..2]).unwrap();
    assert_eq!(ended.code, Some(2), "the built-in rules have no W11");
}

/// Copies a folder.
fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}
