//! The links the identifiers give: four passes, surest first.
//!
//! A record on the incoming side that an earlier pass linked is not offered to a later one. The
//! other side always is: one suspect may stand in several crimes.

use crate::oracle::extracts::Extracts;
use crate::oracle::identifiers::Person;
use crate::oracle::links::{Edge, Links};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What a pass may look at.
struct Record<'a> {
    place: usize,
    urn: Option<&'a str>,
    asn: Option<&'a str>,
    person: &'a Person,
}

/// Whom a record speaks of, when the people behind records are told apart.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Who<'a> {
    Named(&'a str, &'a str, Option<Date>),
    Numbered(&'a str),
    /// Neither name nor number: this record only.
    Unknown(usize),
}

impl<'a> Record<'a> {
    fn who(&self) -> Who<'a> {
        match (&self.person.surname, &self.person.forename, self.asn) {
            (Some(surname), Some(forename), _) => Who::Named(surname, forename, self.person.born),
            (_, _, Some(asn)) => Who::Numbered(asn),
            _ => Who::Unknown(self.place),
        }
    }
}

/// The links the identifiers of a delivery give.
pub(crate) fn links(extracts: &Extracts) -> Links {
    let urns: BTreeMap<&[String], Option<&str>> = extracts
        .crimes
        .iter()
        .map(|it| (&it.key[..], it.urn.as_deref()))
        .collect();
    let police: Vec<Record<'_>> = (0..)
        .zip(&extracts.suspects)
        .map(|(place, it)| {
            let urn = urns.get(&it.key[..2]).copied().flatten();
            Record {
                place,
                urn,
                asn: it.asn.as_deref(),
                person: &it.person,
            }
        })
        .collect();
    let cps: Vec<Record<'_>> = (0..)
        .zip(&extracts.cps)
        .map(|(place, it)| {
            let (urn, asn) = (it.urn.as_deref(), it.asn.as_deref());
            Record {
                place,
                urn,
                asn,
                person: &it.person,
            }
        })
        .collect();
    let court: Vec<Record<'_>> = (0..)
        .zip(&extracts.defendants)
        .map(|(place, it)| {
            let (urn, asn) = (it.urn.as_deref(), it.asn.as_deref());
            Record {
                place,
                urn,
                asn,
                person: &it.person,
            }
        })
        .collect();

    let mut links = Links::default();
    passes(&mut links, Edge::PoliceCps, &police, &cps, &BTreeSet::new());
    passes(&mut links, Edge::CpsCourt, &cps, &court, &BTreeSet::new());
    // Only a defendant whom no CPS record claims is looked for among the suspects themselves.
    let claimed = links.linked(Edge::CpsCourt);
    passes(&mut links, Edge::PoliceCourt, &police, &court, &claimed);
    links
}

fn passes(
    links: &mut Links,
    edge: Edge,
    left: &[Record<'_>],
    right: &[Record<'_>],
    elsewhere: &BTreeSet<usize>,
) {
    let rules: [(&str, Rule); 4] = [
        ("urn_person", urn_person),
        ("urn_asn", urn_asn),
        ("asn", asn),
        ("urn_one_suspect", urn_one_suspect),
    ];
    let sides = Sides {
        left: &Index::of(left),
        right: &Index::of(right),
    };
    for (pass, rule) in rules {
        let linked = links.linked(edge);
        for record in right {
            if !linked.contains(&record.place) && !elsewhere.contains(&record.place) {
                for place in rule(record, &sides) {
                    links.add(edge, place, record.place, pass);
                }
            }
        }
    }
}

/// The records of one table that hold a URN or an ASN.
struct Index<'a> {
    urn: BTreeMap<&'a str, Vec<&'a Record<'a>>>,
    asn: BTreeMap<&'a str, Vec<&'a Record<'a>>>,
}

impl<'a> Index<'a> {
    fn of(records: &'a [Record<'a>]) -> Self {
        let mut index = Self {
            urn: BTreeMap::new(),
            asn: BTreeMap::new(),
        };
        for record in records {
            if let Some(urn) = record.urn {
                index.urn.entry(urn).or_default().push(record);
            }
            if let Some(asn) = record.asn {
                index.asn.entry(asn).or_default().push(record);
            }
        }
        index
    }

    fn with_urn(&self, urn: Option<&str>) -> Vec<&'a Record<'a>> {
        urn.and_then(|it| self.urn.get(it))
            .cloned()
            .unwrap_or_default()
    }

    fn with_asn(&self, asn: Option<&str>) -> Vec<&'a Record<'a>> {
        asn.and_then(|it| self.asn.get(it))
            .cloned()
            .unwrap_or_default()
    }

    fn with_pair(&self, urn: Option<&str>, asn: Option<&str>) -> Vec<&'a Record<'a>> {
        let mut both = self.with_urn(urn);
        both.retain(|it| it.asn.is_some() && it.asn == asn);
        both
    }
}

struct Sides<'a> {
    left: &'a Index<'a>,
    right: &'a Index<'a>,
}

