//! Settles what a file leaves open, always on the safe side, and says so in a comment.

use super::{
    ExchangeError, Imported,
    draft::{Draft, DraftColumn},
    table_text,
};
use crate::{CodeList, ColumnType, Key, Schemas, Sensitivity, files::stem, table_check};
use rasso_terms::Agency;
use std::collections::{BTreeMap, BTreeSet};

/// No table has more columns; spreadsheets end at some 16,000.
const MOST_COLUMNS: usize = 4_000;

/// A code list that the file brings: each code with its label.
pub(super) type NewList = Vec<(String, String)>;

/// A table of which everything is settled.
#[derive(Debug)]
pub(super) struct Settled {
    pub(super) name: String,
    pub(super) agency: Agency,
    pub(super) version: String,
    pub(super) title: String,
    pub(super) one_row_per: String,
    pub(super) key: Key,
    pub(super) columns: Vec<DraftColumn>,
    pub(super) notes: Vec<String>,
    pub(super) lists: BTreeMap<String, NewList>,
}

/// Makes a table of a draft; `agency` sends it, where the file does not say who does.
pub(super) fn settle(
    draft: Draft,
    agency: Option<Agency>,
    schemas: &Schemas,
) -> Result<Imported, ExchangeError> {
    let mut notes = draft.notes;
    let name = table_name(&draft.name);
    if name != draft.name {
        notes.push(format!("The file names this table `{}`.", draft.name));
    }
    let agency = draft.agency.or(agency).unwrap_or_else(|| {
        notes.push("The file does not say who sends it: set the agency.".to_owned());
        Agency::Police
    });
    let mut missing = |what: &str, instead: String| {
        notes.push(format!("The file has no {what}: set it."));
        instead
    };
    let version = draft
        .version
        .unwrap_or_else(|| missing("version", "1".to_owned()));
    let title = draft
        .title
        .unwrap_or_else(|| missing("title", name.clone()));
    let one_row_per = draft
        .one_row_per
        .unwrap_or_else(|| missing("word for what one row stands for", "row".to_owned()));
    let mut columns = draft.columns;
    if let Some(beyond) = columns.get(MOST_COLUMNS) {
        return Err(ExchangeError::Broken {
            place: beyond.place.clone(),
            what: format!("a table has {MOST_COLUMNS} columns at the most"),
        });
    }
    if let Some(Key::Columns(key)) = &draft.key {
        for column in &mut columns {
            column.required |= key.contains(&column.name);
        }
    }
    let mut lists = BTreeMap::new();
    for column in &mut columns {
        settle_sensitivity(column);
        settle_codes(column, &name, schemas, &mut lists);
        settle_limits(column)?;
    }
    let key = settle_key(draft.key, &columns, &mut notes);
    let settled = Settled {
        name,
        agency,
        version,
        title,
        one_row_per,
        key,
        columns,
        notes,
        lists,
    };
    let toml = table_text::write(&settled);
    let path = format!("{}/{}.toml", settled.agency, settled.name);
    let there = schemas.code_lists().map(CodeList::name);
    let lists: BTreeSet<&str> = there
        .chain(settled.lists.keys().map(String::as_str))
        .collect();
    let table = table_check::read(&path, &toml, &lists).map_err(ExchangeError::NoTable)?;
    Ok(Imported { table, toml })
}

/// A name that can be a file's.
fn table_name(name: &str) -> String {
    let plain = |it: char| {
        if it.is_ascii_alphanumeric() {
            it.to_ascii_lowercase()
        } else {
            '_'
        }
    };
    stem(name).chars().map(plain).collect()
}

fn settle_sensitivity(column: &mut DraftColumn) {
    if column.sensitivity.is_none() {
        column.sensitivity = Some(Sensitivity::Person);
        if !column.kind.is_personal() {
            let note = "The file does not say whom this leads to; person is the safe side.";
            column.notes.push(note.to_owned());
        }
    }
}

fn settle_codes(
    column: &mut DraftColumn,
    table: &str,
    schemas: &Schemas,
    lists: &mut BTreeMap<String, NewList>,
) {
    let codes: BTreeSet<&str> = column.codes.iter().map(|it| it.0.as_str()).collect();
    let is_same = |list: &CodeList| {
        list.codes().len() == codes.len() && list.codes().all(|it| codes.contains(it.0))
    };
    if let Some(name) = &column.code_list {
        column.kind = ColumnType::Code;
        match schemas.code_list(name) {
            Ok(list) if !codes.is_empty() && !is_same(list) => column.notes.push(format!(
                "The list `{name}` of data-schemas has other codes than the file."
            )),
            Err(_) if !codes.is_empty() => {
                lists.insert(name.clone(), column.codes.clone());
            }
            Ok(_) | Err(_) => {}
        }
        return;
    }
    if codes.is_empty() || column.kind == ColumnType::Flag {
        return;
    }
    if codes.iter().copied().eq(["N", "Y"]) {
        column.kind = ColumnType::Flag;
        return;
    }
    let list = schemas.code_lists().find(|it| is_same(it)).map_or_else(
        || {
            let mut name = table_name(&column.name);
            if schemas.code_list(&name).is_ok() || lists.contains_key(&name) {
                name = format!("{table}_{name}");
            }
            lists.insert(name.clone(), column.codes.clone());
            name
        },
        |it| {
            let name = it.name().to_owned();
            let note = format!("The file lists the codes of `{name}`, and does not name the list.");
            column.notes.push(note);
            name
        },
    );
    column.kind = ColumnType::Code;
    column.code_list = Some(list);
}

/// Leaves a form to texts and bounds to numbers, and refuses a form that cannot be read.
fn settle_limits(column: &mut DraftColumn) -> Result<(), ExchangeError> {
    if let Some(pattern) = &column.pattern {
        if regex_lite::Regex::new(pattern).is_err() {
            return Err(ExchangeError::NotUnderstood {
                place: column.place.clone(),
                kind: "regular expression",
                word: pattern.clone(),
            });
        }
        if column.kind != ColumnType::Text {
            let note = format!("The file also wants this form: {pattern}.");
            column.notes.push(note);
            column.pattern = None;
        }
    }
    if column.kind != ColumnType::Integer && (column.min.is_some() || column.max.is_some()) {
        let bounds = [("from", column.min.take()), ("to", column.max.take())];
        for (word, bound) in bounds {
            if let Some(bound) = bound {
                column
                    .notes
                    .push(format!("The file also wants numbers {word} {bound}."));
            }
        }
    }
    Ok(())
}

/// A key must lead to no person: until it is known to, every column tells records apart.
fn settle_key(key: Option<Key>, columns: &[DraftColumn], notes: &mut Vec<String>) -> Key {
    let Some(key) = key else {
        notes.push("The file has no key, so two equal rows are one record.".to_owned());
        return Key::WholeRow;
    };
    let Key::Columns(names) = &key else {
        return key;
    };
    let personal = |name: &&String| {
        let column = columns.iter().find(|it| it.name == **name);
        column.is_some_and(|it| it.sensitivity == Some(Sensitivity::Person))
    };
    let personal: Vec<&str> = names.iter().filter(personal).map(String::as_str).collect();
    if personal.is_empty() {
        return key;
    }
    notes.push(format!(
        "The file has the key {}. A key may lead to no person, so it is left out until that is known of {}.",
        names.join(", "),
        personal.join(", ")
    ));
    Key::WholeRow
}
