//! The probability of every link, over all assignments that the cardinality allows.

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

/// One partner at most for each record of one side: its links exclude each other, and nothing else does.
pub(super) fn one_each(edges: &[Edge], side: fn(&Edge) -> usize) -> Vec<f64> {
    let count = edges.iter().map(side).max().map_or(0, |it| it + 1);
    let mut sums = vec![1.0; count];
    for it in edges {
        if let Some(sum) = sums.get_mut(side(it)) {
            *sum += it.odds;
        }
    }
    let of = |it: &Edge| it.odds / sums.get(side(it)).copied().unwrap_or(1.0);
    edges.iter().map(of).collect()
}

/// One partner at most on each side.
pub(super) fn one_to_one(edges: &[Edge]) -> Marginals {
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
            of: messages(edges, 1e-9).0,
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
        let own = of_left.get(at).into_iter().flatten();
        for edge in own.filter_map(|it| edges.get(*it)) {
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
    let mut first = vec![0.0; sets];
    if let Some(empty) = first.first_mut() {
        *empty = 1.0;
    }
    let mut before = vec![first];
    for at in 0..many {
        let next = before.last().map(|it| step(it, at, false));
        before.push(in_proportion(next.unwrap_or_default()));
    }
    let mut after = vec![1.0; sets];
    let mut of = vec![0.0; edges.len()];
    for at in (0..many).rev() {
        let scale = scales.get(at).copied().unwrap_or(1.0);
        let Some(from) = before.get(at) else { continue };
        // Of every assignment, in the same proportion as those with the edge below.
        let all = step(from, at, false);
        let all: f64 = all.iter().zip(&after).map(|(a, b)| a * b).sum();
        for place in of_left.get(at).into_iter().flatten() {
            let Some(edge) = edges.get(*place) else {
                continue;
            };
            let bit = 1 << edge.right;
            let with = |set: usize| {
                let from = from.get(set).copied().unwrap_or_default();
                from * after.get(set | bit).copied().unwrap_or_default()
            };
            let sum: f64 = (0..sets).filter(|it| it & bit == 0).map(with).sum();
            if let Some(of) = of.get_mut(*place) {
                *of = (sum * (edge.odds / scale) / all).clamp(0.0, 1.0);
            }
        }
        after = in_proportion(step(&after, at, true));
    }
    of
}

/// Numbers in proportion to the largest, so that none of any weight is lost in products of many.
fn in_proportion(numbers: Vec<f64>) -> Vec<f64> {
    let largest = numbers.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    numbers.into_iter().map(|it| it / largest).collect()
}

/// Rounds of messages at most.
const ROUNDS: usize = 1_000;

/// Each record tells each candidate partner how free it is, given all others, until no message changes
/// by more than the share `still` of itself. Says whether it came to that.
pub(super) fn messages(edges: &[Edge], still: f64) -> (Vec<f64>, bool) {
    let logs: Vec<f64> = edges
        .iter()
        .map(|it| it.odds.max(f64::MIN_POSITIVE).ln())
        .collect();
    let (of_left, of_right) = (records(edges, |it| it.left), records(edges, |it| it.right));
    // The logarithm of the chance that the left (right) record of an edge is free but for this edge.
    let mut left_free = vec![0.0; edges.len()];
    let mut right_free = vec![0.0; edges.len()];
    let mut is_still = false;
    for _ in 0..ROUNDS {
        let new_left = told(&of_left, &logs, &right_free);
        let new_right = told(&of_right, &logs, &left_free);
        let mut change: f64 = 0.0;
        for (old, new) in [(&mut left_free, new_left), (&mut right_free, new_right)] {
            for (old, new) in old.iter_mut().zip(new) {
                change = change.max((*old - new).abs());
                // Half of the old, so that they do not swing to and fro.
                *old = f64::midpoint(*old, new);
            }
        }
        if change < still {
            is_still = true;
            break;
        }
    }
    let free = left_free.iter().zip(&right_free);
    let of = logs.iter().zip(free).map(|(log, (left, right))| {
        let log = log + left + right;
        1.0 / (1.0 + (-log).exp())
    });
    (of.collect(), is_still)
}

/// The edges of every record of one side that has any.
fn records(edges: &[Edge], side: fn(&Edge) -> usize) -> Vec<Vec<usize>> {
    let count = edges.iter().map(side).max().map_or(0, |it| it + 1);
    let mut records = vec![Vec::new(); count];
    for (at, edge) in edges.iter().enumerate() {
        if let Some(record) = records.get_mut(side(edge)) {
            record.push(at);
        }
    }
    records.retain(|it| !it.is_empty());
    records
}

/// What every record tells along each of its edges, given what comes in along the others.
fn told(records: &[Vec<usize>], logs: &[f64], free: &[f64]) -> Vec<f64> {
    let mut told = vec![0.0; logs.len()];
    for record in records {
        let incoming = |at: &usize| {
            let (log, free) = (logs.get(*at), free.get(*at));
            log.zip(free).map_or(f64::NEG_INFINITY, |(a, b)| a + b)
        };
        // Sums of all but one, from the front and from the back: taking one away again would lose digits.
        // Not to be linked at all is 1.
        let mut front = 0.0;
        for at in record {
            if let Some(it) = told.get_mut(*at) {
                *it = front;
            }
            front = log_sum(front, incoming(at));
        }
        let mut back = f64::NEG_INFINITY;
        for at in record.iter().rev() {
            if let Some(it) = told.get_mut(*at) {
                *it = -log_sum(*it, back);
            }
            back = log_sum(back, incoming(at));
        }
    }
    told
}

/// The logarithm of a sum of two numbers given by theirs.
fn log_sum(a: f64, b: f64) -> f64 {
    let (small, large) = if a < b { (a, b) } else { (b, a) };
    if small == f64::NEG_INFINITY {
        return large;
    }
    large + (small - large).exp().ln_1p()
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
            let found = one_to_one(&edges);
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
        let (found, is_still) = messages(&edges, 1e-12);
        assert!(is_still);
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
                odds: 1e90,
            })
            .collect();
        let found = one_to_one(&edges);
        assert!(found.of.iter().all(|it| (it - 1.0).abs() < 1e-9));
    }

    #[test]
    fn of_forty_that_are_all_alike_each_has_a_fortieth() {
        for odds in [1e3, 1e12, 1e90] {
            let star: Vec<Edge> = (0..40)
                .map(|left| Edge {
                    left,
                    right: 0,
                    odds,
                })
                .collect();
            let each = odds / (1.0 + 40.0 * odds);
            let exact = one_to_one(&star);
            assert!(exact.is_exact);
            let (told, is_still) = messages(&star, 1e-9);
            assert!(is_still);
            for p in exact.of.iter().chain(&told) {
                assert!((p - each).abs() < 1e-9, "{odds} {p} {each}");
            }
        }
    }

    #[test]
    fn where_records_outnumber_their_partners_messages_know_it() {
        let alike = (0..450).map(|at| Edge {
            left: at % 30,
            right: at / 30,
            odds: 1e21,
        });
        let (told, _) = messages(&alike.collect::<Vec<_>>(), 1e-9);
        // 15 links among 450 pairs, whichever.
        assert!(told.iter().all(|it| (it - 15.0 / 450.0).abs() < 2e-3));
    }
}
