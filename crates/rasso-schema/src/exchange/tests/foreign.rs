//! Files that `rasso` did not make.

use crate::{ColumnType, ExchangeError, Format, ImportHints, Imported, Key, Schemas, Sensitivity};
use rasso_terms::Agency;

pub(super) fn import(format: &str, text: &str) -> Result<Imported, ExchangeError> {
    let hints = ImportHints {
        file: "sent/incidents.json",
        ..ImportHints::default()
    };
    let schemas = Schemas::embedded().unwrap();
    Format::named(format).unwrap().import(text, hints, &schemas)
}

/// Name, type, whether it must be filled, form and bounds of each column.
type Told = (
    String,
    ColumnType,
    bool,
    Option<String>,
    Option<i64>,
    Option<i64>,
);

fn told(imported: &Imported) -> Vec<Told> {
    let columns = imported.table.columns.iter();
    let told = columns.map(|it| {
        let form = it.pattern.as_ref().map(|it| it.as_str().to_owned());
        (it.name.clone(), it.kind, it.required, form, it.min, it.max)
    });
    told.collect()
}

/// What every one of the five foreign files below says.
fn expected() -> Vec<Told> {
    let column = |name: &str, kind, required| (name.to_owned(), kind, required, None, None, None);
    let mut reference = column("ref", ColumnType::Text, true);
    reference.3 = Some("^(?:[A-Z]{2}[0-9]+)$".to_owned());
    let mut age = column("age", ColumnType::Integer, false);
    (age.4, age.5) = (Some(0), Some(120));
    vec![
        reference,
        age,
        column("seen_on", ColumnType::Date, true),
        column("closed", ColumnType::Flag, false),
        column("sex", ColumnType::Code, false),
        column("stage", ColumnType::Code, false),
    ]
}

/// What is settled the same way whatever the format, and said.
fn check_settled(imported: &Imported) {
    let Imported { table, toml } = imported;
    for column in &table.columns {
        assert_eq!(column.sensitivity, Sensitivity::Person, "{}", column.name);
    }
    let said = "# The file does not say whom this leads to; person is the safe side.";
    assert_eq!(toml.matches(said).count(), table.columns.len(), "{toml}");
    assert!(
        toml.contains("# The file does not say who sends it"),
        "{toml}"
    );
    // The key would lead to whom nobody knows.
    assert_eq!(table.key, Key::WholeRow);
    assert!(toml.contains("# The file has the key ref."), "{toml}");
    // The codes are those of a list that is there; the other list is new.
    assert_eq!(
        table.column("sex").unwrap().code_list.as_deref(),
        Some("plea")
    );
    assert_eq!(
        table.column("stage").unwrap().code_list.as_deref(),
        Some("stage")
    );
    assert!(
        toml.contains("#   open,") && toml.contains("#   shut,"),
        "{toml}"
    );
}

const FRICTIONLESS: &str = r#"{
  "name": "incidents", "title": "Incidents", "primaryKey": "ref",
  "fields": [
    {"name": "ref", "constraints": {"pattern": "[A-Z]{2}[0-9]+"}},
    {"name": "age", "type": "integer", "constraints": {"minimum": 0, "maximum": "120"}},
    {"name": "seen_on", "type": "date", "format": "%d/%m/%Y", "constraints": {"required": true}},
    {"name": "closed", "type": "boolean", "owner": "records team"},
    {"name": "sex", "type": "string", "constraints": {"enum": ["guilty", "not_guilty"]}},
    {"name": "stage", "type": "string", "categories": [{"value": "open", "label": "Open"}, "shut"]}
  ]
}"#;

#[test]
fn a_table_schema_of_others_becomes_a_table() {
    let imported = import("frictionless", FRICTIONLESS).unwrap();
    assert_eq!(told(&imported), expected());
    check_settled(&imported);
    assert!(
        imported
            .toml
            .contains("#   open,Open,draft,as sent in incidents\n")
    );
    assert!(
        imported
            .toml
            .contains("# Not taken over from the file: `/fields/3/owner`.")
    );
    assert!(
        imported
            .toml
            .contains("# The file has the format %d/%m/%Y here: a mapping can read it.")
    );
}

