//! Three forces' own formats: what is in the extracts, as a force would have sent it.
//!
//! A row is one crime with one suspect. It is made from the canonical records of the delivery, so
//! whatever mess these have it has too; what a force's own system adds is told in
//! `truth/own_mess.csv`.

mod figure;
mod form;
mod parquet_file;
mod record;
mod text_file;
mod xlsx_file;

use crate::SynthError;
use crate::part::{Part, write_file};
use crate::plan::SynthPlan;
use crate::sheet::{Order, Sheet};
use crate::snapshot::Sheets;
use crate::table::place;
use form::Form;
use parquet_file::ParquetFile;
use rasso_terms::Day;
use rayon::prelude::*;
use record::{OwnRow, Source, fill};
use std::collections::BTreeMap;
use std::path::Path;
use text_file::TextFile;
use xlsx_file::XlsxFile;

/// What a reader of the folder is told.
const README: &str = include_str!("../data/own/world.md");

/// The files of every form while they are written.
pub(crate) struct OwnFiles {
    seed: u64,
    mess: bool,
    files: Vec<(Form, File)>,
    notes: Part,
}

/// A file of one of the shapes in which forces send theirs.
enum File {
    Xlsx(Box<XlsxFile>),
    Text(TextFile),
    Parquet(Box<ParquetFile>),
}

impl OwnFiles {
    /// Begins a file for each form.
    pub(crate) fn begin(plan: &SynthPlan, at: Day, out: &Path) -> Result<Self, SynthError> {
        let begin = |form: Form| Ok((File::begin(&form, at, out)?, form));
        let files: Vec<_> = form::forms()
            .into_iter()
            .map(begin)
            .collect::<Result<_, SynthError>>()?;
        Ok(Self {
            seed: plan.seed,
            mess: plan.mess,
            files: files.into_iter().map(|(file, form)| (form, file)).collect(),
            notes: Part::begin(out, "truth/own_mess.csv", "file,key,field,mess\n")?,
        })
    }

    /// Adds the records of a batch of the last delivery.
    pub(crate) fn append(&mut self, sheets: &[Sheets]) -> Result<(), SynthError> {
        let (seed, mess) = (self.seed, self.mess);
        for (form, file) in &mut self.files {
            let of_block = |sheets: &Sheets| rows(form, sheets, (seed, mess));
            let mut rows: Vec<_> = sheets.par_iter().flat_map_iter(of_block).collect();
            rows.sort_by_key(|it| it.0);
            let rows: Vec<_> = rows.into_iter().map(|it| it.1).collect();
            file.append(&rows)?;
            let note = |row: &OwnRow| {
                let line = |(field, mess): &(String, &str)| {
                    format!("{},{},{field},{mess}\n", form.file, row.key)
                };
                row.notes.iter().map(line).collect::<Vec<_>>()
            };
            self.notes.append(rows.iter().flat_map(note))?;
        }
        Ok(())
    }

    /// Gives every file its name; gives these names.
    pub(crate) fn finish(self, at: Day, out: &Path) -> Result<Vec<String>, SynthError> {
        let mut names = Vec::new();
        for (form, file) in self.files {
            match file {
                File::Xlsx(file) => file.finish()?,
                File::Text(file) => file.finish()?,
                File::Parquet(file) => file.finish()?,
            }
            names.push(path(at, &form));
        }
        self.notes.finish()?;
        write_file(out, "own/README.md", README)?;
        Ok(names)
    }
}

impl File {
    fn begin(form: &Form, at: Day, out: &Path) -> Result<Self, SynthError> {
        let path = path(at, form);
        match form.file.rsplit_once('.') {
            Some((_, "xlsx")) => Ok(Self::Xlsx(Box::new(XlsxFile::begin(
                form,
                at,
                (out, &path),
            )?))),
            Some((_, "parquet")) => Ok(Self::Parquet(Box::new(ParquetFile::begin(
                form,
                (out, &path),
            )?))),
            Some(_) | None => Ok(Self::Text(TextFile::begin(form, (out, &path))?)),
        }
    }

    fn append(&mut self, rows: &[OwnRow]) -> Result<(), SynthError> {
        match self {
            Self::Xlsx(file) => file.append(rows),
            Self::Text(file) => file.append(rows),
            Self::Parquet(file) => file.append(rows),
        }
    }
}

fn path(at: Day, form: &Form) -> String {
    format!("own/{at}/{}", form.file)
}

/// What a block has for a form, each row with its place in the file: that of its crime, then the
/// suspects in their order.
fn rows(form: &Form, sheets: &Sheets, world: (u64, bool)) -> Vec<((Order, usize), OwnRow)> {
    let suspects = &sheets[place::POLICE_SUSPECT];
    let mut under: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (_, line) in of_force(suspects, &form.force) {
        under.entry(crime_ref(line)).or_default().push(line);
    }
    let mut rows = Vec::new();
    for (order, line) in of_force(&sheets[place::POLICE_CRIME], &form.force) {
        let mut source = Source::crime(line);
        if !form.takes(source.offence(), source.is_incident()) {
            continue;
        }
        let suspects = under.get(crime_ref(line)).map_or(&[][..], Vec::as_slice);
        for place in 0..suspects.len().max(1) {
            source.suspect(place, suspects.get(place).copied());
            rows.push(((order, place), fill(form, &source, world)));
        }
    }
    rows
}

/// The rows of a force, each once.
fn of_force<'s>(sheet: &'s Sheet, force: &str) -> Vec<(Order, &'s str)> {
    let mut rows: Vec<(Order, &str)> = Vec::new();
    let mut last = None;
    for (order, start, end) in &sheet.rows {
        let line = &sheet.text[*start..*end];
        let is_own = line.split(',').next() == Some(force);
        if is_own && last != Some(start) {
            rows.push((*order, line));
        }
        last = Some(start);
    }
    rows
}

/// The second cell of both police tables.
fn crime_ref(line: &str) -> &str {
    line.split(',').nth(1).unwrap_or_default()
}

#[cfg(test)]
mod tests;
