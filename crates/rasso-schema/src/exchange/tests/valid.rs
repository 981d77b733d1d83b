//! What each format requires of a file, held against every export.

use crate::{ColumnType, FORMATS, Format, Key, Schemas, TableSchema};
use serde_json::Value;

fn exported(schemas: &Schemas, format: &str, table: &str) -> String {
    let format = Format::named(format).unwrap();
    let mut files = format.export(schemas, &[table.to_owned()]).unwrap();
    files.remove(0).text
}

fn json(schemas: &Schemas, format: &str, table: &str) -> Value {
    serde_json::from_str(&exported(schemas, format, table)).unwrap()
}

fn names(list: &Value) -> Vec<&str> {
    let list = list.as_array().unwrap();
    list.iter().map(|it| it["name"].as_str().unwrap()).collect()
}

fn column_names(table: &TableSchema) -> Vec<&str> {
    table.columns.iter().map(|it| it.name.as_str()).collect()
}

fn key_names(table: &TableSchema) -> Option<Value> {
    match &table.key {
        Key::Columns(names) => Some(names.clone().into()),
        Key::WholeRow => None,
    }
}

#[test]
fn a_table_schema_has_fields_of_known_types_and_closed_constraints() {
    let schemas = Schemas::embedded().unwrap();
    for table in schemas.tables() {
        let it = json(&schemas, "frictionless", &table.name);
        assert_eq!(names(&it["fields"]), column_names(table));
        assert_eq!(it.get("primaryKey").cloned(), key_names(table));
        for (field, column) in it["fields"].as_array().unwrap().iter().zip(&table.columns) {
            let kind = field["type"].as_str().unwrap();
            assert!(["string", "date", "integer", "boolean"].contains(&kind));
            let required = field["constraints"]["required"] == true;
            assert_eq!(required, column.required, "{}", column.name);
            let listed = field["constraints"]["enum"].as_array();
            assert_eq!(listed.is_some(), column.kind == ColumnType::Code);
            if let Some(listed) = listed {
                let labelled = field["categories"].as_array().unwrap();
                assert!(labelled.iter().map(|it| &it["value"]).eq(listed));
            }
        }
    }
}

#[test]
fn a_data_package_holds_every_list_once_and_no_key_leads_nowhere() {
    let schemas = Schemas::embedded().unwrap();
    let files = Format::named("frictionless")
        .unwrap()
        .export(&schemas, &[])
        .unwrap();
    assert_eq!(files[0].name, "datapackage.json");
    let package: Value = serde_json::from_str(&files[0].text).unwrap();
    let resources = names(&package["resources"]);
    let mut once = resources.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), resources.len());
    let mut keys = 0;
    for resource in package["resources"].as_array().unwrap() {
        assert!(resource.get("path").is_some() != resource.get("data").is_some());
        for key in resource["schema"]["foreignKeys"]
            .as_array()
            .into_iter()
            .flatten()
        {
            let to = key["reference"]["resource"].as_str().unwrap();
            assert!(resources.contains(&to), "{to}");
            keys += 1;
        }
    }
    let coded = schemas.tables().flat_map(|it| &it.columns);
    assert_eq!(keys, coded.filter(|it| it.code_list.is_some()).count());
}

#[test]
fn csvw_names_are_of_its_own_vocabulary_of_a_known_prefix_or_addresses() {
    fn check(value: &Value) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    let own = [
                        "@context",
                        "tables",
                        "url",
                        "tableSchema",
                        "columns",
                        "primaryKey",
                        "name",
                        "titles",
                        "required",
                        "datatype",
                        "base",
                        "format",
                        "minimum",
                        "maximum",
                    ];
                    let prefix = name.split_once(':').map(|it| it.0);
                    let is_known = own.contains(&name.as_str())
                        || prefix.is_some_and(|it| ["dc", "skos", "urn"].contains(&it));
                    assert!(is_known, "{name}");
                    check(value);
                }
            }
            Value::Array(items) => items.iter().for_each(check),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let schemas = Schemas::embedded().unwrap();
    for table in schemas.tables() {
        let it = json(&schemas, "csvw", &table.name);
        check(&it);
        assert_eq!(it["@context"], "http://www.w3.org/ns/csvw");
        let schema = &it["tables"][0]["tableSchema"];
        assert_eq!(names(&schema["columns"]), column_names(table));
        assert_eq!(schema.get("primaryKey").cloned(), key_names(table));
    }
}

