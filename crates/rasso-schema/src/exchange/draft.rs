//! A table as far as a file of another format tells it.

use super::Place;
use crate::{ColumnType, Key, Sensitivity};
use rasso_terms::Agency;
use std::collections::BTreeMap;

/// A table before it is settled: what the file does not say is absent.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) name: String,
    pub(super) title: Option<String>,
    pub(super) agency: Option<Agency>,
    pub(super) version: Option<String>,
    pub(super) one_row_per: Option<String>,
    pub(super) key: Option<Key>,
    pub(super) columns: Vec<DraftColumn>,
    /// What a reviewer must know of the table.
    pub(super) notes: Vec<String>,
}

/// A column before it is settled.
#[derive(Debug)]
pub(super) struct DraftColumn {
    pub(super) place: Place,
    pub(super) name: String,
    pub(super) kind: ColumnType,
    pub(super) required: bool,
    pub(super) sensitivity: Option<Sensitivity>,
    pub(super) meaning: String,
    pub(super) code_list: Option<String>,
    /// The codes that the file allows, each with its label where it has one.
    pub(super) codes: Vec<(String, String)>,
    pub(super) pattern: Option<String>,
    pub(super) min: Option<i64>,
    pub(super) max: Option<i64>,
    /// What a reviewer must know of the column.
    pub(super) notes: Vec<String>,
}

impl DraftColumn {
    pub(super) const fn new(place: Place, name: String, kind: ColumnType) -> Self {
        Self {
            place,
            name,
            kind,
            required: false,
            sensitivity: None,
            meaning: String::new(),
            code_list: None,
            codes: Vec::new(),
            pattern: None,
            min: None,
            max: None,
            notes: Vec::new(),
        }
    }

    /// Gives codes their labels, as far as there are any.
    pub(super) fn label(&mut self, labels: &[(String, String)]) {
        let labels = labels.iter().map(|(code, label)| (code.as_str(), label));
        let labels: BTreeMap<&str, &String> = labels.collect();
        for (code, label) in &mut self.codes {
            if let Some(known) = labels.get(code.as_str()) {
                label.clone_from(known);
            }
        }
    }

    /// Takes over limits on the length of the text, for which a table has the form only.
    pub(super) fn length(&mut self, least: Option<i64>, most: Option<i64>) {
        if least.is_none() && most.is_none() {
            return;
        }
        let least = least.unwrap_or(0);
        let most = most.map_or_else(String::new, |it| it.to_string());
        if self.kind == ColumnType::Text && self.pattern.is_none() && self.codes.is_empty() {
            self.pattern = Some(format!("^.{{{least},{most}}}$"));
        } else if self.codes.is_empty() {
            let limit = format!("The file wants {least} to {most} characters here as well.");
            self.notes.push(limit);
        }
    }
}

/// A regular expression that a format holds against the whole cell, as one that says so itself.
pub(super) fn anchored(pattern: &str) -> String {
    if is_anchored(pattern) {
        pattern.to_owned()
    } else {
        format!("^(?:{pattern})$")
    }
}

/// Whether the expression is for the whole cell, whichever way it is held against it.
pub(super) fn is_anchored(pattern: &str) -> bool {
    let inner = pattern
        .strip_prefix('^')
        .and_then(|it| it.strip_suffix('$'));
    let Some(inner) = inner.filter(|it| !it.ends_with('\\')) else {
        return false;
    };
    let mut depth = 0_usize;
    let mut is_escaped = false;
    for it in inner.chars() {
        match it {
            _ if is_escaped => {}
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            // One of several, and `^` or `$` belongs to one of them only.
            '|' if depth == 0 => return false,
            _ => {}
        }
        is_escaped = it == '\\' && !is_escaped;
    }
    true
}
