//! Links what the passes left over, by how likely it is, and weighs what they linked.
//!
//! A model compares people in cases, not records: all records of one person in one case are one, so
//! that one partner at most is the rule, and two cases of one person compete for a record instead of
//! sharing it. It compares everybody, those too whom a pass has linked: what agrees between them is how
//! the model learns how often records of one person agree, and their weight is a check on the pass.

mod edge_model;
mod people;

pub use edge_model::EdgeModel;

use crate::{
    Edge, Link, LinkError, Linked, Side,
    linked::{By, ModelRun, Weighed, WeighedPair},
    model::{Chosen, EVEN, Job, LevelWeight},
};
use people::People;
use std::collections::{BTreeMap, BTreeSet};

/// The most pairs that a model may compare in a run.
const MOST_PAIRS: u64 = 500_000_000;
const EVIDENCE: &str = "weighed together";

/// Adds the model's links to those of the passes.
pub(crate) fn weigh(
    with: &EdgeModel,
    left: &Side,
    right: &Side,
    linked: &mut Linked,
) -> Result<(), LinkError> {
    let edge = with.edge;
    let (left, right) = (People::of(left), People::of(right));
    if left.is_empty() || right.is_empty() {
        return Ok(());
    }
    let passed = Passed::of(edge, &left, &right, linked);
    let found = compared(with, &left, &right, &passed)?;
    let made = expanded(with, (&left, &right), &passed, &found.wanted, linked);
    let name = |it: &Chosen| {
        let (a, b) = places(it);
        Some(WeighedPair {
            edge,
            left: left.first_record(a)?,
            right: right.first_record(b)?,
            weight: it.pair.weight,
            probability: it.probability,
            runner_up: it.runner_up,
        })
    };
    linked.pairs.extend(found.pairs.iter().filter_map(name));
    // One that the model ruled out, or found on no block, has no weight.
    let is_sure = |it: &&Link| linked.weighed(it).is_some_and(|it| it.probability >= EVEN);
    let of_edge = linked.links.iter().filter(|it| it.edge == edge);
    let doubted = of_edge.clone().count() - of_edge.filter(is_sure).count();
    linked.models.push(ModelRun {
        edge,
        name: with.model.name.clone(),
        version: with.model.version.clone(),
        least: with.least,
        compared: found.compared,
        expected: found.pairs.iter().map(|it| it.probability).sum(),
        links: made.len(),
        doubted,
        ties: found
            .pairs
            .iter()
            .filter(|it| it.is_tie && is_even(it))
            .count(),
    });
    let done: BTreeSet<i64> = made.iter().map(|it| it.right).collect();
    linked
        .refusals
        .retain(|it| it.edge != edge || !done.contains(&it.right));
    linked.links.extend(made);
    Ok(())
}

/// What passes linked on an edge.
struct Passed {
    /// Which right people a left person has.
    of_left: BTreeMap<usize, BTreeSet<usize>>,
    /// Which left people a right person has.
    of_right: BTreeMap<usize, BTreeSet<usize>>,
    /// Left and right records.
    links: BTreeSet<(i64, i64)>,
    /// Right records that have a link.
    rights: BTreeSet<i64>,
    /// Defendants that a pass linked straight to a police suspect, and the CPS records of that suspect.
    straight: BTreeMap<i64, BTreeSet<i64>>,
}

impl Passed {
    fn of(edge: Edge, left: &People<'_>, right: &People<'_>, linked: &Linked) -> Self {
        let (lefts, rights) = (left.of_records(), right.of_records());
        let links: BTreeSet<_> = linked.of(edge).map(|it| (it.left, it.right)).collect();
        let mut of_left: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        let mut of_right: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (l, r) in &links {
            if let (Some(a), Some(b)) = (lefts.get(l), rights.get(r)) {
                of_left.entry(*a).or_default().insert(*b);
                of_right.entry(*b).or_default().insert(*a);
            }
        }
        Self {
            of_left,
            of_right,
            rights: links.iter().map(|it| it.1).collect(),
            straight: match edge {
                Edge::CpsCourt => straight(linked),
                Edge::PoliceCps | Edge::PoliceCourt => BTreeMap::new(),
            },
            links,
        }
    }

    /// Whether a pass linked records of the two people.
    fn has(&self, (a, b): (usize, usize)) -> bool {
        self.of_left.get(&a).is_some_and(|it| it.contains(&b))
    }

    /// Whether a pass linked one of the two to somebody else, and not to the other: identifiers go first.
    fn has_another(&self, (a, b): (usize, usize)) -> bool {
        let left = self.of_left.get(&a).is_some_and(|it| !it.contains(&b));
        left || self.of_right.get(&b).is_some_and(|it| !it.contains(&a))
    }

