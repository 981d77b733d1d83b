//! Rows of any format, as cells of text, in batches that threads can share.

use crate::Rule;

/// Some rows: their cells in one buffer.
#[derive(Default)]
pub(crate) struct Batch {
    pub(crate) bytes: Vec<u8>,
    /// Where each cell starts and ends.
    pub(crate) cells: Vec<(u32, u32)>,
    rows: Vec<RowPlace>,
}

struct RowPlace {
    place: Place,
    first_cell: usize,
    end_cell: usize,
    swallows: bool,
}

/// Where a row stands in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Place {
    /// Its number, counting from 1 below the header. Blank lines have none.
    pub(crate) number: u64,
    /// The line of the text file, or the row of the sheet, in which it starts, counting from 1.
    pub(crate) line: Option<u64>,
    /// How many lines it goes over.
    pub(crate) lines: u64,
}

/// One row of a batch.
#[derive(Clone, Copy)]
pub(crate) struct Row<'b> {
    pub(crate) place: Place,
    bytes: &'b [u8],
    cells: &'b [(u32, u32)],
    swallows: bool,
}

impl<'b> Row<'b> {
    /// A cell; an empty one where the row is too short.
    pub(crate) fn cell(&self, at: usize) -> &'b [u8] {
        let (start, end) = self.cells.get(at).copied().unwrap_or_default();
        self.bytes.get(index(start)..index(end)).unwrap_or_default()
    }

    /// What is wrong with the row as a whole, in a file of so many columns.
    pub(crate) const fn broken(&self, columns: usize) -> Option<Rule> {
        if self.swallows {
            Some(Rule::SwallowedRows)
        } else if self.cells.len() != columns {
            Some(Rule::RaggedRow)
        } else {
            None
        }
    }
}

impl Batch {
    /// Adds the cell whose text was written from `start` on to the row that is being written.
    pub(crate) fn end_cell(&mut self, start: usize) {
        self.cells.push((offset(start), offset(self.bytes.len())));
    }

    /// Ends the row that is being written; `first_cell` is its first among the batch's cells.
    pub(crate) fn end_row(&mut self, place: Place, first_cell: usize, swallows: bool) {
        self.rows.push(RowPlace {
            place,
            first_cell,
            end_cell: self.cells.len(),
            swallows,
        });
    }

    /// How many rows it has.
    pub(crate) const fn len(&self) -> usize {
        self.rows.len()
    }

    /// The rows, in order.
    pub(crate) fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        self.rows.iter().map(|it| Row {
            place: it.place,
            bytes: &self.bytes,
            cells: self
                .cells
                .get(it.first_cell..it.end_cell)
                .unwrap_or_default(),
            swallows: it.swallows,
        })
    }
}

/// A place in a buffer. No buffer comes near four gigabytes: `Limits` keep each far smaller.
pub(crate) fn offset(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// The same place, to look it up.
pub(crate) fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
