//! The rows of the file that is read, and what their cells must be.

use super::fault::{Fault, Faults};
use super::label::in_order;
use crate::{
    args::Files,
    failure::{Failure, INPUT},
};
use rasso_extract::{ExtractError, try_read_texts};
use rasso_stats::{StatsError, proportion, proportion::Share};
use rasso_terms::Day;
use std::{borrow::Cow, rc::Rc};

/// One row: the cells of the columns that were asked for.
pub(super) struct Row<'a> {
    number: u64,
    headings: &'a [String],
    cells: &'a [Cow<'a, str>],
}

/// The columns asked for, by their headings.
#[derive(Default)]
pub(super) struct Columns(Vec<String>);

impl Columns {
    /// One more; gives its place.
    pub(super) fn add(&mut self, heading: &str) -> usize {
        self.0.push(heading.to_owned());
        self.0.len() - 1
    }

    /// One more, if it was asked for.
    pub(super) fn add_if(&mut self, heading: Option<&String>) -> Option<usize> {
        heading.map(|it| self.add(it))
    }

    /// Gives what `of` makes of every row to `take`, until that refuses one. Rows with a cell that cannot be
    /// used are told together when all are read.
    pub(super) fn each<T, E: From<ExtractError> + From<Failure>>(
        &self,
        files: &Files,
        mut of: impl FnMut(&Row<'_>) -> Result<T, Fault>,
        mut take: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        let label = files.input.display().to_string();
        let mut faults = Faults::default();
        let mut is_empty = true;
        try_read_texts(&files.input, &label, &self.0, |number, cells| {
            is_empty = false;
            let made = of(&Row {
                number,
                headings: &self.0,
                cells,
            });
            match made {
                Err(fault) => faults.add(fault),
                // After a fault nothing will come of it: the rest is only looked at.
                Ok(made) if faults.is_empty() => take(made)?,
                Ok(_) => {}
            }
            Ok::<_, E>(())
        })?;
        if is_empty {
            let message = format!("{label} has no rows below its header");
            return Err(Failure::new(INPUT, message).into());
        }
        faults.failure(&label).map_or(Ok(()), |it| Err(it.into()))
    }

    /// What `of` makes of every row, in the order of the file.
    pub(super) fn all<T>(
        &self,
        files: &Files,
        of: impl FnMut(&Row<'_>) -> Result<T, Fault>,
    ) -> Result<Vec<T>, Failure> {
        let mut all = Vec::new();
        self.each(files, of, |it| {
            all.push(it);
            Ok::<_, Failure>(())
        })?;
        Ok(all)
    }
}

impl Row<'_> {
    /// A cell, empty where it is.
    pub(super) fn text(&self, at: usize) -> &str {
        self.cells.get(at).map_or("", AsRef::as_ref)
    }

    /// The group of the row; all are of one where no column of groups was asked for.
    pub(super) fn group(&self, at: Option<usize>) -> Rc<str> {
        at.map_or("", |it| self.text(it)).into()
    }

    /// A cell that must be filled.
    pub(super) fn filled(&self, at: usize) -> Result<&str, Fault> {
        match self.text(at) {
            "" => Err(self.fault(at, "must be filled in")),
            text => Ok(text),
        }
    }

    /// A whole number from 0 up; 12.0, as spreadsheets write it, is one.
    pub(super) fn count(&self, at: usize) -> Result<u64, Fault> {
        let text = self.text(at);
        let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
        let count = whole.parse().ok();
        count
            .filter(|_| rest.bytes().all(|it| it == b'0'))
            .ok_or_else(|| self.fault(at, "must be a whole number from 0 up"))
    }

    /// Any number.
    pub(super) fn number(&self, at: usize) -> Result<f64, Fault> {
        let number = self.text(at).parse().ok();
        number
            .filter(|it: &f64| it.is_finite())
            .ok_or_else(|| self.fault(at, "must be a number"))
    }

    /// A day of the calendar.
    pub(super) fn day(&self, at: usize) -> Result<Day, Fault> {
        let day = self.filled(at)?.parse().ok();
        day.ok_or_else(|| self.fault(at, "must be a date, as 2025-06-30"))
    }

    /// Two counts of which the first is part of the second.
    pub(super) fn part(&self, [counted, all]: [usize; 2]) -> Result<(u64, u64), Fault> {
        let counts = (self.count(counted)?, self.count(all)?);
        if counts.0 <= counts.1 {
            return Ok(counts);
        }
        let all = self.headings.get(all).map_or("", String::as_str);
        let fault = self.fault(counted, &format!("must not be larger than `{all}`"));
        Err(fault.hint("one flow over another is no proportion"))
    }

    /// What a cell must be.
    pub(super) fn fault(&self, at: usize, must_be: &str) -> Fault {
        let heading = self.headings.get(at).map_or("", String::as_str);
        Fault::new(self.number, heading, must_be)
    }
}

/// Things of groups.
pub(super) type Grouped<T> = Vec<(Rc<str>, T)>;

/// Rows by their group, groups in order, rows in the order of the file.
pub(super) fn by_group<T>(mut rows: Grouped<T>) -> Grouped<Vec<T>> {
    rows.sort_by(|a, b| in_order(&a.0, &b.0));
    let mut groups: Grouped<Vec<T>> = Vec::new();
    for (group, row) in rows {
        match groups.last_mut() {
            Some(last) if last.0 == group => last.1.push(row),
            _ => groups.push((group, vec![row])),
        }
    }
    groups
}

/// Two counts as a share; nothing where there are no cases.
pub(super) fn share((counted, all): (u64, u64)) -> Result<Option<Share>, Failure> {
    match Share::new(counted, all) {
        Ok(share) => Ok(Some(share)),
        Err(StatsError::TooFew) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

/// A count as a float: over 1 it is the nearest there is.
pub(super) fn float(count: u64) -> f64 {
    proportion(count, 1).unwrap_or(0.0)
}

/// The sum of the counts of several rows.
pub(super) fn sum(counts: impl IntoIterator<Item = (u64, u64)>) -> (u64, u64) {
    let add =
        |sum: (u64, u64), it: (u64, u64)| (sum.0.saturating_add(it.0), sum.1.saturating_add(it.1));
    counts.into_iter().fold((0, 0), add)
}
