//! Links between the records of a delivery. A record is named by its place in its table.

use crate::oracle::extracts::Extracts;
use std::collections::{BTreeMap, BTreeSet};

/// Which tables a link joins. The second is the incoming side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Edge {
    /// `police_suspect` and `cps_case`.
    PoliceCps,
    /// `cps_case` and `court_defendant`.
    CpsCourt,
    /// `police_suspect` and a `court_defendant` without a CPS record.
    PoliceCourt,
}

impl Edge {
    /// Every edge.
    pub(crate) const ALL: [Self; 3] = [Self::PoliceCps, Self::CpsCourt, Self::PoliceCourt];

    /// The tables joined, left and right.
    pub(crate) fn tables(self) -> (&'static str, &'static str) {
        match self {
            Self::PoliceCps => ("police_suspect", "cps_case"),
            Self::CpsCourt => ("cps_case", "court_defendant"),
            Self::PoliceCourt => ("police_suspect", "court_defendant"),
        }
    }
}

/// Links, each with the pass that made it.
#[derive(Default)]
pub(crate) struct Links {
    made: BTreeMap<(Edge, usize, usize), &'static str>,
}

impl Links {
    /// Adds a link.
    pub(crate) fn add(&mut self, edge: Edge, left: usize, right: usize, pass: &'static str) {
        self.made.insert((edge, left, right), pass);
    }

    /// For each left record of an edge its right ones, in key order.
    pub(crate) fn rights(&self, edge: Edge) -> BTreeMap<usize, Vec<usize>> {
        let mut rights: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (_, left, right) in self.made.keys().filter(|it| it.0 == edge) {
            rights.entry(*left).or_default().push(*right);
        }
        rights
    }

    /// For each right record of an edge its left ones, in key order.
    pub(crate) fn lefts(&self, edge: Edge) -> BTreeMap<usize, Vec<usize>> {
        let mut lefts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (_, left, right) in self.made.keys().filter(|it| it.0 == edge) {
            lefts.entry(*right).or_default().push(*left);
        }
        lefts
    }

    /// The right records of an edge that have a link.
    pub(crate) fn linked(&self, edge: Edge) -> BTreeSet<usize> {
        self.made
            .keys()
            .filter(|it| it.0 == edge)
            .map(|it| it.2)
            .collect()
    }

    /// Every link by the keys of its records, with its pass.
    pub(crate) fn by_key(&self, extracts: &Extracts) -> BTreeMap<NamedLink, String> {
        let named = |table: &str, place: usize| match table {
            "police_suspect" => extracts.suspects[place].key.join("|"),
            "cps_case" => extracts.cps[place].key.join("|"),
            _ => extracts.defendants[place].key.join("|"),
        };
        let link = |(edge, left, right): &(Edge, usize, usize)| {
            let (left_table, right_table) = edge.tables();
            (*edge, named(left_table, *left), named(right_table, *right))
        };
        self.made
            .iter()
            .map(|(it, pass)| (link(it), (*pass).to_owned()))
            .collect()
    }
}

/// An edge, and the keys of the two records it joins.
pub(crate) type NamedLink = (Edge, String, String);

/// How two sets of links differ, by edge and pass. It is a hint where measures differ; no key shows.
pub(crate) fn differences(
    measured: &BTreeMap<NamedLink, String>,
    expected: &BTreeMap<NamedLink, String>,
) -> String {
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for (link, pass) in expected {
        let how = match measured.get(link) {
            None => "missing".to_owned(),
            Some(other) if other != pass => format!("made by {other}"),
            Some(_) => "same".to_owned(),
        };
        *numbers
            .entry(format!("{:?} {pass}: {how}", link.0))
            .or_default() += 1;
    }
    for (link, pass) in measured.iter().filter(|it| !expected.contains_key(it.0)) {
        *numbers
            .entry(format!("{:?} {pass}: not expected", link.0))
            .or_default() += 1;
    }
    let lines: Vec<String> = numbers
        .into_iter()
        .map(|(what, number)| format!("  {number:6} {what}"))
        .collect();
    lines.join("\n")
}
