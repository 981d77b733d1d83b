//! Finds the cells of CSV rows in a piece of text, where they lie.

use crate::{
    batch::{index, offset},
    format::{Limits, Refusal},
};
use memchr::{memchr, memchr2, memchr3};
use rasso_schema::Quote;

/// What stands between, around and after cells.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Marks {
    pub(crate) delimiter: u8,
    pub(crate) quote: Quote,
}

/// A row that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    /// Where the next row starts.
    pub(crate) next: usize,
    /// How many line ends its quoted cells hold.
    pub(crate) breaks: u64,
    /// Whether a quoted cell looks as if it had swallowed rows.
    pub(crate) swallows: bool,
}

/// What was found at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scan {
    Row(Found),
    /// A blank line, and where the next starts.
    Blank(usize),
    /// The text ends before the row does.
    More,
    /// The file ends inside a quoted cell, or the cell is longer than any may be.
    LeftOpen,
}

/// Where a cell ends.
enum Stop {
    /// Before a delimiter or a line end.
    At(usize),
    /// At the end of the file.
    End,
    More,
}

/// A quoted cell: what it holds, and what stands after it.
struct Quoted {
    end: usize,
    stop: Stop,
    /// Whether it holds doubled quotes, or text after its closing quote.
    to_unquote: bool,
    stray: bool,
}

/// Rows of a file, found one after another. `columns` is the number of headings, once it is known.
pub(crate) struct Scanner<'l> {
    pub(crate) marks: Marks,
    pub(crate) columns: usize,
    pub(crate) limits: &'l Limits,
}

