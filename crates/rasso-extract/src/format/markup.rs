//! Looks through XML as it is unpacked, before a library reads it: no entities, and elements not
//! further in each other than any workbook has them.

use crate::format::{Limits, Refusal};
use memchr::{memchr, memchr3};

/// XML that is looked through piece by piece.
pub(crate) struct Markup<'l> {
    limits: &'l Limits,
    state: State,
    depth: usize,
    /// The first bytes of a tag, enough to tell its kind.
    tag: Vec<u8>,
    last: u8,
    /// How long what is being read already is: a library holds it whole. In a sheet of Excel that is
    /// all that stands within one element of this depth, as cells have.
    run: u64,
    cells_at: usize,
    /// Of shared strings they are counted, because they are held in memory.
    counts_strings: bool,
    strings: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Text,
    Tag,
    /// In the value of an attribute, and its quote.
    Value(u8),
    /// In a comment or in unparsed text, and how many bytes of its end were seen.
    Comment(usize),
    Unparsed(usize),
}

/// How much of a tag is kept: `<![CDATA[` and `<!DOCTYPE` are told apart by it.
const KEPT: usize = 512;

impl<'l> Markup<'l> {
    pub(crate) fn new(name: &str, limits: &'l Limits) -> Self {
        let counts_strings = name.ends_with("sharedstrings.xml");
        let is_of_excel = counts_strings || name.contains("worksheets/");
        Self {
            limits,
            cells_at: if is_of_excel { 4 } else { usize::MAX },
            state: State::Text,
            depth: 0,
            tag: Vec::with_capacity(KEPT),
            last: 0,
            run: 0,
            counts_strings,
            strings: 0,
        }
    }

    /// Looks through the next piece.
    pub(crate) fn read(&mut self, piece: &[u8]) -> Result<(), Refusal> {
        let mut rest = piece;
        while !rest.is_empty() {
            let used = match self.state {
                State::Text => self.text(rest),
                State::Tag => self.in_tag(rest)?,
                State::Value(quote) => self.value(quote, rest),
                State::Comment(seen) => self.until(b"-->", seen, rest, State::Comment),
                State::Unparsed(seen) => self.until(b"]]>", seen, rest, State::Unparsed),
            };
            rest = rest.get(used..).unwrap_or_default();
            self.run += crate::file::count(used);
            if self.run > self.limits.markup_bytes {
                return Err(Refusal::beyond("bytes in a cell", self.limits.markup_bytes));
            }
        }
        Ok(())
    }

    fn text(&mut self, rest: &[u8]) -> usize {
        let Some(at) = memchr(b'<', rest) else {
            return rest.len();
        };
        self.state = State::Tag;
        self.tag.clear();
        self.last = 0;
        at + 1
    }

    fn in_tag(&mut self, rest: &[u8]) -> Result<usize, Refusal> {
        // The first bytes one by one: they say what it is.
        if self.tag.len() < 8 {
            let Some(byte) = rest.first().copied() else {
                return Ok(0);
            };
            if byte != b'>' {
                self.tag.push(byte);
                self.last = byte;
                if self.tag == b"!--" {
                    self.state = State::Comment(0);
                } else if self.tag == b"![CDATA[" {
                    self.state = State::Unparsed(0);
                } else if self.tag.starts_with(b"!D") || self.tag.starts_with(b"!E") {
                    return Err(Refusal::Damaged(
                        "it declares entities, as no workbook does",
                    ));
                } else if matches!(byte, b'"' | b'\'') {
                    self.state = State::Value(byte);
                }
                return Ok(1);
            }
            self.end_tag()?;
            return Ok(1);
        }
        let at = memchr3(b'>', b'"', b'\'', rest);
        let inside = rest.get(..at.unwrap_or(rest.len())).unwrap_or_default();
        self.keep(inside);
        let Some(at) = at else {
            return Ok(rest.len());
        };
        match rest.get(at) {
            Some(b'>') => self.end_tag()?,
            Some(quote) => {
                self.keep(&[*quote]);
                self.state = State::Value(*quote);
            }
            None => {}
        }
        Ok(at + 1)
    }

    fn value(&mut self, quote: u8, rest: &[u8]) -> usize {
        let at = memchr(quote, rest);
        let used = at.map_or(rest.len(), |it| it + 1);
        self.keep(rest.get(..used).unwrap_or_default());
        if at.is_some() {
            self.state = State::Tag;
        }
        used
    }

    fn keep(&mut self, bytes: &[u8]) {
        self.last = bytes.last().copied().unwrap_or(self.last);
        let room = KEPT.saturating_sub(self.tag.len()).min(bytes.len());
        self.tag
            .extend_from_slice(bytes.get(..room).unwrap_or_default());
    }

    fn until(
        &mut self,
        end: &[u8],
        mut seen: usize,
        rest: &[u8],
        state: fn(usize) -> State,
    ) -> usize {
        for (at, byte) in rest.iter().enumerate() {
            seen = if end.get(seen) == Some(byte) {
                seen + 1
            } else if seen == 2 && end.first() == Some(byte) {
                // `--->` and `]]]>` end as well.
                2
            } else {
                usize::from(end.first() == Some(byte))
            };
            if seen == end.len() {
                self.state = State::Text;
                return at + 1;
            }
        }
        self.state = state(seen);
        rest.len()
    }

    fn end_tag(&mut self) -> Result<(), Refusal> {
        self.state = State::Text;
        let is_element = !matches!(self.tag.first(), Some(b'?' | b'!') | None);
        let before = self.depth;
        match self.tag.first() {
            Some(b'/') => self.depth = self.depth.saturating_sub(1),
            Some(b'?' | b'!') | None => {}
            Some(_) => {
                self.check_strings()?;
                if self.last != b'/' {
                    self.depth += 1;
                }
            }
        }
        if is_element && before.max(self.depth) <= self.cells_at {
            self.run = 0;
        }
        if self.depth > self.limits.nesting {
            return Err(Refusal::beyond(
                "elements in each other",
                self.limits.nesting,
            ));
        }
        Ok(())
    }

    /// Room is made for as many strings as the first element says there are.
    fn check_strings(&mut self) -> Result<(), Refusal> {
        if !self.counts_strings {
            return Ok(());
        }
        let name_end = self
            .tag
            .iter()
            .position(|it| !it.is_ascii_alphanumeric() && *it != b':');
        let name = self
            .tag
            .get(..name_end.unwrap_or(self.tag.len()))
            .unwrap_or_default();
        if name == b"si" || name.ends_with(b":si") {
            self.strings += 1;
        }
        let told = if name == b"sst" || name.ends_with(b":sst") {
            number_after(&self.tag, b"uniqueCount")
        } else {
            0
        };
        if self.strings.max(told) > self.limits.shared_strings {
            return Err(Refusal::beyond(
                "shared strings",
                self.limits.shared_strings,
            ));
        }
        Ok(())
    }
}

/// The largest number in the value of an attribute of this name.
fn number_after(tag: &[u8], name: &[u8]) -> u64 {
    let mut largest = 0;
    for at in memchr::memmem::find_iter(tag, name) {
        let after = tag.get(at + name.len()..).unwrap_or_default();
        let digits = after.iter().skip_while(|it| !it.is_ascii_digit());
        let number = digits
            .take_while(|it| it.is_ascii_digit())
            .fold(0_u64, |sum, it| {
                sum.saturating_mul(10).saturating_add(u64::from(it - b'0'))
            });
        largest = largest.max(number);
    }
    largest
}
