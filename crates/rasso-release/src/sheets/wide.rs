//! A table of the release as a sheet: a row an area and period, a column a figure.

use super::{
    contents::{Notes, column, text},
    workbook::{Cell, Column, Sheet, Table},
};
use crate::{
    MARKERS, MeasureDefinition, MeasureKind, PublishedRow, PublishedTable, ReleaseError,
    table::markers_in,
};
use std::collections::{BTreeMap, BTreeSet};

/// What stands where there is nothing to know.
const NOTHING: &str = "none";
/// The longest name of a sheet.
const LONGEST_NAME: usize = 31;

pub(super) fn sheet(table: &PublishedTable, notes: &Notes) -> Result<Sheet, ReleaseError> {
    let definition = &table.definition;
    let told: BTreeSet<&str> = table.rows.iter().map(|it| it.measure.as_str()).collect();
    let measures = || {
        definition
            .measures
            .iter()
            .filter(|it| told.contains(it.name.as_str()))
    };
    let mut columns = [
        ("Area type", 12),
        ("Area code", 26),
        ("Area name", 40),
        ("Period type", 14),
        ("Period", 42),
    ]
    .map(|(heading, width)| column(heading, width))
    .to_vec();
    for measure in measures() {
        let place = [definition.name.clone(), measure.name.clone()];
        columns.extend(headings(measure, notes.get(&place).copied()));
    }
    columns.push(column("Markers", 40));
    let mut rows = Vec::new();
    for (place, figures) in by_place(table) {
        let mut row: Vec<Cell> = place.iter().map(|it| text(it)).collect();
        for measure in measures() {
            let figure = figures.get(measure.name.as_str());
            let figure = figure.ok_or_else(|| ReleaseError::Gate {
                file: format!("tables/{}.csv", definition.name),
                what: "a figure of an area and period has no row".to_owned(),
            })?;
            row.extend(cells(measure, figure));
        }
        row.push(text(&markers(&definition.measures, &figures)));
        rows.push(row);
    }
    let mut lines = vec![format!(
        "This sheet has one table: {}, {}.",
        definition.title, definition.clock
    )];
    lines.extend(shorthand(table));
    let name: String = definition.name.chars().take(LONGEST_NAME).collect();
    Ok(Sheet {
        name: name.clone(),
        title: definition.title.clone(),
        lines,
        table: Some(Table {
            name,
            columns,
            rows,
        }),
    })
}

type Figures<'a> = BTreeMap<&'a str, &'a PublishedRow>;

/// The figures of each area and period, in the order of the release's rows.
fn by_place(table: &PublishedTable) -> Vec<([&str; 5], Figures<'_>)> {
    let mut at: BTreeMap<[&str; 5], usize> = BTreeMap::new();
    let mut places: Vec<([&str; 5], Figures<'_>)> = Vec::new();
    for row in &table.rows {
        let place = [
            &row.area_type,
            &row.area_code,
            &row.area_name,
            &row.period_type,
            &row.period_label,
        ]
        .map(String::as_str);
        let at = *at.entry(place).or_insert_with(|| {
            places.push((place, BTreeMap::new()));
            places.len() - 1
        });
        if let Some((_, figures)) = places.get_mut(at) {
            figures.insert(&row.measure, row);
        }
    }
    places
}

fn headings(measure: &MeasureDefinition, note: Option<usize>) -> Vec<Column> {
    let note = note.map_or_else(String::new, |it| format!(" [note {it}]"));
    let title = &measure.title;
    match measure.kind {
        MeasureKind::Count => vec![column(&format!("{title} (number){note}"), 18)],
        MeasureKind::Share => vec![
            column(&format!("{title} (per cent){note}"), 18),
            column(
                &format!("{title} (per cent), lower end of the 95% interval"),
                18,
            ),
            column(
                &format!("{title} (per cent), upper end of the 95% interval"),
                18,
            ),
        ],
    }
}

/// The number, or why there is none; of a share its interval too.
fn cells(measure: &MeasureDefinition, row: &PublishedRow) -> Vec<Cell> {
    let cell = |it: &String| {
        if it.is_empty() {
            // A marker beside a number is of the number; where there is none it is what stands there.
            Cell::Text(row.marker.clone())
        } else {
            Cell::Number(it.clone())
        }
    };
    match measure.kind {
        MeasureKind::Count => vec![cell(&row.value)],
        MeasureKind::Share => [&row.value, &row.lower, &row.upper].map(cell).to_vec(),
    }
}

/// What is to be known of the numbers of a row: `[p]` where all of them have it, else the figures that do.
fn markers(measures: &[MeasureDefinition], figures: &Figures<'_>) -> String {
    let numbers = || {
        let all = measures
            .iter()
            .filter_map(|it| Some((it, *figures.get(it.name.as_str())?)));
        all.filter(|(_, row)| !row.value.is_empty())
    };
    let mut said = Vec::new();
    for (marker, _) in MARKERS {
        let marked: Vec<&str> = numbers()
            .filter(|(_, row)| row.marker.contains(marker))
            .map(|it| it.0.title.as_str())
            .collect();
        if marked.is_empty() {
            continue;
        }
        if marked.len() == numbers().count() {
            said.push(format!("{marker} all figures"));
        } else {
            said.push(format!("{marker} {}", marked.join(", ")));
        }
    }
    if said.is_empty() {
        NOTHING.to_owned()
    } else {
        said.join("; ")
    }
}

/// What the shorthand of the table says, as far as it is used there.
fn shorthand(table: &PublishedTable) -> Vec<String> {
    let used = markers_in(table.rows.iter().map(|it| it.marker.as_str()));
    let said: Vec<String> = used
        .iter()
        .map(|(marker, what)| format!("{marker}: {what}"))
        .collect();
    if said.is_empty() {
        return said;
    }
    let how = "Shorthand stands where there is no number. What is to be known of a number stands in the column Markers.";
    [how.to_owned()].into_iter().chain(said).collect()
}
