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
            of: messages(edges, STILL).0,
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

/// When messages end: at a change that is no larger a share of any of them, or after so many rounds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Until {
    pub(super) still: f64,
    pub(super) rounds: usize,
}

/// Until nothing changes that could be seen.
const STILL: Until = Until {
    still: 1e-9,
    rounds: 5_000,
};

/// Each record tells each candidate partner how free it is, given all others, until no message changes.
/// Says whether it came to that.
pub(super) fn messages(edges: &[Edge], until: Until) -> (Vec<f64>, bool) {
    let lefts = Records::of(edges, |it| it.left);
    let rights = Records::of(edges, |it| it.right);
    // The chance that the left (right) record of an edge is free but for this edge.
    let mut left_free = vec![1.0; edges.len()];
    let mut right_free = vec![1.0; edges.len()];
    let (mut new_left, mut new_right) = (left_free.clone(), right_free.clone());
    let mut is_still = false;
    for _ in 0..until.rounds {
        lefts.tell(edges, &right_free, &mut new_left);
        rights.tell(edges, &left_free, &mut new_right);
        let mut change: f64 = 0.0;
        for (old, new) in [(&mut left_free, &new_left), (&mut right_free, &new_right)] {
            for (old, new) in old.iter_mut().zip(new) {
                change = change.max((*old / new).max(new / *old) - 1.0);
                // Midway from the old, by their logarithms, so that they do not swing to and fro.
                *old = (*old * new).sqrt();
            }
        }
        if change < until.still {
            is_still = true;
            break;
        }
    }
    let free = left_free.iter().zip(&right_free);
    let of = edges.iter().zip(free).map(|(edge, (left, right))| {
        let odds = edge.odds * left * right;
        odds / (1.0 + odds)
    });
    (of.collect(), is_still)
}

/// The edges of every record of one side.
struct Records {
    /// Places of edges, those of one record together.
    edges: Vec<usize>,
    /// Where those of each record end.
    ends: Vec<usize>,
}

impl Records {
    fn of(edges: &[Edge], side: fn(&Edge) -> usize) -> Self {
        let record = |at: &usize| edges.get(*at).map(side);
        let mut places: Vec<usize> = (0..edges.len()).collect();
        places.sort_by_key(record);
        let mut end = 0;
        let ends = places.chunk_by(|a, b| record(a) == record(b));
        let ends = ends.map(|it| {
            end += it.len();
            end
        });
        Self {
            ends: ends.collect(),
            edges: places,
        }
    }

    /// What every record tells along each of its edges, given how free the other ends are.
    fn tell(&self, edges: &[Edge], free: &[f64], told: &mut [f64]) {
        let incoming = |at: &usize| match (edges.get(*at), free.get(*at)) {
            (Some(edge), Some(free)) => edge.odds * free,
            _ => 0.0,
        };
        let mut start = 0;
        for end in &self.ends {
            let of = self.edges.get(start..*end).unwrap_or_default();
            start = *end;
            // Sums of all but one, from the front and from the back: taking one away again would lose
            // digits. Not to be linked at all is 1.
            let mut front = 1.0;
            for at in of {
                if let Some(it) = told.get_mut(*at) {
                    *it = front;
                }
                front += incoming(at);
            }
            let mut back = 0.0;
            for at in of.iter().rev() {
                if let Some(it) = told.get_mut(*at) {
                    *it = 1.0 / (*it + back);
                }
                back += incoming(at);
            }
        }
    }
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
        let (found, is_still) = messages(&edges, STILL);
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
            let (told, is_still) = messages(&star, STILL);
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
        let (told, _) = messages(&alike.collect::<Vec<_>>(), STILL);
        // 15 links among 450 pairs, whichever.
        assert!(told.iter().all(|it| (it - 15.0 / 450.0).abs() < 2e-3));
    }
}
