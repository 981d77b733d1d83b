//! Both workbooks read back and held against the checklist, which every seeded fault fails.

mod lint;
mod read;

use super::{sheets, workbook::Cell};
use crate::bulletin::example;
use lint::lint;
use read::{Parts, packed, parts, read};

fn workbooks() -> [Vec<u8>; 2] {
    let made = sheets(&example::release(), None).unwrap();
    let [ods, xlsx] = <[_; 2]>::try_from(made).unwrap();
    assert_eq!([&*ods.name, &*xlsx.name], ["release.ods", "release.xlsx"]);
    [ods.bytes, xlsx.bytes]
}

#[test]
fn both_workbooks_keep_to_the_checklist_and_are_the_same_again() {
    for bytes in workbooks() {
        assert_eq!(lint(&read(&bytes)), Vec::<String>::new());
    }
    assert_eq!(workbooks(), workbooks());
}

#[test]
fn both_say_the_same_and_what_the_table_says() {
    let [ods, xlsx] = workbooks().map(|it| read(&it));
    let names =
        |it: &read::Read| -> Vec<String> { it.sheets.iter().map(|it| it.name.clone()).collect() };
    assert_eq!(names(&ods), names(&xlsx));
    for (ods, xlsx) in ods.sheets.iter().zip(&xlsx.sheets) {
        let texts = |rows: &[Vec<calamine::Data>]| -> Vec<String> {
            rows.iter().flatten().map(ToString::to_string).collect()
        };
        assert_eq!(texts(&ods.rows), texts(&xlsx.rows), "{}", ods.name);
    }
    let release = example::release();
    let workbook = super::workbook(&release).unwrap();
    let table = workbook.sheets[3].table.as_ref().unwrap();
    let mut numbers: Vec<&str> = Vec::new();
    for cell in table.rows.iter().flatten() {
        if let Cell::Number(it) = cell {
            numbers.push(it);
        }
    }
    let rows = &release.tables[0].rows;
    let mut published: Vec<&str> = rows
        .iter()
        .flat_map(|it| [&*it.value, &*it.lower, &*it.upper])
        .filter(|it| !it.is_empty())
        .collect();
    numbers.sort_unstable();
    published.sort_unstable();
    assert_eq!(numbers, published);
}

/// What is changed, in which part, from what to what, and what the checklist says of it.
type Fault = (&'static str, &'static str, &'static str, &'static str);

const FAULTS: [Fault; 13] = [
    (
        "content.xml",
        "<table:table-cell table:style-name=\"heading\"",
        "<table:table-cell table:number-columns-spanned=\"2\" table:style-name=\"heading\"",
        "cells are merged",
    ),
    (
        "content.xml",
        "</table:table-header-rows>",
        "</table:table-header-rows><table:table-row><table:table-cell/></table:table-row>",
        "a row is blank",
    ),
    (
        "content.xml",
        "<table:table-cell table:style-name=\"number0\" office:value-type=\"float\" office:value=\"1216\"><text:p>1216<",
        "<table:table-cell office:value-type=\"string\"><text:p>1216 [p]<",
        "a text that is no shorthand",
    ),
    (
        "content.xml",
        "<table:table-cell table:style-name=\"number0\" office:value-type=\"float\" office:value=\"1216\"><text:p>1216<",
        "<table:table-cell office:value-type=\"string\"><text:p>Rapes recorded<",
        "a text that is no shorthand",
    ),
    (
        "content.xml",
        "table:database-range ",
        "table:nothing ",
        "not one table that is marked up",
    ),
    (
        "content.xml",
        "table:target-range-address=\"'crimes'.A",
        "table:target-range-address=\"'crimes'.B",
        "does not begin in column A",
    ),
    (
        "content.xml",
        "</table:table><table:database-ranges>",
        "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>Source: records</text:p></table:table-cell></table:table-row></table:table><table:database-ranges>",
        "below the table",
    ),
    (
        "content.xml",
        "<text:p>[c]: ",
        "<text:p>c: ",
        "shorthand is not explained",
    ),
    (
        "content.xml",
        "office:value=\"1216\"",
        "table:formula=\"of:=1200+16\" office:value=\"1216\"",
        "a formula",
    ),
    (
        "content.xml",
        "table:display=\"true\"",
        "table:display=\"false\"",
        "hidden",
    ),
    ("content.xml", "[note 1]", "[note 9]", "a note is nowhere"),
    (
        "meta.xml",
        "<dc:title>",
        "<dc:title></dc:title><dc:subject>",
        "no title",
    ),
    (
        "meta.xml",
        "<dc:language>en-GB",
        "<dc:language>",
        "no language",
    ),
];

