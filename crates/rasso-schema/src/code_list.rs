//! Lists of codes: which are known, what each means and how sure we are of it.

use crate::{
    SchemaError, UnknownName,
    files::{Files, stem},
};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Whether a code rests on a published source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// A published source gives the code and its meaning.
    Sourced,
    /// No published list was found: the entry is our draft.
    Draft,
}

/// One code of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// What it means.
    pub label: String,
    /// Whether it rests on a published source.
    pub status: Status,
    /// Where it comes from.
    pub source: String,
    attributes: BTreeMap<String, String>,
}

/// A closed list of codes, with what the program needs to know of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeList {
    name: String,
    codes: BTreeMap<String, Code>,
    also: BTreeMap<String, String>,
}

impl CodeList {
    /// The name of the list.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The code as it is written in this list; another code of the same thing gives the list's own.
    pub fn canonical(&self, code: &str) -> Option<&str> {
        let (code, _) = match self.codes.get_key_value(code) {
            Some(found) => found,
            None => self.codes.get_key_value(self.also.get(code)?)?,
        };
        Some(code)
    }

    /// A code of the list.
    pub fn get(&self, code: &str) -> Result<&Code, UnknownName> {
        self.canonical(code)
            .and_then(|it| self.codes.get(it))
            .ok_or_else(|| UnknownName::among("code", code, self.codes.keys().map(String::as_str)))
    }

    /// What the list says of a code in one of its attributes; nothing when the cell is blank.
    pub fn attribute(&self, code: &str, name: &str) -> Option<&str> {
        self.codes
            .get(self.canonical(code)?)?
            .attributes
            .get(name)
            .map(String::as_str)
    }

    /// Every code with its entry, sorted by code.
    pub fn codes(&self) -> impl ExactSizeIterator<Item = (&str, &Code)> {
        self.codes
            .iter()
            .map(|(code, entry)| (code.as_str(), entry))
    }

    /// Reads the list of this name: `code-lists/<name>.csv`.
    pub fn named(files: &Files, name: &str) -> Result<Self, SchemaError> {
        let path = files.named("code list", "code-lists", name)?;
        Self::load(files, path)
    }

    /// Whether the list says something of a code in an attribute of this name.
    pub fn has_attribute(&self, name: &str) -> bool {
        let mut codes = self.codes.values();
        codes.any(|it| it.attributes.contains_key(name))
    }

    pub(crate) fn load(files: &Files, path: &str) -> Result<Self, SchemaError> {
        let rows: Vec<BTreeMap<String, String>> = files.csv(path)?;
        let mut codes = BTreeMap::new();
        for mut row in rows {
            let mut take = |column: &str| {
                row.remove(column).ok_or_else(|| {
                    SchemaError::malformed(path, format!("it has no column `{column}`"))
                })
            };
            let (code, label, status, source) = (
                take("code")?,
                take("label")?,
                take("status")?,
                take("source")?,
            );
            let status = match status.as_str() {
                "sourced" => Status::Sourced,
                "draft" => Status::Draft,
                _ => {
                    let what = format!("the status of `{code}` must be sourced or draft");
                    return Err(SchemaError::malformed(path, what));
                }
            };
            row.retain(|_, value| !value.is_empty());
            let entry = Code {
                label,
                status,
                source,
                attributes: row,
            };
            if codes.insert(code.clone(), entry).is_some() {
                return Err(SchemaError::malformed(
                    path,
                    format!("the code `{code}` stands twice"),
                ));
            }
        }
        Ok(Self {
            name: stem(path).to_owned(),
            codes,
            also: BTreeMap::new(),
        })
    }

    /// A list made from another file, with the other codes that name the same thing.
    pub(crate) fn made(
        name: &str,
        entries: impl IntoIterator<Item = (String, String, String)>,
        also: BTreeMap<String, String>,
    ) -> Self {
        let entry = |(code, label, source)| {
            (
                code,
                Code {
                    label,
                    status: Status::Sourced,
                    source,
                    attributes: BTreeMap::new(),
                },
            )
        };
        Self {
            name: name.to_owned(),
            codes: entries.into_iter().map(entry).collect(),
            also,
        }
    }
}
