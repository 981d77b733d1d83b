//! What became of the records since an earlier job: which are new, changed, gone.

use super::{
    definition::Model,
    job::Job,
    key::{Key, Stand},
    number::{index, place},
    score::Candidate,
    texts::Texts,
};
use rayon::prelude::*;
use std::{cmp::Ordering, collections::BTreeMap};

/// The records of a file as they are kept: their ids, in order, and what stands for the cells that the
/// model reads of each.
#[derive(Debug, Clone, Default)]
pub struct Records {
    pub(crate) ids: Texts,
    pub(crate) cells: Vec<Stand>,
}

impl Records {
    fn of(file: &BTreeMap<String, Texts>, headings: &[String], id: &str, key: &Key) -> Self {
        let ids = file.get(id).cloned().unwrap_or_default();
        let others = headings.iter().filter(|it| *it != id);
        let columns: Vec<&Texts> = others.filter_map(|it| file.get(it)).collect();
        let rows = (0..ids.len()).into_par_iter();
        let cells = rows.map(|row| key.stands_for(columns.iter().map(|it| it.get(row))));
        Self {
            cells: cells.collect(),
            ids,
        }
    }
}

impl Job {
    /// The records of the left file and of the right, for a job that is sorted; of one file no right ones.
    pub fn records(&self, model: &Model, key: &Key) -> [Records; 2] {
        let [left, right] = model.headings();
        let [left_id, right_id] = &model.ids;
        let of_right = self.right.as_ref();
        [
            Records::of(&self.left, &left, left_id, key),
            of_right.map_or_else(Records::default, |it| {
                Records::of(it, &right, right_id, key)
            }),
        ]
    }
}

/// What became of a record that was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Now {
    /// It is not there any more.
    Gone,
    /// It is here, and a cell says something else.
    Changed(u32),
    /// It is here as it was.
    Same(u32),
}

impl Now {
    /// Its place now.
    pub(crate) const fn place(self) -> Option<u32> {
        match self {
            Self::Gone => None,
            Self::Changed(at) | Self::Same(at) => Some(at),
        }
    }
}

/// What became of the records of both files, or of one.
#[derive(Debug, Clone)]
pub struct Since {
    sides: [Side; 2],
}

#[derive(Debug, Clone, Default)]
struct Side {
    /// What became of each record that was there before.
    now: Vec<Now>,
    /// Which of those that are there now are new or changed.
    is_new: Vec<bool>,
    /// How many are new.
    added: usize,
}

/// How many records became what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Became {
    /// So many were not there before.
    pub new: usize,
    /// So many have a cell that says something else.
    pub changed: usize,
    /// So many are not there any more.
    pub gone: usize,
    /// So many are as they were.
    pub same: usize,
}

impl Since {
    /// Holds the records of now against those of then.
    pub(crate) fn of(then: &[Records; 2], now: &[Records; 2], is_one_file: bool) -> Self {
        let [left, right] = [0, 1].map(|at| {
            let sides = then.get(at).zip(now.get(at));
            sides.map_or_else(Side::default, |(then, now)| Side::of(then, now))
        });
        // The records of one file stand on both sides.
        let right = if is_one_file { left.clone() } else { right };
        Self {
            sides: [left, right],
        }
    }

    /// What became of the records of the left file and of the right; of one file it is the same twice.
    pub fn became(&self) -> [Became; 2] {
        let [left, right] = &self.sides;
        [left.became(), right.became()]
    }

    /// Which records of each file are new or changed.
    pub(crate) fn which_new(&self) -> [Vec<bool>; 2] {
        let [left, right] = &self.sides;
        [left.is_new.clone(), right.is_new.clone()]
    }

    /// What became of the two records of a pair.
    pub(crate) fn of_pair(&self, pair: &Candidate) -> [Now; 2] {
        let [left, right] = &self.sides;
        [left.now(pair.left), right.now(pair.right)]
    }

    /// Of pairs those whose records are as they were, by the places that these have now.
    pub(crate) fn taken_over<'p>(
        &self,
        pairs: impl Iterator<Item = &'p Candidate>,
    ) -> Vec<Candidate> {
        let of = |it: &Candidate| match self.of_pair(it) {
            [Now::Same(left), Now::Same(right)] => Some(Candidate { left, right, ..*it }),
            _ => None,
        };
        pairs.filter_map(of).collect()
    }
}

impl Side {
    /// Both are in the order of their ids.
    fn of(then: &Records, now: &Records) -> Self {
        let mut side = Self {
            now: Vec::with_capacity(then.cells.len()),
            is_new: vec![true; now.cells.len()],
            added: 0,
        };
        let mut at = 0;
        for (id, cells) in then.ids.iter().zip(&then.cells) {
            while at < now.cells.len() && now.ids.get(at) < id {
                at += 1;
            }
            let is_there = at < now.cells.len() && now.ids.get(at).cmp(id) == Ordering::Equal;
            let is_same = is_there && now.cells.get(at) == Some(cells);
            if let Some(is_new) = side.is_new.get_mut(at).filter(|_| is_same) {
                *is_new = false;
            }
            side.now.push(match (is_there, is_same) {
                (false, _) => Now::Gone,
                (true, false) => Now::Changed(place(at)),
                (true, true) => Now::Same(place(at)),
            });
        }
        let there = side.now.iter().filter(|it| it.place().is_some());
        side.added = now.cells.len() - there.count();
        side
    }

    fn now(&self, then: u32) -> Now {
        self.now.get(index(then)).copied().unwrap_or(Now::Gone)
    }

    fn became(&self) -> Became {
        let count = |of: fn(&Now) -> bool| self.now.iter().filter(|it| of(it)).count();
        Became {
            new: self.added,
            changed: count(|it| matches!(it, Now::Changed(_))),
            gone: count(|it| matches!(it, Now::Gone)),
            same: count(|it| matches!(it, Now::Same(_))),
        }
    }
}
