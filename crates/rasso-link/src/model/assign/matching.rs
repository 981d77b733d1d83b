//! The assignment of which the most links are expected to be true.

use super::{SAME, marginal::Edge};
use std::collections::{BTreeMap, BTreeSet};

/// Groups with more candidates are not asked for ties: each question is an assignment of its own.
const MOST_ASKED: usize = 200;
/// Of groups with more candidates, the likeliest is chosen, then the likeliest of what is left.
const MOST_AUGMENTED: usize = 3_000;

/// What was chosen of a group of records that compete, one partner each.
pub(super) struct Choice {
    /// The places of the edges chosen.
    pub(super) links: BTreeSet<usize>,
    /// Those without which another choice is as good.
    pub(super) ties: BTreeSet<usize>,
    /// Whether no choice is better, and ties were looked for.
    pub(super) is_best: bool,
}

/// The choice whose sum of probabilities is as large as any that leaves each record one partner.
pub(super) fn best_matching(edges: &[Edge], probabilities: &[f64]) -> Choice {
    let links = if edges.len() <= MOST_AUGMENTED {
        augmented(edges, probabilities)
    } else {
        likeliest_first(edges, probabilities)
    };
    let sum =
        |of: &BTreeSet<usize>, p: &[f64]| -> f64 { of.iter().filter_map(|it| p.get(*it)).sum() };
    let mut ties = BTreeSet::new();
    let is_asked = edges.len() <= MOST_ASKED;
    if edges.len() > 1 && is_asked {
        let best = sum(&links, probabilities);
        for at in &links {
            let mut without = probabilities.to_vec();
            if let Some(it) = without.get_mut(*at) {
                *it = 0.0;
            }
            let other = sum(&augmented(edges, &without), &without);
            let own = probabilities.get(*at).copied().unwrap_or_default();
            if own > SAME && best - other < SAME {
                ties.insert(*at);
            }
        }
    }
    Choice {
        links,
        ties,
        is_best: is_asked,
    }
}

/// The likeliest edge, then the likeliest of the records that are left, and so on.
fn likeliest_first(edges: &[Edge], probabilities: &[f64]) -> BTreeSet<usize> {
    let (mut lefts, mut rights) = (BTreeSet::new(), BTreeSet::new());
    let mut chosen = BTreeSet::new();
    for at in by_probability(probabilities) {
        if let Some(edge) = edges.get(at)
            && !lefts.contains(&edge.left)
            && !rights.contains(&edge.right)
        {
            lefts.insert(edge.left);
            rights.insert(edge.right);
            chosen.insert(at);
        }
    }
    chosen
}

/// Places by falling probability.
fn by_probability(probabilities: &[f64]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..probabilities.len()).collect();
    let of = |at: &usize| probabilities.get(*at).copied().unwrap_or_default();
    places.sort_by(|a, b| of(b).total_cmp(&of(a)).then(a.cmp(b)));
    places
}

/// The likeliest edge of each record of one side, and those with which another is level.
pub(super) fn best_each(
    edges: &[Edge],
    probabilities: &[f64],
    side: fn(&Edge) -> usize,
) -> (BTreeSet<usize>, BTreeSet<usize>) {
    let mut first: BTreeMap<usize, (usize, f64)> = BTreeMap::new();
    let mut ties = BTreeSet::new();
    for at in by_probability(probabilities) {
        let (Some(edge), Some(p)) = (edges.get(at), probabilities.get(at)) else {
            continue;
        };
        match first.get(&side(edge)) {
            None => {
                first.insert(side(edge), (at, *p));
            }
            Some((best, of_best)) if of_best - p < SAME => {
                ties.insert(*best);
            }
            Some(_) => {}
        }
    }
    (first.into_values().map(|it| it.0).collect(), ties)
}

/// The matching of the largest sum: as long as some path of edges, by turns outside and inside the
/// choice, adds to it, the one that adds the most is turned over (Edmonds and Karp 1972).
fn augmented(edges: &[Edge], probabilities: &[f64]) -> BTreeSet<usize> {
    let count = |side: fn(&Edge) -> usize| edges.iter().map(side).max().map_or(0, |it| it + 1);
    let (lefts, rights) = (count(|it| it.left), count(|it| it.right));
    let mut chosen = vec![false; edges.len()];
    let (mut left_taken, mut right_taken) = (vec![false; lefts], vec![false; rights]);
    let gain = |at: usize| probabilities.get(at).copied().unwrap_or_default();
    loop {
        // The best sum of a path from a free left record to each record, and its last edge.
        let mut to_left: Vec<Option<f64>> = left_taken
            .iter()
            .map(|is_taken| (!is_taken).then_some(0.0))
            .collect();
        let mut to_right: Vec<Option<(f64, usize)>> = vec![None; rights];
        // A path visits no record twice: what still changes after so many passes is less than SAME.
        for _ in 0..=lefts + rights {
            let mut has_changed = false;
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
            if !has_changed {
                break;
            }
        }
        let best = best_free(&to_right, &right_taken);
        let Some((mut right, _)) = best.filter(|it| it.1 > SAME) else {
            break;
        };
        if let Some(it) = right_taken.get_mut(right) {
            *it = true;
        }
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
            let Some(before) = before else {
                if let Some(it) = left_taken.get_mut(edge.left) {
                    *it = true;
                }
                break;
            };
            if let Some(it) = chosen.get_mut(before) {
                *it = false;
            }
            right = edges.get(before).map_or(right, |it| it.right);
        }
    }
    let places = chosen.iter().enumerate().filter(|(_, it)| **it);
    places.map(|(at, _)| at).collect()
}

/// The right record that is not taken and that the best path leads to, with the sum of that path.
fn best_free(to_right: &[Option<(f64, usize)>], is_taken: &[bool]) -> Option<(usize, f64)> {
    let mut best: Option<(usize, f64)> = None;
    for (right, (to, is_taken)) in to_right.iter().zip(is_taken).enumerate() {
        if let Some((sum, _)) = to
            && !is_taken
            && best.is_none_or(|it| *sum > it.1)
        {
            best = Some((right, *sum));
        }
    }
    best
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
            let chosen = best_matching(&edges, &p).links;
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
        let choice = best_matching(&twins, &[0.45, 0.45]);
        assert_eq!((choice.links.len(), choice.ties.len()), (1, 1));
        assert!(best_matching(&twins, &[0.6, 0.3]).ties.is_empty());
        let (links, ties) = best_each(&twins, &[0.45, 0.45], |it| it.left);
        assert_eq!((links.len(), ties.len()), (1, 1));
    }
}