    /// Whether the model may link two records of one person: a record that a pass linked stays with whom it
    /// was linked to, through the CPS or straight.
    fn leaves(&self, lefts: &[i64], (l, r): (i64, i64)) -> bool {
        let stays = |it: &i64| self.links.contains(&(*it, r));
        let is_free = !self.rights.contains(&r) || lefts.iter().any(stays);
        is_free && self.straight.get(&r).is_none_or(|it| it.contains(&l))
    }
}

/// Of each defendant that is linked straight to police suspects the CPS records of these.
fn straight(linked: &Linked) -> BTreeMap<i64, BTreeSet<i64>> {
    let mut cps_of: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for it in linked.of(Edge::PoliceCps) {
        cps_of.entry(it.left).or_default().insert(it.right);
    }
    let mut straight: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for it in linked.of(Edge::PoliceCourt) {
        let cps = cps_of.get(&it.left).into_iter().flatten();
        straight.entry(it.right).or_default().extend(cps);
    }
    straight
}

/// A pair with where its sum begins and what adds to it.
type Explained = (Chosen, f64, Vec<LevelWeight>);

/// What the model found.
struct Found {
    /// Every pair above the model's floor.
    pairs: Vec<Chosen>,
    /// Those that the model or a pass links.
    wanted: Vec<Explained>,
    compared: u64,
}

fn compared(
    with: &EdgeModel,
    left: &People<'_>,
    right: &People<'_>,
    passed: &Passed,
) -> Result<Found, LinkError> {
    let model = &with.model;
    let wrong = |reason: String| LinkError::Model {
        name: model.name.clone(),
        reason,
    };
    let job = Job {
        left: left.texts(),
        right: Some(right.texts()),
    };
    let ready = job.prepare(model).map_err(wrong)?;
    let pairs: u64 = ready.costs.iter().map(|it| it.pairs).sum();
    if pairs > MOST_PAIRS {
        let dearest = ready.costs.iter().max_by_key(|it| it.pairs);
        let on = dearest.map_or("", |it| &it.on);
        return Err(wrong(format!(
            "its blocks would have {pairs} pairs compared, of {MOST_PAIRS} at most, most of them for agreeing on {on}; take that block out or add a field to it"
        )));
    }
    let is_wanted = |it: &Chosen| is_link(with, it) || passed.has(places(it));
    let outcome = ready.run(model, is_wanted, &|_| ()).map_err(wrong)?;
    let wanted = outcome.pairs.iter().copied().filter(is_wanted);
    let wanted = wanted.zip(outcome.explained);
    Ok(Found {
        wanted: wanted
            .map(|(it, (start, levels))| (it, start, levels))
            .collect(),
        pairs: outcome.pairs,
        compared: outcome.compared,
    })
}

fn is_link(with: &EdgeModel, it: &Chosen) -> bool {
    it.is_link && it.probability >= with.least
}

/// Whether the two alone are as likely one as not.
fn is_even(it: &Chosen) -> bool {
    it.pair.probability() >= EVEN
}

/// The links of records that follow from those of people, and what the model says of each and of those
/// that passes made.
fn expanded(
    with: &EdgeModel,
    (left, right): (&People<'_>, &People<'_>),
    passed: &Passed,
    wanted: &[Explained],
    linked: &mut Linked,
) -> Vec<Link> {
    let edge = with.edge;
    let mut made = Vec::new();
    for (chosen, start, levels) in wanted {
        let (a, b) = places(chosen);
        let lefts = left.records(a);
        let is_new = is_link(with, chosen) && !passed.has_another((a, b));
        for r in right.records(b) {
            for &l in &lefts {
                let is_of_pass = passed.links.contains(&(l, r));
                if !(is_of_pass || is_new && passed.leaves(&lefts, (l, r))) {
                    continue;
                }
                let weighed = Weighed {
                    weight: chosen.pair.weight,
                    probability: if is_of_pass {
                        chosen.pair.probability()
                    } else {
                        chosen.probability
                    },
                    runner_up: chosen.runner_up,
                    start: *start,
                    levels: levels.clone(),
                };
                linked.weighed.insert((edge, l, r), weighed);
                if !is_of_pass {
                    made.push(Link {
                        edge,
                        left: l,
                        right: r,
                        by: By::Model,
                        evidence: EVIDENCE,
                    });
                }
            }
        }
    }
    made
}

fn places(of: &Chosen) -> (usize, usize) {
    let place = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
    (place(of.pair.left), place(of.pair.right))
}

#[cfg(test)]
mod tests;