#[test]
fn csvw_of_others_becomes_a_table() {
    let text = r#"{
      "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
      "url": "https://example.org/out/incidents.csv",
      "dc:title": {"@value": "Incidents", "@language": "en"},
      "tableSchema": {
        "columns": [
          {"titles": ["ref", "reference"], "datatype": {"base": "token", "format": "[A-Z]{2}[0-9]+"}},
          {"name": "age", "datatype": {"base": "nonNegativeInteger", "maxExclusive": 121}},
          {"name": "seen_on", "required": true, "datatype": "date"},
          {"name": "closed", "datatype": "boolean"},
          {"name": "sex", "urn:rasso:labels": {"guilty": "G", "not_guilty": "N"}},
          {"name": "stage", "urn:rasso:labels": {"open": "", "shut": "Shut"}},
          {"virtual": true, "propertyUrl": "rdf:type"}
        ],
        "primaryKey": "ref"
      }
    }"#;
    let imported = import("csvw", text).unwrap();
    assert_eq!(told(&imported), expected());
    check_settled(&imported);
    assert_eq!(imported.table.name, "incidents");
    assert!(imported.toml.contains("`/tableSchema/columns/6`"));
}

#[test]
fn a_json_schema_of_others_becomes_a_table() {
    let text = r##"{
      "$schema": "http://json-schema.org/draft-07/schema#", "title": "Incidents",
      "type": "array",
      "items": {
        "properties": {
          "ref": {"type": "string", "pattern": "^(?:[A-Z]{2}[0-9]+)$"},
          "age": {"anyOf": [{"type": "integer", "minimum": 0, "exclusiveMaximum": 121}, {"type": "null"}]},
          "seen_on": {"format": "date", "type": ["string", "null"], "title": "Day"},
          "closed": {"type": "boolean"},
          "sex": {"$ref": "#/definitions/outcome"},
          "stage": {"oneOf": [{"const": "open", "title": "Open"}, {"const": "shut"}]}
        },
        "required": ["seen_on", "ref"]
      },
      "definitions": {"outcome": {"enum": ["guilty", "not_guilty", null]}},
      "rasso:key": "ref"
    }"##;
    let imported = import("json-schema", text).unwrap();
    assert_eq!(told(&imported), expected());
    check_settled(&imported);
    assert_eq!(imported.table.column("seen_on").unwrap().meaning, "Day");
    assert!(imported.toml.contains("# The file does not name its table"));
}

#[test]
fn sql_of_others_becomes_a_table() {
    let text = "
        /* Moved over in 2021 */

        SET search_path = public;
        CREATE TABLE IF NOT EXISTS public.\"incidents\" (
            ref character varying(12) NOT NULL, -- the reference
            age smallint DEFAULT (0) CHECK (age > -1 AND (age <= 120)),
            seen_on date not null, closed BOOLEAN,
            [sex] CHAR(10) CONSTRAINT known CHECK (sex IN ('guilty', 'not_guilty')),
            `stage` TEXT COLLATE nocase UNIQUE,
            CONSTRAINT pk PRIMARY KEY (ref),
            CHECK (((stage IN ('open', 'shut')) AND age BETWEEN 0 AND 120)),
            FOREIGN KEY (stage) REFERENCES stages (id) ON DELETE SET NULL
        );
        COMMENT ON TABLE public.incidents IS 'Incidents';
        COMMENT ON COLUMN public.incidents.age IS 'It''s in years';
    ";
    let imported = import("sql", text).unwrap();
    let mut expected = expected();
    expected[0].3 = None;
    assert_eq!(told(&imported), expected);
    check_settled(&imported);
    let table = &imported.table;
    assert_eq!(table.title, "Incidents");
    assert_eq!(table.column("ref").unwrap().meaning, "the reference");
    assert_eq!(table.column("age").unwrap().meaning, "It's in years");
    assert_eq!(table.column("seen_on").unwrap().meaning, "");
    assert!(
        imported
            .toml
            .contains("# The file has room for 12 characters")
    );
    assert!(imported.toml.contains("the uniqueness in line 10."));
    assert!(
        imported
            .toml
            .contains("the reference to another table in line 13.")
    );
}

