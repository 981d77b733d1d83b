//! What two records have in common, on the level that is found for them.

use crate::model::{Job, LevelWeight, Model, Texts};

/// The evidence for the pair of one left and one right record; each text is a field, `a`, `b` and so on.
fn evidence(comparison: &str, left: &[&str], right: &[&str]) -> LevelWeight {
    let names = ["a", "b", "c"];
    let fields: String = names.map(|it| format!("[field.{it}]\n")).concat();
    evidence_of_fields(&fields, comparison, left, right)
}

fn evidence_of_fields(
    fields: &str,
    comparison: &str,
    left: &[&str],
    right: &[&str],
) -> LevelWeight {
    let model = format!(
        "name = \"t\"\nversion = \"1\"\nid = \"id\"\nfloor = -1000\n[field.all]\n{fields}\n\
         [[comparison]]\n{comparison}\n[[block]]\non = [\"all\"]\n"
    );
    let model = Model::parse("t", &model).unwrap();
    let file = |texts: &[&str]| {
        let cells = ["id", "all"].into_iter().zip(["1", "x"]);
        let named = ["a", "b", "c"].into_iter().zip(texts.iter().copied());
        let column = |(name, text): (&str, &str)| {
            let mut column = Texts::default();
            column.push(text);
            (name.to_owned(), column)
        };
        cells.chain(named).map(column).collect()
    };
    let job = Job {
        left: file(left),
        right: Some(file(right)),
    };
    let outcome = job.prepare(&model).unwrap();
    let outcome = outcome.run(&model, |_| true, &|_| ()).unwrap();
    outcome.explained[0].1[0].clone()
}

#[test]
fn the_first_level_that_holds_is_the_one() {
    let level = |a: &str, b: &str| {
        let levels = "field = \"a\"\nlevels = [\"exact\", \"jaro 0.95\", \"typed 1\"]";
        evidence(levels, &[a, "", ""], &[b, "", ""]).level
    };
    assert_eq!(level("martha", "MARTHA"), "exact");
    // By Jaro and Winkler 0.961, by Jaro 0.944.
    assert_eq!(level("martha", "marhta"), "typed 1");
    assert_eq!(level("katharinamaria", "katarinamaria"), "jaro 0.95");
    assert_eq!(level("martha", "susan"), "else");
    assert_eq!(level("martha", ""), "nothing to compare");
}

#[test]
fn forms_of_a_first_name_are_one_level() {
    let level = |a: &str, b: &str| {
        let levels = "field = \"a\"\nlevels = [\"exact\", \"nickname\", \"typed 1\"]";
        evidence(levels, &[a, "", ""], &[b, "", ""]).level
    };
    assert_eq!(level("Liz", "Elizabeth"), "nickname");
    // Alex may be either, and these two are not one.
    assert_eq!(level("Alex", "Alexandra"), "nickname");
    assert_eq!(level("Alexander", "Alexandra"), "else");
    assert_eq!(level("Susan", "Susam"), "typed 1");
}

#[test]
fn a_field_in_latin_letters_is_without_accents() {
    let level = |latin: bool| {
        let fields = format!("[field.a]\nlatin = {latin}\n[field.b]\n[field.c]");
        let levels = "field = \"a\"\nlevels = [\"exact\"]";
        evidence_of_fields(
            &fields,
            levels,
            &["Zoë Łukasz", "", ""],
            &["ZOE LUKASZ", "", ""],
        )
        .level
    };
    assert_eq!([level(true), level(false)], ["exact", "else"]);
}

#[test]
fn a_comparison_of_several_fields_says_something_where_one_is_filled() {
    let of = |left: [&str; 3], right: [&str; 3]| {
        let levels = "field = \"a\"\nalso = [\"b\"]\nterm_frequency = [\"b\"]\n\
            levels = [\"exact and exact b\", \"swapped b\", \"exact b\", \"exact\"]\n\
            u = [0.01, 0.01, 0.05, 0.03, 0.9]";
        evidence(levels, &left, &right)
    };
    assert_eq!(
        of(["ann", "lee", ""], ["ann", "lee", ""]).level,
        "exact and exact b"
    );
    assert_eq!(
        of(["lee", "ann", ""], ["ann", "lee", ""]).level,
        "swapped b"
    );
    assert_eq!(of(["ann", "", ""], ["ann", "lee", ""]).level, "exact");
    assert_eq!(
        of(["", "", ""], ["ann", "lee", ""]).level,
        "nothing to compare"
    );
    let by_surname = of(["", "lee", ""], ["ann", "lee", ""]);
    assert_eq!(by_surname.level, "exact b");
    // Every surname is this one: to share it says as little as can be.
    assert!((by_surname.rarity - 0.05_f64.log2()).abs() < 1e-12);
    assert!(of(["ann", "", ""], ["ann", "lee", ""]).rarity.abs() < 1e-12);
}
