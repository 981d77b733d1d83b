//! The last look at a release before it gets its name: what cannot be read through is not published.
//!
//! Protection sees counts. This sees files: a pseudonym in a note, a text in a table that no code list names, a case that was
//! planted to see whether it comes out, a file of a kind that nobody has taught it to read. It never says the text that it found.

mod canaries;
mod signs;
#[cfg(test)]
mod tests;

use crate::{
    MeasureKind, PublishedFile, PublishedRow, PublishedTable, ReleaseError, TableDefinition,
    columnar,
};
pub use canaries::Canaries;
use rasso_terms::Period;
pub(crate) use signs::sign;
use signs::{is_cell_id, is_markers, is_number, is_still, is_well_formed};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read as _},
};

/// No part of a sheet is larger, or it is not read.
const LARGEST_PART: u64 = 1 << 30;

/// What may stand in a release.
#[derive(Debug)]
pub struct Gate {
    /// The tables, and no other.
    pub tables: Vec<TableDefinition>,
    /// The areas: their names by their codes.
    pub areas: BTreeMap<String, String>,
    /// The periods.
    pub periods: BTreeSet<Period>,
    /// Texts that were planted in extracts and must not come out.
    pub canaries: Canaries,
}

impl Gate {
    /// Looks through files of a release.
    pub fn check<'f>(
        &self,
        files: impl IntoIterator<Item = &'f PublishedFile>,
    ) -> Result<(), ReleaseError> {
        for file in files {
            self.file(&file.name, &file.bytes)?;
        }
        Ok(())
    }

    fn file(&self, name: &str, bytes: &[u8]) -> Result<(), ReleaseError> {
        let kind = name.rsplit_once('.').map_or("", |it| it.1);
        if matches!(kind, "ods" | "xlsx") {
            return self.sheets(name, bytes);
        }
        if kind == "parquet" && name.starts_with("tables/") {
            return self.columns(name, bytes);
        }
        if !matches!(kind, "csv" | "sha256" | "json" | "toml" | "html") {
            return Err(refused(name, "is a file of a kind that is not published"));
        }
        let text = utf8(name, bytes)?;
        self.text(name, text)?;
        match kind {
            "csv" => match name.strip_prefix("tables/") {
                Some(_) => {
                    let table = self.definition(name)?;
                    let parsed = PublishedTable::parse(table.clone(), name, text);
                    let parsed = parsed.map_err(|_damaged| {
                        refused(name, "has not the columns of a table of a release")
                    });
                    self.table(name, &parsed?)
                }
                // The ledger has read them back itself.
                None => Ok(()),
            },
            // What `sha256sum` says of the manifest.
            "sha256" => Ok(()),
            "json" => serde_json::from_str::<serde::de::IgnoredAny>(text)
                .map(drop)
                .map_err(|_damaged| refused(name, "is no JSON")),
            "toml" => toml::from_str::<toml::Table>(text)
                .map(drop)
                .map_err(|_damaged| refused(name, "is no TOML")),
            _ if is_still(text) => Ok(()),
            _ => Err(refused(name, "runs something, or loads it from elsewhere")),
        }
    }

    /// What a file in `tables/` is of.
    fn definition(&self, name: &str) -> Result<&TableDefinition, ReleaseError> {
        let own = name.strip_prefix("tables/").unwrap_or_default();
        let own = own.rsplit_once('.').map_or("", |it| it.0);
        let table = self.tables.iter().find(|it| it.name == own);
        table.ok_or_else(|| refused(name, "is no table of the release"))
    }

    /// A table by columns: looked through as the rows that it holds, once it is known to hold nothing else.
    fn columns(&self, name: &str, bytes: &[u8]) -> Result<(), ReleaseError> {
        let definition = self.definition(name)?;
        let (table, release) = columnar::decode(definition, bytes)
            .ok_or_else(|| refused(name, "is no table of a release, or holds more than one"))?;
        self.text(name, &release)?;
        self.text(name, &table.csv()?)?;
        self.table(name, &table)
    }

    /// A table: every text in it is one that a definition, a code list or the calendar names.
    fn table(&self, name: &str, table: &PublishedTable) -> Result<(), ReleaseError> {
        let words = |it: &Period| {
            let period_type = it.period_type.as_str().to_owned();
            [period_type, it.to_string(), it.words()]
        };
        let periods: BTreeSet<[String; 3]> = self.periods.iter().map(words).collect();
        for (row, at) in table.rows.iter().zip(2..) {
            let period = [&row.period_type, &row.period, &row.period_label].map(Clone::clone);
            let is_named = [
                (
                    "area_type",
                    matches!(&*row.area_type, "national" | "cps_area" | "force"),
                ),
                ("area_code", self.areas.contains_key(&row.area_code)),
                (
                    "area_name",
                    self.areas.get(&row.area_code) == Some(&row.area_name),
                ),
                ("period", periods.contains(&period)),
            ];
            let is_wrong = |it: &&(&str, bool)| !it.1;
            let of_figure = figure(row, &table.definition);
            let wrong = is_named.iter().chain(&of_figure).find(is_wrong);
            if let Some((column, _)) = wrong {
                let what =
                    format!("row {at}, column `{column}`: has what nothing says it may have");
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
            if let Some(sign) = words.into_iter().find_map(sign) {
                return Err(refused(
                    name,
                    &format!("line {at}: holds what looks like {sign}"),
                ));
            }
        }
        Ok(())
    }
}

/// Each column of a figure, and whether it has what it may.
fn figure(row: &PublishedRow, table: &TableDefinition) -> [(&'static str, bool); 8] {
    let measure = table.measure(&row.measure);
    let unit = measure.map(|it| match it.kind {
        MeasureKind::Count => "count",
        MeasureKind::Share => "per cent",
    });
    let is_count = unit == Some("count");
    let has = |it: &str| !it.is_empty();
    // Where something says why there is no figure, there is none, and nothing from which one could be told.
    let is_absent = ["[c]", "[x]", "[z]"]
        .iter()
        .any(|it| row.marker.contains(it));
    let is_end = |it: &str| is_number(it) && has(it) == (!is_absent && !is_count);
    let place = [&*row.area_code, &*row.period];
    // A count that is one of another table has that one's cell.
    let same = measure.and_then(|it| it.same_as.clone());
    let count = same.unwrap_or_else(|| format!("{}/{}", table.name, row.measure));
    [
        ("measure", measure.is_some()),
        (
            "measure_title",
            measure.is_some_and(|it| it.title == row.measure_title),
        ),
        ("unit", unit == Some(&*row.unit)),
        ("marker", is_markers(&row.marker)),
        (
            "value",
            is_number(&row.value) && has(&row.value) != is_absent,
        ),
        ("lower", is_end(&row.lower)),
        ("upper", is_end(&row.upper)),
        (
            "cell_id",
            has(&row.cell_id) == is_count && is_cell_id(&row.cell_id, &count, place),
        ),
    ]
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
