//! Proposes a mapping for a file nobody has mapped yet, from its headings and the forms of its
//! values.
//!
//! Words of headings (`data-schemas/headings`) and the checks of the columns themselves give each pair
//! of a heading and a column a score; every column takes one heading, so that all scores together are
//! the highest. What is not sure is said in comments, for a person to decide. No value of a cell gets
//! into a draft, but for the frequent words of a column of codes: `recoding` says which.

mod assign;
mod codes;
mod column;
mod dates;
mod duplicates;
mod fallback;
mod heading;
mod matching;
mod nothing;
mod profile;
mod recoding;
mod score;
mod target;
mod text;
mod wording;

pub use column::{Confidence, DraftColumn};

use crate::{
    ExtractError, SourceFile,
    format::{Limits, OpenFile},
};
use duplicates::DuplicateFlag;
use heading::{Heading, Numbered};
use rasso_schema::{Heading as NamedHeading, Mapping, Schemas, TableSchema};
use rasso_terms::{Agency, Day};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};
use target::{of_persons, targets};

/// What a mapping is to be drafted for.
#[derive(Debug, Clone)]
pub struct DraftRequest {
    /// Where the file lies. Never shown.
    pub path: PathBuf,
    /// The file as messages name it.
    pub label: String,
    /// The agency that sent it.
    pub agency: Agency,
    /// The tables that it fills.
    pub tables: Vec<String>,
    /// The name of the mapping.
    pub name: String,
    /// The code of the force that sent it, should no heading tell it.
    pub force: Option<String>,
    /// How many lines stand above the header.
    pub skip_rows: u32,
}

/// A proposed mapping.
#[derive(Debug, Clone)]
pub struct Draft {
    request: DraftRequest,
    /// How many rows were looked at.
    pub rows: u64,
    /// What it says of each column that it found, and of each that a table cannot do without.
    pub columns: Vec<DraftColumn>,
    /// The headings that nothing is read from.
    pub unmapped: Vec<String>,
    /// How many headings are empty.
    empty_headings: usize,
    null_tokens: Vec<String>,
    has_spreadsheet_errors: bool,
    /// Names for headings that stand several times.
    headings: BTreeMap<String, NamedHeading>,
    wide: Option<DraftWide>,
    duplicates: Vec<DuplicateFlag>,
    /// Tables in which rows of one key are one record.
    collapsed: Vec<String>,
    /// The heading without which a row holds no record of a table, its table, and what is nothing.
    no_record: Option<(String, String, Vec<String>)>,
    /// Columns that the file does not give, and what the figures are without them.
    without: Vec<(String, String)>,
}

/// How a row holds several records.
#[derive(Debug, Clone)]
struct DraftWide {
    table: String,
    numbers: Vec<String>,
    when_filled: Vec<String>,
}

impl Draft {
    /// How many columns are sure, probable and to be decided.
    pub fn counts(&self) -> [usize; 3] {
        let count = |wanted: Confidence| {
            let found = self.columns.iter().filter(|it| it.confidence == wanted);
            found.count()
        };
        [Confidence::Sure, Confidence::Probable, Confidence::ToDecide].map(count)
    }

    /// Of each table the columns that are missing, and what the figures are without them.
    fn without(&self, schemas: &Schemas) -> Vec<(String, String)> {
        let mut without = Vec::new();
        for table in &self.request.tables {
            let of_table = |it: &&DraftColumn| it.tables.contains(table) && it.is_given();
            let given = self.columns.iter().filter(of_table);
            let given: BTreeSet<&str> = given.map(|it| it.name.as_str()).collect();
            let absent = schemas.absent_columns(table, &given);
            without.extend(absent.into_iter().map(|it| (it.named(), it.then.clone())));
        }
        without
    }

    /// The draft as a mapping file.
    pub fn to_toml(&self) -> String {
        text::to_toml(self)
    }
}

/// Looks at a file and proposes how it becomes the tables asked for.
pub fn draft(request: &DraftRequest, schemas: &Schemas) -> Result<Draft, ExtractError> {
    let tables = tables(request, schemas)?;
    let file = source_file(request, &tables, schemas)?;
    let mut open = OpenFile::open(&file, &Limits::DEFAULT)?;
    let texts = open.headings().to_vec();
    let targets = targets(&tables, schemas);
    let numbered = match of_persons(&targets) {
        None => Numbered::Apart,
        Some(_) if targets.iter().any(|it| it.person() == Some("victim")) => Numbered::OfSuspects,
        Some(_) => Numbered::All,
    };
    let (profiles, rows) = profile::profiles(&mut open)?;
    wording::check(&request.label, &texts, &targets, schemas)?;
    let words = schemas.heading_words();
    let headings = heading::headings(&texts, profiles, words, numbered);
    let mut draft = matching::draft(request, &tables, &targets, &headings, words, rows);
    draft.without = draft.without(schemas);
    Ok(draft)
}

fn tables<'s>(
    request: &DraftRequest,
    schemas: &'s Schemas,
) -> Result<Vec<&'s TableSchema>, ExtractError> {
    let mut tables: Vec<&TableSchema> = Vec::new();
    for name in &request.tables {
        let label = || request.label.clone();
        let table = schemas
            .table(name)
            .map_err(|name| ExtractError::UnknownTable {
                label: label(),
                name,
            })?;
        if table.agency != request.agency {
            return Err(ExtractError::WrongAgency {
                label: label(),
                table: table.name.clone(),
                agency: table.agency,
            });
        }
        if !tables.iter().any(|it| it.name == table.name) {
            tables.push(table);
        }
    }
    Ok(tables)
}

/// The file as the door takes it, with what has to be known before its header can be read.
fn source_file(
    request: &DraftRequest,
    tables: &[&TableSchema],
    schemas: &Schemas,
) -> Result<SourceFile, ExtractError> {
    let table = tables.first().map(|it| it.name.clone()).unwrap_or_default();
    let layout = format!(
        "name = \"draft\"\nversion = \"1\"\nagency = \"{}\"\ntable = \"{table}\"\nskip_rows = {}\n",
        request.agency, request.skip_rows
    );
    let mapping: Option<Mapping> = schemas.read_mappings("draft", &layout)?.pop();
    let (path, label) = (&request.path, &request.label);
    Ok(SourceFile {
        mapping,
        ..SourceFile::new(request.agency, table, path, label, Day::from_number(0))
    })
}

/// The heading as a mapping names it: one that stands several times is named for its column.
fn named<'h>(heading: &'h Heading, column: &'h str) -> &'h str {
    if heading.nth.is_some() {
        column
    } else {
        &heading.text
    }
}
