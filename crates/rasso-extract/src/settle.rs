//! Brings checked rows into the order of their key and settles rows that share one.

use crate::{ExtractError, error::arrow_bug, key};
use arrow::{
    array::{Array, ArrayRef, UInt32Array},
    compute::take,
};
use rasso_schema::TableSchema;
use rayon::prelude::*;
use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
    iter,
};

/// Why a row is dropped that says word for word what another says.
const SAME_CONTENT: &str = "same_content";

/// Why a row is dropped that is part of the record of another.
const COLLAPSED: &str = "collapsed";

/// Why a row is dropped in whose place another file has sent one anew.
pub(crate) const CORRECTED: &str = "corrected";

/// Checked rows of several files, in the order of the files' names and then of their rows.
pub(crate) struct Gathered {
    pub(crate) arrays: Vec<ArrayRef>,
    /// For each row the place of its file, and its number there.
    pub(crate) origins: Vec<(usize, u64)>,
    /// For each file whether rows that share a key are one record.
    pub(crate) collapses: Vec<bool>,
    /// For each file the files that it corrects, one after another: its rows take the place of
    /// theirs, and of no other file's.
    pub(crate) corrects: Vec<Vec<usize>>,
}

/// The records, in canonical order, and what became of the other rows. Numbers are places among
/// the gathered rows.
#[derive(Default)]
pub(crate) struct Settled {
    pub(crate) arrays: Vec<ArrayRef>,
    /// The row each record came from; of a collapsed one, the first in the order of fullness and content.
    pub(crate) from: Vec<u32>,
    /// Rows that say what another says: the row, the one kept, and why.
    pub(crate) dropped: Vec<(u32, u32, &'static str)>,
    /// Rows with the key of another and other content.
    pub(crate) repeated: Vec<u32>,
    /// Records made of several rows: the record and its rows in that order.
    merged: Vec<(usize, Vec<u32>)>,
}

pub(crate) fn settle(gathered: &Gathered, table: &TableSchema) -> Result<Settled, ExtractError> {
    let (key, rest) = key::key_and_rest(table);
    let keys = key::comparable(&gathered.arrays, &key)?;
    let rows = u32::try_from(gathered.origins.len());
    let rows = rows.or(Err(ExtractError::bug(
        "a table has more than four billion rows",
    )))?;
    let mut order: Vec<u32> = (0..rows).collect();
    let of = |place: u32| keys.row(index(place));
    order.par_sort_unstable_by(|a, b| of(*a).cmp(&of(*b)).then(a.cmp(b)));
    let groups: Vec<&[u32]> = order.chunk_by(|a, b| of(*a) == of(*b)).collect();
    let mut settled = Settled::default();
    let shared: Vec<u32> = groups
        .iter()
        .filter(|it| it.len() > 1)
        .flat_map(|it| it.iter().copied())
        .collect();
    let content = Content::of(&gathered.arrays, &rest, &shared)?;
    let mut at = 0;
    for group in groups {
        match group {
            [only] => settled.from.push(*only),
            several => {
                settled.share(several, at, &content, gathered);
                at += several.len();
            }
        }
    }
    settled.arrays = settled.take_from(&gathered.arrays, table)?;
    Ok(settled)
}

/// What the rows that share a key say in their other columns, and how many of these are filled.
#[derive(Default)]
struct Content {
    rows: Option<arrow::row::Rows>,
    filled: Vec<usize>,
}

impl Content {
    fn of(arrays: &[ArrayRef], rest: &[usize], shared: &[u32]) -> Result<Self, ExtractError> {
        if rest.is_empty() || shared.is_empty() {
            return Ok(Self::default());
        }
        let chosen: Vec<ArrayRef> = rest
            .iter()
            .filter_map(|at| arrays.get(*at).cloned())
            .collect();
        let chosen = key::picked(&chosen, shared)?;
        let all: Vec<usize> = (0..chosen.len()).collect();
        let filled = |row| chosen.iter().filter(|it| it.is_valid(row)).count();
        Ok(Self {
            filled: (0..shared.len()).map(filled).collect(),
            rows: Some(key::comparable(&chosen, &all)?),
        })
    }

