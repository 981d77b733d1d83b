//! Bombs of XLSX and ODS.

use super::{Bomb, MIB};
use crate::tests_of_formats::making::{ods_of, xlsx_of, zip};
use std::fmt::Write as _;

const HEADER: [&str; 4] = ["crime_ref", "force_code", "recorded_date", "offence_code"];

pub(super) fn bombs() -> Vec<Bomb> {
    let far = "<row r=\"1048576\"><c r=\"XFD1048576\" t=\"str\"><v>x</v></c></row>";
    let low = HEADER
        .map(|it| format!("<c t=\"str\"><v>{it}</v></c>"))
        .concat();
    let low = format!(
        "<row r=\"1\">{low}</row><row r=\"1048576\"><c r=\"A1048576\" t=\"str\"><v>x</v></c></row>"
    );
    let strings = "<sst uniqueCount=\"99999999999\"><si><t>x</t></si></sst>";
    let nested = "<a>".repeat(1_000_000) + &"</a>".repeat(1_000_000);
    let parts = zip(&[("a", &vec![0; MIB])]);
    let parts = zip(&[("xl/workbook.xml", &parts), ("_rels/.rels", b"")]);
    let xlsx = |rows: &str| xlsx_of(&sheet(rows), "<sst/>");
    vec![
        ("xlsx_far_cell", xlsx(far), "columns"),
        ("xlsx_far_row", xlsx(&low), "empty rows"),
        (
            "xlsx_ratio",
            xlsx(&" ".repeat(16 * MIB)),
            "for each compressed byte",
        ),
        (
            "xlsx_strings",
            xlsx_of(&sheet(""), strings),
            "shared strings",
        ),
        (
            "xlsx_entities",
            xlsx_of(&sheet(""), &laughs()),
            "declares entities",
        ),
        ("xlsx_nesting", xlsx(&nested), "elements in each other"),
        ("xlsx_giant_text", xlsx(&giant_text()), "bytes in a cell"),
        ("ods_repeated", ods_of(&repeated()), "for each byte"),
        ("ods_spaces", ods_of(&spaces()), "bytes in a cell"),
        ("ods_nesting", ods_of(&nested), "elements in each other"),
        ("zip_in_zip", parts, "damaged"),
    ]
}

/// A cell of more than a thousand million spaces.
fn spaces() -> String {
    let spaces = "<text:s text:c=\"1000\"/>".repeat(1_200_000);
    format!(
        "<table:table table:name=\"A\"><table:table-row><table:table-cell><text:p>{spaces}</text:p></table:table-cell></table:table-row></table:table>"
    )
}

/// A million rows of four thousand cells of a thousand letters, in one line of markup.
fn repeated() -> String {
    let cell = |it: &str| format!("<table:table-cell><text:p>{it}</text:p></table:table-cell>");
    let cells = format!(
        "<table:table-cell table:number-columns-repeated=\"4000\"><text:p>{}</text:p></table:table-cell>",
        "x".repeat(1_000)
    );
    format!(
        "<table:table table:name=\"A\"><table:table-row>{}</table:table-row><table:table-row table:number-rows-repeated=\"1048576\">{cells}</table:table-row></table:table>",
        HEADER.map(cell).concat()
    )
}

fn sheet(rows: &str) -> String {
    format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")
}

/// Each entity is ten of the one before.
fn laughs() -> String {
    let entities: String = (1..10).fold(String::new(), |mut all, it| {
        let ten = format!("&e{};", it - 1).repeat(10);
        write!(all, "<!ENTITY e{it} \"{ten}\">").unwrap();
        all
    });
    format!(
        "<?xml version=\"1.0\"?><!DOCTYPE sst [<!ENTITY e0 \"ha\">{entities}]><sst><si><t>&e9;</t></si></sst>"
    )
}

/// A text in many parts, none of which is long, and none like the next.
fn giant_text() -> String {
    let parts: String = (0..12_000).fold(String::new(), |mut parts, it| {
        let letters = "x".repeat(1_000);
        write!(parts, "{}{letters}<x/><!-- y --><![CDATA[z]]>", it * 7_919).unwrap();
        parts
    });
    format!("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{parts}</t></is></c></row>")
}
