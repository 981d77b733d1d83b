//! The records of a delivery, as far as the measures need them.
//!
//! A row is accepted when its required cells are good; a bad cell of another column is blank.
//! Each table is sorted by its key, so the place of a record is the order of its key.

use crate::oracle::codes::{self, Codes};
use crate::oracle::deliveries::Delivery;
use crate::oracle::identifiers::{self, Person};
use crate::oracle::row::{self, Row};
use crate::oracle::traits;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A crime the police recorded. Its key: force, reference.
pub(crate) struct Crime {
    pub(crate) key: [String; 2],
    pub(crate) urn: Option<String>,
    pub(crate) recorded: Date,
    pub(crate) offence_start: Option<Date>,
    pub(crate) offence: String,
    pub(crate) incident_class: Option<String>,
    pub(crate) outcome: Option<String>,
    pub(crate) outcome_date: Option<Date>,
    pub(crate) transferred_out: bool,
    pub(crate) transferred_date: Option<Date>,
    pub(crate) cancelled: bool,
    pub(crate) cancelled_date: Option<Date>,
    pub(crate) cancelled_reason: Option<String>,
    pub(crate) withdrew: Option<Date>,
    pub(crate) traits: BTreeMap<&'static str, String>,
}

/// A suspect in a crime. Its key: force, crime reference, suspect reference.
pub(crate) struct Suspect {
    pub(crate) key: [String; 3],
    pub(crate) asn: Option<String>,
    pub(crate) person: Person,
    pub(crate) charged: Option<Date>,
    pub(crate) released: Option<Date>,
    pub(crate) relationship: String,
}

/// A suspect in a CPS case. Its key: case reference, suspect reference.
pub(crate) struct CpsSuspect {
    pub(crate) key: [String; 2],
    pub(crate) urn: Option<String>,
    pub(crate) asn: Option<String>,
    pub(crate) person: Person,
    pub(crate) force: Option<String>,
    pub(crate) ethnicity: Option<String>,
    pub(crate) area: String,
    pub(crate) rape_flag: bool,
    pub(crate) child_abuse: bool,
    pub(crate) prosecution_outcome: Option<String>,
    pub(crate) prosecution_outcome_date: Option<Date>,
    pub(crate) prosecution_reason: Option<String>,
}

/// Something that happened to a CPS suspect.
pub(crate) struct CpsEvent {
    pub(crate) suspect: [String; 2],
    pub(crate) kind: String,
    pub(crate) date: Date,
    pub(crate) decision: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) charged: Option<String>,
}

/// A defendant in a court case. Its key: case reference, defendant reference.
pub(crate) struct Defendant {
    pub(crate) key: [String; 2],
    pub(crate) urn: Option<String>,
    pub(crate) asn: Option<String>,
    pub(crate) person: Person,
    pub(crate) first_listed: Option<Date>,
    pub(crate) receipt: Option<Date>,
    pub(crate) completed: Option<Date>,
}

/// A hearing of a defendant, by the key of the defendant.
pub(crate) struct Hearing {
    pub(crate) defendant: [String; 2],
    pub(crate) date: Date,
    pub(crate) kind: String,
    pub(crate) listing: Option<String>,
}

/// A count against a defendant. Its key: case reference, defendant reference, number.
pub(crate) struct Count {
    pub(crate) key: [String; 3],
    pub(crate) offence: String,
    pub(crate) plea: Option<String>,
    pub(crate) plea_date: Option<Date>,
    pub(crate) verdict: Option<String>,
    pub(crate) months: Option<i64>,
}

/// The accepted records of a delivery.
pub(crate) struct Extracts {
    pub(crate) as_at: Date,
    pub(crate) crimes: Vec<Crime>,
    pub(crate) suspects: Vec<Suspect>,
    pub(crate) cps: Vec<CpsSuspect>,
    pub(crate) events: Vec<CpsEvent>,
    pub(crate) defendants: Vec<Defendant>,
    pub(crate) hearings: Vec<Hearing>,
    pub(crate) counts: Vec<Count>,
}

/// Reads a delivery.
pub(crate) fn read(delivery: &Delivery, codes: &Codes) -> Result<Extracts, String> {
    Ok(Extracts {
        as_at: delivery.as_at,
        crimes: keyed(
            delivery,
            "police_crime",
            |row| crime(row, codes),
            |it| it.key.to_vec(),
        )?,
        suspects: keyed(
            delivery,
            "police_suspect",
            |row| suspect(row, codes),
            |it| it.key.to_vec(),
        )?,
        cps: keyed(
            delivery,
            "cps_case",
            |row| cps_suspect(row, codes),
            |it| it.key.to_vec(),
        )?,
        events: table(delivery, "cps_event", cps_event)?,
        defendants: keyed(delivery, "court_defendant", defendant, |it| it.key.to_vec())?,
        hearings: table(delivery, "court_hearing", hearing)?,
        counts: keyed(delivery, "court_count", count, |it| it.key.to_vec())?,
    })
}

