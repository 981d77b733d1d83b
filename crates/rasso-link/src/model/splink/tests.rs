//! Models that Splink trained and saved, and conditions of every kind.

use super::*;
use crate::model::{Job, Outcome, read_job};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

fn data(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.join("tests/data/linkage").join(name)
}

fn saved(name: &str) -> String {
    std::fs::read_to_string(data(&format!("splink/{name}.json"))).unwrap()
}

/// Links by a model, whatever the weight of a pair.
fn linked(toml: &str, left: &str, right: Option<&str>) -> (Job, Outcome) {
    let mut model = Model::parse("t", toml).unwrap();
    model.floor = -1_000.0;
    let (left, right) = (data(left), right.map(data));
    let right = right.as_ref().map(|it| (it.as_path(), "right"));
    let mut job = read_job(&model, (&left, "left"), right).unwrap();
    job.sort(&model).unwrap();
    let prepared = job.prepare(&model).unwrap();
    let outcome = prepared.run(&model, |_| false, &|_| ()).unwrap();
    (job, outcome)
}

/// By how much weights differ at most from those of Splink for the same pairs.
fn difference(name: &str, id: &str, (job, outcome): &(Job, Outcome)) -> f64 {
    let ids = [&job.left, job.right.as_ref().unwrap_or(&job.left)].map(|it| &it[id]);
    let at = |it: u32| usize::try_from(it).unwrap();
    let of = outcome.pairs.iter().map(|it| {
        let pair = [ids[0].get(at(it.pair.left)), ids[1].get(at(it.pair.right))];
        (pair, it.pair.weight)
    });
    let weights: BTreeMap<[&str; 2], f64> = of.collect();
    let expected = std::fs::read_to_string(data(&format!("splink/{name}_weights.csv"))).unwrap();
    let mut most: f64 = 0.0;
    let rows: Vec<&str> = expected.lines().skip(1).collect();
    assert_eq!(rows.len(), 60);
    for row in rows {
        let [left, right, weight] = row.split(',').collect::<Vec<_>>().try_into().unwrap();
        let weight: f64 = weight.parse().unwrap();
        most = most.max((weights[&[left, right]] - weight).abs());
    }
    most
}

#[test]
fn a_trained_model_of_two_files_scores_as_in_splink() {
    let model = from_splink("febrl4", &saved("febrl4")).unwrap();
    let found = linked(&model.toml, "dataset4a.csv.gz", Some("dataset4b.csv.gz"));
    assert_eq!(found.1.compared, 31_956);
    let most = difference("febrl4", "rec_id", &found);
    assert!(most < 1e-5, "{most}");
    // What is told: dates, and how typing errors are counted.
    assert_eq!(model.notes.len(), 4, "{:#?}", model.notes);
}

#[test]
fn a_trained_model_of_one_file_scores_as_in_splink() {
    let model = from_splink("fake_1000", &saved("fake_1000")).unwrap();
    let found = linked(&model.toml, "fake_1000.csv", None);
    assert_eq!(found.1.compared, 21_442);
    // One level of the addresses was never seen, so that its shares come to more than 1 and are scaled.
    let most = difference("fake_1000", "unique_id", &found);
    assert!(most < 0.02, "{most}");
    let scaled = "comparison \"email\": its m come to 1.0125 in all, and are scaled to 1";
    assert!(
        model.notes.iter().any(|it| it == scaled),
        "{:#?}",
        model.notes
    );
    for note in &model.notes {
        assert!(model.toml.contains(&format!("\n# - {note}\n")), "{note}");
    }
}

#[test]
fn a_model_that_was_not_trained_is_trained_here() {
    let mut json: serde_json::Value = serde_json::from_str(&saved("febrl4")).unwrap();
    json["probability_two_random_records_match"] = 1e-4.into();
    for comparison in json["comparisons"].as_array_mut().unwrap() {
        for level in comparison["comparison_levels"].as_array_mut().unwrap() {
            let level = level.as_object_mut().unwrap();
            level.remove("m_probability");
            level.remove("u_probability");
        }
    }
    let model = from_splink("febrl4", &json.to_string()).unwrap();
    assert!(!model.toml.contains("[training]") && !model.toml.contains("\nm = "));
    let (_, outcome) = linked(&model.toml, "dataset4a.csv.gz", Some("dataset4b.csv.gz"));
    assert!(outcome.rounds > 2 && (4_900.0..5_100.0).contains(&outcome.expected));
}

