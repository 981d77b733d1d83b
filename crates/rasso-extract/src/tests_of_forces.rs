//! The mappings of three real forces' extracts: every raw value becomes what the study that used the
//! extracts made of it.

use crate::testing::{Sent, schemas, sent, texts};
use rasso_schema::Schemas;
use std::{collections::BTreeMap, fs, path::Path};

/// A line of the crosswalk.
struct Raw {
    force: String,
    variable: String,
    heading: String,
    value: String,
    becomes: String,
}

pub(crate) fn lines(file: &str) -> Vec<csv::StringRecord> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(file);
    let text = fs::read_to_string(path).unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(text.as_bytes());
    reader.records().map(Result::unwrap).collect()
}

/// The headings of a force's file, by the name that R gives each.
pub(crate) fn headings(force: &str) -> Vec<(String, String, String)> {
    let own = lines("crates/rasso-synth/data/own/columns.csv");
    let of_force = own.iter().filter(|it| &it[0] == force);
    of_force
        .map(|it| (it[1].to_owned(), it[2].to_owned(), it[3].to_owned()))
        .collect()
}

fn crosswalk() -> Vec<Raw> {
    let file = "tests/data/force_extract_mess/force_value_crosswalk.csv";
    let raw = |it: &csv::StringRecord| Raw {
        force: it[0].to_owned(),
        variable: it[1].to_owned(),
        heading: it[2].to_owned(),
        value: it[3].to_owned(),
        becomes: it[4].to_owned(),
    };
    lines(file).iter().map(raw).collect()
}

/// Table and column of a variable of the study.
fn column(variable: &str) -> (&'static str, &'static str) {
    match variable {
        "outcome" => ("police_crime", "outcome_group"),
        "sex.victim" => ("police_crime", "victim_sex"),
        "ethnic.victim" => ("police_crime", "victim_ethnicity"),
        "sex.suspect" => ("police_suspect", "sex"),
        "ethnic.suspect" => ("police_suspect", "ethnicity"),
        "relation" => ("police_suspect", "relationship"),
        other => panic!("the study has no variable {other}"),
    }
}

/// The code of our lists for a word of the study.
fn code(word: &str, variable: &str) -> &'static str {
    match word {
        "female" => "F",
        "male" => "M",
        "white" => "W",
        "black" => "B",
        "asian" => "A",
        "other" if variable.starts_with("ethnic") => "O",
        "other" | "Other" => "other",
        "unknown" => "not_recorded",
        "intimate" => "intimate",
        "family" => "family",
        "acquaintance, friend" => "acquaintance",
        "stranger" => "stranger",
        "Charged" => "charged",
        "Prosecution prevented" => "prosecution_prevented",
        "Attributed to victim" => "attributed_to_victim",
        "Due to investigation" => "due_to_investigation",
        "Transferred to another agency" => "transferred",
        "No crime" => "no_crime",
        "Outcome unknown" => "unknown",
        other => panic!("the study has no word {other}"),
    }
}

/// A sound cell of each field, for all columns but the one that is tried.
fn usual(force: &str, field: &str) -> &'static str {
    match (force, field) {
        (_, "suspect_ref") => "S1",
        ("A", "duplicate") => "Original",
        ("C", "duplicate") => "0",
        (_, "reported_year" | "recorded_year") => "2019",
        (_, "created_date") => "07/05/2019",
        (_, "reported_date" | "offence_date" | "detected_date" | "completed_date") => "06/05/19",
        ("A", "offence") => "Rape",
        ("B", "offence") => "Rape – female aged 16 or over",
        ("C", "offence") => "RAPE",
        ("A" | "B", "outcome") => "18",
        ("C", "outcome") => "a. Missing, unknown, not recorded, outcome pending",
        ("C", "victim_sex" | "suspect_sex") => "Female",
        ("C", "victim_ethnicity" | "suspect_ethnicity") => "IC4 - Asian",
        ("A" | "C", "relationship") => "6. Not recorded or unknown",
        (_, "victim_age" | "suspect_age") => "31",
        _ => "",
    }
}

