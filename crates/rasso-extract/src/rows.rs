//! The rows of a CSV file, byte for byte and numbered, in batches that threads can share.

use crate::{ExtractError, quote};
use csv::{ByteRecord, Reader, ReaderBuilder};

/// How many rows one thread checks at a time.
const BATCH: usize = 8_192;

/// Some rows: their cells in one buffer.
#[derive(Default)]
pub(crate) struct Batch {
    bytes: Vec<u8>,
    /// Where each cell ends.
    ends: Vec<usize>,
    rows: Vec<RowPlace>,
}

struct RowPlace {
    number: u64,
    start: usize,
    first_cell: usize,
    cells: usize,
}

/// One row of a batch.
#[derive(Clone, Copy)]
pub(crate) struct Row<'b> {
    /// Its number, counting from 1 below the header.
    pub(crate) number: u64,
    bytes: &'b [u8],
    start: usize,
    ends: &'b [usize],
}

impl<'b> Row<'b> {
    /// How many cells it has.
    pub(crate) const fn len(&self) -> usize {
        self.ends.len()
    }

    /// A cell; an empty one where the row is too short.
    pub(crate) fn cell(&self, at: usize) -> &'b [u8] {
        let end = self.ends.get(at).copied().unwrap_or(self.start);
        let start = match at.checked_sub(1) {
            Some(before) => self.ends.get(before).copied().unwrap_or(end),
            None => self.start,
        };
        self.bytes.get(start..end).unwrap_or_default()
    }
}

impl Batch {
    fn push(&mut self, number: u64, record: &ByteRecord) {
        let start = self.bytes.len();
        let first_cell = self.ends.len();
        self.bytes.extend_from_slice(record.as_slice());
        self.ends.extend(
            (0..record.len())
                .filter_map(|at| record.range(at))
                .map(|it| start + it.end),
        );
        self.rows.push(RowPlace {
            number,
            start,
            first_cell,
            cells: record.len(),
        });
    }

    /// The rows, in order.
    pub(crate) fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        self.rows.iter().map(|it| Row {
            number: it.number,
            bytes: &self.bytes,
            start: it.start,
            ends: self
                .ends
                .get(it.first_cell..it.first_cell + it.cells)
                .unwrap_or_default(),
        })
    }
}

/// The rows of one file.
pub(crate) struct Rows<'f> {
    label: &'f str,
    text: &'f [u8],
    delimiter: u8,
    reader: Reader<&'f [u8]>,
    record: ByteRecord,
    last_row_at: usize,
    seen: u64,
    ended: bool,
}

impl<'f> Rows<'f> {
    pub(crate) fn new(label: &'f str, text: &'f [u8], delimiter: u8) -> Self {
        let reader = ReaderBuilder::new()
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text);
        let record = ByteRecord::new();
        Self {
            label,
            text,
            delimiter,
            reader,
            record,
            last_row_at: 0,
            seen: 0,
            ended: false,
        }
    }

    /// The headings, trimmed.
    pub(crate) fn headings(&mut self) -> Result<Vec<String>, ExtractError> {
        let label = self.label;
        let record = self
            .reader
            .byte_headers()
            .map_err(|it| unreadable(label, &it))?;
        Ok(record
            .iter()
            .map(|it| String::from_utf8_lossy(it).trim().to_owned())
            .collect())
    }

    /// How many data rows were read so far.
    pub(crate) const fn seen(&self) -> u64 {
        self.seen
    }

    /// The next rows; no batch after the last.
    pub(crate) fn next_batch(&mut self) -> Result<Option<Batch>, ExtractError> {
        let mut batch = Batch::default();
        while !self.ended && batch.rows.len() < BATCH {
            let more = self.reader.read_byte_record(&mut self.record);
            if more.map_err(|it| unreadable(self.label, &it))? {
                self.seen += 1;
                self.last_row_at = self
                    .record
                    .position()
                    .and_then(|it| usize::try_from(it.byte()).ok())
                    .unwrap_or_default();
                batch.push(self.seen, &self.record);
            } else {
                self.ended = true;
                let last_row = self.text.get(self.last_row_at..).unwrap_or_default();
                if quote::is_left_open(last_row, self.delimiter) {
                    let label = self.label.to_owned();
                    return Err(ExtractError::UnclosedQuote {
                        label,
                        row: self.seen,
                    });
                }
            }
        }
        Ok((!batch.rows.is_empty()).then_some(batch))
    }
}

/// The reader works on memory and takes rows of any length, so it has nothing else to fail on.
fn unreadable(label: &str, error: &csv::Error) -> ExtractError {
    let reason = if let csv::ErrorKind::Io(io) = error.kind() {
        io.kind()
    } else {
        std::io::ErrorKind::InvalidData
    };
    ExtractError::Unreadable {
        label: label.to_owned(),
        reason,
    }
}
