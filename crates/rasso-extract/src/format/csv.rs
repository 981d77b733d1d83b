//! A CSV file: its text piece by piece, and the rows in it.

use crate::{
    batch::{Batch, Place, index},
    format::{
        Limits, Refusal, Rows,
        scan::{Marks, Scan, Scanner, after_line_end},
    },
};
use rasso_schema::Quote;
use std::io::Read;

/// How much text a batch holds, but for a longer row.
const PIECE: usize = 1 << 20;
/// What may stand between two cells.
pub(crate) const DELIMITERS: [(u8, &str); 4] =
    [(b',', ","), (b';', ";"), (b'\t', "\\t"), (b'|', "|")];

/// How a CSV file is written, as far as its mapping says.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Layout {
    pub(crate) delimiter: Option<u8>,
    pub(crate) quote: Quote,
    /// Lines above the header.
    pub(crate) skip: u32,
    /// The encoding that the text looks like, where another is declared.
    pub(crate) looks_like: Option<&'static str>,
}

/// The rows of a CSV file.
pub(crate) struct Csv {
    text: Box<dyn Read>,
    limits: Limits,
    marks: Marks,
    looks_like: Option<&'static str>,
    headings: Vec<String>,
    first_line: Vec<u8>,
    /// Text that was read and is in no batch yet.
    ahead: Vec<u8>,
    /// The line that `ahead` starts with.
    line: u64,
    rows: u64,
    ended: bool,
    /// The last byte read so far.
    last: Option<u8>,
}

impl Csv {
    /// Reads the header. Without a declared delimiter the first line shows it.
    pub(crate) fn new(
        text: Box<dyn Read>,
        layout: Layout,
        limits: &Limits,
    ) -> Result<Self, Refusal> {
        let mut csv = Self {
            text,
            limits: limits.clone(),
            marks: Marks {
                delimiter: layout.delimiter.unwrap_or(b','),
                quote: layout.quote,
            },
            looks_like: layout.looks_like,
            headings: Vec::new(),
            first_line: Vec::new(),
            ahead: Vec::new(),
            line: 1,
            rows: 0,
            ended: false,
            last: None,
        };
        csv.skip(layout.skip)?;
        csv.read_header(layout.delimiter.is_none())?;
        Ok(csv)
    }

    /// Reads on, at least as much again as is there.
    fn read_more(&mut self) -> Result<(), Refusal> {
        let more = PIECE.max(self.ahead.len());
        self.ahead.reserve(more);
        let read = (&mut self.text)
            .take(crate::file::count(more))
            .read_to_end(&mut self.ahead)?;
        self.ended = read < more;
        if read > 0 {
            self.last = self.ahead.last().copied();
        }
        Ok(())
    }

    fn skip(&mut self, lines: u32) -> Result<(), Refusal> {
        for _ in 0..lines {
            let next = loop {
                let end = memchr::memchr2(b'\n', b'\r', &self.ahead);
                let next = end.and_then(|it| after_line_end(&self.ahead, it, self.ended));
                match next {
                    Some(next) => break next,
                    None if self.ended => return Err(Refusal::Empty),
                    None if self.ahead.len() > self.limits.row_bytes => {
                        let most = crate::file::count(self.limits.row_bytes);
                        return Err(Refusal::beyond("bytes in a line", most));
                    }
                    None => self.read_more()?,
                }
            };
            self.ahead.drain(..next);
            self.line += 1;
        }
        Ok(())
    }

    /// Drops the empty lines above the header, however many there are.
    fn skip_empty_lines(&mut self) -> Result<(), Refusal> {
        loop {
            let is_end = |it: &u8| matches!(it, b'\n' | b'\r');
            let end = self.ahead.iter().position(|it| !is_end(it));
            let empty = self.ahead.get(..end.unwrap_or(self.ahead.len()));
            let empty = empty.unwrap_or_default();
            // CR and LF together end one line.
            let pairs = memchr::memmem::find_iter(empty, b"\r\n").count();
            self.line += crate::file::count(empty.len() - pairs);
            let length = empty.len();
            self.ahead.drain(..length);
            if !self.ahead.is_empty() || self.ended {
                return Ok(());
            }
            self.read_more()?;
        }
    }

    fn read_header(&mut self, is_delimiter_open: bool) -> Result<(), Refusal> {
        let mut start = 0;
        loop {
            if start == 0 {
                self.skip_empty_lines()?;
            }
            if start == self.ahead.len() && self.ended {
                return Err(Refusal::Empty);
            }
            if is_delimiter_open {
                let rest = self.ahead.get(start..).unwrap_or_default();
                self.marks.delimiter = delimiter_of(rest, self.marks.quote);
            }
            let mut header = self.ahead.clone();
            let mut cells = Vec::new();
            match self
                .scanner(0)
                .row(&mut header, start, self.ended, &mut cells)?
            {
                Scan::Blank(next) => {
                    start = next;
                    self.line += 1;
                }
                Scan::More => self.read_more()?,
                Scan::LeftOpen => {
                    let (row, line) = (0, self.line);
                    return Err(Refusal::UnclosedQuote { row, line });
                }
                Scan::Row(found) => {
                    let text = self.ahead.get(start..found.next).unwrap_or_default();
                    if self.looks_like.is_none() && memchr::memchr(0, text).is_some() {
                        // They may stand in place of its line end, with rows behind it. In a file of
                        // another encoding than declared they are half of each letter.
                        return Err(Refusal::Damaged("its header holds NUL bytes"));
                    }
                    self.first_line = text.to_vec();
                    self.headings = headings(&header, &cells);
                    if self.headings.iter().all(String::is_empty) && self.headings.len() == 1 {
                        return Err(Refusal::Empty);
                    }
                    self.check_header(start)?;
                    self.line += 1 + found.breaks;
                    self.ahead.drain(..found.next);
                    return Ok(());
                }
            }
        }
    }