/// The left records a right record belongs to, by one rule.
type Rule = fn(&Record<'_>, &Sides<'_>) -> Vec<usize>;

fn one_person(records: &[&Record<'_>]) -> bool {
    records
        .iter()
        .map(|it| it.who())
        .collect::<BTreeSet<Who<'_>>>()
        .len()
        == 1
}

fn places(records: &[&Record<'_>]) -> Vec<usize> {
    records.iter().map(|it| it.place).collect()
}

/// URN, surname, first forename and date of birth all there and equal.
fn urn_person(it: &Record<'_>, sides: &Sides<'_>) -> Vec<usize> {
    let mut same = sides.left.with_urn(it.urn);
    same.retain(|other| it.person.complete() && other.person == it.person);
    places(&same)
}

/// URN and ASN equal, one person on each side with that pair, and part of the name agreeing.
fn urn_asn(it: &Record<'_>, sides: &Sides<'_>) -> Vec<usize> {
    let mut left = sides.left.with_pair(it.urn, it.asn);
    if !one_person(&left) || !one_person(&sides.right.with_pair(it.urn, it.asn)) {
        return Vec::new();
    }
    left.retain(|other| other.person.agrees_in_part(it.person));
    places(&left)
}

/// ASN equal and nothing contradicting; refused when that leaves more than one person.
fn asn(it: &Record<'_>, sides: &Sides<'_>) -> Vec<usize> {
    let mut compatible = sides.left.with_asn(it.asn);
    compatible.retain(|other| !other.person.contradicts(it.person));
    if one_person(&compatible) {
        places(&compatible)
    } else {
        Vec::new()
    }
}

/// URN equal, one person on each side with it, and nothing contradicting.
fn urn_one_suspect(it: &Record<'_>, sides: &Sides<'_>) -> Vec<usize> {
    let mut left = sides.left.with_urn(it.urn);
    if !one_person(&left) || !one_person(&sides.right.with_urn(it.urn)) {
        return Vec::new();
    }
    left.retain(|other| !other.person.contradicts(it.person));
    places(&left)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Line<'a> = (Option<&'a str>, Option<&'a str>, Person);

    /// Reads lines of `urn asn surname forename year-of-birth`, a dash where a cell is blank.
    fn lines(text: &str) -> Vec<Line<'_>> {
        let mut lines = Vec::new();
        for line in text.lines() {
            let cells: Vec<Option<&str>> = line
                .split_whitespace()
                .map(|it| (it != "-").then_some(it))
                .collect();
            let born = cells[4].map(|it| jiff::civil::date(it.parse().unwrap(), 1, 1));
            lines.push((cells[0], cells[1], Person::new(cells[2], cells[3], born)));
        }
        lines
    }

    fn records<'a>(lines: &'a [Line<'a>]) -> Vec<Record<'a>> {
        let record = |(place, (urn, asn, person)): (usize, &'a Line<'a>)| Record {
            place,
            urn: *urn,
            asn: *asn,
            person,
        };
        (0..).zip(lines).map(record).collect()
    }

    /// The links between two tables of such lines: the left lines of each right line.
    fn linked(left: &str, right: &str) -> BTreeMap<usize, Vec<usize>> {
        let (left, right) = (lines(left), lines(right));
        let mut links = Links::default();
        let none = BTreeSet::new();
        passes(
            &mut links,
            Edge::PoliceCps,
            &records(&left),
            &records(&right),
            &none,
        );
        links.lefts(Edge::PoliceCps)
    }

    #[test]
    fn one_suspect_in_two_crimes_is_linked_in_both() {
        let left = "U1 A1 IRVING SAM 1980\nU1 - IRVING SAM 1980\nU1 A9 BELL TOM 1990";
        assert_eq!(
            linked(left, "U1 - IRVING SAM 1980"),
            BTreeMap::from([(0, vec![0, 1])])
        );
    }

    #[test]
    fn an_asn_needs_no_urn_but_no_contradiction_either() {
        let left = "U1 A1 IRVING SAM 1980\nU2 A1 BELL TOM 1990";
        assert_eq!(
            linked(left, "- A1 IRVING S 1980"),
            BTreeMap::from([(0, vec![0])])
        );
        assert!(linked(left, "- A1 IRVING T 1980").is_empty());
        // Nothing contradicts either suspect: refused.
        assert!(linked(left, "- A1 - - -").is_empty());
    }

    #[test]
    fn a_urn_alone_links_one_suspect_to_one_defendant() {
        let one = "U1 - IRVING SAM 1980";
        assert_eq!(linked(one, "U1 - - - 1980"), BTreeMap::from([(0, vec![0])]));
        assert!(linked(one, "U1 - - - 1981").is_empty());
        assert!(linked(one, "U1 - - - 1980\nU1 - BELL TOM 1990").is_empty());
        assert!(linked("U1 - IRVING SAM 1980\nU1 - BELL TOM 1990", "U1 - - - 1980").is_empty());
    }
}