    /// The order of two rows, by their places among the shared ones: the fuller first, so that of
    /// rows that contradict each other the one that says most is kept, then by what they say.
    fn compare(&self, a: usize, b: usize) -> Ordering {
        let Some(rows) = &self.rows else {
            return Ordering::Equal;
        };
        self.filled[b]
            .cmp(&self.filled[a])
            .then_with(|| rows.row(a).cmp(&rows.row(b)))
    }
}

impl Settled {
    /// The places of the records that other rows say word for word, once for each such row.
    pub(crate) fn repeats(&self) -> Vec<usize> {
        let mut copies: BTreeMap<u32, usize> = BTreeMap::new();
        for (_, kept, reason) in &self.dropped {
            if *reason == SAME_CONTENT {
                *copies.entry(*kept).or_default() += 1;
            }
        }
        if copies.is_empty() {
            return Vec::new();
        }
        let places = self.from.iter().enumerate();
        let of_record = |(place, row): (usize, &u32)| {
            iter::repeat_n(place, copies.get(row).copied().unwrap_or_default())
        };
        places.flat_map(of_record).collect()
    }

    /// Settles rows of one key; `at` is the place of the first among the shared rows.
    fn share(&mut self, rows: &[u32], at: usize, content: &Content, gathered: &Gathered) {
        let file = |row: u32| gathered.origins.get(index(row)).map(|it| it.0);
        let replaced: BTreeSet<usize> = rows
            .iter()
            .filter_map(|it| gathered.corrects.get(file(*it)?))
            .flatten()
            .copied()
            .collect();
        let is_replaced = |row: u32| file(row).is_some_and(|it| replaced.contains(&it));
        let mut sorted: Vec<(usize, u32)> = (at..).zip(rows.iter().copied()).collect();
        let corrected: Vec<u32> = sorted
            .extract_if(.., |it| is_replaced(it.1))
            .map(|it| it.1)
            .collect();
        sorted.sort_by(|a, b| content.compare(a.0, b.0).then(a.1.cmp(&b.1)));
        let collapses = |row: u32| {
            file(row)
                .and_then(|it| gathered.collapses.get(it))
                .copied()
                .unwrap_or_default()
        };
        let is_one_record = sorted.iter().all(|it| collapses(it.1));
        let mut first = None;
        let mut said = Vec::new();
        for same in sorted.chunk_by(|a, b| content.compare(a.0, b.0).is_eq()) {
            let Some(((_, kept), copies)) = same.split_first() else {
                continue;
            };
            let copies = copies.iter().map(|it| it.1);
            let Some(first) = first else {
                first = Some(*kept);
                said.push(*kept);
                // One record on several rows says the same in each; it was not sent twice.
                let reason = if is_one_record {
                    COLLAPSED
                } else {
                    SAME_CONTENT
                };
                self.dropped.extend(copies.map(|it| (it, *kept, reason)));
                continue;
            };
            if is_one_record {
                said.push(*kept);
                self.dropped.push((*kept, first, COLLAPSED));
                self.dropped.extend(copies.map(|it| (it, first, COLLAPSED)));
            } else {
                self.repeated.push(*kept);
                self.repeated.extend(copies);
            }
        }
        if let Some(kept) = first {
            let corrected = corrected.into_iter();
            self.dropped
                .extend(corrected.map(|it| (it, kept, CORRECTED)));
        }
        if said.len() > 1 {
            self.merged.push((self.from.len(), said));
        }
        self.from.extend(first);
    }

    /// The cells of the records. A record made of several rows has of each column the first value
    /// that is there; the state of an identifier goes with its value.
    fn take_from(
        &self,
        arrays: &[ArrayRef],
        table: &TableSchema,
    ) -> Result<Vec<ArrayRef>, ExtractError> {
        if self.merged.is_empty() {
            return key::picked(arrays, &self.from);
        }
        let layout = key::layout(table);
        let mut taken = Vec::with_capacity(arrays.len());
        for (at, array) in arrays.iter().enumerate() {
            let is_state = layout
                .get(at)
                .is_some_and(|(_, holds)| *holds == key::Holds::State);
            let value = at
                .checked_sub(1)
                .and_then(|it| arrays.get(it))
                .filter(|_| is_state);
            let mut places = self.from.clone();
            for (record, rows) in &self.merged {
                let filled =
                    |array: &ArrayRef| rows.iter().find(|it| array.is_valid(index(**it))).copied();
                let source = value.and_then(filled).or_else(|| filled(array));
                if let (Some(place), Some(source)) = (places.get_mut(*record), source) {
                    *place = source;
                }
            }
            taken.push(take(array, &UInt32Array::from(places), None).map_err(arrow_bug("merged"))?);
        }
        Ok(taken)
    }
}

/// A place as an index. Places are below the number of rows, which memory holds.
pub(crate) fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
