//! Rules over invented records.

use super::{
    Effect, RuleCell, RuleRows, Verdict, Verdict::Broken, Verdict::Kept, Verdict::NotAsked,
};
use crate::{Files, Schemas};
use rasso_terms::Day;
use std::collections::BTreeMap;

/// Records whose cells stand in the order of a rule's columns.
struct Records(Vec<Vec<&'static str>>);

impl RuleRows for Records {
    fn len(&self) -> usize {
        self.0.len()
    }

    /// A cell that looks like a date is one.
    fn cell(&self, row: usize, column: usize) -> RuleCell<'_> {
        match self.0[row][column] {
            "" => RuleCell::Nothing,
            text => text
                .parse::<Day>()
                .map_or(RuleCell::Text(text), RuleCell::Day),
        }
    }
}

fn with_rules(rules: &str) -> Result<Schemas, String> {
    let built_in = Files::embedded();
    let mut files: BTreeMap<String, Vec<u8>> = built_in
        .paths()
        .map(|it| (it.to_owned(), built_in.text(it).unwrap().into()))
        .collect();
    files.insert("quality/rules.toml".to_owned(), rules.into());
    Schemas::from_files(Files::from_contents(files)).map_err(|it| it.to_string())
}

fn entry(asks: &str) -> String {
    format!(
        "[[rule]]\ncode = \"X1\"\ntitle = \"t\"\nmeaning = \"m\"\nseverity = \"soft\"\nsource = \"s\"\nwhat_to_do = [\"w\"]\n{asks}\n"
    )
}

fn warning(reads: &str, period: &str, asks: &str) -> String {
    entry(&format!(
        "effect = \"warning\"\nwhy_this_effect = \"y\"\nreads = {reads}\nperiod = \"{period}\"\n{asks}"
    ))
}

