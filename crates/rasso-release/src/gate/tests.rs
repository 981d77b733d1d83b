//! Ten ways in which something comes out, each refused, and what is let through.

use super::{Canaries, Gate};
use crate::{MeasureDefinition, PublishedFile, PublishedRow, PublishedTable, TableDefinition};
use rasso_terms::Period;
use std::{collections::BTreeMap, io::Write as _};
use zip::write::SimpleFileOptions;

fn definition() -> TableDefinition {
    TableDefinition {
        name: "referrals".to_owned(),
        measures: vec![MeasureDefinition {
            name: "all".to_owned(),
            title: "Referrals".to_owned(),
            ..MeasureDefinition::default()
        }],
        ..TableDefinition::default()
    }
}

fn row() -> PublishedRow {
    let text = str::to_owned;
    PublishedRow {
        measure: text("all"),
        measure_title: text("Referrals"),
        area_type: text("national"),
        area_code: text("EW"),
        area_name: text("England and Wales"),
        period_type: text("quarter"),
        period: text("2025-Q1"),
        period_label: text("January to March 2025 (2024-25 Q4)"),
        unit: text("count"),
        value: text("1200"),
        marker: text("[u][p]"),
        cell_id: text("referrals/all/EW/2025-Q1/v1"),
        ..PublishedRow::default()
    }
}

fn table(row: PublishedRow) -> Vec<u8> {
    let table = PublishedTable {
        definition: definition(),
        rows: vec![row],
    };
    table.csv().unwrap().into_bytes()
}

fn columns(row: PublishedRow) -> Vec<u8> {
    let table = PublishedTable {
        definition: definition(),
        rows: vec![row],
    };
    crate::columnar::encode(&table, "2025-Q2-1").unwrap()
}

fn named_in_columns(text: &str) -> Vec<u8> {
    let mut row = row();
    text.clone_into(&mut row.area_name);
    columns(row)
}

