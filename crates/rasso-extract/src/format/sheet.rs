//! The rows of a sheet: which of them is the header, which are blank, and where they stand.

use crate::{
    batch::{Batch, Place, index, offset},
    file::count,
    format::{Limits, Refusal},
};

/// How many rows and how much text a batch holds.
const ROWS: usize = 4_096;
const TEXT: usize = 1 << 20;

/// A row in the making: its cells from the left.
#[derive(Default)]
pub(crate) struct SheetRow {
    pub(crate) bytes: Vec<u8>,
    cells: Vec<(u32, u32)>,
}

impl SheetRow {
    /// Ends the cell whose text was written from `start` on and puts it into a column, counting from
    /// 0. A blank cell is left out, so that formatted columns without content count for nothing.
    pub(crate) fn end_cell(
        &mut self,
        column: u64,
        start: usize,
        limits: &Limits,
    ) -> Result<(), Refusal> {
        let text = self.bytes.get(start..).unwrap_or_default();
        if text.iter().all(u8::is_ascii_whitespace) {
            self.bytes.truncate(start);
            return Ok(());
        }
        if text.len() > limits.cell_bytes {
            return Err(Refusal::beyond("bytes in a cell", limits.cell_bytes));
        }
        if self.bytes.len() > limits.row_bytes {
            return Err(Refusal::beyond("bytes in a row", limits.row_bytes));
        }
        let column = usize::try_from(column)
            .ok()
            .filter(|it| *it < limits.columns);
        let column = column.ok_or(Refusal::beyond("columns", limits.columns))?;
        if column < self.cells.len() {
            return Err(Refusal::Damaged("two cells stand in one place"));
        }
        self.cells.resize(column, (0, 0));
        self.cells.push((offset(start), offset(self.bytes.len())));
        Ok(())
    }

    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.cells.clear();
    }

    fn texts(&self) -> impl Iterator<Item = &[u8]> {
        self.cells
            .iter()
            .map(|(from, to)| self.bytes.get(index(*from)..index(*to)).unwrap_or_default())
    }
}

/// The rows of a sheet, gathered into batches.
pub(crate) struct Sheet {
    limits: Limits,
    /// The length of the file.
    length: u64,
    skip: u64,
    headings: Option<Vec<String>>,
    batch: Batch,
    rows: u64,
    text: u64,
    /// The last row that held anything, counting from 1.
    last: u64,
}

impl Sheet {
    pub(crate) fn new(skip: u32, length: u64, limits: &Limits) -> Self {
        Self {
            limits: limits.clone(),
            length,
            skip: u64::from(skip),
            headings: None,
            batch: Batch::default(),
            rows: 0,
            text: 0,
            last: 0,
        }
    }

    /// The headings, once their row came.
    pub(crate) fn headings(&self) -> Option<&[String]> {
        self.headings.as_deref()
    }

    /// Adds a row by its number in the sheet, counting from 1. A blank one is none.
    pub(crate) fn push(&mut self, number: u64, row: &SheetRow) -> Result<(), Refusal> {
        if row.cells.is_empty() {
            return Ok(());
        }
        if number <= self.last {
            return Err(Refusal::Damaged("its rows are not in order"));
        }
        if number - self.last - 1 > self.limits.empty_rows.saturating_add(self.skip) {
            let most = self.limits.empty_rows;
            return Err(Refusal::beyond("empty rows between two others", most));
        }
        self.last = number;
        if number <= self.skip {
            return Ok(());
        }
        let Some(headings) = &self.headings else {
            let text = |it: &[u8]| String::from_utf8_lossy(it).trim().to_owned();
            self.headings = Some(row.texts().map(text).collect());
            return Ok(());
        };
        let columns = headings.len();
        self.rows += 1;
        let cells = self.rows.saturating_mul(count(columns));
        if cells > self.limits.cells(self.length) {
            let most = self.limits.cells_per_byte;
            return Err(Refusal::beyond("cells for each byte", most));
        }
        let (first_cell, row_start) = (self.batch.cells.len(), self.batch.bytes.len());
        for text in row.texts() {
            let start = self.batch.bytes.len();
            self.batch.bytes.extend_from_slice(text);
            self.batch.end_cell(start);
        }
        // Cells that a row lacks on the right are blank ones.
        for _ in row.cells.len()..columns {
            self.batch.end_cell(self.batch.bytes.len());
        }
        self.text += count(self.batch.bytes.len() - row_start);
        if self.text > self.limits.text(self.length) {
            let most = self.limits.text_per_byte;
            return Err(Refusal::beyond("bytes of text for each byte", most));
        }
        let place = Place {
            number: self.rows,
            line: Some(number),
            lines: 1,
        };
        self.batch.end_row(place, first_cell, false);
        Ok(())
    }

    /// The rows gathered so far, when there are enough or no more will come.
    pub(crate) fn take(&mut self, is_last: bool) -> Option<Batch> {
        let is_full = self.batch.len() >= ROWS || self.batch.bytes.len() >= TEXT;
        ((is_full || is_last) && self.batch.len() > 0).then(|| std::mem::take(&mut self.batch))
    }
}
