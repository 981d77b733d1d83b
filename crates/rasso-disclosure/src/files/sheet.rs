//! A CSV file whose cells are told by row and column and never by what they hold.

use crate::{DisclosureError, bytes};
use csv::StringRecord;
use std::path::Path;

/// A file, read whole.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub(crate) file: String,
    headings: StringRecord,
    rows: Vec<StringRecord>,
}

/// A row of a file.
#[derive(Debug)]
pub(crate) struct Place<'s> {
    file: &'s str,
    cells: &'s StringRecord,
    /// The heading is row 1.
    pub(crate) number: u64,
}

impl Sheet {
    pub(crate) fn read(path: &Path) -> Result<Self, DisclosureError> {
        Self::parse(&path.display().to_string(), &bytes::read(path)?)
    }

    pub(crate) fn parse(file: &str, text: &str) -> Result<Self, DisclosureError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .trim(csv::Trim::All)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut headings: Option<StringRecord> = None;
        let mut rows = Vec::new();
        let mut faults = Vec::new();
        // The text is UTF-8 and rows may be of any length: there is no other error.
        for (row, at) in reader.records().flatten().zip(1_u64..) {
            match &headings {
                None => headings = Some(row),
                Some(of) if of.len() != row.len() => faults.push(format!(
                    "{file}, row {at}: has {} cells where the heading has {}",
                    row.len(),
                    of.len()
                )),
                Some(_) => rows.push(row),
            }
        }
        none(faults)?;
        let Some(headings) = headings else {
            return Err(one(format!("{file}: is empty")));
        };
        Ok(Self {
            file: file.to_owned(),
            headings,
            rows,
        })
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Place<'_>> {
        self.rows.iter().zip(2_u64..).map(|(cells, number)| Place {
            file: &self.file,
            cells,
            number,
        })
    }

    /// A column that must be there.
    pub(crate) fn column(&self, name: &str) -> Result<usize, DisclosureError> {
        let missing = || one(format!("{}, row 1: has no column `{name}`", self.file));
        self.optional(name)?.ok_or_else(missing)
    }

    /// A column that may be there, once.
    pub(crate) fn optional(&self, name: &str) -> Result<Option<usize>, DisclosureError> {
        let mut found = (0..self.headings.len()).filter(|it| self.headings.get(*it) == Some(name));
        let first = found.next();
        if found.next().is_some() {
            let file = &self.file;
            return Err(one(format!("{file}, row 1: has the column `{name}` twice")));
        }
        Ok(first)
    }

    /// A column that the policy may ask for, and whether it does.
    pub(crate) fn needed(
        &self,
        name: &str,
        is_needed: bool,
    ) -> Result<Option<(usize, bool)>, DisclosureError> {
        match self.optional(name)? {
            None if is_needed => Err(one(format!(
                "{}, row 1: has no column `{name}`, and the policy has a rule about it",
                self.file
            ))),
            found => Ok(found.map(|it| (it, is_needed))),
        }
    }
}

impl<'s> Place<'s> {
    pub(crate) fn cell(&self, column: usize) -> &'s str {
        self.cells.get(column).unwrap_or_default()
    }

    pub(crate) fn fault(&self, column: &str, rule: &str) -> String {
        format!(
            "{}, row {}, column `{column}`: {rule}",
            self.file, self.number
        )
    }
}

/// A whole number; `3.0`, as some programs write it, is one.
pub(crate) fn whole(text: &str) -> Option<i64> {
    let text = text.strip_suffix(".0").unwrap_or(text);
    text.parse().ok()
}

fn one(fault: String) -> DisclosureError {
    DisclosureError::Input {
        faults: vec![fault],
    }
}

/// There are no faults.
pub(crate) fn none(faults: impl IntoIterator<Item = String>) -> Result<(), DisclosureError> {
    let faults: Vec<String> = faults.into_iter().collect();
    if faults.is_empty() {
        return Ok(());
    }
    Err(DisclosureError::Input { faults })
}

/// A CSV text.
pub(crate) fn written<const N: usize, T: AsRef<[u8]>>(
    headings: [&str; N],
    rows: impl Iterator<Item = [T; N]>,
) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing into memory cannot fail, and what is written is UTF-8.
    writer.write_record(headings).ok();
    for row in rows {
        writer.write_record(&row).ok();
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}
