//! What linking knows of a record.

use rasso_terms::{Asn, PersonKey, Urn};

/// A record as linking sees it. Only valid identifiers are here: dummies and broken ones are not.
#[derive(Debug, Clone, Default)]
pub struct LinkRecord {
    /// The record's ordinal in its table.
    pub id: i64,
    /// The case file's URN.
    pub urn: Option<Urn>,
    /// The arrest summons number.
    pub asn: Option<Asn>,
    /// Name and date of birth.
    pub person: PersonKey,
}

impl LinkRecord {
    /// Whether two records of one table speak of the same person in a case: the same name and date
    /// of birth or, where neither has a name, the same ASN.
    pub(crate) fn same_person(&self, other: &Self) -> bool {
        if self.person.has_name() && other.person.has_name() {
            self.person == other.person
        } else if self.person.has_name() || other.person.has_name() {
            false
        } else {
            self.id == other.id || (self.asn.is_some() && self.asn == other.asn)
        }
    }
}
