//! One row of a file: each question gives the cell when it is good, and nothing when it is bad.

use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A row under its header.
pub(crate) struct Row<'a> {
    header: &'a BTreeMap<String, usize>,
    cells: &'a csv::StringRecord,
    /// What was known then.
    pub(crate) as_at: Date,
}

impl<'a> Row<'a> {
    /// The cell, unless blank.
    pub(crate) fn text(&self, column: &str) -> Option<&'a str> {
        let place = self.header.get(column)?;
        self.cells
            .get(*place)
            .map(str::trim)
            .filter(|it| !it.is_empty())
    }

    /// Whether the file has such a column.
    pub(crate) fn has(&self, column: &str) -> bool {
        self.header.contains_key(column)
    }

    /// The cell as a string of its own, unless blank.
    pub(crate) fn owned(&self, column: &str) -> Option<String> {
        self.text(column).map(str::to_owned)
    }

    /// A code of a list.
    pub(crate) fn code(&self, column: &str, list: &[&str]) -> Option<String> {
        self.text(column)
            .filter(|it| list.contains(it))
            .map(str::to_owned)
    }

    /// An ISO date, whenever it lies.
    pub(crate) fn any_date(&self, column: &str) -> Option<Date> {
        let text = self.text(column)?;
        let digits_and_dashes = text.bytes().enumerate().all(|(place, it)| match place {
            4 | 7 => it == b'-',
            _ => it.is_ascii_digit(),
        });
        (text.len() == 10 && digits_and_dashes).then_some(())?;
        Date::new(
            text[..4].parse().ok()?,
            text[5..7].parse().ok()?,
            text[8..].parse().ok()?,
        )
        .ok()
    }

    /// An ISO date that had come at the as-at date.
    pub(crate) fn date(&self, column: &str) -> Option<Date> {
        self.any_date(column).filter(|it| *it <= self.as_at)
    }

    /// A value that holds from a date: blank while that date lies after the as-at date.
    pub(crate) fn once_dated<T>(&self, value: Option<T>, column: &str) -> Option<T> {
        value.filter(|_| self.any_date(column).is_none_or(|it| it <= self.as_at))
    }

    /// Yes or no, as agencies write them.
    pub(crate) fn flag(&self, column: &str) -> Option<bool> {
        match self.text(column)?.to_ascii_lowercase().as_str() {
            "y" | "yes" | "1" | "true" => Some(true),
            "n" | "no" | "0" | "false" => Some(false),
            _ => None,
        }
    }
}

/// Reads the rows of a CSV file, each exact copy once, keeping those the reader accepts.
pub(crate) fn read<T>(
    path: &Path,
    as_at: Date,
    accept: impl Fn(&Row<'_>) -> Option<T>,
) -> Result<Vec<T>, String> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_path(path)
        .map_err(fault)?;
    let header: BTreeMap<String, usize> = reader
        .headers()
        .map_err(fault)?
        .iter()
        .enumerate()
        .map(|(place, name)| (name.trim_start_matches('\u{feff}').trim().to_owned(), place))
        .collect();
    let mut seen = BTreeSet::new();
    let mut kept = Vec::new();
    for cells in reader.records() {
        let cells = cells.map_err(fault)?;
        if seen.insert(cells.iter().collect::<Vec<&str>>().join("\u{1f}")) {
            kept.extend(accept(&Row {
                header: &header,
                cells: &cells,
                as_at,
            }));
        }
    }
    Ok(kept)
}

/// The kind of fault only: the message of a CSV error may hold cells.
fn fault(error: csv::Error) -> String {
    if let csv::ErrorKind::Io(it) = error.into_kind() {
        it.to_string()
    } else {
        "a file that is no CSV in UTF-8".to_owned()
    }
}
