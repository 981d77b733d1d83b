//! Choosing among candidates of which most have been chosen among before.

use super::{
    super::{component::Joined, free::Free, score::Candidate},
    Cardinality, Chosen, assign,
};

/// What an earlier job chose, as far as the records are as they were.
#[derive(Debug, Default)]
pub struct Settled {
    /// By left and right record.
    pub(crate) chosen: Vec<Chosen>,
    /// The left records, and the right ones, of pairs that are not there any more.
    pub(crate) bereft: [Vec<u32>; 2],
}

/// Chooses among what is settled and new candidates, both under the same shares of free records. Pairs compete only
/// with those that share records with them, directly or by others: what is settled stays, but for groups with a
/// candidate that is new, or without one that was there. The second is the number of groups that were chosen in now
/// and too large to be worked out exactly.
pub(crate) fn assign_onto(
    settled: Settled,
    new: &[Candidate],
    cardinality: Cardinality,
    free: &Free<'_>,
) -> (Vec<Chosen>, usize) {
    let Settled { chosen, bereft } = settled;
    let mut all = chosen;
    all.extend(new.iter().map(|it| Chosen::unlinked(*it, 0.0)));
    all.sort_by_key(|it| (it.pair.left, it.pair.right));
    let is_open = opened(&all, new, &bereft);
    let mut places = Vec::new();
    let mut pairs = Vec::new();
    for ((at, it), _) in all.iter().enumerate().zip(is_open).filter(|it| it.1) {
        places.push(at);
        pairs.push(it.pair);
    }
    let (again, approximate) = assign(&pairs, cardinality, free);
    for (at, found) in places.into_iter().zip(again) {
        if let Some(to) = all.get_mut(at) {
            *to = found;
        }
    }
    (all, approximate)
}

/// Whether each pair is in a group that is to be chosen in again.
fn opened(all: &[Chosen], new: &[Candidate], [lefts, rights]: &[Vec<u32>; 2]) -> Vec<bool> {
    let mut joined = Joined::of(all.iter().map(|it| (it.pair.left, it.pair.right)));
    let mut is_open = vec![false; joined.len()];
    let of_new = new.iter().map(|it| it.left);
    let mut open = |group: Option<usize>| {
        if let Some(it) = group.and_then(|it| is_open.get_mut(it)) {
            *it = true;
        }
    };
    for left in lefts.iter().copied().chain(of_new) {
        open(joined.of_left(left));
    }
    for right in rights {
        open(joined.of_right(*right));
    }
    let of = |it: &Chosen| {
        let group = joined.of_left(it.pair.left);
        group.and_then(|it| is_open.get(it)) == Some(&true)
    };
    all.iter().map(of).collect()
}
