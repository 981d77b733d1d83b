//! Drafts of files that are made up: canonical ones, and ones with what a header or a column may have.

use super::{POLICE, mappings, read, sources, tried};
use crate::{
    DraftRequest, draft,
    testing::{Sent, schemas, sent},
};
use std::fmt::Write as _;

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
            // No count is sentenced that did not end in guilt.
            Kind::Code if it.name == "verdict" => "guilty".to_owned(),
            Kind::Code => {
                let list = schemas().code_list(it.code_list.as_ref().unwrap()).unwrap();
                list.codes()
                    .nth(row % list.codes().len())
                    .unwrap()
                    .0
                    .to_owned()
            }
            Kind::Date => format!("2024-03-{:02}", row % 28 + 1),
            Kind::OffenceDate => format!("2023-04-{:02}", row % 28 + 1),
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
    for table in schemas().tables().filter(|it| it.agency.keeps_cases()) {
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
