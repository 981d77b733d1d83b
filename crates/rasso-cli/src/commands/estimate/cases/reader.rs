//! What a row says of a case.

use super::super::fault::Fault;
use super::super::row::{Columns, Row};
use super::{Ends, Labels, Statuses};
use crate::{args::Cases, failure::Failure};
use rasso_extract::ExtractError;
use rasso_stats::survival::{Entry, Spell};

/// A time since the origin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Time {
    Day(u32),
    Number(f64),
}

/// One case: its group and how it ended by number, 0 while open.
pub(super) struct Case {
    pub(super) group: usize,
    pub(super) status: u8,
    /// When it came under observation, if that was not at its origin.
    pub(super) entry: Option<Time>,
    pub(super) exit: Time,
}

/// Reads cases, and numbers groups and causes as they first come.
pub(super) struct Reader<'a> {
    asked: &'a Cases,
    pub(super) groups: Labels,
    pub(super) ends: Ends,
}

/// The places of the columns: time and status are always there.
const TIME: usize = 0;
const STATUS: usize = 1;

impl Time {
    /// A number from 0 up; nothing where it is none.
    fn parse(text: &str) -> Option<Self> {
        let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
        let is_whole = rest.bytes().all(|it| it == b'0');
        // Six digits are more days than anybody lives.
        if is_whole && whole.len() <= 6 && whole.bytes().all(|it| it.is_ascii_digit()) {
            return whole.parse().ok().map(Self::Day);
        }
        let number = text.parse().ok()?;
        let is_time = |it: &f64| it.is_finite() && *it >= 0.0;
        Some(number).filter(is_time).map(Self::Number)
    }

    fn number(self) -> f64 {
        match self {
            Self::Day(day) => f64::from(day),
            Self::Number(number) => number,
        }
    }
}

impl Case {
    pub(super) fn spell(&self) -> Spell<f64> {
        let entry = self.entry.map(|it| Entry::After(it.number()));
        Spell {
            entry: entry.unwrap_or(Entry::Origin),
            exit: self.exit.number(),
            status: self.status,
        }
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(asked: &'a Cases, statuses: Statuses) -> Self {
        Self {
            asked,
            groups: Labels::default(),
            ends: Ends::new(statuses),
        }
    }

    /// Gives every case to `take`, until it refuses one.
    pub(super) fn each<E: From<ExtractError> + From<Failure>>(
        &mut self,
        take: impl FnMut(Case) -> Result<(), E>,
    ) -> Result<(), E> {
        let asked = self.asked;
        let mut columns = Columns::default();
        columns.add(&asked.time);
        columns.add(&asked.status);
        let entry = columns.add_if(asked.entry.as_ref());
        let group = columns.add_if(asked.group.as_ref());
        columns.each(&asked.files, |row| self.case(row, entry, group), take)
    }

    fn case(
        &mut self,
        row: &Row<'_>,
        entry: Option<usize>,
        group: Option<usize>,
    ) -> Result<Case, Fault> {
        let exit = Time::parse(row.filled(TIME)?)
            .ok_or_else(|| row.fault(TIME, "must be a number from 0 up"))?;
        let entry = match entry {
            Some(at) if !row.text(at).is_empty() => Some(self.entry(row, at, exit)?),
            Some(_) | None => None,
        };
        Ok(Case {
            group: self.groups.number(group.map_or("", |it| row.text(it))),
            status: self.ends.status(row, STATUS)?,
            entry,
            exit,
        })
    }

    fn entry(&self, row: &Row<'_>, at: usize, exit: Time) -> Result<Time, Fault> {
        let entry = Time::parse(row.text(at))
            .ok_or_else(|| row.fault(at, "must be empty or a number from 0 up"))?;
        if entry.number() < exit.number() {
            return Ok(entry);
        }
        let must_be = format!("must be before `{}`", self.asked.time);
        Err(row.fault(at, &must_be).hint(
            "a case is observed from after its entry; leave the cell empty where that was its origin",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_a_whole_day_where_it_can_be() {
        for (text, expected) in [
            ("0", Some(Time::Day(0))),
            ("017", Some(Time::Day(17))),
            ("17.00", Some(Time::Day(17))),
            ("17.5", Some(Time::Number(17.5))),
            ("1e3", Some(Time::Number(1000.0))),
            ("1000000", Some(Time::Number(1e6))),
            ("", None),
            (".", None),
            ("-1", None),
            ("NaN", None),
            ("inf", None),
            ("2025-01-01", None),
        ] {
            assert_eq!(Time::parse(text), expected, "{text}");
        }
    }
}
