//! A Parquet file: its headers looked at first, then only the columns that are needed.

use crate::{
    batch::{Batch, Place},
    file::count,
    format::{Limits, RawFile, Refusal, Rows, pages, thrift, values::Values},
};
use parquet::{
    errors::ParquetError,
    file::{
        metadata::ParquetMetaData,
        reader::{FileReader as _, SerializedFileReader},
    },
};
use std::{
    fs::File,
    io::{Read as _, Seek as _, SeekFrom},
};

const BROKEN: Refusal = Refusal::Damaged("its Parquet content cannot be read");
/// The magic number at both ends, and the length of the footer before the last.
const MAGIC: u64 = 4;
const TAIL: u64 = 8;
/// How many rows are decoded at a time, and how much text a batch holds.
const BLOCK: usize = 4_096;
const TEXT: usize = 4 << 20;

/// The rows of a Parquet file.
pub(crate) struct Parquet {
    file: File,
    reader: SerializedFileReader<File>,
    limits: Limits,
    length: u64,
    headings: Vec<String>,
    /// For each heading its column, where it has one that is needed and plain.
    columns: Vec<Option<(usize, Values)>>,
    next_group: usize,
    /// Rows of the group, and of the block in it, that are still to come.
    left_in_group: u64,
    left_in_block: usize,
    rows: u64,
    text: u64,
}

impl Parquet {
    pub(crate) fn new(raw: &RawFile, limits: &Limits) -> Result<Self, Refusal> {
        let file = raw.file.try_clone()?;
        let footer = footer(&file, raw.length, limits)?;
        thrift::check_footer(&footer, limits)?;
        let reader = SerializedFileReader::new(file.try_clone()?).map_err(broken)?;
        check_counts(reader.metadata(), raw.length, limits)?;
        let schema = reader.metadata().file_metadata().schema_descr();
        let fields = schema.root_schema().get_fields();
        let headings: Vec<String> = fields
            .iter()
            .map(|it| it.name().trim().to_owned())
            .collect();
        if headings.is_empty() {
            return Err(Refusal::Empty);
        }
        Ok(Self {
            columns: headings.iter().map(|_| None).collect(),
            headings,
            file,
            limits: limits.clone(),
            length: raw.length,
            reader,
            next_group: 0,
            left_in_group: 0,
            left_in_block: 0,
            rows: 0,
            text: 0,
        })
    }

    /// Checks the next row group and opens its columns; says whether there was one.
    fn open_group(&mut self) -> Result<bool, Refusal> {
        if self.next_group >= self.reader.num_row_groups() {
            return Ok(false);
        }
        let group = self.reader.get_row_group(self.next_group).map_err(broken)?;
        let rows = u64::try_from(group.metadata().num_rows()).map_err(|_negative| BROKEN)?;
        for (column, values) in self.columns.iter_mut().flatten() {
            let metadata = group.metadata().column(*column);
            if metadata.crypto_metadata().is_some() {
                return Err(ENCRYPTED);
            }
            pages::check(&self.file, self.length, metadata, rows, &self.limits)?;
            values.set_reader(group.get_column_reader(*column).map_err(broken)?);
        }
        self.left_in_group = rows;
        self.next_group += 1;
        Ok(true)
    }

    /// Decodes the next rows of the group.
    fn read_block(&mut self) -> Result<(), Refusal> {
        let rows = usize::try_from(self.left_in_group).map_or(BLOCK, |it| it.min(BLOCK));
        for (_, values) in self.columns.iter_mut().flatten() {
            if values.read(rows).map_err(broken)? != rows {
                return Err(Refusal::Damaged("a column ends before the file does"));
            }
        }
        self.left_in_group -= count(rows);
        self.left_in_block = rows;
        Ok(())
    }
}

impl Rows for Parquet {
    fn headings(&self) -> &[String] {
        &self.headings
    }

    fn need(&mut self, columns: &[bool]) -> Result<(), Refusal> {
        let schema = self.reader.metadata().file_metadata().schema_descr_ptr();
        for leaf in 0..schema.num_columns() {
            let root = schema.get_column_root_idx(leaf);
            if columns.get(root) != Some(&true) {
                continue;
            }
            let Some(values) = Values::of(&schema.column(leaf)) else {
                let heading = self.headings.get(root).cloned().unwrap_or_default();
                return Err(Refusal::Nested { heading });
            };
            if let Some(place) = self.columns.get_mut(root) {
                *place = Some((leaf, values));
            }
        }
        Ok(())
    }