    /// Rows that a quote in the header hides would be missing without a word.
    fn check_header(&mut self, start: usize) -> Result<(), Refusal> {
        let mut header = self.ahead.clone();
        let scanner = self.scanner(self.headings.len());
        match scanner.row(&mut header, start, self.ended, &mut Vec::new())? {
            Scan::Row(found) if found.swallows => {
                let (row, line) = (0, self.line);
                Err(Refusal::UnclosedQuote { row, line })
            }
            Scan::Row(_) | Scan::Blank(_) | Scan::More | Scan::LeftOpen => Ok(()),
        }
    }

    const fn scanner(&self, columns: usize) -> Scanner<'_> {
        Scanner {
            marks: self.marks,
            columns,
            limits: &self.limits,
        }
    }
}

impl Rows for Csv {
    fn headings(&self) -> &[String] {
        &self.headings
    }

    fn next_batch(&mut self) -> Result<Option<Batch>, Refusal> {
        let mut batch = Batch::default();
        if self.ahead.len() < PIECE && !self.ended {
            self.read_more()?;
        }
        loop {
            let mut text = std::mem::take(&mut self.ahead);
            let scanner = Scanner {
                marks: self.marks,
                columns: self.headings.len(),
                limits: &self.limits,
            };
            let mut at = 0;
            while at < text.len() {
                let first_cell = batch.cells.len();
                match scanner.row(&mut text, at, self.ended, &mut batch.cells)? {
                    Scan::Row(found) => {
                        self.rows += 1;
                        let place = Place {
                            number: self.rows,
                            line: Some(self.line),
                            lines: 1 + found.breaks,
                        };
                        batch.end_row(place, first_cell, found.swallows);
                        self.line += place.lines;
                        at = found.next;
                    }
                    Scan::Blank(next) => {
                        self.line += 1;
                        at = next;
                    }
                    Scan::More => break,
                    Scan::LeftOpen => {
                        return Err(Refusal::UnclosedQuote {
                            row: self.rows + 1,
                            line: self.line,
                        });
                    }
                }
            }
            if batch.len() > 0 {
                self.ahead = text.get(at..).unwrap_or_default().to_vec();
                text.truncate(at);
                batch.bytes = text;
                return Ok(Some(batch));
            }
            text.drain(..at);
            self.ahead = text;
            if self.ended && self.ahead.is_empty() {
                return Ok(None);
            }
            self.read_more()?;
        }
    }

    fn has_dates(&self) -> bool {
        false
    }

    fn last_line_open(&self) -> bool {
        !matches!(self.last, Some(b'\n' | b'\r') | None)
    }

    fn likely(&self) -> Option<String> {
        if let Some(name) = self.looks_like {
            return Some(format!(
                "the first line looks like {name}: set `encoding = \"{name}\"` in the mapping"
            ));
        }
        let times = |delimiter: u8| memchr::memchr_iter(delimiter, &self.first_line).count();
        let (delimiter, shown) = DELIMITERS.into_iter().max_by_key(|it| times(it.0))?;
        (times(delimiter) > times(self.marks.delimiter)).then(|| {
            format!(
                "the first line looks split by `{shown}`: set `delimiter = \"{shown}\"` in the mapping"
            )
        })
    }
}

fn headings(text: &[u8], cells: &[(u32, u32)]) -> Vec<String> {
    let of = |(from, to): &(u32, u32)| {
        let cell = text.get(index(*from)..index(*to)).unwrap_or_default();
        String::from_utf8_lossy(cell).trim().to_owned()
    };
    cells.iter().map(of).collect()
}

/// The delimiter that stands most often in the first line that is not blank, outside quotes.
fn delimiter_of(text: &[u8], quote: Quote) -> u8 {
    let mut times = [0_usize; DELIMITERS.len()];
    let mut quoted = false;
    for byte in text {
        if quote == Quote::Char(*byte) {
            quoted = !quoted;
        } else if !quoted {
            if matches!(byte, b'\n' | b'\r') {
                break;
            }
            for (times, (delimiter, _)) in times.iter_mut().zip(DELIMITERS) {
                *times += usize::from(*byte == delimiter);
            }
        }
    }
    let most = times.iter().copied().max().unwrap_or_default();
    let of_most = |it: &((u8, &str), usize)| it.1 == most;
    let found = DELIMITERS.into_iter().zip(times).find(of_most);
    found.map_or(b',', |((delimiter, _), _)| delimiter)
}