#[test]
fn the_forms_of_a_csvw_code_list_allow_its_codes_and_no_other() {
    let schemas = Schemas::embedded().unwrap();
    for table in schemas.tables() {
        let it = json(&schemas, "csvw", &table.name);
        let columns = it["tables"][0]["tableSchema"]["columns"]
            .as_array()
            .unwrap();
        for (told, column) in columns.iter().zip(&table.columns) {
            let Some(list) = &column.code_list else {
                continue;
            };
            let form = told["datatype"]["format"].as_str().unwrap();
            let form = regex_lite::Regex::new(form).unwrap();
            for (code, _) in schemas.code_list(list).unwrap().codes() {
                assert!(form.is_match(code), "{list} {code}");
                assert!(!form.is_match(&format!("{code}_")), "{list} {code}");
            }
        }
    }
}

#[test]
fn a_json_schema_refers_to_lists_it_holds_and_requires_what_it_has() {
    let schemas = Schemas::embedded().unwrap();
    for table in schemas.tables() {
        let it = json(&schemas, "json-schema", &table.name);
        assert_eq!(
            it["$schema"],
            "https://json-schema.org/draft/2020-12/schema"
        );
        assert_eq!(it["type"], "object");
        let properties = it["properties"].as_object().unwrap();
        assert_eq!(properties.len(), table.columns.len());
        for required in it["required"].as_array().unwrap() {
            assert!(properties.contains_key(required.as_str().unwrap()));
        }
        for (name, property) in properties {
            let reference = property.get("$ref").and_then(Value::as_str);
            match reference {
                Some(way) => {
                    let list = it.pointer(way.trim_start_matches('#')).unwrap();
                    assert!(!list["enum"].as_array().unwrap().is_empty(), "{name}");
                }
                None => assert!(property["type"].is_string(), "{name}"),
            }
        }
    }
}

#[test]
fn mojap_types_agree_with_their_categories_and_nobody_is_called_harmless() {
    let schemas = Schemas::embedded().unwrap();
    let pairs = [
        ("string", "string"),
        ("date32", "timestamp"),
        ("int64", "integer"),
        ("bool", "boolean"),
    ];
    for table in schemas.tables() {
        let it = json(&schemas, "mojap", &table.name);
        assert_eq!(it["name"], table.name);
        assert_eq!(it["sensitive"], true);
        assert_eq!(names(&it["columns"]), column_names(table));
        for (told, column) in it["columns"].as_array().unwrap().iter().zip(&table.columns) {
            let pair = (
                told["type"].as_str().unwrap(),
                told["type_category"].as_str().unwrap(),
            );
            assert!(pairs.contains(&pair), "{pair:?}");
            assert_eq!(told["nullable"], !column.required);
            let sensitive = column.is_personal().then_some(Value::Bool(true));
            assert_eq!(told.get("sensitive").cloned(), sensitive, "{}", column.name);
        }
    }
}

#[test]
fn sql_makes_long_lists_before_the_tables_that_need_them() {
    let schemas = Schemas::embedded().unwrap();
    let files = Format::named("sql").unwrap().export(&schemas, &[]).unwrap();
    let text = &files[0].text;
    let made = text.find("CREATE TABLE code_cjs_result (").unwrap();
    let needed = text.find("FOREIGN KEY (result_code) REFERENCES code_cjs_result (code)");
    assert!(needed.unwrap() > made);
    let rows = text.matches("INSERT INTO code_cjs_result ").count();
    assert_eq!(rows, schemas.code_list("cjs_result").unwrap().codes().len());
    assert_eq!(
        text.matches("\nCREATE TABLE ").count(),
        schemas.tables().len() + 1
    );
    // A short list is a rule on the cell itself.
    assert!(text.contains("plea VARCHAR(10) CHECK (plea IN ('guilty', 'not_guilty'))"));
    let quotes = text.lines().filter(|it| !it.trim_start().starts_with("--"));
    assert!(
        quotes
            .map(|it| it.matches('\'').count())
            .all(|it| it % 2 == 0)
    );
}

#[test]
fn an_unknown_format_or_table_is_answered_with_the_nearest() {
    let schemas = Schemas::embedded().unwrap();
    let said = Format::named("frictionles").unwrap_err().to_string();
    assert_eq!(
        said,
        "no format is known as `frictionles`; did you mean `frictionless`?"
    );
    let said = FORMATS[0]
        .export(&schemas, &["police_crimes".to_owned()])
        .unwrap_err();
    assert!(said.to_string().ends_with("did you mean `police_crime`?"));
}
