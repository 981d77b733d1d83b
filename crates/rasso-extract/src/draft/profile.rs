//! The values of one heading, counted.

use super::{
    dates::{self, Dates},
    nothing,
};
use crate::{
    ExtractError,
    cell::{Cell, SPREADSHEET_ERRORS, field},
    format::OpenFile,
};
use std::{cell::OnceCell, collections::BTreeMap};

/// How many rows are looked at.
const ROWS: u64 = 50_000;
/// How many different values are kept, of one heading and of all.
const VALUES: usize = 10_000;
const VALUES_OF_ALL: usize = 1_000_000;

/// The values of one heading, counted. It cannot be displayed: it holds cells.
#[derive(Default, Clone)]
pub(super) struct Profile {
    /// What is filled, and how often each value stands there.
    pub(super) values: BTreeMap<String, u64>,
    /// How many filled cells hold a value beyond those that are kept.
    pub(super) beyond: u64,
    /// How many cells a spreadsheet could not work out.
    pub(super) spreadsheet_errors: u64,
    /// How many cells are empty.
    pub(super) blank: u64,
    dates: OnceCell<Dates>,
}

impl Profile {
    fn add(&mut self, cell: Cell<'_>, room: usize) {
        let text = match cell {
            Cell::Blank => {
                self.blank += 1;
                return;
            }
            Cell::Broken(_) => {
                self.beyond += 1;
                return;
            }
            Cell::Text(text) => text,
        };
        if SPREADSHEET_ERRORS.contains(&text.as_ref()) {
            self.spreadsheet_errors += 1;
        } else if let Some(count) = self.values.get_mut(text.as_ref()) {
            *count += 1;
        } else if self.values.len() < room {
            self.values.insert(text.into_owned(), 1);
        } else {
            self.beyond += 1;
        }
    }

    /// The values that may say something, and how often each does.
    pub(super) fn telling(&self, has_code_for_unknown: bool) -> impl Iterator<Item = (&str, u64)> {
        let telling = move |it: &str| {
            !nothing::is_nothing(it) && (has_code_for_unknown || !nothing::is_unknown(it))
        };
        let values = self
            .values
            .iter()
            .map(|(text, count)| (text.as_str(), *count));
        values.filter(move |(text, _)| telling(text))
    }

    /// Of the cells that say something, how many in a thousand are so; nothing where none does.
    pub(super) fn share(&self, is_so: impl Fn(&str) -> bool) -> Option<u64> {
        self.share_of(false, is_so)
    }

    /// The same, where `Unknown` says something, too.
    pub(super) fn share_of(
        &self,
        has_code_for_unknown: bool,
        is_so: impl Fn(&str) -> bool,
    ) -> Option<u64> {
        let (mut so, mut all) = (0, 0);
        for (text, count) in self.telling(has_code_for_unknown) {
            all += count;
            so += if is_so(text) { count } else { 0 };
        }
        (all > 0).then(|| per_mille(so, all))
    }

    /// How many different values it has in a thousand cells that say something.
    pub(super) fn variety(&self) -> Option<u64> {
        let (mut different, mut all) = (0, 0);
        for (_, count) in self.telling(false) {
            different += 1;
            all += count;
        }
        (all > 0).then(|| per_mille(different, all))
    }

    /// How its dates are written, if it holds any.
    pub(super) fn dates(&self) -> &Dates {
        self.dates.get_or_init(|| dates::dates(self))
    }

    /// Takes in the values of another heading that holds the same of another record.
    pub(super) fn join(&mut self, other: &Self) {
        for (text, count) in &other.values {
            *self.values.entry(text.clone()).or_default() += count;
        }
        self.beyond += other.beyond;
        self.spreadsheet_errors += other.spreadsheet_errors;
        self.blank += other.blank;
        self.dates = OnceCell::new();
    }
}

/// The profile of every heading, and how many rows were looked at. Rows of the wrong length are
/// passed over.
pub(super) fn profiles(open: &mut OpenFile<'_>) -> Result<(Vec<Profile>, u64), ExtractError> {
    let headings = open.headings().len();
    let mut profiles = vec![Profile::default(); headings];
    let room = VALUES.min(VALUES_OF_ALL / headings.max(1));
    let mut rows = 0;
    open.need(&vec![true; headings])?;
    while let Some(left) = ROWS.checked_sub(rows).filter(|it| *it > 0)
        && let Some(batch) = open.next_batch()?
    {
        for row in batch
            .rows()
            .take(usize::try_from(left).unwrap_or(usize::MAX))
        {
            if row.broken(headings).is_some() {
                continue;
            }
            rows += 1;
            for (at, profile) in profiles.iter_mut().enumerate() {
                profile.add(field(row, at), room);
            }
        }
    }
    Ok((profiles, rows))
}

/// How many in a thousand; of none, none.
pub(super) fn per_mille(part: u64, all: u64) -> u64 {
    part.saturating_mul(1_000).checked_div(all).unwrap_or(0)
}