fn table<T>(
    delivery: &Delivery,
    name: &str,
    accept: impl Fn(&Row<'_>) -> Option<T>,
) -> Result<Vec<T>, String> {
    let files = delivery
        .files
        .get(name)
        .ok_or_else(|| format!("no extract of {name}"))?;
    let mut records = Vec::new();
    for file in files {
        records.extend(row::read(file, delivery.as_at, &accept)?);
    }
    Ok(records)
}

fn keyed<T>(
    delivery: &Delivery,
    name: &str,
    accept: impl Fn(&Row<'_>) -> Option<T>,
    key: impl Fn(&T) -> Vec<String>,
) -> Result<Vec<T>, String> {
    let mut records = table(delivery, name, accept)?;
    records.sort_by_cached_key(&key);
    let keys: BTreeSet<Vec<String>> = records.iter().map(key).collect();
    // Which of two rows with one key is right is not for the oracle to say.
    (keys.len() == records.len())
        .then_some(records)
        .ok_or_else(|| format!("{name}: rows that differ share a key"))
}

fn crime(row: &Row<'_>, codes: &Codes) -> Option<Crime> {
    let transferred_to = row
        .text("transferred_to_force")
        .and_then(|it| codes.force(it));
    let offence = row.owned("offence_code").filter(|it| is_police_code(it))?;
    let outcome = row.code("outcome_code", &codes::OUTCOMES);
    // No rape ends in a penalty notice, a warning, a time limit or a bureau of fraud.
    let cannot_be = codes.is_rape(&offence)
        && ["6", "7", "17", "19"]
            .map(Some)
            .contains(&outcome.as_deref());
    let outcome = outcome.filter(|_| !cannot_be);
    // An offence dated more than a day after its record is dated wrongly.
    let is_before = |it: &Date| {
        let recorded = row.any_date("recorded_date");
        recorded.is_some_and(|recorded| (*it - recorded).get_days() <= 1)
    };
    Some(Crime {
        key: [
            codes.force(row.text("force_code")?)?,
            row.owned("crime_ref")?,
        ],
        urn: row.text("urn").and_then(identifiers::urn),
        recorded: row.date("recorded_date")?,
        offence_start: row.date("offence_start_date").filter(is_before),
        offence,
        incident_class: row.code("incident_class", &codes::INCIDENT_CLASSES),
        outcome: row.once_dated(outcome, "outcome_date"),
        outcome_date: row.date("outcome_date").filter(|_| !cannot_be),
        transferred_date: row.date("transferred_date"),
        cancelled_date: row.date("cancelled_date"),
        cancelled_reason: row.code("cancelled_reason", &codes::CANCELLED_REASONS),
        withdrew: row.date("victim_withdrew_date"),
        traits: traits::of_crime(row, row.date("recorded_date")?),
        transferred_out: row.once_dated(transferred_to, "transferred_date").is_some(),
        cancelled: row.date("cancelled_date").is_some()
            || (row.any_date("cancelled_date").is_none() && row.text("cancelled_reason").is_some()),
    })
}

fn suspect(row: &Row<'_>, codes: &Codes) -> Option<Suspect> {
    let force = codes.force(row.text("force_code")?)?;
    Some(Suspect {
        key: [force, row.owned("crime_ref")?, row.owned("suspect_ref")?],
        asn: row.text("asn").and_then(identifiers::asn),
        person: person(row),
        charged: row.date("charge_date"),
        released: row.date("nfa_date"),
        relationship: traits::relationship(row),
    })
}

fn cps_suspect(row: &Row<'_>, codes: &Codes) -> Option<CpsSuspect> {
    let outcome = row.code("prosecution_outcome", &codes::PROSECUTION_OUTCOMES);
    Some(CpsSuspect {
        key: [row.owned("cps_case_ref")?, row.owned("cps_suspect_ref")?],
        urn: row.text("urn").and_then(identifiers::urn),
        asn: row.text("asn").and_then(identifiers::asn),
        person: person(row),
        force: row.text("force_code").and_then(|it| codes.force(it)),
        ethnicity: row.owned("ethnicity"),
        area: codes.area(row.text("cps_area")?)?,
        rape_flag: row.once_dated(row.flag("rape_flag"), "rape_flag_date") == Some(true),
        child_abuse: row.flag("child_abuse_flag") == Some(true),
        prosecution_outcome: row.once_dated(outcome, "prosecution_outcome_date"),
        prosecution_outcome_date: row.date("prosecution_outcome_date"),
        prosecution_reason: row.code("prosecution_outcome_reason", &codes::REASONS),
    })
}

fn cps_event(row: &Row<'_>) -> Option<CpsEvent> {
    Some(CpsEvent {
        suspect: [row.owned("cps_case_ref")?, row.owned("cps_suspect_ref")?],
        kind: row.code("event_type", &codes::EVENT_TYPES)?,
        date: row.date("event_date")?,
        decision: row.code("decision_code", &codes::DECISIONS),
        reason: row.code("reason_code", &codes::REASONS),
        charged: row
            .owned("charged_offence_code")
            .filter(|it| is_police_code(it)),
    })
}

fn defendant(row: &Row<'_>) -> Option<Defendant> {
    row.text("court_code")?;
    Some(Defendant {
        key: [row.owned("court_case_ref")?, row.owned("defendant_ref")?],
        urn: row.text("urn").and_then(identifiers::urn),
        asn: row.text("asn").and_then(identifiers::asn),
        person: person(row),
        first_listed: row.date("first_listed_date"),
        receipt: row.date("receipt_date"),
        completed: row.date("completion_date"),
    })
}

fn hearing(row: &Row<'_>) -> Option<Hearing> {
    Some(Hearing {
        defendant: [row.owned("court_case_ref")?, row.owned("defendant_ref")?],
        date: row.date("hearing_date")?,
        kind: row.code("hearing_type", &codes::HEARING_TYPES)?,
        listing: row.code("listing_outcome", &codes::LISTING_OUTCOMES),
    })
}

fn count(row: &Row<'_>) -> Option<Count> {
    let number = row
        .text("count_no")?
        .parse::<u16>()
        .ok()
        .filter(|it| (1..=9999).contains(it))?;
    let verdict = row.code("verdict", &codes::VERDICTS);
    let months = row.text("sentence_months");
    let is_sentenced = row.any_date("sentence_date").is_some()
        || months.is_some_and(|it| it.parse::<u16>().is_ok_and(|it| it <= 1200));
    let is_acquitted = ["not_guilty", "lie_on_file"]
        .map(Some)
        .contains(&verdict.as_deref());
    // A sentence after an acquittal: nobody knows how the count ended.
    if is_sentenced && is_acquitted && row.code("plea", &codes::PLEAS).as_deref() != Some("guilty")
    {
        return None;
    }
    let months = months.and_then(|it| it.parse().ok());
    let months = months.filter(|it| (0..=1200).contains(it));
    Some(Count {
        key: [
            row.owned("court_case_ref")?,
            row.owned("defendant_ref")?,
            number.to_string(),
        ],
        offence: row.owned("offence_code").filter(|it| is_cjs_code(it))?,
        plea: row.once_dated(row.code("plea", &codes::PLEAS), "plea_date"),
        plea_date: row.date("plea_date"),
        verdict: row.once_dated(verdict, "verdict_date"),
        months: row.once_dated(months, "sentence_date"),
    })
}

fn person(row: &Row<'_>) -> Person {
    Person::new(
        row.text("surname"),
        row.text("forenames"),
        row.any_date("date_of_birth"),
    )
}

/// Six to ten capitals and digits, as the courts name an offence.
fn is_cjs_code(text: &str) -> bool {
    (6..=10).contains(&text.len())
        && text
            .chars()
            .all(|it| it.is_ascii_uppercase() || it.is_ascii_digit())
}

/// `19C`, `019/07`, `N100/1` or a code of the courts.
fn is_police_code(text: &str) -> bool {
    let digits = |it: &str| !it.is_empty() && it.chars().all(|it| it.is_ascii_digit());
    let class = text
        .strip_suffix(|it: char| it.is_ascii_uppercase())
        .unwrap_or(text);
    let subclass = text.split_once('/').is_some_and(|(class, sub)| {
        class.len() == 3 && sub.len() == 2 && digits(class) && digits(sub)
    });
    (class.len() <= 3 && digits(class))
        || subclass
        || ["N100", "N100/1", "N100/2", "N100/3"].contains(&text)
        || is_cjs_code(text)
}