/// A model with one comparison of `a`, of these levels, and one blocking rule.
fn model_with(levels: &[&str], rule: &str, link_type: &str) -> Result<SplinkModel, ModelError> {
    let mut written: Vec<serde_json::Value> = vec![serde_json::json!({
        "sql_condition": "`a_l` IS NULL OR `a_r` IS NULL", "is_null_level": true,
    })];
    let mut rest = 1.0;
    for (sql, share) in levels.iter().chain(&["ELSE"]).zip([0.4, 0.3, 0.2, 0.1]) {
        let share = if *sql == "ELSE" { rest } else { share };
        rest -= share;
        written.push(serde_json::json!({
            "sql_condition": sql, "m_probability": share, "u_probability": share,
        }));
    }
    let json = serde_json::json!({
        "link_type": link_type,
        "unique_id_column_name": "Person No",
        "comparisons": [{ "output_column_name": "of a", "comparison_levels": written }],
        "blocking_rules_to_generate_predictions": [{ "blocking_rule": rule, "sql_dialect": "x" }],
    });
    from_splink("t", &json.to_string())
}

const BLOCK: &str = "l.a = r.a";

#[test]
fn each_kind_of_level_is_known() {
    let cases = [
        ("a_l = a_r AND (b_l = b_r)", "exact and exact b"),
        ("a_l = b_r AND b_l = a_r", "swapped b"),
        ("(a_l = b_r)", "crossed b"),
        ("jaro_similarity(`a_l`, `a_r`) >= 0.9", "jaro 0.9"),
        (
            "jaro_winkler(lower(b_l), lower(b_r)) >= 0.88",
            "jaro_winkler 0.88 b_small",
        ),
        ("damerau_levenshtein(a_l, a_r) <= 3", "typed 3"),
        (
            "levenshtein(CAST(b_l AS TEXT), b_r::text) <= 1",
            "typed 1 b",
        ),
        ("ABS(date_diff('day', a_l, a_r)) <= 31", "within 31 a_date"),
        ("abs(epoch(a_l) - epoch(a_r)) <= 172800", "within 2 a_date"),
        ("ABS(a_l - a_r) <= 2.5", "within 2.5"),
        (
            "(ABS(a_l - a_r) / (CASE WHEN a_r > a_l THEN a_r ELSE a_l END)) < 0.1",
            "ratio 0.1",
        ),
        ("substr(a_l, 1, 3) = substr(a_r, 1, 3)", "exact a_first3"),
        (
            "SUBSTRING(a_l, 2, 3) = SUBSTRING(a_r, 2, 3)",
            "exact a_from1_to4",
        ),
        (
            "NULLIF(regexp_extract(a_l, '^[^@]+', 0), '') = NULLIF(regexp_extract(a_r, '^[^@]+', 0), '')",
            "exact a_start",
        ),
    ];
    for (sql, level) in cases {
        let model = model_with(&[sql], BLOCK, "link_only").unwrap();
        let written = format!("levels = [\"{level}\"]\n");
        assert!(model.toml.contains(&written), "{sql}\n{}", model.toml);
        assert!(model.toml.contains("\nid = \"Person No\"\n"));
    }
}

#[test]
fn what_has_no_like_is_told_and_counted_to_a_level_below() {
    for unknown in [
        "array_length(list_intersect(a_l, a_r)) >= 1",
        "a_l = 'x' AND a_r = 'x'",
        "levenshtein(a_l, a_r) <= 4",
        "abs(epoch(a_l) - epoch(a_r)) <= 3600",
        "NOT (b_l = b_r)",
        "a_l = a_r OR b_l = b_r",
        "date_diff('month', a_l, a_r) <= 1",
    ] {
        let levels = [unknown, "a_l = a_r", "jaro_similarity(a_l, a_r) >= 0.8"];
        let model = model_with(&levels, BLOCK, "link_only").unwrap();
        assert!(
            model.toml.contains("levels = [\"exact\", \"jaro 0.8\"]"),
            "{unknown}"
        );
        // The same text stays what it was; what asks for less takes the share.
        let parsed = Model::parse("t", &model.toml).unwrap();
        let m = parsed.comparisons[0].m.as_ref().unwrap();
        let expected = [0.3, 0.6, 0.1];
        assert!(
            m.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12),
            "{m:?}"
        );
        let told = model
            .notes
            .iter()
            .filter(|it| it.contains("has no like in rasso"));
        assert_eq!(told.count(), 1, "{unknown}: {:#?}", model.notes);
    }
    let none = model_with(&["f(a_l) = a_r"], BLOCK, "link_only").unwrap_err();
    assert!(
        none.what.contains("rasso has no like of any comparison"),
        "{none}"
    );
}

