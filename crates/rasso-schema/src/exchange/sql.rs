//! SQL: the statements that make the tables, in what every engine understands.
//!
//! Source: ISO/IEC 9075-2, as far as `SQLite`, `PostgreSQL`, `DuckDB`, `MySQL`, SQL Server and Oracle
//! agree:
//! VARCHAR with a length, INTEGER, DATE, NOT NULL, PRIMARY KEY, FOREIGN KEY and CHECK with IN, BETWEEN
//! and comparisons. The length of a plain text is the usual one and no rule of the table; a flag is `Y`
//! or `N`, because not every engine has a truth value; a day is compared as text, because not every one
//! has the literal `DATE '..'`. COMMENT ON is not everywhere either: a comment line above a column is.
//!
//! A list of up to 100 codes is a CHECK: it holds without any data. A longer one is a table of its own
//! with a foreign key: nobody reads 900 codes in one line, and Oracle takes 1,000 at the most.
//!
//! What SQL has no word for stands in comment lines, `-- rasso:name "value"`, each value in JSON.

use super::{Export, Format, Import, json::Json, sql_read, words};
use crate::{CodeList, ColumnSchema, ColumnType, Key, Schemas, TableSchema};
use std::collections::BTreeMap;

pub(super) const FORMAT: Format = Format {
    name: "sql",
    title: "SQL data definition",
    export,
    import: Import::Text(sql_read::import),
};

/// The longest code list that is written as a CHECK.
const LONGEST_CHECK: usize = 100;

/// The length of a text that has none.
const LENGTH: usize = 255;

/// Names that an engine would take for something else.
const RESERVED: &[&str] = &[
    "all",
    "and",
    "as",
    "between",
    "by",
    "case",
    "check",
    "column",
    "create",
    "current",
    "date",
    "default",
    "desc",
    "end",
    "from",
    "grant",
    "group",
    "in",
    "index",
    "into",
    "is",
    "key",
    "level",
    "like",
    "limit",
    "not",
    "null",
    "number",
    "of",
    "on",
    "or",
    "order",
    "primary",
    "references",
    "row",
    "rows",
    "select",
    "set",
    "size",
    "table",
    "then",
    "time",
    "to",
    "type",
    "union",
    "unique",
    "user",
    "value",
    "values",
    "when",
    "where",
    "with",
    "year",
];

fn export(schemas: &Schemas, tables: &[&TableSchema]) -> Vec<Export> {
    let name = match tables {
        [table] => format!("{}.sql", table.name),
        _ => "tables.sql".to_owned(),
    };
    let mut text = String::from(
        "-- Lines that begin with `rasso:` hold what SQL has no word for: leave them in.\n",
    );
    let columns = tables.iter().flat_map(|it| &it.columns);
    let listed = columns.filter_map(|it| words::code_list(schemas, it));
    let long: BTreeMap<&str, &CodeList> = listed
        .filter(|it| is_long(it))
        .map(|it| (it.name(), it))
        .collect();
    for list in long.values() {
        lookup(&mut text, list);
    }
    for table in tables {
        create(&mut text, schemas, table);
    }
    vec![Export { name, text }]
}

fn is_long(list: &CodeList) -> bool {
    list.codes().len() > LONGEST_CHECK
}

fn line(text: &mut String, said: &str) {
    text.push_str(said);
    text.push('\n');
}

/// A table of codes, with its rows.
fn lookup(text: &mut String, list: &CodeList) {
    let codes = list.codes().map(|it| it.0);
    let labels = list.codes().map(|it| it.1.label.as_str());
    line(text, "");
    tag(text, "", "lookup", &[list.name()]);
    let name = lookup_name(list.name());
    line(text, &format!("CREATE TABLE {name} ("));
    line(
        text,
        &format!(
            "  code VARCHAR({}) NOT NULL PRIMARY KEY,",
            longest(codes, 1)
        ),
    );
    line(
        text,
        &format!("  label VARCHAR({}) NOT NULL", longest(labels, LENGTH)),
    );
    line(text, ");");
    for (code, entry) in list.codes() {
        let (code, label) = (literal(code), literal(&entry.label));
        line(
            text,
            &format!("INSERT INTO {name} (code, label) VALUES ({code}, {label});"),
        );
    }
}

fn lookup_name(list: &str) -> String {
    identifier(&format!("code_{list}"))
}

