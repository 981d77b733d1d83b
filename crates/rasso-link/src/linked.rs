//! What linking decided.

use crate::Edge;

/// Two records held to be the same person in one case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// Which tables.
    pub edge: Edge,
    /// The earlier record.
    pub left: i64,
    /// The later record.
    pub right: i64,
    /// The ordinal of the pass that linked them.
    pub pass: usize,
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

/// Every link and every refusal, in canonical order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Linked {
    /// The links.
    pub links: Vec<Link>,
    /// Refusals of records that no later pass linked.
    pub refusals: Vec<Refusal>,
}

impl Linked {
    /// The links of one edge.
    pub fn of(&self, edge: Edge) -> impl Iterator<Item = &Link> {
        self.links.iter().filter(move |it| it.edge == edge)
    }
}
