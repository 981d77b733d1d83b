//! No name, and no other value of a cell, gets into a draft.

use super::{POLICE, by_hand::of_force, tried};
use crate::testing::sent;
use std::fmt::Write as _;

/// A name that is planted where it does not belong.
const NAMES: [&str; 4] = ["Zebediah", "Quillfeather", "Oxenthwaite", "Marmaduke"];

#[test]
fn no_name_gets_into_a_draft_from_any_column() {
    let file = of_force("B", 600);
    let text = std::fs::read(&file.files[0].path).unwrap();
    let text = encoding_rs::WINDOWS_1252.decode(&text).0.into_owned();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headings = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    for column in 0..headings.len() {
        // Four rare names; and names in most rows, each a different one.
        for is_often in [false, true] {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(&headings).unwrap();
            for (at, row) in rows.iter().enumerate() {
                let cells = row.iter().enumerate().map(|(of, cell)| match is_often {
                    true if of == column && at % 5 > 0 => format!("{} {at}", NAMES[at % 4]),
                    false if of == column && at < 16 => NAMES[at % 4].to_owned(),
                    _ => cell.to_owned(),
                });
                writer.write_record(cells).unwrap();
            }
            let planted = sent("police_crime", writer.into_inner().unwrap());
            let told = match tried(&planted, &POLICE, Some("52")) {
                Ok(draft) => draft.to_toml(),
                Err(error) => error.to_string(),
            };
            for name in NAMES {
                assert!(!told.contains(name), "column {column}, {is_often}:\n{told}");
            }
        }
    }
}

#[test]
fn names_in_a_column_that_is_no_code_list_are_not_shown_however_frequent() {
    let mut text =
        String::from("crime_ref,Officer,Suspect Surname,recorded_date,victim_sex,Gender\n");
    for row in 0..200 {
        let name = NAMES[row % 4];
        writeln!(text, "{name}{row},{name},{name},{name},{name},{name}").unwrap();
    }
    let file = sent("police_crime", text);
    let told = tried(&file, &POLICE, Some("52")).unwrap().to_toml();
    assert!(NAMES.iter().all(|it| !told.contains(it)), "{told}");
    assert!(
        told.contains("4 more values, in 200 rows, are no codes"),
        "{told}"
    );
}

#[test]
fn a_first_row_of_values_is_no_header_and_is_not_shown() {
    for first in [
        "Quillfeather,Zebediah,M,19C",
        "Quillfeather,1990-02-03,Offence,Crime Ref",
        "52ZD0000124,Offence,Crime Ref,Gender",
        "Quillfeather",
    ] {
        let file = sent("police_crime", format!("{first}\n{first}\n"));
        let error = tried(&file, &POLICE, None).unwrap_err();
        assert_eq!(error.exit_code(), 3);
        let said = error.to_string();
        assert!(said.contains("does not look like headings"), "{said}");
        assert!(!said.contains("Quill") && !said.contains("52ZD"));
    }
}
