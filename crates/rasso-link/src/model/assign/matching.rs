//! The assignment of which the most links are expected to be true.

use super::{Cardinality, marginal::Edge};
use std::collections::BTreeSet;

/// How near two sums are that count as the same.
const SAME: f64 = 1e-9;
/// Groups with more candidates are not asked for ties: each question is an assignment of its own.
const MOST_ASKED: usize = 200;

/// The places of the edges chosen, and of those among them without which another choice is as good.
///
/// The sum of `probabilities` over the choice is as large as any choice's that the cardinality allows.
pub(super) fn best_matching(
    edges: &[Edge],
    probabilities: &[f64],
    cardinality: Cardinality,
) -> (BTreeSet<usize>, BTreeSet<usize>) {
    let chosen = match cardinality {
        Cardinality::ManyToMany => (0..edges.len()).collect(),
        Cardinality::OneToMany => best_each(edges, probabilities, |it| it.right),
        Cardinality::ManyToOne => best_each(edges, probabilities, |it| it.left),
        Cardinality::OneToOne => augmented(edges, probabilities),
    };
    let sum =
        |of: &BTreeSet<usize>| -> f64 { of.iter().filter_map(|it| probabilities.get(*it)).sum() };
    let mut ties = BTreeSet::new();
    if edges.len() > 1 && edges.len() <= MOST_ASKED && cardinality != Cardinality::ManyToMany {
        let best = sum(&chosen);
        for at in &chosen {
            let mut without = probabilities.to_vec();
            if let Some(it) = without.get_mut(*at) {
                *it = 0.0;
            }
            let other = match cardinality {
                Cardinality::OneToMany => best_each(edges, &without, |it| it.right),
                Cardinality::ManyToOne => best_each(edges, &without, |it| it.left),
                Cardinality::OneToOne | Cardinality::ManyToMany => augmented(edges, &without),
            };
            let own = probabilities.get(*at).copied().unwrap_or_default();
            let of_other: f64 = other.iter().filter_map(|it| without.get(*it)).sum();
            if own > SAME && best - of_other < SAME {
                ties.insert(*at);
            }
        }
    }
    (chosen, ties)
}

/// The likeliest edge of each record of one side.
fn best_each(edges: &[Edge], probabilities: &[f64], side: fn(&Edge) -> usize) -> BTreeSet<usize> {
    let mut places: Vec<usize> = (0..edges.len()).collect();
    let of = |at: &usize| probabilities.get(*at).copied().unwrap_or_default();
    places.sort_by(|a, b| of(b).total_cmp(&of(a)).then(a.cmp(b)));
    let mut taken = BTreeSet::new();
    let is_first = |at: &usize| edges.get(*at).is_some_and(|it| taken.insert(side(it)));
    places.into_iter().filter(is_first).collect()
}