fn workbook(part: &str, text: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default();
    for (name, text) in [("mimetype", "application/x"), (part, text)] {
        archive.start_file(name, plain).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// What the gate says of a release with one file.
fn said(name: &str, bytes: &[u8]) -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    let planted = folder.path().join("canaries.txt");
    std::fs::write(
        &planted,
        "# planted\nZebedee Quillfeather\nZoe O'Quill \"<&>\" \\ Late\n",
    )
    .unwrap();
    let name_of = [("EW".to_owned(), "England and Wales".to_owned())];
    let gate = Gate {
        tables: vec![definition()],
        areas: BTreeMap::from(name_of),
        periods: Period::between("2024-Q2".parse().unwrap(), "2025-Q1".parse().unwrap())
            .into_iter()
            .collect(),
        canaries: Canaries::read(&planted).unwrap(),
    };
    let file = PublishedFile {
        name: name.to_owned(),
        bytes: bytes.to_vec(),
    };
    let found = gate.check([&file]);
    found.map_err(|it| {
        assert_eq!(it.exit_code(), 4);
        it.to_string()
    })
}

#[test]
fn what_may_be_published_is_let_through() {
    let sum = "a1".repeat(32);
    for (name, bytes) in [
        ("tables/referrals.csv", table(row())),
        (
            "manifest.json",
            format!("{{\"sha256\": \"{sum}\"}}").into_bytes(),
        ),
        ("ledger/0001/policy.toml", b"width = 3\n".to_vec()),
        (
            "bulletin.html",
            b"<p><a href=\"https://example.org\">figures</a></p>".to_vec(),
        ),
        ("release.ods", workbook("content.xml", "<a><b>1200</b></a>")),
        ("tables/referrals.parquet", columns(row())),
    ] {
        assert_eq!(said(name, &bytes), Ok(()), "{name}");
    }
}

#[test]
fn a_text_of_a_table_that_nothing_names_is_refused_by_its_column() {
    type Change = fn(&mut PublishedRow);
    let changes: [(&str, Change); 14] = [
        ("measure", |it| it.measure = "note".to_owned()),
        ("measure_title", |it| {
            it.measure_title = "See the note".to_owned();
        }),
        ("area_code", |it| it.area_code = "99".to_owned()),
        ("area_name", |it| {
            it.area_name = "Flat 2, High Street".to_owned();
        }),
        ("period", |it| it.period = "2019-Q1".to_owned()),
        ("unit", |it| it.unit = "people".to_owned()),
        ("value", |it| it.value = "about 5".to_owned()),
        ("marker", |it| it.marker = "[c] is 3".to_owned()),
        ("value", |it| it.marker = "[c]".to_owned()),
        ("value", |it| it.value = String::new()),
        ("lower", |it| it.lower = "1".to_owned()),
        ("upper", |it| {
            it.value = String::new();
            it.marker = "[x]".to_owned();
            it.upper = "9".to_owned();
        }),
        ("cell_id", |it| it.cell_id = String::new()),
        ("cell_id", |it| {
            it.cell_id = "referrals/all/EW/2025-Q1/v1 is 3".to_owned();
        }),
    ];
    for (column, change) in changes {
        let mut row = row();
        change(&mut row);
        let why = said("tables/referrals.csv", &table(row.clone())).unwrap_err();
        assert!(why.contains(&format!("row 2, column `{column}`")), "{why}");
        // A number that is none cannot be written in a column of numbers at all.
        if row.value != "about 5" {
            let why = said("tables/referrals.parquet", &columns(row)).unwrap_err();
            assert!(why.contains(&format!("row 2, column `{column}`")), "{why}");
        }
    }
}

#[test]
fn what_comes_out_is_refused_wherever_it_stands_and_is_not_repeated() {
    let canary = "<p>the case of zebedee QUILLFEATHER</p>";
    let pseudonym = "0f".repeat(16);
    let cases: [(&str, Vec<u8>, &str); 13] = [
        ("bulletin.html", canary.into(), "line 2 of the canaries"),
        (
            "release.ods",
            workbook("content.xml", canary),
            "line 2 of the canaries",
        ),
        (
            "metadata.json",
            format!("{{\"a\": \"{pseudonym}\"}}").into(),
            "pseudonym",
        ),
        (
            "release.xlsx",
            workbook("xl/a.xml", &format!("<a>{pseudonym}</a>")),
            "pseudonym",
        ),
        ("notes.json", b"\"52AB0123424\"".to_vec(), "URN"),
        (
            "tables/people.csv",
            b"a\n".to_vec(),
            "no table of the release",
        ),
        (
            "tables/referrals.csv",
            b"measure,name\na,b\n".to_vec(),
            "columns",
        ),
        ("metadata.json", b"{".to_vec(), "no JSON"),
        (
            "units.parquet",
            b"PAR1".to_vec(),
            "kind that is not published",
        ),
        ("notes.txt", b"a".to_vec(), "kind that is not published"),
        (
            "tables/referrals.parquet",
            named_in_columns(canary),
            "line 2 of the canaries",
        ),
        (
            "release.ods",
            workbook("picture.png", "x"),
            "cannot be read through",
        ),
        (
            "bulletin.html",
            b"<img src=\"https://example.org/seen\">".to_vec(),
            "loads",
        ),
    ];
    for (name, bytes, told) in cases {
        let why = said(name, &bytes).unwrap_err();
        assert!(why.contains(told), "{name}: {why}");
        let lower = why.to_lowercase();
        for text in ["quillfeather", pseudonym.as_str(), "52ab"] {
            assert!(!lower.contains(text), "what was found is repeated");
        }
    }
}

#[test]
fn what_was_planted_is_found_however_a_format_writes_it() {
    let planted = "zoe o'quill \"<&>\" \\ late";
    let xml = format!("<a>{}</a>", quick_xml::escape::escape(planted));
    let page = maud::html! { p title=(planted) { "one" } }.into_string();
    let json = serde_json::json!({ "a": planted }).to_string();
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["a", planted]).unwrap();
    for (name, bytes) in [
        ("release.ods", workbook("content.xml", &xml)),
        ("bulletin.html", page.into_bytes()),
        ("metadata.json", json.into_bytes()),
        ("ledger/0001/cells.csv", csv.into_inner().unwrap()),
    ] {
        let why = said(name, &bytes).unwrap_err();
        assert!(why.contains("line 3 of the canaries"), "{name}: {why}");
    }
}
