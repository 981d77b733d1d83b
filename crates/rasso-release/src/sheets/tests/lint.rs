//! The checklist of the Government Analysis Function for accessible spreadsheets, as far as a program can hold a file against it.

use super::read::{Read, ReadSheet};
use crate::sheets::ods::column_name;
use calamine::{Data, DataType as _};
use std::collections::BTreeSet;

/// Everything that is wrong with a workbook.
pub(super) fn lint(read: &Read) -> Vec<String> {
    let mut wrong = Vec::new();
    let all: String = read.parts.values().map(String::as_str).collect();
    for (what, marks) in [
        (
            "cells are merged",
            ["-columns-spanned=", "-rows-spanned=", "<mergeCell "].as_slice(),
        ),
        ("a cell has a formula", &["table:formula=", "<f>"]),
        (
            "something is hidden",
            &[
                "table:display=\"false\"",
                "table:visibility=",
                "state=\"hidden\"",
                " hidden=\"1\"",
            ],
        ),
    ] {
        if marks.iter().any(|it| all.contains(it)) {
            wrong.push(what.to_owned());
        }
    }
    let about = |what: &str| {
        let own = all
            .split(&format!("<dc:{what}>"))
            .nth(1)
            .and_then(|it| it.split('<').next());
        own.is_some_and(|it| !it.is_empty())
    };
    for what in ["title", "language"] {
        if !about(what) {
            wrong.push(format!("the document has no {what}"));
        }
    }
    let names: Vec<&str> = read.sheets.iter().map(|it| it.name.as_str()).collect();
    if names.get(..3) != Some(&["Cover", "Contents", "Notes"]) || names.len() < 4 {
        wrong.push("cover, contents and notes do not come first".to_owned());
    }
    let notes = read.sheets.iter().find(|it| it.name == "Notes");
    let notes: BTreeSet<String> = notes
        .map(|it| it.rows.iter().map(|it| it[0].to_string()).collect())
        .unwrap_or_default();
    for sheet in &read.sheets {
        wrong.extend(
            of_sheet(sheet, &notes)
                .into_iter()
                .map(|it| format!("{}: {it}", sheet.name)),
        );
    }
    wrong
}

fn of_sheet(sheet: &ReadSheet, notes: &BTreeSet<String>) -> Vec<String> {
    let mut wrong = Vec::new();
    if sheet.start != (0, 0) {
        wrong.push("the first cell is empty".to_owned());
        return wrong;
    }
    let is_blank = |row: &Vec<Data>| row.iter().all(|it| *it == Data::Empty);
    if sheet.rows.iter().any(is_blank) {
        wrong.push("a row is blank".to_owned());
    }
    if sheet.name == "Cover" {
        return wrong;
    }
    let [range] = sheet.tables.as_slice() else {
        wrong.push("there is not one table that is marked up".to_owned());
        return wrong;
    };
    let digits = |it: &str| {
        it.trim_start_matches(char::is_alphabetic)
            .parse::<usize>()
            .unwrap()
    };
    let (first, last) = (digits(&range[0]), digits(&range[1]));
    if range[0] != format!("A{first}") {
        wrong.push("the table does not begin in column A".to_owned());
    }
    if last < sheet.rows.len() {
        wrong.push("something stands below the table".to_owned());
    }
    let width = sheet.rows.first().map_or(0, Vec::len);
    if range[1] != format!("{}{last}", column_name(width)) {
        wrong.push("the mark-up is not of the whole table".to_owned());
    }
    let (above, table) = sheet.rows.split_at(first - 1);
    if above
        .iter()
        .any(|row| row.iter().skip(1).any(|it| *it != Data::Empty))
    {
        wrong.push("something stands above the table beside column A".to_owned());
    }
    wrong.extend(of_table(table, above, notes));
    wrong
}

fn of_table(table: &[Vec<Data>], above: &[Vec<Data>], notes: &BTreeSet<String>) -> Vec<String> {
    let mut wrong = Vec::new();
    let headings: Vec<String> = table[0].iter().map(ToString::to_string).collect();
    if headings.iter().collect::<BTreeSet<_>>().len() < headings.len() {
        wrong.push("two columns have the same heading".to_owned());
    }
    if table.iter().flatten().any(|it| *it == Data::Empty) {
        wrong.push("a cell of the table is empty".to_owned());
    }
    let lines: Vec<String> = above.iter().map(|it| it[0].to_string()).collect();
    let is_shorthand = |it: &str| it.starts_with('[') && it.ends_with(']') && !it.contains(' ');
    for (at, heading) in headings.iter().enumerate() {
        let cells = || table.iter().skip(1).filter_map(|it| it.get(at));
        let texts = || cells().filter(|it| it.is_string()).map(ToString::to_string);
        let is_of_numbers = cells().any(calamine::DataType::is_float)
            || heading.contains("(number)")
            || heading.contains("(per cent)");
        if is_of_numbers && texts().any(|it| !is_shorthand(&it)) {
            wrong.push("a column of numbers has a text that is no shorthand".to_owned());
        }
        let words: Vec<String> = texts().collect();
        let mut used = words
            .iter()
            .flat_map(|it| it.split_inclusive(']'))
            .filter_map(|it| it.find('[').map(|at| &it[at..]));
        if used.any(|it| {
            is_shorthand(it)
                && !lines
                    .iter()
                    .any(|line| line.starts_with(&format!("{it}: ")))
        }) {
            wrong.push("shorthand is not explained above the table".to_owned());
        }
        let note = heading
            .split("[note ")
            .nth(1)
            .and_then(|it| it.strip_suffix(']'));
        if note.is_some_and(|it| !notes.contains(&format!("note {it}"))) {
            wrong.push("a note is nowhere".to_owned());
        }
    }
    wrong
}
