//! A draft as a mapping file, with comments for what a person must decide.

mod columns;

use super::{Confidence, Draft, DraftColumn, duplicates::Polarity};
use columns::columns;
use rasso_schema::{toml_text, toml_texts};
use rasso_stats::thousands;

/// What a line says that a person must look at.
const TO_DECIDE: &str = "TO DECIDE";

pub(super) fn to_toml(draft: &Draft) -> String {
    let mut out = String::new();
    head(draft, &mut out);
    whole_file(draft, &mut out);
    let tables = tables(draft);
    let several = tables.len() > 1;
    if !several {
        for table in &tables {
            table_keys(draft, table, &mut out);
        }
    }
    ignore(draft, &mut out);
    if !draft.headings.is_empty() {
        out += "\n[headings]\n";
        for (name, it) in &draft.headings {
            let heading = toml_text(&it.heading);
            line(
                &mut out,
                &format!("{name} = {{ heading = {heading}, nth = {} }}", it.nth),
            );
        }
    }
    let shared: Vec<&DraftColumn> = draft
        .columns
        .iter()
        .filter(|it| !several || it.tables.len() > 1)
        .collect();
    columns(&shared, "", &mut out);
    if several {
        for table in &tables {
            line(&mut out, &format!("\n[tables.{table}]"));
            table_keys(draft, table, &mut out);
            let own: Vec<&DraftColumn> = draft
                .columns
                .iter()
                .filter(|it| it.tables == [table.clone()])
                .collect();
            columns(&own, &format!("tables.{table}."), &mut out);
        }
    }
    out
}

/// The tables, each once, in the order asked for.
fn tables(draft: &Draft) -> Vec<String> {
    let mut tables: Vec<String> = Vec::new();
    for table in &draft.request.tables {
        if !tables.contains(table) {
            tables.push(table.clone());
        }
    }
    tables
}

fn head(draft: &Draft, out: &mut String) {
    let [sure, probable, to_decide] = draft.counts();
    // Not where it lay: a mapping is given to others.
    let label = draft.request.label.as_str();
    let file = toml_text(label.rsplit(['/', '\\']).next().unwrap_or(label));
    line(
        out,
        &format!(
            "# A first draft, made by `rasso mapping draft` from {} rows of {file}.",
            thousands(draft.rows)
        ),
    );
    line(
        out,
        &format!(
            "# Of the columns {sure} are sure, {probable} probable and {to_decide} to decide. Look at every line that says"
        ),
    );
    line(
        out,
        &format!("# {TO_DECIDE}, and try the mapping with `rasso check`."),
    );
    let open = |it: &&DraftColumn| it.confidence == Confidence::ToDecide;
    let open: Vec<&DraftColumn> = draft.columns.iter().filter(open).collect();
    if !open.is_empty() {
        out.push_str("#\n");
    }
    for it in open {
        let note = it.notes.join("; ");
        let note = if note.is_empty() {
            "a guess by few words".to_owned()
        } else {
            note
        };
        line(
            out,
            &format!(
                "# {TO_DECIDE}: {} of {}: {note}",
                it.name,
                it.tables.join(" and ")
            ),
        );
    }
    let asked: &[(&str, bool)] = &[
        (
            "what the words below mean that stand for no code yet",
            draft
                .columns
                .iter()
                .any(|it| !it.recoding.undecided.is_empty()),
        ),
        (
            "which rows are duplicates",
            draft.duplicates.iter().any(|it| it.is_guess),
        ),
    ];
    for (what, _) in asked.iter().filter(|it| it.1) {
        line(out, &format!("# {TO_DECIDE}: {what}"));
    }
    without(draft, out);
    out.push('\n');
}

/// What the figures are without columns that no heading seems to give.
fn without(draft: &Draft, out: &mut String) {
    if draft.without.is_empty() {
        return;
    }
    let head = "# No heading seems to give these columns. Look whether one does; as it is:";
    line(out, &format!("#\n{head}"));
    for (columns, then) in &draft.without {
        line(out, &format!("#   without {columns} {then}"));
    }
}

/// What holds for the file as a whole.
fn whole_file(draft: &Draft, out: &mut String) {
    let request = &draft.request;
    line(out, &format!("name = {}", toml_text(&request.name)));
    line(out, "version = \"1\"");
    line(out, &format!("agency = \"{}\"", request.agency));
    if let [table] = tables(draft).as_slice() {
        line(out, &format!("table = \"{table}\""));
    }
    if request.skip_rows > 0 {
        line(out, &format!("skip_rows = {}", request.skip_rows));
    }
    if !draft.null_tokens.is_empty() {
        line(
            out,
            &format!("null_tokens = {}", toml_texts(&draft.null_tokens)),
        );
    }
    if draft.has_spreadsheet_errors {
        line(
            out,
            "spreadsheet_errors = \"blank\"        # some cells hold #N/A or the like",
        );
    }
}

/// What is said of a table beside its columns.
fn table_keys(draft: &Draft, table: &str, out: &mut String) {
    if draft.collapsed.iter().any(|it| it == table) {
        line(
            out,
            "repeats = \"collapse\"                 # one record stands on several rows: check that it is so",
        );
    }
    if let Some(wide) = draft.wide.as_ref().filter(|it| it.table == table) {
        let (numbers, filled) = (toml_texts(&wide.numbers), toml_texts(&wide.when_filled));
        line(
            out,
            &format!("wide = {{ n = {numbers}, when_filled = {filled} }}"),
        );
    }
    let mut rules = Vec::new();
    for flag in draft.duplicates.iter().filter(|it| it.table == table) {
        let column = toml_text(&flag.heading);
        let Some((polarity, values)) = &flag.rule else {
            let what = "speaks of duplicates, and nothing says which value marks one";
            line(out, &format!("# {TO_DECIDE}: {column} {what}"));
            line(
                out,
                &format!("# duplicate = [{{ column = {column}, is = [] }}]"),
            );
            continue;
        };
        let key = match polarity {
            Polarity::Copy => "is",
            Polarity::Original => "is_not",
        };
        if flag.is_guess {
            line(
                out,
                &format!("# {TO_DECIDE}: whether {column} marks the original so"),
            );
        }
        let values = toml_texts(values);
        rules.push(format!("{{ column = {column}, {key} = {values} }}"));
    }
    if !rules.is_empty() {
        line(out, &format!("duplicate = [{}]", rules.join(", ")));
    }
    if let Some((heading, _, values)) = draft.no_record.as_ref().filter(|it| it.1 == table) {
        let (column, values) = (toml_text(heading), toml_texts(values));
        line(
            out,
            &format!("drop = [{{ column = {column}, is = {values}, reason = \"no_suspect\" }}]"),
        );
    }
}

fn ignore(draft: &Draft, out: &mut String) {
    if !draft.unmapped.is_empty() {
        line(
            out,
            "\n# Nothing is read from these headings. Take away the # of those that are left out on purpose.",
        );
        line(out, "ignore = [");
        for heading in &draft.unmapped {
            line(out, &format!("  # {},", toml_text(heading)));
        }
        line(out, "]");
    }
    if draft.empty_headings > 0 {
        line(
            out,
            &format!(
                "# {} headings are empty: nothing can be read from them.",
                draft.empty_headings
            ),
        );
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}