impl Scanner<'_> {
    /// Finds the row at `start` and appends its cells; `last` says that no text follows. Quoted
    /// cells are unquoted in place, once the row is whole.
    pub(crate) fn row(
        &self,
        text: &mut [u8],
        start: usize,
        last: bool,
        cells: &mut Vec<(u32, u32)>,
    ) -> Result<Scan, Refusal> {
        let first = cells.len();
        match self.cells(text, start, last, cells) {
            Ok((scan @ (Scan::Row(_) | Scan::Blank(_)), to_unquote)) => {
                if let Scan::Row(found) = scan {
                    self.check_row(found.next - start)?;
                }
                for at in to_unquote {
                    if let Some((from, to)) = cells.get_mut(at) {
                        *to = self.unquote(text, *from, *to);
                    }
                }
                Ok(scan)
            }
            Ok((scan, _)) => {
                cells.truncate(first);
                self.check_row(text.len() - start)?;
                Ok(scan)
            }
            Err(refusal) => Err(refusal),
        }
    }

    fn cells(
        &self,
        text: &[u8],
        start: usize,
        last: bool,
        cells: &mut Vec<(u32, u32)>,
    ) -> Result<(Scan, Vec<usize>), Refusal> {
        let first = cells.len();
        let mut found = Found {
            next: start,
            breaks: 0,
            swallows: false,
        };
        let mut stray = false;
        let mut to_unquote = Vec::new();
        let mut at = start;
        loop {
            let (from, end, stop) = match (self.marks.quote, text.get(at)) {
                (Quote::Char(quote), Some(byte)) if *byte == quote => {
                    let Some(cell) = self.quoted(text, at + 1, quote, last) else {
                        // A cell so long is the rest of the file: say where it begins.
                        let is_open = last || text.len() - at > self.limits.cell_bytes;
                        let scan = if is_open { Scan::LeftOpen } else { Scan::More };
                        return Ok((scan, Vec::new()));
                    };
                    stray |= cell.stray;
                    let (breaks, hides) = self.lines_in(text.get(at..cell.end).unwrap_or_default());
                    found.breaks += breaks;
                    found.swallows |= hides;
                    if cell.to_unquote {
                        to_unquote.push(cells.len());
                    }
                    (at + 1, cell.end, cell.stop)
                }
                (Quote::Char(_) | Quote::None, _) => match self.stop(text, at, last) {
                    Stop::At(stop) => (at, stop, Stop::At(stop)),
                    Stop::End => (at, text.len(), Stop::End),
                    Stop::More => (at, text.len(), Stop::More),
                },
            };
            self.check_cell(end - from)?;
            let Stop::At(stop) = stop else {
                if matches!(stop, Stop::More) {
                    return Ok((Scan::More, Vec::new()));
                }
                cells.push((offset(from), offset(end)));
                found.next = text.len();
                break;
            };
            cells.push((offset(from), offset(end)));
            if text.get(stop) == Some(&self.marks.delimiter) {
                if cells.len() - first >= self.limits.columns {
                    return Err(Refusal::beyond(
                        "cells in a row",
                        offset(self.limits.columns),
                    ));
                }
                at = stop + 1;
                continue;
            }
            match after_line_end(text, stop, last) {
                Some(next) => found.next = next,
                None => return Ok((Scan::More, Vec::new())),
            }
            break;
        }
        if found.next > start && cells.len() == first + 1 && is_line_end(text.get(start)) {
            cells.truncate(first);
            return Ok((Scan::Blank(found.next), Vec::new()));
        }
        found.swallows |= stray && found.breaks > 0;
        Ok((Scan::Row(found), to_unquote))
    }

    /// The next delimiter or line end.
    fn stop(&self, text: &[u8], from: usize, last: bool) -> Stop {
        let rest = text.get(from..).unwrap_or_default();
        match memchr3(self.marks.delimiter, b'\n', b'\r', rest) {
            Some(at) => Stop::At(from + at),
            None if last => Stop::End,
            None => Stop::More,
        }
    }

    /// A quoted cell from behind its opening quote; nothing where its closing quote is not there.
    fn quoted(&self, text: &[u8], from: usize, quote: u8, last: bool) -> Option<Quoted> {
        let mut at = from;
        let mut to_unquote = false;
        loop {
            let close = at + memchr(quote, text.get(at..)?)?;
            let after = close + 1;
            return match text.get(after) {
                None => last.then_some(Quoted {
                    end: close,
                    stop: Stop::End,
                    to_unquote,
                    stray: false,
                }),
                Some(byte) if *byte == quote => {
                    to_unquote = true;
                    at = after + 1;
                    continue;
                }
                Some(byte) if *byte == self.marks.delimiter || is_line_end(Some(byte)) => {
                    Some(Quoted {
                        end: close,
                        stop: Stop::At(after),
                        to_unquote,
                        stray: false,
                    })
                }
                Some(_) => {
                    let stop = self.stop(text, after, last);
                    let end = match stop {
                        Stop::At(end) => end,
                        Stop::End | Stop::More => text.len(),
                    };
                    let follows = text.get(after..end).unwrap_or_default();
                    Some(Quoted {
                        end,
                        stop,
                        to_unquote: true,
                        stray: !follows.iter().all(u8::is_ascii_whitespace),
                    })
                }
            };
        }
    }

    /// How many line ends a quoted cell holds, and whether rows may be hidden between them: where a
    /// line of it has as many delimiters as the header, or its first and last line together have.
    fn lines_in(&self, cell: &[u8]) -> (u64, bool) {
        if memchr2(b'\n', b'\r', cell).is_none() {
            return (0, false);
        }
        let delimiters = |line: &[u8]| memchr::memchr_iter(self.marks.delimiter, line).count();
        let needed = self.columns.saturating_sub(1).max(1);
        let (mut breaks, mut hides, mut first) = (0, false, 0);
        let mut rest = cell;
        while let Some(at) = memchr2(b'\n', b'\r', rest) {
            let in_line = delimiters(rest.get(..at).unwrap_or_default());
            if breaks == 0 {
                first = in_line;
            }
            hides |= in_line >= needed;
            breaks += 1;
            let next = after_line_end(rest, at, true).unwrap_or(rest.len());
            rest = rest.get(next..).unwrap_or_default();
        }
        (breaks, hides || first + delimiters(rest) >= needed)
    }

    /// Takes the quotes out of a cell: a doubled one stands for itself, the closing one for nothing.
    fn unquote(&self, text: &mut [u8], from: u32, to: u32) -> u32 {
        let Quote::Char(quote) = self.marks.quote else {
            return to;
        };
        let Some(cell) = text.get_mut(index(from)..index(to)) else {
            return to;
        };
        let (mut read, mut written, mut is_closed) = (0, 0, false);
        while let Some(byte) = cell.get(read).copied() {
            read += 1;
            if byte == quote && !is_closed {
                if cell.get(read) == Some(&quote) {
                    read += 1;
                } else {
                    is_closed = true;
                    continue;
                }
            }
            if let Some(place) = cell.get_mut(written) {
                *place = byte;
            }
            written += 1;
        }
        from + offset(written)
    }

    fn check_row(&self, bytes: usize) -> Result<(), Refusal> {
        if bytes > self.limits.row_bytes {
            let most = offset(self.limits.row_bytes);
            return Err(Refusal::beyond("bytes in a row", most));
        }
        Ok(())
    }

    fn check_cell(&self, bytes: usize) -> Result<(), Refusal> {
        if bytes > self.limits.cell_bytes {
            let most = offset(self.limits.cell_bytes);
            return Err(Refusal::beyond("bytes in a cell", most));
        }
        Ok(())
    }
}

fn is_line_end(byte: Option<&u8>) -> bool {
    matches!(byte, Some(b'\n' | b'\r'))
}

/// The place after a line end: LF, CR or both. Nothing where the LF may still come.
pub(crate) fn after_line_end(text: &[u8], at: usize, last: bool) -> Option<usize> {
    match (text.get(at), text.get(at + 1)) {
        (Some(b'\r'), Some(b'\n')) => Some(at + 2),
        (Some(b'\r'), None) if !last => None,
        (_, _) => Some(at + 1),
    }
}
