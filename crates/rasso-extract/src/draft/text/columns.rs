//! The columns of a draft, each with how sure it is.

use super::{TO_DECIDE, line};
use crate::draft::{Confidence, DraftColumn, column::Source};
use rasso_schema::{toml_text, toml_texts};
use rasso_stats::thousands;

/// Writes constants and columns; `prefix` is that of the table that they belong to.
pub(super) fn columns(columns: &[&DraftColumn], prefix: &str, out: &mut String) {
    let own: Vec<&str> = columns
        .iter()
        .filter(|it| it.needs_no_entry())
        .map(|it| it.name.as_str())
        .collect();
    if !own.is_empty() {
        line(
            out,
            &format!(
                "\n# Under their own names, so they need no entry: {}.",
                own.join(", ")
            ),
        );
    }
    let constants: Vec<(&DraftColumn, &String)> = columns
        .iter()
        .filter_map(|it| Some((*it, it.source.constant()?)))
        .collect();
    if !constants.is_empty() {
        line(out, &format!("\n[{prefix}constants]"));
        for (column, value) in constants {
            let note = remark(column)
                .map(|it| format!("   # {it}"))
                .unwrap_or_default();
            line(
                out,
                &format!("{} = {}{note}", column.name, toml_text(value)),
            );
        }
    }
    for it in columns.iter().filter(|it| !it.needs_no_entry()) {
        column(it, prefix, out);
    }
}

/// How sure a column is, and what is to be known of it.
fn remark(column: &DraftColumn) -> Option<String> {
    let notes = column.notes.join("; ");
    match (column.confidence, notes.is_empty()) {
        (Confidence::Sure, true) => None,
        (Confidence::Sure, false) => Some(notes),
        (Confidence::Probable, true) => Some("probable".to_owned()),
        (Confidence::Probable, false) => Some(format!("probable; {notes}")),
        (Confidence::ToDecide, true) => Some(format!("{TO_DECIDE}: a guess: little speaks for it")),
        (Confidence::ToDecide, false) => Some(format!("{TO_DECIDE}: {notes}")),
    }
}

fn column(column: &DraftColumn, prefix: &str, out: &mut String) {
    let name = format!("{prefix}columns.{}", column.name);
    let one = |heading: &String| toml_text(heading);
    let source = match (&column.source, column.recoding.pattern) {
        (Source::Constant(_), _) => return,
        (Source::Nowhere, _) => {
            out.push('\n');
            remark(column)
                .map(|it| line(out, &format!("# {it}")))
                .unwrap_or_default();
            line(out, &format!("# [{name}]"));
            return line(out, "# from = \"\"");
        }
        (Source::Heading(it), Some(pattern)) => {
            format!(
                "derive = {{ extract = {{ column = {}, pattern = '{pattern}' }} }}",
                one(it)
            )
        }
        (Source::Heading(it), None) => format!("from = {}", one(it)),
        (Source::MiddleOfYear(it), _) => format!("derive = {{ middle_of_year = {} }}", one(it)),
        (Source::Start(it, length), _) => {
            format!(
                "derive = {{ slice = {{ column = {}, start = 0, length = {length} }} }}",
                one(it)
            )
        }
        (Source::Digest(parts), _) => format!("derive = {{ digest = {} }}", toml_texts(parts)),
        (Source::FirstOf(parts), _) => format!("derive = {{ first_of = {} }}", toml_texts(parts)),
    };
    out.push('\n');
    remark(column)
        .map(|it| line(out, &format!("# {it}")))
        .unwrap_or_default();
    line(out, &format!("[{name}]"));
    line(out, &source);
    if !column.date_formats.is_empty() {
        line(
            out,
            &format!("date_formats = {}", toml_texts(&column.date_formats)),
        );
    }
    if !column.null_tokens.is_empty() {
        line(
            out,
            &format!("null_tokens = {}", toml_texts(&column.null_tokens)),
        );
    }
    recode(column, &name, out);
}

fn recode(column: &DraftColumn, name: &str, out: &mut String) {
    let recoding = &column.recoding;
    if !recoding.lines.is_empty() || !recoding.undecided.is_empty() {
        line(out, &format!("\n[{name}.recode]"));
    }
    for (word, code, label) in &recoding.lines {
        let label = label
            .as_ref()
            .map(|it| format!("   # {}", toml_text(it)))
            .unwrap_or_default();
        line(
            out,
            &format!("{} = {}{label}", toml_text(word), toml_text(code)),
        );
    }
    for (word, rows, label) in &recoding.undecided {
        let label = label
            .as_ref()
            .map(|it| format!(", {}", toml_text(it)))
            .unwrap_or_default();
        line(
            out,
            &format!(
                "# {} = \"\"   # {TO_DECIDE}: in {} rows{label}",
                toml_text(word),
                thousands(*rows)
            ),
        );
    }
    if recoding.withheld.0 > 0 {
        let (values, rows) = recoding.withheld;
        let rows = thousands(rows);
        let told = match values {
            1 => format!("1 more value, in {rows} rows, is no code"),
            many => format!("{many} more values, in {rows} rows, are no codes"),
        };
        let why = "What is rare, or one of many, is not shown.";
        line(out, &format!("# {TO_DECIDE}: {told}. {why}"));
    }
}
