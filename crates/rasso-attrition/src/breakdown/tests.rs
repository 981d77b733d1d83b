use super::*;
use rasso_schema::Files;

const GOOD: &str = r#"
name = "ages"
version = "1.0"
title = "Ages"
definition = "By age."
metrics = ["recorded_crimes"]

[columns]
crime = "victim_age"

[[group]]
name = "under_18"
title = "Under 18"
at_most = 17

[[group]]
name = "18_and_over"
title = "18 and over"
at_least = 18
"#;

/// What is said of a file with a part of it exchanged.
fn loaded(from: &str, to: &str) -> Result<Breakdown, String> {
    assert!(GOOD.contains(from), "{from}");
    let built_in = Files::embedded();
    let mut files: BTreeMap<String, Vec<u8>> = built_in
        .paths()
        .map(|it| (it.to_owned(), built_in.text(it).unwrap().into()))
        .collect();
    let text = GOOD.replacen(from, to, 1);
    files.insert("breakdowns/ages.toml".to_owned(), text.into());
    let schemas = Schemas::from_files(Files::from_contents(files)).unwrap();
    let units = Units::load(&schemas).unwrap();
    let metrics = Metric::load_all(&schemas, &units).unwrap();
    let all = Breakdown::load_all(&schemas, &units, &metrics);
    all.map(|mut it| it.remove("ages").unwrap())
        .map_err(|it| it.to_string())
}

#[test]
fn what_cannot_be_told_apart_is_refused_with_its_name() {
    for (from, to, says) in [
        (
            "\"recorded_crimes\"",
            "\"referrals\"",
            "`referrals` counts the unit `cps_suspect`",
        ),
        (
            "\"recorded_crimes\"",
            "\"recorded_crime\"",
            "did you mean `recorded_crimes`?",
        ),
        (
            "victim_age\"",
            "victim_agee\"",
            "did you mean `victim_age`?",
        ),
        ("victim_age\"", "victim_sex\"", "is not of type integer"),
        ("crime = ", "crimes = ", "no unit is called `crimes`"),
        ("at_least = 18", "at_least = 19", "bands must meet"),
        (
            "at_most = 17",
            "at_least = 0\nat_most = 17",
            "bands must meet",
        ),
        (
            "18_and_over",
            "under_18",
            "two groups are called `under_18`",
        ),
        (
            "18_and_over",
            "declined",
            "two groups are called `declined`",
        ),
        ("18_and_over", "18 and over", "letters, digits and `_`"),
        ("at_most = 17", "flag = true", "must all be"),
        (
            "name = \"ages\"",
            "name = \"age\"",
            "named for its breakdown",
        ),
        ("version", "versoin", "unknown field"),
    ] {
        let said = loaded(from, to).unwrap_err();
        assert!(
            said.contains(says) && said.contains("breakdowns/ages.toml"),
            "{said}"
        );
    }
}

#[test]
fn every_unit_has_a_group_and_what_is_not_known_is_none_of_the_bands() {
    let ages = loaded("Ages", "Ages").unwrap();
    let units = Units::load(&Schemas::embedded().unwrap()).unwrap();
    let sql = ages.group_sql(units.get("crime").unwrap()).unwrap();
    assert_eq!(
        sql,
        "CASE WHEN victim_age IS NULL THEN COALESCE(victim_age_missing, 'not_recorded') \
         WHEN victim_age <= 17 THEN 'under_18' WHEN victim_age >= 18 THEN '18_and_over' \
         ELSE 'unlisted' END"
    );
    let names: Vec<&str> = ages.told_groups().map(|it| it.0).collect();
    let apart = NOT_KNOWN.map(|it| it.0);
    assert_eq!(names, [&["under_18", "18_and_over"][..], &apart].concat());
}
