use super::*;
use crate::Units;

fn metrics() -> BTreeMap<String, Metric> {
    let schemas = Schemas::embedded().unwrap();
    let units = Units::load(&schemas).unwrap();
    Metric::load_all(&schemas, &units).unwrap()
}

/// A table of which one place is as the test has it.
fn refused(from: &str, to: &str) -> String {
    let text = include_str!("../../../../data-schemas/release/prosecutions.toml");
    assert!(text.contains(from), "there is no `{from}`");
    let table: ReleaseTable = toml::from_str(&text.replacen(from, to, 1)).unwrap();
    table.check(&metrics()).unwrap_err()
}

#[test]
fn every_table_is_one() {
    let schemas = Schemas::embedded().unwrap();
    let tables = ReleaseTable::load_all(&schemas, &metrics()).unwrap();
    assert!(tables.len() > 3);
    let table = &tables["prosecutions"];
    let whole = TableSum {
        whole: "completed".to_owned(),
        parts: vec!["convicted".to_owned(), "not_convicted".to_owned()],
    };
    assert_eq!(table.all_sums(), [whole]);
}

#[test]
fn a_count_of_another_table_is_found_there_or_refused() {
    let schemas = Schemas::embedded().unwrap();
    let tables = ReleaseTable::load_all(&schemas, &metrics()).unwrap();
    let table = &tables["time_to_charge"];
    assert_eq!(table.shares_with(), BTreeSet::from(["recorded_crimes"]));
    let of_all = table.counts[0].same_metric.as_deref();
    assert_eq!(of_all, Some("recorded_crimes"));
    for wrong in [
        "recorded_crimes/none",
        "recorded_crimes/not_charged",
        "referrals/all",
        "all",
    ] {
        let mut other = table.clone();
        other.counts[0].same_as = Some(wrong.to_owned());
        let said = other.resolve(&tables).unwrap_err();
        assert!(said.contains(wrong), "{said}");
    }
    let mut both = table.clone();
    both.counts[0].metric = Some("recorded_crimes".to_owned());
    assert!(both.check(&metrics()).unwrap_err().contains("nothing else"));
}

#[test]
fn what_is_no_table_is_refused() {
    let says = |from: &str, to: &str, what: &str| {
        let said = refused(from, to);
        assert!(said.contains(what), "{said}");
    };
    says(
        "\"completed_prosecutions\"",
        "\"prosecutions\"",
        "no metric",
    );
    says(
        "\"completed_prosecutions\"",
        "\"crown_open\"",
        "must be of a count",
    );
    says(
        "clock = \"flow\"",
        "clock = \"stock\"",
        "with the clock `stock`",
    );
    says("\"quarter\", ", "", "`periods` must have `quarter`");
    says(
        "name = \"convicted\"",
        "name = \"Convicted\"",
        "small letters",
    );
    says(
        "name = \"convicted\"",
        "name = \"completed\"",
        "no other like it",
    );
    says(
        "whole = \"completed\", parts",
        "whole = \"none\", parts",
        "must stand below",
    );
    says(
        "rest = { whole = \"completed\", parts = [\"convicted\"] }",
        "",
        "either `metric`, `rest` or `same_as`",
    );
    // Whoever knows a share and its whole knows what is left, so that must be a count too.
    says(
        "part = \"convicted\"",
        "part = \"completed\"",
        "add one, with `rest`",
    );
    says(
        "\"conviction_rate.cps_flagged\"",
        "\"completed_prosecutions\"",
        "must be of a proportion",
    );
}
