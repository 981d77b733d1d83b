//! An event: something that happened to a case on a day, and where it is written.

use crate::{Day, EventType};

/// The units an event touches, each by its record's ordinal in its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Objects {
    /// The recorded crime.
    pub crime: Option<i64>,
    /// The police suspect.
    pub suspect: Option<i64>,
    /// The CPS suspect.
    pub cps_suspect: Option<i64>,
    /// The defendant.
    pub defendant: Option<i64>,
    /// The count.
    pub count: Option<i64>,
}

/// Something that happened on a day, as one record of one agency tells it.
#[expect(
    clippy::struct_field_names,
    reason = "`type` alone is a word of the language"
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub event_type: EventType,
    /// When it happened.
    pub day: Day,
    /// The extract date of the first delivery that held the record.
    pub known: Day,
    /// The canonical table of the record.
    pub table: &'static str,
    /// The record's ordinal in that table.
    pub record: i64,
    /// What it happened to.
    pub objects: Objects,
}

/// Where one record's events are written, and what they happened to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// The extract date of the first delivery that held the record.
    pub known: Day,
    /// The canonical table of the record.
    pub table: &'static str,
    /// The record's ordinal in that table.
    pub record: i64,
    /// What the events happened to.
    pub objects: Objects,
}

impl Told {
    /// The events of those that have a date.
    pub fn events(
        self,
        dated: impl IntoIterator<Item = (EventType, Option<Day>)>,
    ) -> impl Iterator<Item = Event> {
        dated.into_iter().filter_map(move |(event_type, day)| {
            Some(Event {
                event_type,
                day: day?,
                known: self.known,
                table: self.table,
                record: self.record,
                objects: self.objects,
            })
        })
    }
}

/// The date up to which a run knows: what is dated later is left out, and counted.
#[derive(Debug, Clone, Copy)]
pub struct AsAt {
    day: Day,
    later: u64,
}

impl AsAt {
    /// Knows everything up to this day, the day included.
    pub const fn new(day: Day) -> Self {
        Self { day, later: 0 }
    }

    /// The day.
    pub const fn day(&self) -> Day {
        self.day
    }

    /// The date when it is known by then; a later one is counted and left out.
    pub fn known(&mut self, date: Option<Day>) -> Option<Day> {
        let known = date.filter(|it| *it <= self.day);
        self.later += u64::from(known.is_none() && date.is_some());
        known
    }

    /// How many dates were left out.
    pub const fn later(&self) -> u64 {
        self.later
    }
}
