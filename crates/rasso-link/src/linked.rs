//! What linking decided.

use crate::{Edge, model::LevelWeight};
use std::collections::BTreeMap;

/// What linked two records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// The pass of this ordinal: identifiers.
    Pass(usize),
    /// The model of the edge: how likely it is.
    Model,
}

/// Two records held to be the same person in one case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// Which tables.
    pub edge: Edge,
    /// The earlier record.
    pub left: i64,
    /// The later record.
    pub right: i64,
    /// What linked them.
    pub by: By,
    /// What agreed.
    pub evidence: &'static str,
}

/// An identifier that several people share, so that a pass linked nobody by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal {
    /// Which tables.
    pub edge: Edge,
    /// The later record, which stays unlinked by this pass.
    pub right: i64,
    /// The ordinal of the pass that refused.
    pub pass: usize,
    /// How many people of the earlier table it might have been.
    pub left_people: usize,
    /// How many people of the later table share the identifier.
    pub right_people: usize,
}

/// What the model of an edge says of two linked records, whatever linked them.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighed {
    /// The logarithm (base 2) of the odds, by the two records alone.
    pub weight: f64,
    /// The probability: of a link by the model, given what else the two may be linked to; of a link
    /// by a pass, by the two records alone.
    pub probability: f64,
    /// The probability of the likeliest other link of one of the two.
    pub runner_up: f64,
    /// Where the sum begins: the weight of any two records.
    pub start: f64,
    /// What each comparison adds.
    pub levels: Vec<LevelWeight>,
}

/// Two people in cases that the model of an edge holds for possibly one, named by the first record of
/// each: what a clerical review draws from, and what says whether probabilities add up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeighedPair {
    /// Which tables.
    pub edge: Edge,
    /// The first record of the earlier person.
    pub left: i64,
    /// The first record of the later person.
    pub right: i64,
    /// The logarithm (base 2) of the odds, by the two alone.
    pub weight: f64,
    /// The probability, given what else the two may be linked to.
    pub probability: f64,
    /// The probability of the likeliest other link of one of the two.
    pub runner_up: f64,
}

/// What the model of an edge came to.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelRun {
    /// Which tables.
    pub edge: Edge,
    /// The model's name.
    pub name: String,
    /// The model's version.
    pub version: String,
    /// The least probability of a link.
    pub least: f64,
    /// How many pairs of people were compared.
    pub compared: u64,
    /// How many of them are expected to be one person in one case.
    pub expected: f64,
    /// Links that it made, of records.
    pub links: usize,
    /// Links of passes that it holds for less likely than not, rules out, or finds by none of its blocks.
    pub doubted: usize,
    /// Likely pairs of people that are left alone because another choice is just as good.
    pub ties: usize,
}

/// Every link and every refusal, in canonical order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Linked {
    /// The links.
    pub links: Vec<Link>,
    /// Refusals of records that no later pass linked.
    pub refusals: Vec<Refusal>,
    /// What the model says of a link, by edge and records, where a model compared them.
    pub weighed: BTreeMap<(Edge, i64, i64), Weighed>,
    /// Every pair of people that a model compared and did not rule out, by edge and records.
    pub pairs: Vec<WeighedPair>,
    /// What each model came to.
    pub models: Vec<ModelRun>,
}

impl Linked {
    /// The links of one edge.
    pub fn of(&self, edge: Edge) -> impl Iterator<Item = &Link> {
        self.links.iter().filter(move |it| it.edge == edge)
    }

    /// What the model says of a link.
    pub fn weighed(&self, link: &Link) -> Option<&Weighed> {
        self.weighed.get(&(link.edge, link.left, link.right))
    }
}
