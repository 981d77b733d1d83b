//! Which candidates are links, where a record has one partner at most.
//!
//! An assignment is a set of links that the cardinality allows. Its probability is in proportion to the
//! product of its links' odds, each against both records being free. The probability of a link is then
//! that of all assignments that hold it: by summing them where the records that compete are few, and by
//! sum-product messages, which are exact where no cycle is, where they are many (Bayati and others 2007).
//! The links chosen are the assignment of which the most are expected to be true.

mod again;
mod marginal;
mod matching;

use super::{component::components, free::Free, number::index, score::Candidate};
pub use again::Settled;
pub(crate) use again::assign_onto;
use marginal::{Edge, Marginals, Until, messages, one_to_one as one_to_one_marginals};
use matching::{best_each, best_matching};
use rayon::prelude::*;
use serde::Deserialize;

/// The probability from which on a pair is more likely a match than not.
pub(crate) const EVEN: f64 = 0.5;
/// How near two sums are that count as the same.
pub(crate) const SAME: f64 = 1e-9;

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
    /// Whether it is chosen. Of choices that are just as good none is.
    pub is_link: bool,
    /// The probability of the likeliest other link of one of its records; 0 where there is none.
    pub runner_up: f64,
    /// Whether it would be chosen if another choice were not just as good.
    pub is_tie: bool,
}

impl Chosen {
    /// The logarithm (base 2) of its odds, given what else its records may be linked to.
    pub fn weight(&self) -> f64 {
        let sure = self.probability.clamp(1e-12, 1.0 - 1e-12);
        (sure / (1.0 - sure)).log2()
    }

    /// Whether it is a link that is more likely than not.
    pub fn is_likely_link(&self) -> bool {
        self.is_link && self.probability >= EVEN
    }

    const fn unlinked(pair: Candidate, probability: f64) -> Self {
        Self {
            pair,
            probability,
            is_link: false,
            runner_up: 0.0,
            is_tie: false,
        }
    }
}

/// Chooses among candidates. The second is the number of groups of records that were too many to be
/// worked out exactly.
///
/// By itself a pair is held against everything else that its records may be; here others stand beside it,
/// and it is held against both being `free`.
pub(crate) fn assign(
    pairs: &[Candidate],
    cardinality: Cardinality,
    free: &Free<'_>,
) -> (Vec<Chosen>, usize) {
    let raised = |it: &Candidate| Candidate {
        weight: it.weight - free.against(cardinality, it).log2(),
        ..*it
    };
    let raised: Vec<Candidate> = pairs.iter().map(raised).collect();
    let (mut chosen, approximate) = among(&raised, cardinality);
    for (it, pair) in chosen.iter_mut().zip(pairs) {
        it.pair = *pair;
    }
    (chosen, approximate)
}

fn among(pairs: &[Candidate], cardinality: Cardinality) -> (Vec<Chosen>, usize) {
    let edges: Vec<Edge> = pairs.iter().map(edge).collect();
    match cardinality {
        Cardinality::ManyToMany => {
            let alone = |pair: &Candidate| Chosen {
                is_link: true,
                ..Chosen::unlinked(*pair, pair.probability())
            };
            (pairs.iter().map(alone).collect(), 0)
        }
        Cardinality::OneToMany => (one_each(pairs, &edges, |it| it.right), 0),
        Cardinality::ManyToOne => (one_each(pairs, &edges, |it| it.left), 0),
        Cardinality::OneToOne => one_to_one(pairs, &edges),
    }
}

/// One partner at most for each record of one side.
fn one_each(pairs: &[Candidate], edges: &[Edge], side: fn(&Edge) -> usize) -> Vec<Chosen> {
    let of = marginal::one_each(edges, side);
    let (links, ties) = best_each(edges, &of, side);
    let likeliest = Likeliest::of(edges, &of, side);
    let chosen = pairs.iter().zip(edges).zip(&of).enumerate();
    let chosen = chosen.map(|(at, ((pair, edge), p))| {
        let is_tie = ties.contains(&at);
        Chosen {
            is_link: links.contains(&at) && !is_tie,
            runner_up: likeliest.beside(side(edge), *p),
            is_tie,
            ..Chosen::unlinked(*pair, *p)
        }
    });
    chosen.collect()
}

/// How little all the pairs of a record that are left out may come to: what is left over falls into
/// groups small enough to be summed exactly, and hardly differs.
const MATTERS: f64 = 1e-3;
/// Messages that only tell what is to be left out need not be still.
const NEARLY: Until = Until {
    still: 1e-3,
    rounds: 200,
};

