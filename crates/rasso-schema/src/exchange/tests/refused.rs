//! What is refused, and how its place is told.

use super::foreign::import;
use crate::{ExchangeError, Format, ImportHints, Place, Schemas};
use rasso_terms::Agency;

/// The place and the words with which a file is refused.
fn refused(format: &str, text: &str) -> String {
    import(format, text).unwrap_err().to_string()
}

#[test]
fn what_is_not_understood_is_named_with_its_place() {
    let field = |it: &str| format!(r#"{{"fields": [{{"name": "a"}}, {it}]}}"#);
    let said = refused(
        "frictionless",
        &field(r#"{"name": "b", "type": "geopoint"}"#),
    );
    assert!(
        said.starts_with("`/fields/1/type`: the type `geopoint` is not understood"),
        "{said}"
    );
    let said = refused(
        "frictionless",
        &field(r#"{"name": "b", "constraints": {"odd": 1}}"#),
    );
    assert!(
        said.starts_with("`/fields/1/constraints/odd`: the constraint `odd`"),
        "{said}"
    );
    let said = refused(
        "frictionless",
        &field(r#"{"name": "b", "rasso:sensitivity": "secret"}"#),
    );
    assert!(
        said.starts_with("`/fields/1/rasso:sensitivity`: the sensitivity `secret`"),
        "{said}"
    );
    let said = refused(
        "frictionless",
        &field(r#"{"name": "b", "rasso:sensitive": true}"#),
    );
    assert!(
        said.starts_with("`/fields/1/rasso:sensitive`: the word"),
        "{said}"
    );
    let said = refused(
        "frictionless",
        &field(r#"{"name": "b", "constraints": {"pattern": "(?<=a)b"}}"#),
    );
    assert!(
        said.starts_with("`/fields/1`: the regular expression"),
        "{said}"
    );
    let text = r#"{"properties": {"a/b": {"type": "string", "not": {"const": "x"}}}}"#;
    let said = refused("json-schema", text);
    assert!(
        said.starts_with("`/properties/a~1b/not`: the keyword `not`"),
        "{said}"
    );
    let text = r##"{"properties": {"a": {"$ref": "#/properties/a"}}}"##;
    let said = refused("json-schema", text);
    assert!(
        said.starts_with("`/properties/a/$ref`: the reference"),
        "{said}"
    );
    let text =
        r#"{"url": "a.csv", "tableSchema": {"columns": [{"name": "a", "datatype": "duration"}]}}"#;
    let said = refused("csvw", text);
    assert!(
        said.starts_with("`/tableSchema/columns/0/datatype`: the type `duration`"),
        "{said}"
    );
    let text = r#"{"name": "t", "columns": [{"name": "a", "type": "timestamp(s)"}]}"#;
    let said = refused("mojap", text);
    assert!(
        said.starts_with("`/columns/0/type`: the type `timestamp(s)`"),
        "{said}"
    );
    let said = refused("sql", "CREATE TABLE t (\n  a INT,\n  b GEOMETRY\n);");
    assert!(said.starts_with("line 3: the type `GEOMETRY`"), "{said}");
    let said = refused("sql", "CREATE TABLE t (\n  a INT CHECK (a % 2 = 0)\n);");
    assert!(said.starts_with("line 2: the check of `a`"), "{said}");
    let said = refused("sql", "CREATE TABLE t (a INT)\nCREATE TABLE u (a INT);");
    assert!(said.starts_with("line 2: the word `CREATE`"), "{said}");
    let said = refused("sql", "CREATE TABLE t (a INT);\nDROP TABLE t;");
    assert!(said.starts_with("line 2: the statement `DROP`"), "{said}");
}

#[test]
fn records_in_a_file_of_statements_are_refused_and_not_shown() {
    let said = refused(
        "sql",
        "CREATE TABLE t (a TEXT);\nINSERT INTO t VALUES ('Jane Doe');",
    );
    assert!(said.starts_with("line 2: the statement `INSERT`"), "{said}");
    assert!(!said.contains("Jane"), "{said}");
}

#[test]
fn what_is_not_of_its_format_is_refused_at_its_line() {
    for format in ["frictionless", "csvw", "json-schema", "mojap"] {
        let said = refused(format, "{\n  \"name\": ]");
        assert!(said.starts_with("line 2: "), "{format}: {said}");
        let twice = refused(format, "{\"name\": 1,\n \"name\": 2}");
        assert!(twice.contains("`name` stands twice"), "{format}: {twice}");
        let nothing = refused(format, "[]");
        assert!(
            nothing.starts_with("the whole file: "),
            "{format}: {nothing}"
        );
    }
    let open = refused("sql", "CREATE TABLE t (\n a TEXT DEFAULT 'x\n);");
    assert_eq!(open, "line 2: a quote is never closed");
    assert!(matches!(
        import("sql", "\n-- nothing"),
        Err(ExchangeError::Missing {
            place: Place::Pointer(_),
            ..
        })
    ));
    let said = refused("sql", "CREATE TABLE t (a INT");
    assert!(
        said.starts_with("line 1: there is no list of columns"),
        "{said}"
    );
}

#[test]
fn of_several_tables_one_must_be_named() {
    let two = "CREATE TABLE crime (a INT); CREATE TABLE suspect (a INT);";
    let said = refused("sql", two);
    assert!(
        said.contains("(crime, suspect)") && said.contains("`--table`"),
        "{said}"
    );
    let hints = ImportHints {
        table: Some("suspects"),
        ..ImportHints::default()
    };
    let schemas = Schemas::embedded().unwrap();
    let said = Format::named("sql")
        .unwrap()
        .import(two, hints, &schemas)
        .unwrap_err();
    assert!(
        said.to_string().ends_with("did you mean `suspect`?"),
        "{said}"
    );
}

#[test]
fn a_name_that_could_end_a_comment_or_a_text_stays_in_it() {
    let text =
        r#"{"name": "x\nagency = \"cps\"", "fields": [{"name": "a\"\nb", "title": "c\nd"}]}"#;
    let imported = import("frictionless", text).unwrap();
    assert_eq!(imported.table.name, "x_agency____cps_");
    assert_eq!(imported.table.agency, Agency::Police);
    assert_eq!(imported.table.columns[0].name, "a\"\nb");
    assert_eq!(imported.table.columns[0].meaning, "c\nd");
}
