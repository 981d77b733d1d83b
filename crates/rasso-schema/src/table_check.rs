//! Reads a table's TOML and checks that it makes sense.

use crate::{
    CodeList, ColumnSchema, ColumnType, Key, SchemaError, Sensitivity, TableSchema, UnknownName,
    files::{Files, parse_toml, stem},
};
use rasso_terms::Agency;
use regex_lite::Regex;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TableFile {
    name: String,
    agency: Agency,
    version: String,
    title: String,
    one_row_per: String,
    key: KeyFile,
    column: Vec<ColumnFile>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum KeyFile {
    Columns(Vec<String>),
    Word(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnFile {
    name: String,
    #[serde(rename = "type")]
    kind: ColumnType,
    #[serde(default)]
    required: bool,
    sensitivity: Option<Sensitivity>,
    #[serde(default)]
    meaning: String,
    code_list: Option<String>,
    pattern: Option<String>,
    min: Option<i64>,
    max: Option<i64>,
}

pub(crate) fn load(
    files: &Files,
    path: &str,
    lists: &BTreeMap<String, CodeList>,
) -> Result<TableSchema, SchemaError> {
    let lists = lists.keys().map(String::as_str).collect();
    read(path, files.text(path)?, &lists)
}

/// Reads a table's TOML; `lists` names the code lists there are.
pub(crate) fn read(
    path: &str,
    text: &str,
    lists: &BTreeSet<&str>,
) -> Result<TableSchema, SchemaError> {
    let file: TableFile = parse_toml(path, text)?;
    let wrong = |what: String| Err(SchemaError::malformed(path, what));
    if stem(path) != file.name || !path.starts_with(file.agency.as_str()) {
        return wrong(format!(
            "it declares the table `{}` of {}",
            file.name, file.agency
        ));
    }
    let mut columns: Vec<ColumnSchema> = Vec::new();
    for column in file.column {
        if columns.iter().any(|it| it.name == column.name) {
            return wrong(format!("the column `{}` stands twice", column.name));
        }
        columns.push(read_column(path, column, lists)?);
    }
    let key = match file.key {
        KeyFile::Columns(names) => Key::Columns(names),
        KeyFile::Word(word) if word == "whole_row" => Key::WholeRow,
        KeyFile::Word(_) => {
            return wrong("the key is a list of columns or \"whole_row\"".to_owned());
        }
    };
    if let Key::Columns(names) = &key {
        if names.is_empty() {
            return wrong("the key names no column".to_owned());
        }
        for name in names {
            let Some(column) = columns.iter().find(|it| it.name == *name) else {
                let known = columns.iter().map(|it| it.name.as_str());
                return Err(SchemaError::unknown_in(
                    path,
                    UnknownName::among("column", name, known),
                ));
            };
            if !column.required || column.is_personal() {
                return wrong(format!(
                    "the key column `{name}` must be required and lead to no person"
                ));
            }
        }
    }
    let TableFile {
        name,
        agency,
        version,
        title,
        one_row_per,
        ..
    } = file;
    Ok(TableSchema {
        name,
        agency,
        version,
        title,
        one_row_per,
        key,
        columns,
    })
}

fn read_column(
    path: &str,
    column: ColumnFile,
    lists: &BTreeSet<&str>,
) -> Result<ColumnSchema, SchemaError> {
    let ColumnFile {
        name,
        kind,
        required,
        sensitivity,
        meaning,
        code_list,
        pattern,
        min,
        max,
    } = column;
    let wrong = |what: &str| {
        Err(SchemaError::malformed(
            path,
            format!("column `{name}`: {what}"),
        ))
    };
    let natural = if kind.is_personal() {
        Sensitivity::Person
    } else {
        Sensitivity::Open
    };
    let sensitivity = sensitivity.unwrap_or(natural);
    if kind.is_personal() && sensitivity != Sensitivity::Person {
        return wrong("its type leads to a person, so its sensitivity must be person");
    }
    if (kind == ColumnType::Code) != code_list.is_some() {
        return wrong("a column has a code_list when, and only when, its type is code");
    }
    if let Some(list) = code_list.as_ref().filter(|it| !lists.contains(it.as_str())) {
        let known = lists.iter().copied();
        return Err(SchemaError::unknown_in(
            path,
            UnknownName::among("code list", list, known),
        ));
    }
    if pattern.is_some() && kind != ColumnType::Text {
        return wrong("only a text column has a pattern");
    }
    if (min.is_some() || max.is_some()) && kind != ColumnType::Integer {
        return wrong("only an integer column has min and max");
    }
    let Ok(pattern) = pattern.as_deref().map(Regex::new).transpose() else {
        return wrong("its pattern is no regular expression");
    };
    Ok(ColumnSchema {
        name,
        kind,
        required,
        sensitivity,
        meaning,
        code_list,
        pattern,
        min,
        max,
    })
}
