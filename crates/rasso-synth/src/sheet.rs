//! Rows of one table as they are written, before they are put in the order of the file.

use crate::mess::Note;
use crate::mess_settings::Record;
use crate::table::Table;
use rasso_terms::Day;
use std::fmt::{Display, Write};
use std::ops::Range;

/// Where a row stands in its file: agencies sort by date, or by force and date; what is left is
/// settled by a hash, so that neighbours are not of one case.
pub(crate) type Order = (i32, i32, u64);

/// What the truth says of a row: the crime, the person-in-case and the case.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Truth {
    pub(crate) crime: u64,
    pub(crate) person: Option<u64>,
    pub(crate) case: u64,
}

/// The rows of one table from one block of crimes.
pub(crate) struct Sheet {
    table: &'static Table,
    /// The seed and the rates of the faults of whole rows.
    mess: Option<(u64, Record)>,
    /// Order, start and end of each row.
    pub(crate) rows: Vec<(Order, usize, usize)>,
    pub(crate) text: String,
    /// Lines of `truth/records.csv`.
    pub(crate) truth: Vec<String>,
    /// Lines of `truth/mess.csv`.
    pub(crate) notes: Vec<String>,
    /// The row being written, and where each of its cells ends.
    line: String,
    ends: Vec<usize>,
    /// The row being written was delivered twice, with the others of its month.
    again: bool,
}

impl Sheet {
    /// An empty sheet; `mess` is the seed and the rates of the faults of whole rows.
    pub(crate) const fn new(table: &'static Table, mess: Option<(u64, Record)>) -> Self {
        Self {
            table,
            mess,
            rows: Vec::new(),
            text: String::new(),
            truth: Vec::new(),
            notes: Vec::new(),
            line: String::new(),
            ends: Vec::new(),
            again: false,
        }
    }

    /// Adds a cell; the columns come in the order of the table. No cell of this world needs
    /// quotes.
    pub(crate) fn cell(&mut self, value: impl Display) -> &mut Self {
        if !self.ends.is_empty() {
            self.line.push(',');
        }
        // Writing to a text does not fail.
        write!(self.line, "{value}").unwrap_or_default();
        self.ends.push(self.line.len());
        self
    }

    /// Adds a date that may not have come by `at`.
    pub(crate) fn date(&mut self, day: Option<Day>, at: Day) -> &mut Self {
        match day.filter(|day| *day <= at) {
            Some(day) => self.cell(day),
            None => self.cell(""),
        }
    }

    /// Adds a yes or a no.
    pub(crate) fn flag(&mut self, yes: bool) -> &mut Self {
        self.cell(if yes { "Y" } else { "N" })
    }

    /// The row being written is delivered twice.
    pub(crate) const fn twice(&mut self, again: bool) {
        self.again = again;
    }

    /// Ends the row, and keeps what the truth says of it.
    pub(crate) fn end(&mut self, (day, group): (Day, i32), truth: Option<Truth>, notes: &[Note]) {
        debug_assert_eq!(self.ends.len(), self.table.columns.len());
        let key_end = self.ends[self.table.key.unwrap_or(self.ends.len()) - 1];
        let hash = hash(&self.line[..key_end]);
        let fate = self.mess.map(|(seed, rates)| (hash ^ mixed(seed), rates));
        let twice = fate.is_some_and(|(fate, rates)| share(fate, 1) < rates.duplicate_row);
        let bad = fate
            .filter(|(fate, rates)| share(*fate, 2) < rates.bad_cell)
            .and_then(|(fate, _)| self.spoil(fate));
        let start = self.text.len();
        self.text.push_str(&self.line);
        self.text.push('\n');
        let (day, end) = (day.number(), self.text.len());
        self.rows.push(((group, day, hash), start, end));
        if twice || self.again {
            self.rows.push(((group, day, mixed(hash)), start, end));
        }
        let whole_row = |mess| Note { column: "", mess };
        let twice = match (self.again, twice) {
            (true, _) => Some(whole_row("delivered_twice")),
            (false, true) => Some(whole_row("duplicate_row")),
            (false, false) => None,
        };
        let notes = notes.iter().copied().chain(bad).chain(twice);
        self.tell(key_end, truth, notes);
        self.line.clear();
        self.ends.clear();
    }

    fn tell(&mut self, key_end: usize, truth: Option<Truth>, notes: impl Iterator<Item = Note>) {
        let (table, key) = (self.table.name, self.line[..key_end].replace(',', "|"));
        if let Some(Truth {
            crime,
            person,
            case,
        }) = truth
        {
            let person = person.map(|it| it.to_string()).unwrap_or_default();
            self.truth
                .push(format!("{table},{key},{crime},{person},{case}\n"));
        }
        for Note { column, mess } in notes {
            self.notes.push(format!("{table},{key},{column},{mess}\n"));
        }
    }

    /// Where a column's cell stands in the row being written.
    fn span(&self, column: &str) -> Option<Range<usize>> {
        let place = self.table.columns.iter().position(|it| *it == column)?;
        let start = if place == 0 {
            0
        } else {
            self.ends[place - 1] + 1
        };
        Some(start..self.ends[place])
    }

    /// Puts what no schema allows into a cell that is filled. The key stands before the columns
    /// that may be spoilt, so its end does not move.
    fn spoil(&mut self, fate: u64) -> Option<Note> {
        let filled = |column: &&&str| self.span(column).is_some_and(|span| !span.is_empty());
        let columns: Vec<_> = self.table.spoilt.iter().filter(filled).collect();
        let choice = share(fate, 3) * u64::try_from(columns.len()).ok()? / 10_000;
        let column: &'static str = columns.get(usize::try_from(choice).ok()?)?;
        let span = self.span(column)?;
        if column.ends_with("_date") {
            self.line.replace_range(span.start + 4..span.end, "-02-31");
        } else {
            self.line.replace_range(span, "77?");
        }
        Some(Note {
            column,
            mess: "bad_cell",
        })
    }
}

/// FNV-1a over the key, then mixed: a file's order must be the same on every machine.
pub(crate) fn hash(key: &str) -> u64 {
    let step = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    mixed(key.bytes().fold(0xCBF2_9CE4_8422_2325, step))
}

/// The last step of splitmix64.
const fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

/// A draw in ten-thousandths from a hash; each `salt` is another draw.
pub(crate) const fn share(hash: u64, salt: u64) -> u64 {
    mixed(hash.wrapping_add(salt.wrapping_mul(0x9E37_79B9_7F4A_7C15))) % 10_000
}