    fn next_batch(&mut self) -> Result<Option<Batch>, Refusal> {
        while self.left_in_block == 0 {
            if self.left_in_group == 0 && !self.open_group()? {
                return Ok(None);
            }
            self.read_block()?;
        }
        let mut batch = Batch::default();
        while self.left_in_block > 0 && batch.bytes.len() < TEXT {
            let (first_cell, row_start) = (batch.cells.len(), batch.bytes.len());
            for column in &mut self.columns {
                let start = batch.bytes.len();
                if let Some((_, values)) = column {
                    values.write_next(&mut batch.bytes);
                }
                if batch.bytes.len() - start > self.limits.cell_bytes {
                    return Err(Refusal::beyond("bytes in a cell", self.limits.cell_bytes));
                }
                batch.end_cell(start);
            }
            let row_bytes = batch.bytes.len() - row_start;
            if row_bytes > self.limits.row_bytes {
                return Err(Refusal::beyond("bytes in a row", self.limits.row_bytes));
            }
            self.text += count(row_bytes);
            self.left_in_block -= 1;
            self.rows += 1;
            let place = Place {
                number: self.rows,
                line: None,
                lines: 1,
            };
            batch.end_row(place, first_cell, false);
        }
        if self.text > self.limits.text(self.length) {
            let most = self.limits.text_per_byte;
            return Err(Refusal::beyond("bytes of text for each byte", most));
        }
        Ok(Some(batch))
    }
}

const ENCRYPTED: Refusal = Refusal::Unsupported {
    found: "encrypted Parquet",
    instead: "ask the sender for one that is not",
};

/// The footer, once its length is believed.
fn footer(mut file: &File, length: u64, limits: &Limits) -> Result<Vec<u8>, Refusal> {
    let mut tail = [0; 8];
    let tail_at = length.checked_sub(TAIL).ok_or(BROKEN)?;
    file.seek(SeekFrom::Start(tail_at))?;
    file.read_exact(&mut tail)?;
    let [a, b, c, d, magic @ ..] = tail;
    match &magic {
        b"PAR1" => {}
        b"PARE" => return Err(ENCRYPTED),
        _ => return Err(Refusal::Damaged("it ends too early")),
    }
    let footer = u64::from(u32::from_le_bytes([a, b, c, d]));
    let at = tail_at.checked_sub(footer).filter(|it| *it >= MAGIC);
    let at = at.ok_or(Refusal::Damaged(
        "its Parquet footer is longer than the file",
    ))?;
    if footer > limits.footer_bytes {
        return Err(Refusal::beyond("bytes in the footer", limits.footer_bytes));
    }
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(at))?;
    file.take(footer).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The numbers of rows and columns that the footer tells.
fn check_counts(metadata: &ParquetMetaData, length: u64, limits: &Limits) -> Result<(), Refusal> {
    let columns = count(metadata.file_metadata().schema_descr().num_columns());
    if columns > count(limits.columns) {
        return Err(Refusal::beyond("columns", limits.columns));
    }
    let told = u64::try_from(metadata.file_metadata().num_rows()).map_err(|_negative| BROKEN)?;
    let mut rows = 0_u64;
    for group in metadata.row_groups() {
        let in_group = u64::try_from(group.num_rows()).map_err(|_negative| BROKEN)?;
        rows = rows.saturating_add(in_group);
    }
    if rows != told {
        return Err(Refusal::Damaged(
            "its row groups have another number of rows than it says",
        ));
    }
    if rows > limits.rows {
        return Err(Refusal::beyond("rows", limits.rows));
    }
    if rows.saturating_mul(columns.max(1)) > limits.cells(length) {
        return Err(Refusal::beyond(
            "cells for each byte",
            limits.cells_per_byte,
        ));
    }
    Ok(())
}

/// What the library says may quote values.
fn broken(_error: ParquetError) -> Refusal {
    BROKEN
}
