//! Drafts beside the mappings that people wrote for the same files.

use super::{POLICE, mappings, read, sources, tried};
use crate::{
    Confidence, Draft,
    testing::{Sent, schemas, sent},
    tests_of_forces::{headings, lines},
};
use rasso_schema::Mapping;

/// How many columns of a hand-written mapping the draft makes from the same headings, and of how
/// many. What a draft calls sure has to be right.
fn like_by_hand(draft: &Draft, by_hand: &str) -> (usize, usize) {
    let tables: Vec<String> = mappings(draft).iter().map(|it| it.table.clone()).collect();
    let of_tables = |it: &&Mapping| tables.contains(&it.table);
    let by_hand: Vec<Mapping> = schemas()
        .mappings_named(by_hand)
        .unwrap()
        .iter()
        .filter(of_tables)
        .cloned()
        .collect();
    let (drafted, by_hand) = (sources(&mappings(draft)), sources(&by_hand));
    let own = |column: &str| vec![column.to_owned()];
    for column in draft
        .columns
        .iter()
        .filter(|it| it.confidence == Confidence::Sure)
    {
        for table in &column.tables {
            let key = (table.clone(), column.name.clone());
            if let Some(wanted) = by_hand.get(&key) {
                let got = drafted
                    .get(&key)
                    .cloned()
                    .unwrap_or_else(|| own(&column.name));
                assert_eq!(&got, wanted, "sure of {key:?}");
            } else {
                assert_eq!(column.name, "force_code", "sure of a column nobody maps");
            }
        }
    }
    let is_like = |(key, wanted): &(&(String, String), &Vec<String>)| {
        let got = drafted.get(*key).cloned();
        &&got.unwrap_or_else(|| own(&key.1)) == wanted
    };
    (by_hand.iter().filter(is_like).count(), by_hand.len())
}

/// A file as a force sends it: its headings, and in turn each of the codes that it uses.
pub(super) fn of_force(force: &str, rows: usize) -> Sent {
    let codes = lines("crates/rasso-synth/data/own/codes.csv");
    let mut writer = csv::Writer::from_writer(Vec::new());
    let headings = headings(force);
    writer
        .write_record(headings.iter().map(|it| &it.1))
        .unwrap();
    let raw = |field: &str| -> Vec<String> {
        let of_field = codes.iter().filter(|it| &it[0] == force && &it[1] == field);
        of_field.map(|it| it[3].to_owned()).collect()
    };
    for row in 0..rows {
        let cells = headings.iter().map(|(field, _, _)| {
            let raw = raw(field);
            let date = format!("{:02}/{:02}/2019", row % 28 + 1, row % 12 + 1);
            let short = format!("{:02}/{:02}/19", row % 28 + 1, row % 12 + 1);
            match field.as_str() {
                "crime_ref" => format!("{row:05}/19"),
                "urn" => format!("43ZD{row:05}19"),
                "duplicate" if force == "C" => u8::from(row % 10 == 0).to_string(),
                "suspect_ref" if row % 9 == 0 => String::new(),
                "suspect_ref" => format!("N{row:06}"),
                "reported_year" | "recorded_year" => format!("{}", 2018 + row % 3),
                "created_date" => date,
                "reported_date" | "offence_date" | "detected_date" | "completed_date" => short,
                "victim_age" | "suspect_age" if row % 20 > 0 => (14 + row % 60).to_string(),
                it if it.starts_with("days_") && row % 20 > 0 => (row * 7).to_string(),
                _ => raw.get(row % raw.len().max(1)).cloned().unwrap_or_default(),
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
    sent("police_crime", bytes)
}

#[test]
fn most_columns_of_three_forces_are_found_as_people_found_them() {
    for (force, wanted) in [("A", (14, 16)), ("B", (17, 20)), ("C", (14, 16))] {
        let file = of_force(force, 600);
        let draft = tried(&file, &POLICE, Some("52")).unwrap();
        let like = like_by_hand(&draft, &format!("force-{}", force.to_lowercase()));
        assert_eq!(like, wanted, "force {force}");
        let told = read(file, &draft);
        assert!(
            told.iter()
                .all(|(_, seen, accepted)| *seen == 600 && *accepted > 0),
            "{told:?}"
        );
    }
}

#[test]
fn most_columns_of_the_ministrys_messages_are_found_too() {
    let folder = "../../tests/data/police_court_messages";
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    for (file, table, by_hand, wanted) in [
        (
            "police_offences.csv",
            "police_crime",
            "police-messages-crime",
            (6, 7),
        ),
        (
            "police_offences.csv",
            "police_suspect",
            "police-messages-suspect",
            (9, 10),
        ),
        (
            "court_offences.csv",
            "court_defendant",
            "court-messages-defendant",
            (8, 9),
        ),
        (
            "court_offences.csv",
            "court_hearing",
            "court-messages-hearing",
            (3, 5),
        ),
        (
            "court_offences.csv",
            "court_count",
            "court-messages-count",
            (7, 8),
        ),
    ] {
        let file = sent(table, std::fs::read(folder.join(file)).unwrap());
        let draft = tried(&file, &[table], None).unwrap();
        let like = like_by_hand(&draft, by_hand);
        assert_eq!(like, wanted, "{table}");
        let [(_, _, accepted)] = read(file, &draft).try_into().unwrap();
        assert!(accepted > 0, "{table}");
    }
}
