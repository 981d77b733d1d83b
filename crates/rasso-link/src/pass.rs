//! The passes: each takes what its rule needs, and refuses an identifier that people share.

use crate::{
    By, Edge, Link, LinkRecord, Refusal, Rule,
    candidates::{Sorted, people},
};
use rasso_terms::{Asn, Urn};

/// One pass over one edge.
pub(crate) struct Pass<'r> {
    pub(crate) edge: Edge,
    pub(crate) ordinal: usize,
    pub(crate) left: &'r [LinkRecord],
    pub(crate) right: &'r [LinkRecord],
}

/// What a pass found.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) links: Vec<Link>,
    pub(crate) refusals: Vec<Refusal>,
}

impl<'r> Pass<'r> {
    /// Runs the rule. `is_linked` says whether a later record was linked on this edge by an earlier
    /// pass: it still counts among the people who share an identifier, but is not linked again.
    pub(crate) fn run(&self, rule: Rule, is_linked: &dyn Fn(i64) -> bool) -> Found {
        match rule {
            Rule::UrnPerson => self.urn_person(is_linked),
            Rule::UrnAsn => self.one_person_each_side(
                |it| it.urn.as_ref().zip(it.asn.as_ref()),
                |a, b| a.person.partly_agrees(&b.person),
                "urn asn, surname or date of birth",
                is_linked,
            ),
            Rule::Asn => self.asn(is_linked),
            Rule::UrnOneSuspect => self.one_person_each_side(
                |it| it.urn.as_ref(),
                |a, b| !a.person.contradicts(&b.person),
                "urn, one person on each side",
                is_linked,
            ),
        }
    }

    fn urn_person(&self, is_linked: &dyn Fn(i64) -> bool) -> Found {
        let mut found = Found::default();
        let urn = |it: &'r LinkRecord| -> Option<&'r Urn> { it.urn.as_ref() };
        let right = Sorted::by(self.right, urn);
        Sorted::among(self.left, urn, &right).meet(&right, |left, right| {
            for (_, b) in right.iter().filter(|it| !is_linked(it.1.id)) {
                // Equal persons are one person: several of their crimes may share the URN.
                for (_, a) in left.iter().filter(|it| it.1.person.same_as(&b.person)) {
                    found
                        .links
                        .push(self.link(a, b, "urn, surname, forename, date of birth"));
                }
            }
        });
        found
    }

    fn asn(&self, is_linked: &dyn Fn(i64) -> bool) -> Found {
        let mut found = Found::default();
        let asn = |it: &'r LinkRecord| -> Option<&'r Asn> { it.asn.as_ref() };
        let right = Sorted::by(self.right, asn);
        Sorted::among(self.left, asn, &right).meet(&right, |left, right| {
            for (_, b) in right.iter().filter(|it| !is_linked(it.1.id)) {
                let fits = || {
                    left.iter()
                        .map(|it| it.1)
                        .filter(|a| !a.person.contradicts(&b.person))
                };
                match people(fits()) {
                    0 => {}
                    1 => found
                        .links
                        .extend(fits().map(|a| self.link(a, b, "asn, nothing contradicts"))),
                    several => found.refusals.push(self.refusal(b, several, 1)),
                }
            }
        });
        found
    }

    /// Links by an identifier that may be shared: only where it stands for one person on each side.
    fn one_person_each_side<K: Ord + Send>(
        &self,
        key: impl Fn(&'r LinkRecord) -> Option<K> + Copy,
        fits: impl Fn(&LinkRecord, &LinkRecord) -> bool,
        evidence: &'static str,
        is_linked: &dyn Fn(i64) -> bool,
    ) -> Found {
        let mut found = Found::default();
        let right = Sorted::by(self.right, key);
        Sorted::among(self.left, key, &right).meet(&right, |left, right| {
            let left_people = people(left.iter().map(|it| it.1));
            let right_people = people(right.iter().map(|it| it.1));
            for (_, b) in right.iter().filter(|it| !is_linked(it.1.id)) {
                let mut candidates = left.iter().map(|it| it.1).filter(|a| fits(a, b)).peekable();
                if left_people == 1 && right_people == 1 {
                    found
                        .links
                        .extend(candidates.map(|a| self.link(a, b, evidence)));
                } else if candidates.peek().is_some() {
                    found
                        .refusals
                        .push(self.refusal(b, left_people, right_people));
                }
            }
        });
        found
    }

    const fn link(&self, left: &LinkRecord, right: &LinkRecord, evidence: &'static str) -> Link {
        Link {
            edge: self.edge,
            left: left.id,
            right: right.id,
            by: By::Pass(self.ordinal),
            evidence,
        }
    }

    const fn refusal(
        &self,
        right: &LinkRecord,
        left_people: usize,
        right_people: usize,
    ) -> Refusal {
        Refusal {
            edge: self.edge,
            right: right.id,
            pass: self.ordinal,
            left_people,
            right_people,
        }
    }
}