#[test]
fn each_kind_of_blocking_rule_is_known_or_told() {
    let of = |rule: &str, link_type: &str| model_with(&["a_l = a_r"], rule, link_type);
    let blocks = |rule: &str| {
        let model = of(rule, "link_only").unwrap();
        let start = model.toml.find("[[block]]").unwrap();
        (model.toml[start..].replace('\n', " "), model.notes)
    };
    let (crossed, notes) = blocks("l.a = r.\"b\" and r.a = l.b");
    assert_eq!(
        crossed,
        "[[block]] on = [\"a\", \"b\"] right = [\"b\", \"a\"] "
    );
    assert!(notes.is_empty(), "{notes:?}");
    let (either, _) = blocks("(l.a = r.a) OR (l.b = r.b AND left(l.a, 2) = left(r.a, 2))");
    assert_eq!(
        either,
        "[[block]] on = [\"a\"]  [[block]] on = [\"b\", \"a_first2\"] "
    );
    let (wider, notes) = blocks("l.a = r.a and levenshtein(l.b, r.b) < 2");
    assert_eq!(wider, "[[block]] on = [\"a\"] ");
    assert!(
        notes[0].contains("more pairs are compared than in Splink"),
        "{notes:?}"
    );
    let one_way = of("l.a = r.b", "dedupe_only").unwrap().notes;
    assert!(
        one_way[0].contains("looks for it in either of two records"),
        "{one_way:?}"
    );
    let none = of("l.a > r.a", "link_only").unwrap_err();
    assert!(
        none.what.contains("rasso has no like of any blocking rule"),
        "{none}"
    );
}

#[test]
fn what_else_a_model_says_is_told_where_it_is_left_out() {
    let json = serde_json::json!({
        "link_type": "link_and_dedupe",
        "probability_two_random_records_match": 0.01,
        "comparisons": [{ "output_column_name": "a", "comparison_levels": [
            { "sql_condition": "a_l = a_r", "tf_adjustment_column": "a", "tf_minimum_u_value": 0.001,
              "tf_adjustment_weight": 0.5 },
            { "sql_condition": "jaro_winkler_similarity(a_l, a_r) >= 0.9", "tf_adjustment_column": "a" },
            { "sql_condition": "ELSE" },
        ] }],
        "blocking_rules_to_generate_predictions": [
            "l.a = r.a",
            { "blocking_rule": "l.b = r.b", "salting_partitions": 4 },
            { "blocking_rule": "l.c = r.c", "arrays_to_explode": ["c"] },
        ],
    });
    let model = from_splink("t", &json.to_string()).unwrap();
    assert!(
        model.toml.contains("[training]\nmatches = 0.01\n\n[field"),
        "{}",
        model.toml
    );
    assert!(model.toml.contains("term_frequency = true\n"));
    assert!(!model.toml.contains("\"c\"]"));
    for said in [
        "link type \"link_and_dedupe\"",
        "what it takes for missing has no like",
        "takes no value for rarer than 0.001",
        "rarity counts in full, and not by 0.5",
        "so not on this level",
        "salting is left out",
        "no array: it is left out",
    ] {
        assert!(
            model.notes.iter().any(|it| it.contains(said)),
            "{said}: {:#?}",
            model.notes
        );
    }
    let broken = from_splink("t", "{\"link_type\": 1}").unwrap_err();
    assert!(
        broken.what.contains("no model as Splink saves them"),
        "{broken}"
    );
}
