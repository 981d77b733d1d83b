//! The people in cases of one table: what a model compares.

use crate::{LinkRecord, Side, model::Texts};
use rasso_terms::{Asn, PersonKey, Urn};
use std::collections::BTreeMap;

/// People in cases, in the order of their first record.
///
/// A suspect in two crimes of one case has two records, and a case that came back may have a second one
/// at the CPS: they are one person in one case where the URN is the same, and the name and the date of
/// birth or, where neither has a name, the ASN. A record without a URN is one by itself.
pub(super) struct People<'s> {
    side: &'s Side,
    /// The places of each person's records.
    people: Vec<Vec<usize>>,
}

impl<'s> People<'s> {
    pub(super) fn of(side: &'s Side) -> Self {
        let mut known: BTreeMap<(&Urn, Who<'_>), usize> = BTreeMap::new();
        let mut people: Vec<Vec<usize>> = Vec::new();
        for (at, record) in side.records.iter().enumerate() {
            let place = match record.urn.as_ref().zip(Who::of(record)) {
                Some(of) => *known.entry(of).or_insert(people.len()),
                None => people.len(),
            };
            match people.get_mut(place) {
                Some(person) => person.push(at),
                None => people.push(vec![at]),
            }
        }
        Self { side, people }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// The ids of a person's records.
    pub(super) fn records(&self, person: usize) -> Vec<i64> {
        let records = self.people.get(person).into_iter().flatten();
        let ids = records.filter_map(|at| self.side.records.get(*at));
        ids.map(|it| it.id).collect()
    }

    pub(super) fn first_record(&self, person: usize) -> Option<i64> {
        let at = self.people.get(person)?.first()?;
        self.side.records.get(*at).map(|it| it.id)
    }

    /// Whose each record is.
    pub(super) fn of_records(&self) -> BTreeMap<i64, usize> {
        let people = 0..self.people.len();
        people
            .flat_map(|person| self.records(person).into_iter().map(move |id| (id, person)))
            .collect()
    }

    /// By heading what the first of a person's records says that says anything; where the heading ends in `_date`, the
    /// earliest.
    pub(super) fn texts(&self) -> BTreeMap<String, Texts> {
        let of = |(heading, all): (&String, &Texts)| {
            let mut texts = Texts::default();
            for records in &self.people {
                let said = records.iter().map(|at| all.get(*at));
                let mut said = said.filter(|it| !it.is_empty());
                // Dates are written year first.
                let of_all = if heading.ends_with("_date") {
                    said.min()
                } else {
                    said.next()
                };
                texts.push(of_all.unwrap_or_default());
            }
            (heading.clone(), texts)
        };
        self.side.texts.iter().map(of).collect()
    }
}

/// Who a record of a case is about.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Who<'r> {
    Named(&'r PersonKey),
    Numbered(&'r Asn),
}

impl<'r> Who<'r> {
    fn of(record: &'r LinkRecord) -> Option<Self> {
        if record.person.has_name() {
            return Some(Self::Named(&record.person));
        }
        record.asn.as_ref().map(Self::Numbered)
    }
}