/// What a rule says of records whose cells stand in the order of `columns`.
fn judged(rule: &str, columns: &[&str], records: &[&[&'static str]]) -> Vec<Verdict> {
    let schemas = with_rules(rule).unwrap();
    let (_, asks) = schemas.quality_rules().asked().next().unwrap();
    let at = |column: &String| columns.iter().position(|it| it == column);
    let sorted = |record: &&[&'static str]| {
        let cell = |it: &String| at(it).map_or("", |at| record[at]);
        asks.columns.iter().map(cell).collect()
    };
    asks.verdicts(&Records(records.iter().map(sorted).collect()))
}

const CRIME: &str = "{ table = \"police_crime\" }";
const EVENT: &str = "{ table = \"cps_event\" }";

#[test]
fn dates_are_in_order_within_the_tolerance() {
    let order = |more: &str| {
        let asks = format!("order = {{ dates = [\"reported_date\", \"recorded_date\"]{more} }}");
        judged(
            &warning(CRIME, "recorded_date", &asks),
            &["reported_date", "recorded_date"],
            &[
                &["2024-05-03", "2024-05-01"],
                &["2024-05-02", "2024-05-01"],
                &["2024-05-01", "2024-05-01"],
                &["", "2024-05-01"],
            ],
        )
    };
    assert_eq!(order(""), [Broken, Broken, Kept, NotAsked]);
    assert_eq!(
        order(", tolerance_days = 1"),
        [Broken, Kept, Kept, NotAsked]
    );
    assert_eq!(order(", at_most_days = 1"), [Kept, Broken, Kept, NotAsked]);
}

#[test]
fn one_date_may_come_before_each_of_several() {
    let rule = warning(
        CRIME,
        "recorded_date",
        "order = { first = \"reported_date\", then = [\"outcome_date\", \"recorded_date\"] }",
    );
    let columns = ["reported_date", "outcome_date", "recorded_date"];
    let told = judged(
        &rule,
        &columns,
        &[
            &["2024-05-01", "2024-06-01", "2024-05-02"],
            &["2024-05-03", "2024-06-01", "2024-05-02"],
        ],
    );
    assert_eq!(told, [Kept, Broken]);
}

#[test]
fn days_have_bounds_and_a_year_goes_round_with_the_century() {
    let rule = warning(
        CRIME,
        "recorded_date",
        "days = { from = \"recorded_date\", to = \"outcome_date\", at_least = 1, at_most = 3 }",
    );
    let told = judged(
        &rule,
        &["recorded_date", "outcome_date"],
        &[
            &["2024-05-01", "2024-05-01"],
            &["2024-05-01", "2024-05-02"],
            &["2024-05-01", "2024-05-05"],
        ],
    );
    assert_eq!(told, [Broken, Kept, Broken]);
    let rule = warning(
        CRIME,
        "recorded_date",
        "year_in = { number = \"urn\", date = \"recorded_date\", years = 1 }",
    );
    let told = judged(
        &rule,
        &["urn", "recorded_date"],
        &[
            &["52AB0000099", "2000-05-01"],
            &["52AB0000024", "2025-05-01"],
            &["52AB0000022", "2025-05-01"],
            &["", "2025-05-01"],
        ],
    );
    assert_eq!(told, [Kept, Kept, Broken, NotAsked]);
}

#[test]
fn an_event_needs_another_of_its_case() {
    let columns = ["cps_case_ref", "event_type", "event_date"];
    let events: &[&[&'static str]] = &[
        &["a", "admin_finalised", "2024-05-01"],
        &["a", "decision", "2024-05-09"],
        &["b", "admin_finalised", "2024-05-01"],
        &["b", "reopened", "2024-05-09"],
        &["b", "decision", "2024-05-09"],
        &["c", "decision", "2024-05-09"],
    ];
    let told = |sequence: &str| {
        let when = "when = [{ column = \"event_type\", is = [\"decision\"] }]";
        let asks = format!(
            "{when}\nsequence = {{ per = [\"cps_case_ref\"], date = \"event_date\", {sequence} }}"
        );
        let all = judged(&warning(EVENT, "event_date", &asks), &columns, events);
        [all[1], all[4], all[5]]
    };
    let is = |kind: &str| format!("[{{ column = \"event_type\", is = [\"{kind}\"] }}]");
    let (closed, opened) = (is("admin_finalised"), is("reopened"));
    assert_eq!(
        told(&format!("since = {closed}, one_of = {opened}")),
        [Broken, Kept, NotAsked]
    );
    assert_eq!(told(&format!("earlier = {closed}")), [Kept, Kept, Broken]);
    assert_eq!(
        told(&format!("earlier = {closed}, may_be_missing = true")),
        [Kept, Kept, NotAsked]
    );
    assert_eq!(told("later = []"), [Broken, Broken, Broken]);
}

#[test]
fn a_case_has_one_value_and_its_first_record_answers() {
    let rule = warning(
        EVENT,
        "event_date",
        "single = { per = [\"cps_case_ref\"], column = \"decision_code\" }",
    );
    let told = judged(
        &rule,
        &["cps_case_ref", "decision_code"],
        &[
            &["a", "nfa"],
            &["b", "nfa"],
            &["a", "charge"],
            &["b", "nfa"],
            &["b", ""],
        ],
    );
    assert_eq!(told, [Broken, Kept, NotAsked, NotAsked, NotAsked]);
}

#[test]
fn what_a_rule_cannot_be_is_refused_with_the_nearest_name() {
    let holds = "holds = [{ column = \"outcome_code\", filled = true }]";
    let costly = |effect: &str| {
        let rule = warning(CRIME, "recorded_date", holds);
        rule.replace("\"warning\"", &format!("\"{effect}\""))
    };
    let refused = [
        (
            warning(CRIME, "recorded_dat", holds),
            "did you mean `recorded_date`?",
        ),
        (
            warning("{ unit = \"crimes\" }", "recorded_date", holds),
            "did you mean `unit_crime`?",
        ),
        (
            warning(CRIME, "outcome_code", holds),
            "its `period` is no date",
        ),
        (warning(CRIME, "recorded_date", ""), "a rule has one of"),
        (
            warning(
                "{ table = \"police_suspect\" }",
                "identified_date",
                "holds = [{ column = \"date_of_birth\", filled = true }]",
            ),
            "about a person",
        ),
        (costly("empty_cell"), "`empties` names the cells"),
        (
            costly("empty_cell") + "empties = [\"offence_code\"]",
            "must be filled",
        ),
        (
            warning("{ unit = \"crime\" }", "recorded_date", holds)
                .replace("\"warning\"", "\"quarantine_row\""),
            "only a rule within one row",
        ),
        (
            entry("not_carried = \"n\"\neffect = \"warning\""),
            "reads nothing",
        ),
        (
            entry("not_carried = \"n\"") + &entry("not_carried = \"n\""),
            "stands twice",
        ),
    ];
    for (rules, says) in refused {
        let error = with_rules(&rules).unwrap_err();
        assert!(error.contains(says), "{error}");
    }
}

/// Every rule of the list of the field is there: H1 to H15 hard, W1 to W10 soft.
#[test]
fn every_rule_of_the_field_stands_in_the_file() {
    let schemas = Schemas::embedded().unwrap();
    let rules = schemas.quality_rules();
    let hard = (1..=15).map(|it| format!("H{it}"));
    for code in hard.chain((1..=10).map(|it| format!("W{it}"))) {
        let parts = rules.named(&code);
        assert!(!parts.is_empty(), "{code}");
        for rule in parts {
            let asks = rule.asks.as_ref().map(|it| (it.effect, it.words()));
            assert!(asks.is_ok_and(|it| !it.1.is_empty()) || rule.asks.is_err());
        }
    }
    let costly = rules.asked().filter(|it| it.1.effect != Effect::Warning);
    let costly: Vec<&str> = costly.map(|it| it.0.code.as_str()).collect();
    assert_eq!(costly, ["H2a", "H2b", "H6b", "H9a"]);
}
