//! Pairs that compete for the same records.

use super::{number::index, score::Candidate};
use std::collections::BTreeMap;

/// Places of candidates that share records, directly or by others; in order.
pub(crate) fn components(pairs: &[Candidate]) -> Vec<Vec<usize>> {
    let lefts = pairs
        .iter()
        .map(|it| it.left)
        .max()
        .map_or(0, |it| index(it) + 1);
    let rights = pairs
        .iter()
        .map(|it| it.right)
        .max()
        .map_or(0, |it| index(it) + 1);
    let mut parents: Vec<usize> = (0..lefts + rights).collect();
    for it in pairs {
        let (a, b) = (index(it.left), lefts + index(it.right));
        let (a, b) = (root(&mut parents, a), root(&mut parents, b));
        // The smaller place stands for both, whatever order the pairs come in.
        if let Some(parent) = parents.get_mut(a.max(b)) {
            *parent = a.min(b);
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, it) in pairs.iter().enumerate() {
        let root = root(&mut parents, index(it.left));
        groups.entry(root).or_default().push(at);
    }
    groups.into_values().collect()
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
