//! Drafts of mappings, beside the mappings that people wrote for the same files, and what must never
//! stand in one.

use crate::{
    Confidence, Draft, DraftRequest, ExtractError, draft,
    testing::{Sent, schemas, sent},
    tests_of_forces::{headings, lines},
};
use rasso_schema::{Derive, Mapping};
use std::{collections::BTreeMap, fmt::Write as _};

pub(crate) const POLICE: [&str; 2] = ["police_crime", "police_suspect"];

pub(crate) fn tried(
    sent: &Sent,
    tables: &[&str],
    force: Option<&str>,
) -> Result<Draft, ExtractError> {
    let file = sent.files.last().unwrap();
    let request = DraftRequest {
        path: file.path.clone(),
        label: file.label.clone(),
        agency: file.agency,
        tables: tables.iter().map(|it| (*it).to_owned()).collect(),
        name: "m".to_owned(),
        force: force.map(str::to_owned),
        skip_rows: 0,
    };
    draft(&request, schemas())
}

/// The drafted mappings, which have to load.
fn mappings(draft: &Draft) -> Vec<Mapping> {
    let text = draft.to_toml();
    schemas()
        .read_mappings("m", &text)
        .unwrap_or_else(|it| panic!("{it}\n{text}"))
}

/// Reads the file as drafted: for each table the rows seen, and those accepted.
fn read(mut sent: Sent, draft: &Draft) -> Vec<(String, u64, u64)> {
    let mut told = Vec::new();
    for mapping in mappings(draft) {
        sent = sent.but(|it| {
            it.table.clone_from(&mapping.table);
            it.mapping = Some(mapping.clone());
        });
        let tally = &sent.read().files[0];
        told.push((mapping.table, tally.rows_seen, tally.accepted));
    }
    told
}

