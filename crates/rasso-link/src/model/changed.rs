//! The links of an earlier job that are not made now, and why.

use super::{
    assign::{Cardinality, Chosen, SAME},
    kept::Kept,
    number::index,
    since::{Now, Records, Since},
};
use std::fmt;

/// Why a link that was made before is not made now: the first that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyChanged {
    /// One of its records is not there any more.
    Gone,
    /// A cell of one of its records says something else.
    RecordChanged,
    /// Another choice is just as good, so that none is made.
    Tie,
    /// One of its records has another partner.
    Outweighed,
    /// It is no longer more likely than not, because of what else its records may be linked to.
    LessLikely,
}

impl WhyChanged {
    /// The word for it in a table.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::RecordChanged => "record_changed",
            Self::Tie => "tie",
            Self::Outweighed => "outweighed",
            Self::LessLikely => "less_likely",
        }
    }
}

/// A link that was made before and is not made now.
#[derive(Clone, PartialEq)]
pub struct ChangedLink {
    /// The id of its left record.
    pub left: String,
    /// The id of its right record.
    pub right: String,
    /// Why.
    pub why: WhyChanged,
    /// How likely it was.
    pub before: f64,
    /// How likely it is now; 0 where the two are not compared or below the floor.
    pub now: f64,
    /// The right record that its left record is linked to now.
    pub left_now_with: Option<String>,
    /// The left record that its right record is linked to now.
    pub right_now_with: Option<String>,
}

/// Without the ids: they lead to people.
impl fmt::Debug for ChangedLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = self.why.word();
        write!(f, "ChangedLink({word}, {}, {})", self.before, self.now)
    }
}

/// The links that are not made now, by their records. `pairs` are those of now, by left and right record.
pub fn changed_links(
    kept: &Kept,
    since: &Since,
    records: &[Records; 2],
    pairs: &[Chosen],
    cardinality: Cardinality,
) -> Vec<ChangedLink> {
    let partners = Partners::of(pairs, cardinality);
    let ties: Vec<&Chosen> = pairs.iter().filter(|it| it.is_tie).collect();
    // Of choices that are just as good any one is told of.
    let is_tied = |of: &Chosen| {
        let shares = |it: &&&Chosen| it.pair.left == of.pair.left || it.pair.right == of.pair.right;
        let mut beside = ties.iter().filter(shares);
        of.is_tie || beside.any(|it| (it.probability - of.probability).abs() < SAME)
    };
    let ids = |all: &[Records; 2], side: usize, at: u32| -> String {
        // Right records of one file are those of the left.
        let side = if kept.of.is_one_file { 0 } else { side };
        let records = all.get(side);
        records.map_or_else(String::new, |it| it.ids.get(index(at)).to_owned())
    };
    let of = |it: &Chosen| {
        let became = since.of_pair(it.pair.left, it.pair.right);
        let [left, right] = became.map(Now::place);
        let found = left.zip(right).and_then(|of| at(pairs, of));
        if found.is_some_and(Chosen::is_likely_link) {
            return None;
        }
        let left_now = left.and_then(|it| partners.of_left(it));
        let right_now = right.and_then(|it| partners.of_right(it));
        let is_any = |of: fn(&Now) -> bool| became.iter().any(of);
        let why = if is_any(|it| matches!(it, Now::Gone)) {
            WhyChanged::Gone
        } else if is_any(|it| matches!(it, Now::Changed(_))) {
            WhyChanged::RecordChanged
        } else if found.is_some_and(is_tied) {
            WhyChanged::Tie
        } else if left_now.or(right_now).is_some() {
            WhyChanged::Outweighed
        } else {
            WhyChanged::LessLikely
        };
        Some(ChangedLink {
            left: ids(&kept.records, 0, it.pair.left),
            right: ids(&kept.records, 1, it.pair.right),
            why,
            before: it.probability,
            now: found.map_or(0.0, |it| it.probability),
            left_now_with: left_now.map(|it| ids(records, 1, it)),
            right_now_with: right_now.map(|it| ids(records, 0, it)),
        })
    };
    let links = kept.pairs.iter();
    let links = links.filter(|it| it.is_likely_link());
    links.filter_map(of).collect()
}

/// The pair of these records.
fn at(pairs: &[Chosen], (left, right): (u32, u32)) -> Option<&Chosen> {
    let place = pairs.binary_search_by_key(&(left, right), |it| (it.pair.left, it.pair.right));
    place.ok().and_then(|it| pairs.get(it))
}

/// The one partner of each record, of those that may have no more; in order.
struct Partners {
    lefts: Vec<(u32, u32)>,
    rights: Vec<(u32, u32)>,
}

impl Partners {
    fn of(pairs: &[Chosen], cardinality: Cardinality) -> Self {
        let [left, right] = match cardinality {
            Cardinality::OneToOne => [true, true],
            Cardinality::OneToMany => [false, true],
            Cardinality::ManyToOne => [true, false],
            Cardinality::ManyToMany => [false, false],
        };
        let links = pairs.iter().filter(|it| it.is_likely_link());
        let links: Vec<(u32, u32)> = links.map(|it| (it.pair.left, it.pair.right)).collect();
        let mut rights: Vec<(u32, u32)> = links.iter().map(|it| (it.1, it.0)).collect();
        rights.sort_unstable();
        Self {
            lefts: if left { links } else { Vec::new() },
            rights: if right { rights } else { Vec::new() },
        }
    }

    fn of_left(&self, left: u32) -> Option<u32> {
        partner(&self.lefts, left)
    }

    fn of_right(&self, right: u32) -> Option<u32> {
        partner(&self.rights, right)
    }
}

fn partner(all: &[(u32, u32)], of: u32) -> Option<u32> {
    let place = all.binary_search_by_key(&of, |it| it.0);
    place.ok().and_then(|it| all.get(it)).map(|it| it.1)
}
