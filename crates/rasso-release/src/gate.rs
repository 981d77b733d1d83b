//! The last look at a release before it gets its name: what cannot be read through is not published.
//!
//! Protection sees counts. This sees files: a pseudonym in a note, a text in a table that no code list names, a case that was
//! planted to see whether it comes out, a file of a kind that nobody has taught it to read. It never says the text that it found.

mod canaries;
mod signs;
#[cfg(test)]
mod tests;

use crate::{ReleaseError, TableDefinition, published::HEADINGS};
pub use canaries::Canaries;
use rasso_terms::Period;
use signs::{
    is_cell_id, is_markers, is_number, is_pseudonym, is_reference, is_still, is_well_formed,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read as _},
    path::Path,
};

/// No part of a sheet is larger, or it is not read.
const LARGEST_PART: u64 = 1 << 30;

/// What may stand in a release.
#[derive(Debug)]
pub struct Gate {
    /// The areas: their names by their codes.
    pub areas: BTreeMap<String, String>,
    /// The periods.
    pub periods: BTreeSet<Period>,
    /// Texts that were planted in extracts and must not come out.
    pub canaries: Canaries,
}

impl Gate {
    /// Looks through these files of a release, which are all that it has. The tables are those of these definitions, and no other is let through.
    pub fn check<'f>(
        &self,
        release: &Path,
        files: impl IntoIterator<Item = &'f String>,
        tables: &[&TableDefinition],
    ) -> Result<(), ReleaseError> {
        for name in files {
            let bytes = std::fs::read(release.join(name))
                .map_err(|it| refused(name, &format!("cannot be read: {}", it.kind())))?;
            self.file(name, &bytes, tables)?;
        }
        Ok(())
    }

    fn file(
        &self,
        name: &str,
        bytes: &[u8],
        tables: &[&TableDefinition],
    ) -> Result<(), ReleaseError> {
        let kind = name.rsplit_once('.').map_or("", |it| it.1);
        if matches!(kind, "ods" | "xlsx") {
            return self.sheets(name, bytes);
        }
        let text = utf8(name, bytes)?;
        self.text(name, text)?;
        match kind {
            "csv" => match name.strip_prefix("tables/") {
                Some(own) => {
                    let of = |it: &&&TableDefinition| own == format!("{}.csv", it.name);
                    let table = tables.iter().find(of);
                    self.table(
                        name,
                        text,
                        table.ok_or_else(|| refused(name, "is no table of the release"))?,
                    )
                }
                // The ledger has read them back itself.
                None => Ok(()),
            },
            "json" => serde_json::from_str::<serde::de::IgnoredAny>(text)
                .map(drop)
                .map_err(|_damaged| refused(name, "is no JSON")),
            "toml" => toml::from_str::<toml::Table>(text)
                .map(drop)
                .map_err(|_damaged| refused(name, "is no TOML")),
            "html" if is_still(text) => Ok(()),
            "html" => Err(refused(name, "runs something, or loads it from elsewhere")),
            _ => Err(refused(name, "is a file of a kind that is not published")),
        }
    }

    /// A table: every text in it is one that a definition, a code list or the calendar names.
    fn table(
        &self,
        name: &str,
        text: &str,
        definition: &TableDefinition,
    ) -> Result<(), ReleaseError> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        if reader
            .headers()
            .ok()
            .is_none_or(|it| it != HEADINGS.as_slice())
        {
            return Err(refused(name, "has columns that no table of a release has"));
        }
        let periods: BTreeSet<[String; 3]> = self
            .periods
            .iter()
            .map(|it| {
                [
                    it.period_type.as_str().to_owned(),
                    it.to_string(),
                    it.words(),
                ]
            })
            .collect();
        for (record, row) in reader.records().zip(2..) {
            let record = record.map_err(|_damaged| refused(name, "is no CSV"))?;
            let cell = |column: &str| {
                let at = HEADINGS.iter().position(|it| *it == column);
                at.and_then(|it| record.get(it)).unwrap_or_default()
            };
            let period = ["period_type", "period", "period_label"].map(|it| cell(it).to_owned());
            let measure = definition.measure(cell("measure"));
            let fits = [
                ("measure", measure.is_some()),
                (
                    "measure_title",
                    measure.is_some_and(|it| it.title == cell("measure_title")),
                ),
                (
                    "area_type",
                    matches!(cell("area_type"), "national" | "cps_area" | "force"),
                ),
                ("area_code", self.areas.contains_key(cell("area_code"))),
                (
                    "area_name",
                    self.areas
                        .get(cell("area_code"))
                        .is_some_and(|it| it == cell("area_name")),
                ),
                ("period", periods.contains(&period)),
                ("unit", matches!(cell("unit"), "count" | "per cent")),
                ("value", is_number(cell("value"))),
                ("lower", is_number(cell("lower"))),
                ("upper", is_number(cell("upper"))),
                ("marker", is_markers(cell("marker"))),
                (
                    "marker",
                    !cell("value").is_empty() || !cell("marker").is_empty(),
                ),
                (
                    "cell_id",
                    is_cell_id(
                        cell("cell_id"),
                        &definition.name,
                        [cell("measure"), cell("area_code"), cell("period")],
                    ),
                ),
            ];
            if let Some((column, _)) = fits.iter().find(|it| !it.1) {
                let what = format!(
                    "row {row}, column `{column}`: has what no definition or code list names"
                );
                return Err(refused(name, &what));
            }
        }
        Ok(())
    }

    /// A workbook: parts that are XML, each read through.
    fn sheets(&self, name: &str, bytes: &[u8]) -> Result<(), ReleaseError> {
        let damaged = || refused(name, "is no workbook that can be read through");
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_damaged| damaged())?;
        for at in 0..archive.len() {
            let part = archive.by_index(at).map_err(|_damaged| damaged())?;
            let own = part.name().map_err(|_damaged| damaged())?;
            let own = format!("{name}: {own}");
            if part.size() > LARGEST_PART {
                return Err(refused(&own, "is too large to be read through"));
            }
            let mut bytes = Vec::new();
            part.take(LARGEST_PART)
                .read_to_end(&mut bytes)
                .map_err(|_damaged| damaged())?;
            let text = utf8(&own, &bytes)?;
            self.text(&own, text)?;
            if own.ends_with(": mimetype") {
                continue;
            }
            let kind = own.rsplit_once('.').map_or("", |it| it.1);
            if !matches!(kind, "xml" | "rels") || !is_well_formed(text) {
                return Err(refused(&own, "is a part that cannot be read through"));
            }
        }
        Ok(())
    }

    /// Any text: no canary, no pseudonym and no reference of a case is in it.
    fn text(&self, name: &str, text: &str) -> Result<(), ReleaseError> {
        if let Some(line) = self.canaries.line_in(text) {
            let what =
                format!("holds the text of line {line} of the canaries: a record has come out");
            return Err(refused(name, &what));
        }
        for (line, at) in text.lines().zip(1..) {
            let words = line.split(|it: char| !it.is_ascii_alphanumeric());
            for word in words {
                if is_pseudonym(word) {
                    return Err(refused(
                        name,
                        &format!("line {at}: holds what looks like a pseudonym"),
                    ));
                }
                if is_reference(word) {
                    return Err(refused(
                        name,
                        &format!("line {at}: holds what looks like a URN"),
                    ));
                }
            }
        }
        Ok(())
    }
}

fn refused(file: &str, what: &str) -> ReleaseError {
    ReleaseError::Gate {
        file: file.to_owned(),
        what: what.to_owned(),
    }
}

fn utf8<'t>(name: &str, bytes: &'t [u8]) -> Result<&'t str, ReleaseError> {
    std::str::from_utf8(bytes).map_err(|_damaged| refused(name, "is no text"))
}