/// The headings that each column of a mapping is made from, as the file has them.
fn sources(mappings: &[Mapping]) -> BTreeMap<(String, String), Vec<String>> {
    let mut all = BTreeMap::new();
    for mapping in mappings {
        let name = |it: &str| match mapping.headings.get(it) {
            Some(named) => format!("{} {}", named.heading, named.nth),
            None => it.to_owned(),
        };
        for (column, of) in &mapping.columns {
            let derived = of.derive.as_ref().map(Derive::parts).unwrap_or_default();
            let from = of.from.as_deref().into_iter().chain(derived);
            let key = (mapping.table.clone(), column.clone());
            all.insert(key, from.map(name).collect());
        }
    }
    all
}

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
pub(crate) fn of_force(force: &str, rows: usize) -> Sent {
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

/// A canonical file of a table: each column under its own name, with cells that are right.
fn canonical(table: &str) -> Sent {
    use rasso_schema::ColumnType as Kind;
    let columns = &schemas().table(table).unwrap().columns;
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(columns.iter().map(|it| &it.name))
        .unwrap();
    for row in 0..40 {
        let cells = columns.iter().map(|it| match it.kind {
            Kind::Code => {
                let list = schemas().code_list(it.code_list.as_ref().unwrap()).unwrap();
                list.codes()
                    .nth(row % list.codes().len())
                    .unwrap()
                    .0
                    .to_owned()
            }
            Kind::Date => format!("2024-03-{:02}", row % 28 + 1),
            Kind::BirthDate => format!("1980-03-{:02}", row % 28 + 1),
            Kind::Integer => (row + 1).to_string(),
            Kind::Flag => ["Y", "N"][row % 2].to_owned(),
            Kind::Urn => format!("52ZD{row:05}24"),
            Kind::Name => ["Ab", "Cd", "Ef"][row % 3].to_owned(),
            Kind::Text if it.name.ends_with("offence_code") => "SX03001".to_owned(),
            Kind::Text => format!("R{row}"),
            // Empty: an invented one would need a check letter.
            Kind::Asn | Kind::PncId => String::new(),
        });
        writer.write_record(cells).unwrap();
    }
    sent(table, writer.into_inner().unwrap())
}

#[test]
fn a_canonical_file_is_mapped_whole_and_surely() {
    for table in schemas().tables() {
        let file = canonical(&table.name);
        let draft = tried(&file, &[&table.name], None).unwrap();
        assert_eq!(
            draft.counts(),
            [table.columns.len(), 0, 0],
            "{}",
            draft.to_toml()
        );
        assert!(draft.unmapped.is_empty());
        let columns: usize = mappings(&draft).iter().map(|it| it.columns.len()).sum();
        assert_eq!(columns, 0, "{}", draft.to_toml());
        assert_eq!(read(file, &draft), [(table.name.clone(), 40, 40)]);
    }
}

#[test]
fn a_strange_header_is_mapped_as_far_as_it_goes() {
    let mut text = String::from(
        "Occurrence No.;Date Crimed;Blob;HO Class;Complainant's D.O.B.;IP Age;Offender - Surname;\n",
    );
    for row in 0..50 {
        writeln!(
            text,
            "X{row};{:02}-Mar-2024;zz{row};19C;01/02/1990;{};Doe;",
            row % 28 + 1,
            20 + row % 9
        )
        .unwrap();
    }
    let file = sent("police_crime", text);
    let draft = tried(&file, &POLICE, Some("52")).unwrap();
    let sources = sources(&mappings(&draft));
    let of = |table: &str, column: &str| {
        sources
            .get(&(table.to_owned(), column.to_owned()))
            .cloned()
            .unwrap_or_default()
    };
    assert_eq!(of("police_crime", "crime_ref"), ["Occurrence No."]);
    assert_eq!(of("police_crime", "recorded_date"), ["Date Crimed"]);
    assert_eq!(of("police_crime", "offence_code"), ["HO Class"]);
    assert_eq!(of("police_crime", "victim_age"), ["IP Age"]);
    assert_eq!(of("police_suspect", "surname"), ["Offender - Surname"]);
    // The victim's date of birth is no column, and not the suspect's either.
    assert_eq!(draft.unmapped, ["Blob", "Complainant's D.O.B."]);
    let text = draft.to_toml();
    assert!(
        text.contains("\n  # \"Blob\",\n") && text.contains("# 1 headings are empty"),
        "{text}"
    );
    assert_eq!(read(file, &draft)[0], ("police_crime".to_owned(), 50, 50));
}

#[test]
fn a_row_of_several_suspects_is_told_by_the_numbers_of_its_headings() {
    let mut text = String::from(
        "crime_ref,Suspect 1 Surname,Suspect 1 Gender,Suspect 2 Surname,Suspect 2 Gender\n",
    );
    for row in 0..30 {
        let second = if row % 2 == 0 { "Roe,Female" } else { "," };
        writeln!(text, "R{row},Doe,Male,{second}").unwrap();
    }
    let file = sent("police_suspect", text);
    let draft = tried(&file, &["police_suspect"], Some("52")).unwrap();
    let mappings = mappings(&draft);
    let wide = mappings[0].wide.as_ref().unwrap();
    assert_eq!(wide.n, ["1", "2"]);
    assert_eq!(wide.when_filled, ["Suspect {n} Surname"]);
    assert_eq!(
        mappings[0].columns["sex"].from.as_deref(),
        Some("Suspect {n} Gender")
    );
    assert_eq!(mappings[0].constants["suspect_ref"], "{n}");
    assert_eq!(read(file, &draft), [("police_suspect".to_owned(), 30, 45)]);
}

#[test]
fn lines_above_the_header_and_dates_that_nothing_tells_apart() {
    let mut text = String::from("Made for the quarter\ncrime_ref,recorded_date,offence_code\n");
    for row in 0..30 {
        writeln!(
            text,
            "R{row},{:02}/{:02}/2024,19C",
            row % 12 + 1,
            row % 6 + 1
        )
        .unwrap();
    }
    let file = sent("police_crime", text);
    let request = DraftRequest {
        path: file.files[0].path.clone(),
        label: "all.csv".to_owned(),
        agency: rasso_terms::Agency::Police,
        tables: vec!["police_crime".to_owned()],
        name: "m".to_owned(),
        force: Some("52".to_owned()),
        skip_rows: 1,
    };
    let draft = draft(&request, schemas()).unwrap();
    let text = draft.to_toml();
    assert!(text.contains("skip_rows = 1"), "{text}");
    assert!(
        text.contains("# TO DECIDE: recorded_date of police_crime: day first or month first?"),
        "{text}"
    );
    assert_eq!(read(file, &draft), [("police_crime".to_owned(), 30, 30)]);
}

#[test]
fn what_stands_for_nothing_is_nothing_only_where_no_code_says_so() {
    let mut text = String::from("crime_ref,recorded_date,offence_code,victim_age,victim_sex\n");
    for row in 0..60 {
        let (age, sex) = match row % 6 {
            0 => ("Unknown", "Unknown"),
            1 => ("NULL", "NULL"),
            2 => ("#N/A", "F"),
            3 => ("Decoy", "F"),
            _ => ("31", "M"),
        };
        writeln!(text, "R{row},{},19C,{age},{sex}", 45_351 + row).unwrap();
    }
    let file = sent("police_crime", text);
    let draft = tried(&file, &["police_crime"], Some("52")).unwrap();
    let told = draft.to_toml();
    let mapping = &mappings(&draft)[0];
    assert_eq!(mapping.null_tokens, ["NULL"]);
    assert_eq!(mapping.columns["victim_age"].null_tokens, ["Unknown"]);
    assert_eq!(
        mapping.columns["victim_sex"].recode["Unknown"],
        "not_recorded"
    );
    assert_eq!(
        mapping.columns["recorded_date"]
            .date_formats
            .as_ref()
            .unwrap(),
        &["excel-serial"]
    );
    assert!(told.contains("spreadsheet_errors = \"blank\""), "{told}");
    // Ages are no codes, so the word among them is told by its number only.
    assert!(
        told.contains("of 1,000 filled cells 334 break") && !told.contains("Decoy"),
        "{told}"
    );
    assert_eq!(read(file, &draft), [("police_crime".to_owned(), 60, 60)]);
}