#[test]
fn mojap_metadata_of_others_becomes_a_table() {
    let text = r#"{
      "name": "incidents", "description": "Incidents", "primary_key": ["ref"], "partitions": ["seen_on"],
      "columns": [
        {"name": "ref", "type": "utf8", "pattern": "^(?:[A-Z]{2}[0-9]+)$"},
        {"name": "age", "type_category": "integer", "minimum": 0, "maximum": 120},
        {"name": "seen_on", "type": "date64", "nullable": false},
        {"name": "closed", "type": "bool_", "nullable": true},
        {"name": "sex", "type": "string", "enum": ["not_guilty", "guilty"]},
        {"name": "stage", "type": "string", "enum": ["open", "shut"], "minLength": 4}
      ]
    }"#;
    let imported = import("mojap", text).unwrap();
    assert_eq!(told(&imported), expected());
    check_settled(&imported);
    assert!(
        imported
            .toml
            .contains("# Not taken over from the file: `/partitions`.")
    );
}

#[test]
fn what_the_file_says_of_a_person_is_taken_and_its_key_then_stands() {
    let text = r#"{"name": "t", "primary_key": ["id"], "columns": [
        {"name": "id", "type": "string", "sensitive": false},
        {"name": "who", "type": "string", "sensitive": true}]}"#;
    let hints = ImportHints {
        agency: Some(Agency::Courts),
        ..ImportHints::default()
    };
    let schemas = Schemas::embedded().unwrap();
    let imported = Format::named("mojap")
        .unwrap()
        .import(text, hints, &schemas)
        .unwrap();
    assert_eq!(imported.table.key, Key::Columns(vec!["id".to_owned()]));
    assert_eq!(
        imported.table.column("who").unwrap().sensitivity,
        Sensitivity::Person
    );
    assert_eq!(imported.table.agency, Agency::Courts);
    assert!(!imported.toml.contains("person is the safe side"));
}

#[test]
fn what_only_tells_how_a_table_is_stored_does_not_stop_an_import() {
    let dumped = "SET lock_timeout = 0;\nSELECT set_config('search_path', '', false);\n\
        CREATE TABLE public.t (\n id integer GENERATED ALWAYS AS IDENTITY (START 1),\n \
        ref character varying(20) DEFAULT 'x'::character NOT NULL\n);\n\
        CREATE INDEX i ON t (ref);\n\
        ALTER TABLE ONLY public.t ADD CONSTRAINT k PRIMARY KEY (id);\n";
    let imported = import("sql", dumped).unwrap();
    assert!(imported.table.columns.iter().all(|it| it.required));
    assert!(
        imported.toml.contains("# The file has the key id."),
        "{}",
        imported.toml
    );
    let other = "CREATE TABLE `t` (\n `id` int(11) unsigned NOT NULL AUTO_INCREMENT,\n \
        `kind` enum('y','z') COMMENT 'What it is',\n KEY `k` (`kind`),\n last DATE -- the end\n) \
        ENGINE=InnoDB WITH (a);\n";
    let table = import("sql", other).unwrap().table;
    assert_eq!(table.columns[0].min, Some(0));
    assert_eq!(table.columns[1].kind, ColumnType::Code);
    assert_eq!(table.columns[1].meaning, "What it is");
    assert_eq!(table.columns[2].meaning, "the end");
    let third = "CREATE TABLE [dbo].[t] ([id] INT IDENTITY(1,1) PRIMARY KEY CLUSTERED)\nGO\n";
    assert_eq!(import("sql", third).unwrap().table.name, "t");
}
