//! Writes a table as the files of `data-schemas` are written, with what a reviewer must know above.

use super::settle::Settled;
use crate::{ColumnType, Key, Sensitivity, toml_text, toml_texts};

pub(super) fn write(table: &Settled) -> String {
    let mut text = String::new();
    for note in &table.notes {
        comment(&mut text, note);
    }
    for (name, codes) in &table.lists {
        comment(
            &mut text,
            &format!("The code list `{name}` is new. Its file would be code-lists/{name}.csv:"),
        );
        comment(&mut text, "  code,label,status,source");
        for (code, label) in codes {
            let label = if label.is_empty() { code } else { label };
            let source = format!("as sent in {}", table.name);
            comment(
                &mut text,
                &format!("  {}", csv_line(&[code, label, "draft", &source])),
            );
        }
    }
    if !text.is_empty() {
        text.push('\n');
    }
    field(&mut text, "name", &table.name);
    field(&mut text, "agency", table.agency.as_str());
    field(&mut text, "version", &table.version);
    field(&mut text, "title", &table.title);
    field(&mut text, "one_row_per", &table.one_row_per);
    match &table.key {
        Key::Columns(names) => line(&mut text, "key", &toml_texts(names)),
        Key::WholeRow => field(&mut text, "key", "whole_row"),
    }
    for column in &table.columns {
        text.push('\n');
        for note in &column.notes {
            comment(&mut text, note);
        }
        text += "[[column]]\n";
        field(&mut text, "name", &column.name);
        field(&mut text, "type", column.kind.as_str());
        if column.required {
            line(&mut text, "required", "true");
        }
        let sensitivity = column.sensitivity.unwrap_or(Sensitivity::Person);
        field(&mut text, "sensitivity", sensitivity.as_str());
        if let Some(list) = column
            .code_list
            .as_ref()
            .filter(|_| column.kind == ColumnType::Code)
        {
            field(&mut text, "code_list", list);
        }
        for (name, bound) in [("min", column.min), ("max", column.max)] {
            if let Some(bound) = bound {
                line(&mut text, name, &bound.to_string());
            }
        }
        if let Some(pattern) = &column.pattern {
            line(&mut text, "pattern", &form(pattern));
        }
        if !column.meaning.is_empty() {
            field(&mut text, "meaning", &column.meaning);
        }
    }
    text
}

fn line(text: &mut String, name: &str, value: &str) {
    text.extend([name, " = ", value, "\n"]);
}

fn field(text: &mut String, name: &str, value: &str) {
    line(text, name, &toml_text(value));
}

/// A comment; whatever the file says, none of it leaves the comment.
fn comment(text: &mut String, said: &str) {
    let plain: String = said
        .chars()
        .map(|it| if it.is_control() { ' ' } else { it })
        .collect();
    text.extend(["# ", plain.trim_end(), "\n"]);
}

/// A regular expression, as it stands where that can be.
fn form(pattern: &str) -> String {
    if pattern.contains('\'') || pattern.chars().any(char::is_control) {
        toml_text(pattern)
    } else {
        format!("'{pattern}'")
    }
}

fn csv_line(cells: &[&str]) -> String {
    let cell = |it: &&str| {
        if it.contains(['"', ',', '\n', '\r']) {
            format!("\"{}\"", it.replace('"', "\"\""))
        } else {
            (*it).to_owned()
        }
    };
    cells.iter().map(cell).collect::<Vec<_>>().join(",")
}
