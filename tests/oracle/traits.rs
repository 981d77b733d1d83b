//! By what figures are broken down, as a row tells it: in which group of each breakdown its record is.

use crate::oracle::extracts::Extracts;
use crate::oracle::facts::Facts;
use crate::oracle::row::Row;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The group of a CPS suspect or defendant that no crime is known of.
const NO_CRIME: &str = "not_linked";

const SEXES: [&str; 6] = [
    "F",
    "M",
    "other",
    "not_recorded",
    "declined",
    "not_collected",
];
const ETHNICITIES: [&str; 8] = [
    "W",
    "A",
    "B",
    "M",
    "O",
    "not_recorded",
    "declined",
    "not_collected",
];
const RELATIONSHIPS: [&str; 6] = [
    "intimate",
    "family",
    "acquaintance",
    "stranger",
    "other",
    "not_recorded",
];

/// An empty cell of a column that the file has, and of one that it does not have.
fn empty(row: &Row<'_>, column: &str) -> String {
    let word = if row.has(column) {
        "not_recorded"
    } else {
        "not_collected"
    };
    word.to_owned()
}

pub(crate) fn relationship(row: &Row<'_>) -> String {
    let told = row.code("relationship", &RELATIONSHIPS);
    told.unwrap_or_else(|| empty(row, "relationship"))
}

/// All but the relationship, which the suspects tell.
pub(crate) fn of_crime(row: &Row<'_>, recorded: Date) -> BTreeMap<&'static str, String> {
    let or_empty = |told: Option<String>, column| told.unwrap_or_else(|| empty(row, column));
    let digits = |it: &&str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let age = row.text("victim_age").filter(digits);
    let age: Option<u32> = age.and_then(|it| it.parse().ok()).filter(|it| *it <= 120);
    let abuse = row.flag("domestic_abuse");
    let began = row.date("offence_start_date");
    BTreeMap::from([
        (
            "victim_age_band",
            or_empty(age.map(|it| age_band(it).to_owned()), "victim_age"),
        ),
        (
            "victim_sex",
            or_empty(row.code("victim_sex", &SEXES), "victim_sex"),
        ),
        (
            "victim_ethnicity",
            or_empty(
                row.code("victim_ethnicity", &ETHNICITIES),
                "victim_ethnicity",
            ),
        ),
        (
            "domestic_abuse",
            or_empty(
                abuse.map(|it| if it { "yes" } else { "no" }.to_owned()),
                "domestic_abuse",
            ),
        ),
        (
            "recency",
            or_empty(
                began.and_then(|it| long_ago(it, recorded)),
                "offence_start_date",
            ),
        ),
    ])
}

fn age_band(age: u32) -> &'static str {
    match age {
        0..13 => "under_13",
        13..16 => "13_to_15",
        16..18 => "16_to_17",
        18..25 => "18_to_24",
        25..35 => "25_to_34",
        35..45 => "35_to_44",
        45..55 => "45_to_54",
        55..65 => "55_to_64",
        _ => "65_and_over",
    }
}

/// By the anniversaries that have passed.
fn long_ago(began: Date, recorded: Date) -> Option<String> {
    let anniversary = |years: i32| {
        let later = began.checked_add(jiff::Span::new().years(years));
        // Someone born on 29 February is a year older on 1 March.
        later.map(|it| {
            if it.day() < began.day() {
                it.tomorrow()
            } else {
                Ok(it)
            }
        })
    };
    let has_passed = |years: i32| matches!(anniversary(years), Ok(Ok(day)) if day <= recorded);
    if began > recorded {
        return None;
    }
    let bands = [
        (20, "20_years_and_over"),
        (10, "10_to_19_years"),
        (5, "5_to_9_years"),
        (1, "1_to_4_years"),
        (0, "within_a_year"),
    ];
    let band = bands.into_iter().find(|it| has_passed(it.0));
    band.map(|it| it.1.to_owned())
}

/// The kinds of records that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Crime,
    Suspect,
    CpsSuspect,
    Defendant,
}

/// In which group each record is, by one breakdown.
pub(crate) struct Groups {
    crimes: Vec<String>,
    suspects: Vec<String>,
    cps: Vec<String>,
    defendants: Vec<String>,
}

impl Groups {
    pub(crate) fn of(breakdown: &str, extracts: &Extracts, facts: &Facts) -> Self {
        let mut relationships: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); extracts.crimes.len()];
        for (suspect, known) in extracts.suspects.iter().zip(&facts.suspects) {
            if let Some(crime) = known.crime {
                relationships[crime].insert(&suspect.relationship);
            }
        }
        let crimes: Vec<String> = if breakdown == "relationship" {
            let one = |all: &BTreeSet<&str>| match all.len() {
                0 => "no_suspect".to_owned(),
                1 => all.iter().copied().collect(),
                _ => "several".to_owned(),
            };
            relationships.iter().map(one).collect()
        } else {
            let group = |it: &crate::oracle::extracts::Crime| it.traits[breakdown].clone();
            extracts.crimes.iter().map(group).collect()
        };
        let of_crime = |crime: Option<usize>| {
            crime.map_or_else(|| NO_CRIME.to_owned(), |it| crimes[it].clone())
        };
        let suspects = if breakdown == "relationship" {
            let own = extracts.suspects.iter();
            own.map(|it| it.relationship.clone()).collect()
        } else {
            facts.suspects.iter().map(|it| of_crime(it.crime)).collect()
        };
        Self {
            suspects,
            cps: facts.cps.iter().map(|it| of_crime(it.crime)).collect(),
            defendants: facts
                .defendants
                .iter()
                .map(|it| of_crime(it.crime))
                .collect(),
            crimes,
        }
    }

    /// Every group that some record is in.
    pub(crate) fn names(&self) -> BTreeSet<&str> {
        let all = [&self.crimes, &self.suspects, &self.cps, &self.defendants];
        all.into_iter().flatten().map(String::as_str).collect()
    }

    /// The group of a record, by its place.
    pub(crate) fn group(&self, kind: Kind, place: usize) -> &str {
        match kind {
            Kind::Crime => &self.crimes[place],
            Kind::Suspect => &self.suspects[place],
            Kind::CpsSuspect => &self.cps[place],
            Kind::Defendant => &self.defendants[place],
        }
    }
}

#[test]
fn an_anniversary_makes_a_year() {
    let band = |from: &str, to: &str| long_ago(from.parse().unwrap(), to.parse().unwrap());
    let named = |it: &str| Some(it.to_owned());
    assert_eq!(band("2024-06-15", "2025-06-14"), named("within_a_year"));
    assert_eq!(band("2024-06-15", "2025-06-15"), named("1_to_4_years"));
    assert_eq!(band("2004-02-29", "2024-02-28"), named("10_to_19_years"));
    assert_eq!(band("2004-02-29", "2005-02-28"), named("within_a_year"));
    assert_eq!(band("2025-06-16", "2025-06-15"), None);
}
