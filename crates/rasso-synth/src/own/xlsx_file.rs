//! A workbook of one sheet. Numbers stand in it as numbers, references as texts.

use crate::SynthError;
use crate::own::form::Form;
use crate::own::record::OwnRow;
use crate::part::Unfinished;
use rasso_terms::Day;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use std::io;
use std::path::Path;

/// The file while it is written. Its rows wait in a file without a name, not in memory.
pub(crate) struct XlsxFile {
    name: Unfinished,
    workbook: Workbook,
    /// Which columns are never numbers.
    texts: Vec<bool>,
    next: u32,
}

impl XlsxFile {
    /// Begins the workbook with its headings; its day of creation is that of the extract, not of
    /// the making.
    pub(crate) fn begin(
        form: &Form,
        at: Day,
        (out, path): (&Path, &str),
    ) -> Result<Self, SynthError> {
        let name = Unfinished::begin(out, path)?;
        let workbook = workbook(at, name.temporary().parent().unwrap_or(out));
        let is_text = |field: &str| matches!(field, "crime_ref" | "urn" | "suspect_ref");
        let mut file = Self {
            workbook: workbook.map_err(|it| name.failed(told(it)))?,
            name,
            texts: form.columns.iter().map(|it| is_text(&it.field)).collect(),
            next: 0,
        };
        let headings: Vec<_> = form.columns.iter().map(|it| it.heading.as_str()).collect();
        file.row(&headings)
            .map_err(|it| file.name.failed(told(it)))?;
        Ok(file)
    }

    /// Adds rows. More than a sheet can hold is an error; the forms belong to forces small enough.
    pub(crate) fn append(&mut self, rows: &[OwnRow]) -> Result<(), SynthError> {
        for row in rows {
            let cells: Vec<_> = row.cells.iter().map(String::as_str).collect();
            self.row(&cells).map_err(|it| self.name.failed(told(it)))?;
        }
        Ok(())
    }

    fn row(&mut self, cells: &[&str]) -> Result<(), XlsxError> {
        let sheet = self.workbook.worksheet_from_index(0)?;
        for (column, cell) in (0..).zip(cells) {
            let is_text = self.texts.get(usize::from(column)).is_some_and(|it| *it);
            match cell.parse::<i32>() {
                _ if cell.is_empty() => {}
                Ok(number) if !is_text => {
                    sheet.write_number(self.next, column, number)?;
                }
                Ok(_) | Err(_) => {
                    sheet.write_string(self.next, column, *cell)?;
                }
            }
        }
        self.next += 1;
        Ok(())
    }

    /// Packs the workbook, and gives it its name.
    pub(crate) fn finish(mut self) -> Result<(), SynthError> {
        let saved = self.workbook.save(self.name.temporary());
        saved.map_err(|it| self.name.failed(told(it)))?;
        self.name.finish()
    }
}

fn workbook(at: Day, folder: &Path) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let day = at.to_string();
    workbook.set_properties(
        &DocProperties::new().set_creation_datetime(&ExcelDateTime::parse_from_str(&day)?),
    );
    workbook.set_tempdir(folder)?;
    workbook
        .add_worksheet_with_constant_memory()?
        .set_name("Extract")?;
    Ok(workbook)
}

fn told(error: XlsxError) -> io::Error {
    io::Error::other(error)
}
