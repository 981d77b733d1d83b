//! What became of the records since an earlier job: which are new, changed, gone.

use super::{
    definition::Model,
    job::Job,
    number::{index, place},
    texts::Texts,
};
use rayon::prelude::*;
use std::{cmp::Ordering, collections::BTreeMap};

/// What stands for the cells of a record: half of a digest, of which no two are alike by chance.
pub(crate) type Digest = [u8; 16];

/// The records of a file as they are kept: their ids, in order, and the digest of the cells that the model
/// reads of each.
#[derive(Debug, Clone, Default)]
pub struct Records {
    pub(crate) ids: Texts,
    pub(crate) cells: Vec<Digest>,
}

impl Records {
    fn of(file: &BTreeMap<String, Texts>, headings: &[String], id: &str) -> Self {
        let ids = file.get(id).cloned().unwrap_or_default();
        let others = headings.iter().filter(|it| *it != id);
        let columns: Vec<&Texts> = others.filter_map(|it| file.get(it)).collect();
        let rows = (0..ids.len()).into_par_iter();
        let cells = rows.map(|row| digest(columns.iter().map(|it| it.get(row))));
        Self {
            cells: cells.collect(),
            ids,
        }
    }

    /// The records of now: those of then that stay, and those given.
    pub(super) fn merged(&self, given: &Self, origins: &[Origin]) -> Self {
        let mut merged = Self::default();
        for origin in origins {
            let (from, at) = match *origin {
                Origin::Then(at) => (self, index(at)),
                Origin::Given(at) => (given, index(at)),
            };
            merged.ids.push(from.ids.get(at));
            merged
                .cells
                .push(from.cells.get(at).copied().unwrap_or_default());
        }
        merged
    }
}

/// The digest of some texts in this order. Each goes in with its length.
fn digest<'t>(texts: impl Iterator<Item = &'t str>) -> Digest {
    let mut hasher = blake3::Hasher::new();
    for text in texts {
        let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
        hasher.update(&length.to_le_bytes());
        hasher.update(text.as_bytes());
    }
    let mut half = Digest::default();
    let whole = hasher.finalize();
    for (to, from) in half.iter_mut().zip(whole.as_bytes()) {
        *to = *from;
    }
    half
}

impl Job {
    /// The records of the left file and of the right, for a job that is sorted; of one file no right ones.
    pub fn records(&self, model: &Model) -> [Records; 2] {
        let [left, right] = model.headings();
        let [left_id, right_id] = &model.ids;
        let of_right = self.right.as_ref();
        [
            Records::of(&self.left, &left, left_id),
            of_right.map_or_else(Records::default, |it| Records::of(it, &right, right_id)),
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

/// Where a record of now is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// It is as it was, at this place then.
    Then(u32),
    /// It is new or changed, at this place among those given.
    Given(u32),
}

/// What became of the records of both files, or of one.
#[derive(Debug, Clone)]
pub struct Since {
    pub(super) sides: [Side; 2],
}

#[derive(Debug, Clone, Default)]
pub(super) struct Side {
    /// What became of each record that was there before.
    now: Vec<Now>,
    /// Where each of those that are there now is from; in the order of their ids.
    pub(super) origins: Vec<Origin>,
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
    /// Holds the records of now against those of then. One of then that is not given is gone where `is_gone` says so
    /// of its side and place.
    pub(super) fn of(
        then: &[Records; 2],
        given: &[Records; 2],
        is_gone: impl Fn(usize, usize) -> bool,
        is_one_file: bool,
    ) -> Self {
        let [left, right] = [0, 1].map(|at| {
            let sides = then.get(at).zip(given.get(at));
            sides.map_or_else(Side::default, |(then, given)| {
                Side::of(then, given, |it| is_gone(at, it))
            })
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
        [left, right].map(|it| {
            let is_new = |it: &Origin| matches!(it, Origin::Given(_));
            it.origins.iter().map(is_new).collect()
        })
    }

    /// The places of the given records that are new or changed, on each side.
    pub(super) fn wanted(&self) -> [Vec<u32>; 2] {
        let [left, right] = &self.sides;
        [left, right].map(|it| {
            let given = |it: &Origin| match *it {
                Origin::Given(at) => Some(at),
                Origin::Then(_) => None,
            };
            it.origins.iter().filter_map(given).collect()
        })
    }

    /// The same, where of the given records only those that are wanted are there any more.
    pub(super) fn renumbered(mut self) -> Self {
        for side in &mut self.sides {
            let mut next = 0;
            for origin in &mut side.origins {
                if let Origin::Given(at) = origin {
                    *at = next;
                    next += 1;
                }
            }
        }
        self
    }

    /// What became of the two records of a pair of then.
    pub(crate) fn of_pair(&self, left: u32, right: u32) -> [Now; 2] {
        let [of_left, of_right] = &self.sides;
        [of_left.now(left), of_right.now(right)]
    }
}

impl Side {
    /// Both are in the order of their ids.
    fn of(then: &Records, given: &Records, is_gone: impl Fn(usize) -> bool) -> Self {
        let mut side = Self {
            now: Vec::with_capacity(then.cells.len()),
            ..Self::default()
        };
        let mut at = 0;
        for (was, (id, cells)) in then.ids.iter().zip(&then.cells).enumerate() {
            while at < given.cells.len() && given.ids.get(at) < id {
                side.add(at);
                at += 1;
            }
            let is_given = at < given.cells.len() && given.ids.get(at).cmp(id) == Ordering::Equal;
            let is_same = is_given && given.cells.get(at) == Some(cells);
            let here = place(side.origins.len());
            side.now.push(if is_same || !is_given && !is_gone(was) {
                side.origins.push(Origin::Then(place(was)));
                Now::Same(here)
            } else if is_given {
                side.origins.push(Origin::Given(place(at)));
                Now::Changed(here)
            } else {
                Now::Gone
            });
            at += usize::from(is_given);
        }
        (at..given.cells.len()).for_each(|it| side.add(it));
        side
    }

    /// One that was not there.
    fn add(&mut self, at: usize) {
        self.origins.push(Origin::Given(place(at)));
        self.added += 1;
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
