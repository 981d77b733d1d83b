//! Which candidates are links, where a record has one partner at most.
//!
//! An assignment is a set of links that the cardinality allows. Its probability is in proportion to the
//! product of its links' odds. The probability of a link is then that of all assignments that hold it: by
//! summing them where the records that compete are few, and by sum-product messages, which are exact
//! where no cycle is, where they are many (Bayati and others 2007). The links chosen are the assignment
//! of which the most are expected to be true.

mod marginal;
mod matching;

use super::{component::components, number::index, score::Candidate};
use marginal::{Edge, Marginals, marginals, messages};
use matching::best_matching;
use rayon::prelude::*;
use serde::Deserialize;

/// How many partners a record may have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cardinality {
    /// One on each side.
    OneToOne,
    /// A right record has one partner at most, a left record any number.
    OneToMany,
    /// A left record has one partner at most, a right record any number.
    ManyToOne,
    /// Any number on each side.
    #[default]
    ManyToMany,
}

/// What became of a candidate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chosen {
    /// The pair.
    pub pair: Candidate,
    /// The probability that it is a match, given what else its records may be linked to.
    pub probability: f64,
    /// Whether it is among the links chosen.
    pub is_link: bool,
    /// The probability of the likeliest other link of one of its records; 0 where there is none.
    pub runner_up: f64,
    /// Whether another choice is just as good.
    pub is_tie: bool,
}

impl Chosen {
    /// The logarithm (base 2) of its odds, given what else its records may be linked to.
    pub fn weight(&self) -> f64 {
        let sure = self.probability.clamp(1e-12, 1.0 - 1e-12);
        (sure / (1.0 - sure)).log2()
    }
}

/// Chooses among candidates. The second is the number of groups of records that were too many to be
/// summed exactly.
pub(crate) fn assign(
    pairs: &[Candidate],
    cardinality: Cardinality,
    is_one_file: bool,
) -> (Vec<Chosen>, usize) {
    if cardinality == Cardinality::ManyToMany {
        let alone = |pair: &Candidate| Chosen {
            is_link: true,
            ..unlinked(pair, pair.probability())
        };
        return (pairs.iter().map(alone).collect(), 0);
    }
    // What competes with nothing that matters is left as the messages have it; what is left falls into
    // small groups, each of which is summed exactly.
    let all: Vec<Edge> = pairs.iter().map(edge).collect();
    let mut chosen: Vec<Chosen> = if cardinality == Cardinality::OneToOne {
        pairs
            .iter()
            .zip(messages(&all))
            .map(|(it, p)| unlinked(it, p))
            .collect()
    } else {
        pairs
            .iter()
            .zip(marginals(&all, cardinality).of)
            .map(|(it, p)| unlinked(it, p))
            .collect()
    };
    let places: Vec<usize> = (0..pairs.len())
        .filter(|at| chosen.get(*at).is_some_and(|it| it.probability >= MATTERS))
        .collect();
    let strong: Vec<Candidate> = places
        .iter()
        .filter_map(|it| pairs.get(*it))
        .copied()
        .collect();
    let groups = components(&strong, is_one_file);
    let done: Vec<(Vec<(usize, Chosen)>, bool)> = groups
        .par_iter()
        .map(|group| of_group(&strong, group, cardinality))
        .collect();
    let approximate = done.iter().filter(|it| !it.1).count();
    for (at, found) in done.into_iter().flat_map(|it| it.0) {
        if let Some(to) = places.get(at).and_then(|it| chosen.get_mut(*it)) {
            *to = found;
        }
    }
    (chosen, approximate)
}

/// A pair less likely than this, given its rivals, changes nothing of theirs that could be seen.
const MATTERS: f64 = 1e-3;

const fn unlinked(pair: &Candidate, probability: f64) -> Chosen {
    Chosen {
        pair: *pair,
        probability,
        is_link: false,
        runner_up: 0.0,
        is_tie: false,
    }
}

fn of_group(
    pairs: &[Candidate],
    group: &[usize],
    cardinality: Cardinality,
) -> (Vec<(usize, Chosen)>, bool) {
    let of_group: Vec<Candidate> = group
        .iter()
        .filter_map(|it| pairs.get(*it))
        .copied()
        .collect();
    let edges = edges(&of_group);
    let Marginals { of, is_exact } = marginals(&edges, cardinality);
    let (links, ties) = best_matching(&edges, &of, cardinality);
    let lefts = Likeliest::of(&edges, &of, |it| it.left);
    let rights = Likeliest::of(&edges, &of, |it| it.right);
    let made = group.iter().zip(&of_group).zip(&edges).enumerate();
    let made = made.map(|(at, ((place, pair), edge))| {
        let own = of.get(at).copied().unwrap_or_default();
        let mut runner_up: f64 = 0.0;
        if cardinality != Cardinality::OneToMany {
            runner_up = runner_up.max(lefts.beside(edge.left, own));
        }
        if cardinality != Cardinality::ManyToOne {
            runner_up = runner_up.max(rights.beside(edge.right, own));
        }
        let chosen = Chosen {
            pair: *pair,
            probability: own,
            is_link: links.contains(&at),
            runner_up,
            is_tie: ties.contains(&at),
        };
        (*place, chosen)
    });
    (made.collect(), is_exact)
}

/// The two likeliest edges of every record of one side.
struct Likeliest(Vec<[f64; 2]>);

impl Likeliest {
    fn of(edges: &[Edge], probabilities: &[f64], side: fn(&Edge) -> usize) -> Self {
        let count = edges.iter().map(side).max().map_or(0, |it| it + 1);
        let mut best = vec![[0.0_f64; 2]; count];
        for (edge, p) in edges.iter().zip(probabilities) {
            if let Some([first, second]) = best.get_mut(side(edge)) {
                if *p > *first {
                    (*first, *second) = (*p, *first);
                } else {
                    *second = second.max(*p);
                }
            }
        }
        Self(best)
    }

    /// The likeliest edge of a record but for one of this probability.
    fn beside(&self, record: usize, own: f64) -> f64 {
        let [first, second] = self.0.get(record).copied().unwrap_or_default();
        if own < first { first } else { second }
    }
}

fn edge(pair: &Candidate) -> Edge {
    Edge {
        left: index(pair.left),
        right: index(pair.right),
        odds: pair.odds(),
    }
}

/// Candidates with their records numbered from 0 on each side.
fn edges(pairs: &[Candidate]) -> Vec<Edge> {
    let numbered = |of: fn(&Candidate) -> u32| {
        let mut known: Vec<u32> = pairs.iter().map(of).collect();
        known.sort_unstable();
        known.dedup();
        known
    };
    let (lefts, rights) = (numbered(|it| it.left), numbered(|it| it.right));
    let place = |known: &[u32], of: u32| known.binary_search(&of).unwrap_or(index(of));
    let numbered = |it: &Candidate| Edge {
        left: place(&lefts, it.left),
        right: place(&rights, it.right),
        odds: it.odds(),
    };
    pairs.iter().map(numbered).collect()
}