/// The matching of the largest sum: as long as some path of edges, by turns outside and inside the
/// choice, adds to it, the one that adds the most is turned over (Edmonds and Karp 1972).
fn augmented(edges: &[Edge], probabilities: &[f64]) -> BTreeSet<usize> {
    let count = |side: fn(&Edge) -> usize| edges.iter().map(side).max().map_or(0, |it| it + 1);
    let (lefts, rights) = (count(|it| it.left), count(|it| it.right));
    let mut chosen = vec![false; edges.len()];
    let gain = |at: usize| probabilities.get(at).copied().unwrap_or_default();
    loop {
        let is_taken = |side: fn(&Edge) -> usize, of: usize, chosen: &[bool]| {
            let mut all = edges.iter().zip(chosen);
            all.any(|(edge, is_chosen)| *is_chosen && side(edge) == of)
        };
        // The best sum of a path from a free left record to each record, and its last edge.
        let mut to_left: Vec<Option<f64>> = (0..lefts)
            .map(|it| (!is_taken(|edge| edge.left, it, &chosen)).then_some(0.0))
            .collect();
        let mut to_right: Vec<Option<(f64, usize)>> = vec![None; rights];
        let mut has_changed = true;
        while has_changed {
            has_changed = false;
            for (at, edge) in edges.iter().enumerate() {
                let is_chosen = chosen.get(at).copied().unwrap_or_default();
                let from_left = to_left.get(edge.left).copied().flatten();
                let from_right = to_right.get(edge.right).copied().flatten();
                if is_chosen {
                    let back = from_right.map(|it| it.0 - gain(at));
                    if let (Some(back), Some(to)) = (back, to_left.get_mut(edge.left))
                        && to.is_none_or(|it| back > it + SAME)
                    {
                        *to = Some(back);
                        has_changed = true;
                    }
                } else if let (Some(from), Some(to)) = (from_left, to_right.get_mut(edge.right)) {
                    let sum = from + gain(at);
                    if to.is_none_or(|it| sum > it.0 + SAME) {
                        *to = Some((sum, at));
                        has_changed = true;
                    }
                }
            }
        }
        let free = to_right.iter().enumerate().filter_map(|(right, to)| {
            let (sum, _) = (*to)?;
            (!is_taken(|edge| edge.right, right, &chosen)).then_some((right, sum))
        });
        let best = free.fold(
            None,
            |best: Option<(usize, f64)>, (right, sum)| match best {
                Some((_, other)) if other >= sum => best,
                _ => Some((right, sum)),
            },
        );
        let Some((mut right, _)) = best.filter(|it| it.1 > SAME) else {
            break;
        };
        // Back along the path, to the left record that was free.
        for _ in 0..edges.len() {
            let Some((_, at)) = to_right.get(right).copied().flatten() else {
                break;
            };
            let Some(edge) = edges.get(at) else { break };
            let before = edges
                .iter()
                .zip(&chosen)
                .position(|(it, is_chosen)| *is_chosen && it.left == edge.left);
            if let Some(it) = chosen.get_mut(at) {
                *it = true;
            }
            let Some(before) = before else { break };
            if let Some(it) = chosen.get_mut(before) {
                *it = false;
            }
            right = edges.get(before).map_or(right, |it| it.right);
        }
    }
    let places = chosen.iter().enumerate().filter(|(_, it)| **it);
    places.map(|(at, _)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::number::Draws;

    fn best_by_trying(edges: &[Edge], probabilities: &[f64]) -> f64 {
        let mut best: f64 = 0.0;
        for set in 0_u32..1 << edges.len() {
            let of: Vec<usize> = (0..edges.len()).filter(|it| set >> it & 1 == 1).collect();
            let clash = |a: usize, b: usize| {
                edges[a].left == edges[b].left || edges[a].right == edges[b].right
            };
            if of
                .iter()
                .all(|a| of.iter().all(|b| a >= b || !clash(*a, *b)))
            {
                best = best.max(of.iter().map(|it| probabilities[*it]).sum());
            }
        }
        best
    }

    #[test]
    fn no_choice_is_better_and_none_breaks_the_cardinality() {
        let mut draws = Draws(5);
        for _ in 0..200 {
            let mut edges = Vec::new();
            for (left, right) in (0..16).map(|it| (it / 4, it % 4)) {
                if draws.below(2) == 0 && edges.len() < 12 {
                    edges.push(Edge {
                        left,
                        right,
                        odds: 1.0,
                    });
                }
            }
            let p: Vec<f64> = edges
                .iter()
                .map(|_| f64::from(draws.below(100)) / 100.0)
                .collect();
            let (chosen, _) = best_matching(&edges, &p, Cardinality::OneToOne);
            let sum: f64 = chosen.iter().map(|it| p[*it]).sum();
            assert!((sum - best_by_trying(&edges, &p)).abs() < 1e-9);
            let lefts: BTreeSet<usize> = chosen.iter().map(|it| edges[*it].left).collect();
            let rights: BTreeSet<usize> = chosen.iter().map(|it| edges[*it].right).collect();
            assert_eq!((lefts.len(), rights.len()), (chosen.len(), chosen.len()));
        }
    }

    #[test]
    fn a_choice_that_could_as_well_be_another_is_told() {
        let twins = [(0, 0), (0, 1)].map(|(left, right)| Edge {
            left,
            right,
            odds: 1.0,
        });
        let (chosen, ties) = best_matching(&twins, &[0.45, 0.45], Cardinality::OneToOne);
        assert_eq!((chosen.len(), ties.len()), (1, 1));
        let (_, ties) = best_matching(&twins, &[0.6, 0.3], Cardinality::OneToOne);
        assert!(ties.is_empty());
    }
}