/// The file of a force in which row n has the nth raw value, and its mapping for a table.
fn extract(force: &str, raw: &[Raw], table: &str) -> Sent {
    let headings = headings(force);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(headings.iter().map(|it| &it.1))
        .unwrap();
    for (nth, raw) in raw.iter().enumerate() {
        let reference = format!("R{nth:04}");
        let cells = headings.iter().map(|(field, _, read_by_r)| {
            if *read_by_r == raw.heading {
                raw.value.as_str()
            } else if field == "crime_ref" {
                &reference
            } else {
                usual(force, field)
            }
        });
        writer.write_record(cells).unwrap();
    }
    let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    let bytes = if force == "B" {
        encoding_rs::WINDOWS_1252.encode(&text).0.into_owned()
    } else {
        text.into_bytes()
    };
    let mapping = format!("force-{}", force.to_lowercase());
    sent(table, bytes).but(|it| {
        let of_force = schemas().mappings_named(&mapping).unwrap();
        it.mapping = of_force.iter().find(|it| it.table == table).cloned();
        assert!(it.mapping.is_some());
    })
}

#[test]
fn every_raw_value_of_three_forces_becomes_what_the_study_made_of_it() {
    let mut tried = 0;
    for force in ["A", "B", "C"] {
        let raw: Vec<Raw> = crosswalk()
            .into_iter()
            .filter(|it| it.force == force)
            .collect();
        for table in ["police_crime", "police_suspect"] {
            let extracted = extract(force, &raw, table).read();
            let told: Vec<String> = extracted.faults.iter().map(crate::testing::said).collect();
            // A time limit that expired ends no rape.
            let expected: &[&str] = match (force, table) {
                ("A", "police_crime") => &["15 outcome_code H9a cell"],
                _ => &[],
            };
            assert_eq!(told, expected, "force {force}, {table}");
            assert_eq!(extracted.files[0].accepted, raw.len() as u64);
            let records = &extracted.tables[table].records;
            for (at, raw) in raw.iter().enumerate() {
                let (of, column) = column(&raw.variable);
                if of == table {
                    let got = &texts(records, column)[at];
                    let wanted = match code(&raw.becomes, &raw.variable) {
                        "17" if column == "outcome_code" => "-",
                        wanted => wanted,
                    };
                    assert_eq!(got, wanted, "force {force}, {}, line {at}", raw.variable);
                    tried += 1;
                }
            }
        }
    }
    assert_eq!(tried, 173);
}

#[test]
fn national_outcomes_pass_and_a_forces_own_become_national_or_nothing() {
    let schemas = Schemas::embedded().unwrap();
    let list = schemas.code_list("police_outcome").unwrap();
    let own: BTreeMap<(&str, &str), &str> = BTreeMap::from([
        (("A", "17"), "-"),
        (("A", "66"), "22"),
        (("A", "99"), "-"),
        (("A", "0"), "-"),
        (("A", "Blank"), "-"),
        (("B", " "), "-"),
        (("B", "C1"), "20"),
        (("B", "C2"), "-"),
        (("B", "C5"), "-"),
        (("B", "N1001"), "-"),
        (("B", "N1003"), "-"),
    ]);
    for force in ["A", "B"] {
        let is_outcome = |it: &Raw| it.force == force && it.variable == "outcome";
        let raw: Vec<Raw> = crosswalk().into_iter().filter(is_outcome).collect();
        let extracted = extract(force, &raw, "police_crime").read();
        let codes = texts(&extracted.tables["police_crime"].records, "outcome_code");
        for (raw, code) in raw.iter().zip(&codes) {
            let value = raw.value.as_str();
            let wanted = own.get(&(force, value)).copied().unwrap_or(value);
            assert_eq!(code, wanted);
            assert!(code == "-" || list.canonical(code).is_some());
        }
    }
}

#[test]
fn nothing_of_three_forces_files_is_left_unmapped_unsaid() {
    for force in ["A", "B", "C"] {
        for table in ["police_crime", "police_suspect"] {
            let extracted = extract(force, &[], table).read();
            let left = &extracted.files[0].unmapped_headings;
            assert!(left.is_empty(), "force {force}: {left:?}");
        }
    }
}

#[test]
fn every_column_that_the_study_names_is_a_heading_of_the_files() {
    for line in lines("tests/data/force_extract_mess/force_columns.csv") {
        let known = headings(&line[0]);
        assert!(known.iter().any(|it| it.2 == line[1]), "{}", &line[1]);
    }
}
