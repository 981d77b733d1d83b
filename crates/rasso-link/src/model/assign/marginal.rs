//! The probability of every link, over all assignments that the cardinality allows.

use super::Cardinality;

/// A pair that may be a link, within a group of records that compete.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub(super) left: usize,
    pub(super) right: usize,
    pub(super) odds: f64,
}

/// The probabilities of edges.
pub(super) struct Marginals {
    pub(super) of: Vec<f64>,
    /// Whether they are sums over all assignments, and no approximation.
    pub(super) is_exact: bool,
}

/// How much work the exact sum may be: records of one side times sets of the other.
const MOST: usize = 1 << 18;

pub(super) fn marginals(edges: &[Edge], cardinality: Cardinality) -> Marginals {
    let exact = |of: Vec<f64>| Marginals { of, is_exact: true };
    match cardinality {
        Cardinality::ManyToMany => {
            exact(edges.iter().map(|it| it.odds / (1.0 + it.odds)).collect())
        }
        Cardinality::OneToMany => exact(one_each(edges, |it| it.right)),
        Cardinality::ManyToOne => exact(one_each(edges, |it| it.left)),
        Cardinality::OneToOne => one_to_one(edges),
    }
}

/// One partner at most for each record of one side: its links exclude each other, and nothing else does.
fn one_each(edges: &[Edge], side: impl Fn(&Edge) -> usize) -> Vec<f64> {
    let count = edges.iter().map(&side).max().map_or(0, |it| it + 1);
    let mut sums = vec![1.0; count];
    for it in edges {
        if let Some(sum) = sums.get_mut(side(it)) {
            *sum += it.odds;
        }
    }
    let of = |it: &Edge| it.odds / sums.get(side(it)).copied().unwrap_or(1.0);
    edges.iter().map(of).collect()
}

fn one_to_one(edges: &[Edge]) -> Marginals {
    let count = |side: fn(&Edge) -> usize| edges.iter().map(side).max().map_or(0, |it| it + 1);
    let (lefts, rights) = (count(|it| it.left), count(|it| it.right));
    // Sets are of the smaller side.
    let is_turned = lefts < rights;
    let (many, few) = if is_turned {
        (rights, lefts)
    } else {
        (lefts, rights)
    };
    let turned: Vec<Edge> = edges
        .iter()
        .map(|it| {
            if is_turned {
                Edge {
                    left: it.right,
                    right: it.left,
                    ..*it
                }
            } else {
                *it
            }
        })
        .collect();
    let work = u32::try_from(few)
        .ok()
        .and_then(|it| 1_usize.checked_shl(it));
    match work
        .and_then(|sets| sets.checked_mul(many + 1))
        .filter(|it| *it <= MOST)
    {
        Some(_) => Marginals {
            of: summed(&turned, many, few),
            is_exact: true,
        },
        None => Marginals {
            of: messages(edges),
            is_exact: false,
        },
    }
}

/// Sums over all assignments: record after record of one side, over the sets of taken records of the
/// other, forwards and backwards.
fn summed(edges: &[Edge], many: usize, few: usize) -> Vec<f64> {
    let sets = 1_usize << few;
    let mut of_left: Vec<Vec<usize>> = vec![Vec::new(); many];
    for (at, it) in edges.iter().enumerate() {
        if let Some(own) = of_left.get_mut(it.left) {
            own.push(at);
        }
    }
    // Odds in proportion to the largest of each record, so that nothing overflows; `alone` is that of
    // no link at all.
    let largest = |own: &Vec<usize>| {
        let odds = own.iter().filter_map(|it| edges.get(*it)).map(|it| it.odds);
        odds.fold(1.0, f64::max)
    };
    let scales: Vec<f64> = of_left.iter().map(largest).collect();
    let step = |from: &[f64], at: usize, is_back: bool| -> Vec<f64> {
        let scale = scales.get(at).copied().unwrap_or(1.0);
        let mut to: Vec<f64> = from.iter().map(|it| it / scale).collect();
        for edge in of_left
            .get(at)
            .into_iter()
            .flatten()
            .filter_map(|it| edges.get(*it))
        {
            let bit = 1 << edge.right;
            for set in (0..sets).filter(|it| it & bit == 0) {
                // Forwards the record joins the set; backwards what follows has it taken.
                let (source, target) = if is_back {
                    (set | bit, set)
                } else {
                    (set, set | bit)
                };
                let more = from.get(source).copied().unwrap_or_default() * (edge.odds / scale);
                if let Some(to) = to.get_mut(target) {
                    *to += more;
                }
            }
        }
        to
    };
    let mut before = vec![vec![0.0; sets]];
    if let Some(first) = before.first_mut().and_then(|it| it.first_mut()) {
        *first = 1.0;
    }
    for at in 0..many {
        let next = before
            .last()
            .map(|it| step(it, at, false))
            .unwrap_or_default();
        before.push(next);
    }
    let mut after = vec![1.0; sets];
    let mut of = vec![0.0; edges.len()];
    let all: f64 = before.last().map_or(0.0, |it| it.iter().sum());
    for at in (0..many).rev() {
        let scale = scales.get(at).copied().unwrap_or(1.0);
        for place in of_left.get(at).into_iter().flatten() {
            let (Some(edge), Some(from)) = (edges.get(*place), before.get(at)) else {
                continue;
            };
            let bit = 1 << edge.right;
            let with = |set: usize| {
                let from = from.get(set).copied().unwrap_or_default();
                from * after.get(set | bit).copied().unwrap_or_default()
            };
            let sum: f64 = (0..sets).filter(|it| it & bit == 0).map(with).sum();
            if let Some(of) = of.get_mut(*place) {
                *of = (sum * (edge.odds / scale) / all).min(1.0);
            }
        }
        after = step(&after, at, true);
    }
    of
}

