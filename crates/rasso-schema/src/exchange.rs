//! Tables as other tools describe them, and back.
//!
//! An export says with the words of its format what that has a word for, and the rest under the name
//! `rasso` in the way the format allows; so that an export that is imported again is the same table.
//! An import takes files of others too. What such a file leaves open is settled on the safe side and
//! said in a comment; a type or a rule that a table cannot hold is an error with its place.

mod csvw;
mod draft;
mod error;
mod frictionless;
mod json;
mod json_schema;
mod mojap;
mod node;
mod settle;
mod sql;
mod sql_check;
mod sql_cursor;
mod sql_read;
mod sql_rules;
mod sql_token;
mod table_text;
#[cfg(test)]
mod tests;
mod words;

pub use error::{ExchangeError, Place};

use crate::{Schemas, TableSchema, UnknownName};
use draft::Draft;
use json::Json;
use node::Node;
use rasso_terms::Agency;

/// The formats, each with what reads and writes it.
pub const FORMATS: &[Format] = &[
    frictionless::FORMAT,
    csvw::FORMAT,
    json_schema::FORMAT,
    sql::FORMAT,
    mojap::FORMAT,
];

/// A format in which tables are described.
#[derive(Debug)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    export: fn(&Schemas, &[&TableSchema]) -> Vec<Export>,
    import: Import,
}

/// How a format is read, by what its files are written in.
#[derive(Debug)]
enum Import {
    /// The value that a JSON file holds.
    Json(fn(&Node<'_>) -> Result<Vec<Draft>, ExchangeError>),
    /// The text of the file.
    Text(fn(&str) -> Result<Vec<Draft>, ExchangeError>),
}

/// A file that an export makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// Its name, without a folder.
    pub name: String,
    /// What it holds; the same tables give the same bytes.
    pub text: String,
}

impl Export {
    /// A file for each table, named after it.
    fn each(
        tables: &[&TableSchema],
        ending: &str,
        describe: impl Fn(&TableSchema) -> Json,
    ) -> Vec<Self> {
        let file = |table: &&TableSchema| Self {
            name: format!("{}{ending}", table.name),
            text: describe(table).to_text(),
        };
        tables.iter().map(file).collect()
    }
}

/// What is known of a file beside its text.
#[derive(Debug, Clone, Copy, Default)]
pub struct ImportHints<'h> {
    /// Its name, for a table that the file does not name.
    pub file: &'h str,
    /// The table wanted of a file that describes several.
    pub table: Option<&'h str>,
    /// Who sends it, where the file does not say.
    pub agency: Option<Agency>,
}

/// A table read from another format.
#[derive(Debug)]
pub struct Imported {
    /// The table.
    pub table: TableSchema,
    /// Its file for `data-schemas`, with comments on what a reviewer must settle.
    pub toml: String,
}

impl Format {
    /// The format of this name.
    pub fn named(name: &str) -> Result<&'static Self, UnknownName> {
        let names = FORMATS.iter().map(|it| it.name);
        let found = FORMATS.iter().find(|it| it.name == name);
        found.ok_or_else(|| UnknownName::among("format", name, names))
    }

    /// The files that describe these tables, or every table when none is named.
    pub fn export(&self, schemas: &Schemas, tables: &[String]) -> Result<Vec<Export>, UnknownName> {
        let mut asked: Vec<&TableSchema> = Vec::new();
        for name in tables {
            let table = schemas.table(name)?;
            if !asked.iter().any(|it| it.name == table.name) {
                asked.push(table);
            }
        }
        if tables.is_empty() {
            asked = schemas.tables().collect();
        }
        Ok((self.export)(schemas, &asked))
    }

    /// The table that a file of this format describes.
    pub fn import(
        &self,
        text: &str,
        hints: ImportHints<'_>,
        schemas: &Schemas,
    ) -> Result<Imported, ExchangeError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut drafts = match self.import {
            Import::Json(import) => import(&Node::root(&node::parse(text)?))?,
            Import::Text(import) => import(text)?,
        };
        for draft in &mut drafts {
            if draft.name.is_empty() {
                crate::files::stem(hints.file).clone_into(&mut draft.name);
                let note = "The file does not name its table: this is the name of the file.";
                draft.notes.push(note.to_owned());
            }
        }
        let names: Vec<String> = drafts.iter().map(|it| it.name.clone()).collect();
        let wanted = match hints.table {
            Some(table) => {
                let at = names.iter().position(|it| it == table);
                let known = names.iter().map(String::as_str);
                at.ok_or_else(|| UnknownName::among("table of the file", table, known))?
            }
            None if names.len() > 1 => return Err(ExchangeError::Several { names }),
            None => 0,
        };
        if wanted >= drafts.len() {
            return Err(ExchangeError::Missing {
                place: Place::Pointer(String::new()),
                what: "table",
            });
        }
        settle::settle(drafts.swap_remove(wanted), hints.agency, schemas)
    }
}