fn one_to_one(pairs: &[Candidate], edges: &[Edge]) -> (Vec<Chosen>, usize) {
    let at_first = at_first(pairs);
    let mut chosen: Vec<Chosen> = pairs
        .iter()
        .zip(&at_first)
        .map(|(pair, p)| Chosen::unlinked(*pair, *p))
        .collect();
    let places = what_matters(edges, &at_first);
    let strong: Vec<Candidate> = places
        .iter()
        .filter_map(|it| pairs.get(*it))
        .copied()
        .collect();
    let done: Vec<(Vec<(usize, Chosen)>, bool)> = components(&strong)
        .par_iter()
        .map(|group| of_group(&strong, group))
        .collect();
    let approximate = done.iter().filter(|it| !it.1).count();
    for (at, found) in done.into_iter().flat_map(|it| it.0) {
        if let Some(to) = places.get(at).and_then(|it| chosen.get_mut(*it)) {
            *to = found;
        }
    }
    let of: Vec<f64> = chosen.iter().map(|it| it.probability).collect();
    let lefts = Likeliest::of(edges, &of, |it| it.left);
    let rights = Likeliest::of(edges, &of, |it| it.right);
    for (it, edge) in chosen.iter_mut().zip(edges) {
        let beside = lefts.beside(edge.left, it.probability);
        it.runner_up = beside.max(rights.beside(edge.right, it.probability));
    }
    (chosen, approximate)
}

/// How likely each pair is, nearly, group by group: most records have one candidate, and most groups are still
/// after a few messages.
fn at_first(pairs: &[Candidate]) -> Vec<f64> {
    let of_group = |group: &Vec<usize>| {
        let own = group.iter().filter_map(|it| pairs.get(*it)).copied();
        match own.collect::<Vec<Candidate>>().as_slice() {
            [alone] => vec![alone.probability()],
            own => messages(&edges(own), NEARLY).0,
        }
    };
    let groups = components(pairs);
    let done: Vec<Vec<f64>> = groups.par_iter().map(of_group).collect();
    let mut all = vec![0.0; pairs.len()];
    for (at, p) in groups.iter().flatten().zip(done.iter().flatten()) {
        if let Some(to) = all.get_mut(*at) {
            *to = *p;
        }
    }
    all
}

/// The places of the edges that may change what others come to: without the least likely of each record,
/// as long as these come to less than [`MATTERS`] together.
fn what_matters(edges: &[Edge], probabilities: &[f64]) -> Vec<usize> {
    let count = |side: fn(&Edge) -> usize| edges.iter().map(side).max().map_or(0, |it| it + 1);
    let mut left_out = (
        vec![0.0; count(|it| it.left)],
        vec![0.0; count(|it| it.right)],
    );
    let mut rising: Vec<(usize, f64)> = probabilities.iter().copied().enumerate().collect();
    rising.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    let stays = |(at, p): &(usize, f64)| {
        let Some(edge) = edges.get(*at) else {
            return true;
        };
        let (lefts, rights) = &mut left_out;
        match (lefts.get_mut(edge.left), rights.get_mut(edge.right)) {
            (Some(left), Some(right)) if (*left + p).max(*right + p) < MATTERS => {
                *left += p;
                *right += p;
                false
            }
            _ => true,
        }
    };
    let stays = rising.into_iter().filter(stays);
    let mut places: Vec<usize> = stays.map(|it| it.0).collect();
    places.sort_unstable();
    places
}

fn of_group(pairs: &[Candidate], group: &[usize]) -> (Vec<(usize, Chosen)>, bool) {
    let of_group: Vec<Candidate> = group
        .iter()
        .filter_map(|it| pairs.get(*it))
        .copied()
        .collect();
    let edges = edges(&of_group);
    let Marginals { of, is_exact } = one_to_one_marginals(&edges);
    let choice = best_matching(&edges, &of);
    let made = group.iter().zip(&of_group).zip(&of).enumerate();
    let made = made.map(|(at, ((place, pair), p))| {
        let is_tie = choice.ties.contains(&at);
        let chosen = Chosen {
            is_link: choice.links.contains(&at) && !is_tie,
            is_tie,
            ..Chosen::unlinked(*pair, *p)
        };
        (*place, chosen)
    });
    (made.collect(), is_exact && choice.is_best)
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

#[cfg(test)]
mod tests;
