//! Pairs that compete for the same records.

use super::{number::index, score::Candidate};
use std::collections::BTreeMap;

/// Places of candidates that share records, directly or by others; in order.
pub(crate) fn components(pairs: &[Candidate]) -> Vec<Vec<usize>> {
    let mut joined = Joined::of(pairs.iter().map(|it| (it.left, it.right)));
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, it) in pairs.iter().enumerate() {
        if let Some(group) = joined.of_left(it.left) {
            groups.entry(group).or_default().push(at);
        }
    }
    groups.into_values().collect()
}

/// Records that pairs join, directly or by others.
pub(crate) struct Joined {
    parents: Vec<usize>,
    lefts: usize,
}

impl Joined {
    pub(crate) fn of(pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let most = |all: Option<u32>| all.map_or(0, |it| index(it) + 1);
        let lefts = most(pairs.clone().map(|it| it.0).max());
        let rights = most(pairs.clone().map(|it| it.1).max());
        let mut parents: Vec<usize> = (0..lefts + rights).collect();
        for (left, right) in pairs {
            let (a, b) = (index(left), lefts + index(right));
            let (a, b) = (root(&mut parents, a), root(&mut parents, b));
            // The smaller place stands for both, whatever order the pairs come in.
            if let Some(parent) = parents.get_mut(a.max(b)) {
                *parent = a.min(b);
            }
        }
        Self { parents, lefts }
    }

    /// The group that a left record is in, by a number below [`Joined::len`]; none where no pair has it.
    pub(crate) fn of_left(&mut self, left: u32) -> Option<usize> {
        (index(left) < self.lefts).then(|| root(&mut self.parents, index(left)))
    }

    /// The same of a right record.
    pub(crate) fn of_right(&mut self, right: u32) -> Option<usize> {
        let at = self.lefts + index(right);
        (at < self.parents.len()).then(|| root(&mut self.parents, at))
    }

    pub(crate) const fn len(&self) -> usize {
        self.parents.len()
    }
}

fn root(parents: &mut [usize], of: usize) -> usize {
    let parent = |parents: &[usize], at: usize| parents.get(at).copied().unwrap_or(at);
    let mut top = of;
    while parent(parents, top) != top {
        top = parent(parents, top);
    }
    let mut at = of;
    while at != top {
        let next = parent(parents, at);
        if let Some(it) = parents.get_mut(at) {
            *it = top;
        }
        at = next;
    }
    top
}