#[test]
fn every_seeded_fault_fails_the_checklist() {
    let sound = parts(&workbooks()[0]);
    for (part, from, to, told) in FAULTS {
        let mut faulty: Parts = sound.clone();
        let text = faulty.get_mut(part).unwrap();
        assert!(text.contains(from), "there is no `{from}`");
        *text = text
            .replace(from, to)
            .replace("table:nothing ", "table:other ");
        if told == "no title" {
            *text = text.replace("</dc:title><dc:creator>", "</dc:subject><dc:creator>");
        }
        let found = lint(&read(&packed(&faulty)));
        assert!(
            found.iter().any(|it| it.contains(told)),
            "{told}: {found:?}"
        );
    }
}

#[test]
fn a_text_that_begins_a_formula_is_refused() {
    let mut release = example::release();
    release.tables[0].definition.measures[0].caveats = vec!["fine".to_owned()];
    release.tables[0].definition.measures[0].definition = "=HYPERLINK(1)".to_owned();
    assert_eq!(sheets(&release, None).unwrap_err().exit_code(), 4);
}

/// The same of an XLSX, in which they are written otherwise.
const XLSX_FAULTS: [Fault; 5] = [
    (
        "xl/worksheets/sheet4.xml",
        "</sheetData>",
        "</sheetData><mergeCells count=\"1\"><mergeCell ref=\"A1:B1\"/></mergeCells>",
        "cells are merged",
    ),
    (
        "xl/worksheets/_rels/sheet4.xml.rels",
        "../tables/",
        "../other/",
        "not one table that is marked up",
    ),
    (
        "xl/workbook.xml",
        "<sheet name=\"crimes\"",
        "<sheet state=\"hidden\" name=\"crimes\"",
        "hidden",
    ),
    (
        "docProps/core.xml",
        "<dc:language>en-GB",
        "<dc:language>",
        "no language",
    ),
    (
        "xl/sharedStrings.xml",
        "[c]: ",
        "c: ",
        "shorthand is not explained",
    ),
];

#[test]
fn a_fault_of_an_xlsx_fails_it_too() {
    let sound = parts(&workbooks()[1]);
    for (part, from, to, told) in XLSX_FAULTS {
        let mut faulty: Parts = sound.clone();
        let text = faulty.get_mut(part).unwrap();
        assert!(text.contains(from), "there is no `{from}`");
        *text = text.replace(from, to);
        let found = lint(&read(&packed(&faulty)));
        assert!(
            found.iter().any(|it| it.contains(told)),
            "{told}: {found:?}"
        );
    }
}

#[test]
fn a_figure_without_a_row_is_given_no_reason_that_nobody_gave() {
    let mut release = example::release();
    release.tables[0].rows.remove(0);
    assert_eq!(sheets(&release, None).unwrap_err().exit_code(), 4);
}

#[test]
fn every_sheet_says_who_may_not_see_it() {
    let marked = |release: &crate::Release, mark: &str| {
        let made = sheets(release, None).unwrap();
        made.iter().all(|file| {
            let read = read(&file.bytes);
            assert_eq!(lint(&read), Vec::<String>::new());
            let is_marked = |it: &read::ReadSheet| it.rows[1][0].to_string().starts_with(mark);
            read.sheets.iter().all(is_marked)
        })
    };
    let mut release = example::release();
    assert!(!marked(&release, "Pre-release access"));
    if let Some(it) = &mut release.publication {
        it.embargo = Some("2025-09-25T09:30".to_owned());
    }
    assert!(marked(&release, "Pre-release access: not to be shown"));
    release.publication = None;
    assert!(marked(&release, "Draft"));
}