/// Rounds of messages at most, and the change at which they end.
const ROUNDS: usize = 200;
const STILL: f64 = 1e-9;

/// Each record tells each candidate partner how free it is, given all others, until nothing changes.
pub(super) fn messages(edges: &[Edge]) -> Vec<f64> {
    let count = |side: fn(&Edge) -> usize| edges.iter().map(side).max().map_or(0, |it| it + 1);
    let (many, few) = (count(|it| it.left), count(|it| it.right));
    // The chance that the left (right) record of an edge is free but for this edge.
    let mut left_free = vec![1.0; edges.len()];
    let mut right_free = vec![1.0; edges.len()];
    let told = |from: &[f64], count: usize, side: fn(&Edge) -> usize| -> Vec<f64> {
        let mut sums = vec![1.0; count];
        for (edge, free) in edges.iter().zip(from) {
            if let Some(sum) = sums.get_mut(side(edge)) {
                *sum += edge.odds * free;
            }
        }
        let of = |(edge, free): (&Edge, &f64)| {
            let sum = sums.get(side(edge)).copied().unwrap_or(1.0);
            1.0 / (sum - edge.odds * free).max(1.0)
        };
        edges.iter().zip(from).map(of).collect()
    };
    for _ in 0..ROUNDS {
        let new_left = told(&right_free, many, |it| it.left);
        let new_right = told(&left_free, few, |it| it.right);
        let changes = new_left
            .iter()
            .zip(&left_free)
            .chain(new_right.iter().zip(&right_free));
        let change = changes.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        // Half of the old, so that they do not swing to and fro.
        let half = |new: Vec<f64>, old: &[f64]| -> Vec<f64> {
            new.iter()
                .zip(old)
                .map(|(a, b)| f64::midpoint(*a, *b))
                .collect()
        };
        left_free = half(new_left, &left_free);
        right_free = half(new_right, &right_free);
        if change < STILL {
            break;
        }
    }
    let of = edges
        .iter()
        .zip(left_free.iter().zip(&right_free))
        .map(|(edge, (left, right))| {
            let odds = edge.odds * left * right;
            odds / (1.0 + odds)
        });
    of.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::number::Draws;

    /// The same by trying every set of edges.
    fn tried(edges: &[Edge]) -> Vec<f64> {
        let mut sums = vec![0.0; edges.len()];
        let mut all = 0.0;
        for set in 0_u32..1 << edges.len() {
            let of: Vec<usize> = (0..edges.len()).filter(|it| set >> it & 1 == 1).collect();
            let clash = |a: usize, b: usize| {
                edges[a].left == edges[b].left || edges[a].right == edges[b].right
            };
            if of.iter().any(|a| of.iter().any(|b| a < b && clash(*a, *b))) {
                continue;
            }
            let odds: f64 = of.iter().map(|it| edges[*it].odds).product();
            all += odds;
            for it in of {
                sums[it] += odds;
            }
        }
        sums.iter().map(|it| it / all).collect()
    }

    fn drawn(draws: &mut Draws, lefts: u32, rights: u32) -> Vec<Edge> {
        let mut edges = Vec::new();
        for left in 0..lefts {
            for right in 0..rights {
                if draws.below(3) > 0 && edges.len() < 14 {
                    let odds = f64::from(draws.below(1000)) / 50.0;
                    edges.push(Edge {
                        left: usize::try_from(left).unwrap(),
                        right: usize::try_from(right).unwrap(),
                        odds,
                    });
                }
            }
        }
        edges
    }

    #[test]
    fn sums_are_those_of_trying_every_assignment() {
        let mut draws = Draws(3);
        for _ in 0..60 {
            let edges = drawn(&mut draws, 4, 3);
            let found = marginals(&edges, Cardinality::OneToOne);
            assert!(found.is_exact);
            for (a, b) in found.of.iter().zip(tried(&edges)) {
                assert!((a - b).abs() < 1e-12, "{a} {b}");
            }
        }
    }

    #[test]
    fn messages_are_exact_where_there_is_no_cycle() {
        let path = [(0, 0, 3.0), (1, 0, 0.5), (1, 1, 7.0), (2, 1, 20.0)];
        let edges = path.map(|(left, right, odds)| Edge { left, right, odds });
        let found = messages(&edges);
        for (a, b) in found.iter().zip(tried(&edges)) {
            assert!((a - b).abs() < 1e-8, "{a} {b}");
        }
    }

    #[test]
    fn odds_that_leave_no_doubt_overflow_nothing() {
        let edges: Vec<Edge> = (0..12)
            .map(|at| Edge {
                left: at,
                right: at,
                odds: 1e290,
            })
            .collect();
        let found = marginals(&edges, Cardinality::OneToOne);
        assert!(found.of.iter().all(|it| (it - 1.0).abs() < 1e-9));
    }
}