fn create(text: &mut String, schemas: &Schemas, table: &TableSchema) {
    line(text, "");
    said(text, "", "title", &table.title);
    tag(text, "", "agency", &[table.agency.as_str()]);
    tag(text, "", "version", &[&table.version]);
    tag(text, "", "one_row_per", &[&table.one_row_per]);
    if table.key == Key::WholeRow {
        tag(text, "", "key", &["whole_row"]);
    }
    line(text, &format!("CREATE TABLE {} (", identifier(&table.name)));
    let mut rules = Vec::new();
    if let Key::Columns(names) = &table.key {
        let names: Vec<String> = names.iter().map(|it| identifier(it)).collect();
        rules.push(format!("PRIMARY KEY ({})", names.join(", ")));
    }
    for column in &table.columns {
        if let Some(list) = words::code_list(schemas, column).filter(|it| is_long(it)) {
            let (name, lookup) = (identifier(&column.name), lookup_name(list.name()));
            rules.push(format!("FOREIGN KEY ({name}) REFERENCES {lookup} (code)"));
        }
    }
    for (at, column) in table.columns.iter().enumerate() {
        let is_last = at + 1 == table.columns.len() && rules.is_empty();
        describe(text, schemas, column);
        let end = if is_last { "" } else { "," };
        line(text, &format!("  {}{end}", define(schemas, column)));
    }
    for (at, rule) in rules.iter().enumerate() {
        let end = if at + 1 == rules.len() { "" } else { "," };
        line(text, &format!("  {rule}{end}"));
    }
    line(text, ");");
}

/// The comment lines above a column.
fn describe(text: &mut String, schemas: &Schemas, column: &ColumnSchema) {
    said(text, "  ", "meaning", &column.meaning);
    if let Some(kind) = words::hidden_type(column.kind) {
        tag(text, "  ", "type", &[kind]);
    }
    tag(text, "  ", "sensitivity", &[column.sensitivity.as_str()]);
    if let Some(form) = &column.pattern {
        tag(text, "  ", "pattern", &[form.as_str()]);
    }
    if let Some(list) = words::code_list(schemas, column) {
        tag(text, "  ", "code_list", &[list.name()]);
        for (code, entry) in list.codes().filter(|_| !is_long(list)) {
            tag(text, "  ", "label", &[code, &entry.label]);
        }
    }
}

fn define(schemas: &Schemas, column: &ColumnSchema) -> String {
    let name = identifier(&column.name);
    let list = words::code_list(schemas, column);
    let kind = match column.kind {
        ColumnType::Text | ColumnType::Name => format!("VARCHAR({LENGTH})"),
        ColumnType::Code => {
            let codes = list.into_iter().flat_map(CodeList::codes);
            format!("VARCHAR({})", longest(codes.map(|it| it.0), 1))
        }
        ColumnType::Urn => "VARCHAR(11)".to_owned(),
        ColumnType::Asn => "VARCHAR(21)".to_owned(),
        ColumnType::PncId => "VARCHAR(13)".to_owned(),
        ColumnType::Date | ColumnType::OffenceDate | ColumnType::BirthDate => "DATE".to_owned(),
        ColumnType::Flag => "CHAR(1)".to_owned(),
        ColumnType::Integer => {
            let bounds = [column.min, column.max];
            let is_short = bounds.iter().flatten().all(|it| i32::try_from(*it).is_ok());
            if is_short { "INTEGER" } else { "BIGINT" }.to_owned()
        }
    };
    let check = match (column.kind, column.min, column.max) {
        (ColumnType::Flag, ..) => Some(format!("{name} IN ('Y', 'N')")),
        (ColumnType::Date | ColumnType::OffenceDate | ColumnType::BirthDate, ..) => {
            Some(format!("{name} >= '{}'", words::FIRST_DAY))
        }
        (_, Some(min), Some(max)) => Some(format!("{name} BETWEEN {min} AND {max}")),
        (_, Some(min), None) => Some(format!("{name} >= {min}")),
        (_, None, Some(max)) => Some(format!("{name} <= {max}")),
        (_, None, None) => list.filter(|it| !is_long(it)).map(|list| {
            let codes: Vec<String> = list.codes().map(|it| literal(it.0)).collect();
            format!("{name} IN ({})", codes.join(", "))
        }),
    };
    let mut definition = format!("{name} {kind}");
    if column.required {
        definition += " NOT NULL";
    }
    if let Some(check) = check {
        definition.extend([" CHECK (", check.as_str(), ")"]);
    }
    definition
}

/// A comment in plain words, or under its name where words alone would not come back the same.
fn said(text: &mut String, indent: &str, name: &str, said: &str) {
    let is_plain =
        said.trim() == said && !said.chars().any(char::is_control) && !said.starts_with("rasso:");
    if !is_plain {
        tag(text, indent, name, &[said]);
    } else if !said.is_empty() {
        line(text, &format!("{indent}-- {said}"));
    }
}

fn tag(text: &mut String, indent: &str, name: &str, values: &[&str]) {
    let json = |it: &&str| serde_json::to_string(&Json::from(*it)).unwrap_or_default();
    let values: Vec<String> = values.iter().map(json).collect();
    line(
        text,
        &format!("{indent}-- rasso:{name} {}", values.join(" ")),
    );
}

fn longest<'t>(texts: impl Iterator<Item = &'t str>, least: usize) -> usize {
    texts
        .map(|it| it.chars().count())
        .max()
        .unwrap_or(0)
        .max(least)
}

fn identifier(name: &str) -> String {
    let starts_well = name.starts_with(|it: char| it.is_ascii_lowercase() || it == '_');
    let is_plain = name
        .chars()
        .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_');
    if starts_well && is_plain && !RESERVED.contains(&name) {
        name.to_owned()
    } else {
        format!("\"{}\"", name.replace('"', "\"\""))
    }
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
