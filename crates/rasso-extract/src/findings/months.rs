//! Whose each record is, and of which month.

use super::columns::{column, texts};
use crate::SourceFile;
use arrow::{
    array::{Array, ArrayRef, AsArray},
    datatypes::Int32Type,
};
use rasso_schema::{ColumnSchema, ColumnType, Derive, MonthRule, TableSchema};
use rasso_terms::Day;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Every sender of a table: the series of deliveries, and within it whose record it is.
#[derive(Default)]
pub(crate) struct Senders {
    places: BTreeMap<(Arc<str>, Arc<str>), u32>,
    names: Vec<(Arc<str>, Arc<str>)>,
    last: Option<(Arc<str>, Arc<str>, u32)>,
}

impl Senders {
    /// Source and name of a sender.
    pub(crate) fn named(&self, sender: u32) -> (Arc<str>, Arc<str>) {
        let at = usize::try_from(sender).unwrap_or(usize::MAX);
        self.names
            .get(at)
            .cloned()
            .unwrap_or_else(|| ("".into(), "".into()))
    }

    pub(crate) fn place(&mut self, source: &str, name: &str) -> u32 {
        // Records come in the order of their key: the sender is most often the one before.
        if let Some((last_source, last_name, place)) = &self.last
            && &**last_source == source
            && &**last_name == name
        {
            return *place;
        }
        let place = self.looked_up(source, name);
        self.last = Some((source.into(), name.into(), place));
        place
    }

    fn looked_up(&mut self, source: &str, name: &str) -> u32 {
        let key = (Arc::from(source), Arc::from(name));
        if let Some(place) = self.places.get(&key) {
            return *place;
        }
        let place = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(key.clone());
        self.places.insert(key, place);
        place
    }
}

/// Whose records they are, and which month each is of.
#[derive(Default)]
pub(crate) struct Months {
    /// Sender and month of each record; nothing where it has no date up to the day of the run, or
    /// where its file tells no more than the year.
    pub(crate) of: Vec<Option<(u32, i32)>>,
    /// Senders with files that tell no more than the year: that they have no record of a month
    /// says nothing.
    pub(crate) by_year: BTreeSet<u32>,
}

/// Where a record comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Origin<'s> {
    /// The series of deliveries.
    pub(crate) source: &'s str,
    /// Whether its file tells no more of its date than the year.
    pub(crate) is_by_year: bool,
}

impl<'s> Origin<'s> {
    pub(crate) fn of(file: &'s SourceFile, rule: &MonthRule) -> Self {
        let column = file
            .mapping
            .as_ref()
            .and_then(|it| it.columns.get(&rule.month_of));
        let derive = column.and_then(|it| it.derive.as_ref());
        Self {
            source: &file.source,
            is_by_year: matches!(derive, Some(Derive::MiddleOfYear(_))),
        }
    }
}

/// Which month a day is in.
pub(crate) fn month_of(day: Day) -> i32 {
    let (year, month) = day.year_month();
    i32::from(year) * 12 + i32::from(month) - 1
}

impl Months {
    /// Of records in the columns of `table::layout`; `origin_of` says where each record
    /// comes from.
    pub(crate) fn of<'s>(
        arrays: &[ArrayRef],
        table: &TableSchema,
        rule: &MonthRule,
        as_at: Day,
        senders: &mut Senders,
        origin_of: impl Fn(usize) -> Option<Origin<'s>>,
    ) -> Self {
        let dates =
            column(arrays, table, &rule.month_of).and_then(|it| it.as_primitive_opt::<Int32Type>());
        let Some(dates) = dates else {
            return Self::default();
        };
        let names = rule.sender.as_deref().and_then(|name| {
            let is_urn = |it: &ColumnSchema| it.kind == ColumnType::Urn;
            let width = table.column(name).is_some_and(is_urn).then_some(2);
            Some((texts(arrays, table, name)?, width))
        });
        let mut by_year = BTreeSet::new();
        let mut of_record = |row: usize| {
            let day = dates
                .is_valid(row)
                .then(|| Day::from_number(dates.value(row)))?;
            if day > as_at {
                return None;
            }
            let name = names.map_or("", |(names, width)| {
                let name = if names.is_valid(row) {
                    names.value(row)
                } else {
                    ""
                };
                width.map_or(name, |it| name.get(..it).unwrap_or_default())
            });
            let origin = origin_of(row)?;
            let sender = senders.place(origin.source, name);
            if origin.is_by_year {
                by_year.insert(sender);
                return None;
            }
            Some((sender, month_of(day)))
        };
        let of = (0..dates.len()).map(&mut of_record).collect();
        Self { of, by_year }
    }

    /// How many records each sender has of each month.
    pub(crate) fn counts(&self) -> BTreeMap<u32, BTreeMap<i32, u64>> {
        let mut counts: BTreeMap<u32, BTreeMap<i32, u64>> = BTreeMap::new();
        for (sender, month) in self.of.iter().flatten() {
            *counts
                .entry(*sender)
                .or_default()
                .entry(*month)
                .or_default() += 1;
        }
        counts
    }

    /// The same, of senders whose every file tells the month.
    pub(crate) fn whole_counts(&self) -> BTreeMap<u32, BTreeMap<i32, u64>> {
        let mut counts = self.counts();
        counts.retain(|sender, _| !self.by_year.contains(sender));
        counts
    }
}
