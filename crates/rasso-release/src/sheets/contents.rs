//! Cover, contents and notes.

use super::{
    lines,
    workbook::{Cell, Column, Sheet, Table},
};
use crate::{MeasureDefinition, Release};
use std::collections::BTreeMap;

/// The number of the note on each measure, by table and measure.
pub(super) type Notes = BTreeMap<[String; 2], usize>;

pub(super) fn cover(release: &Release) -> Sheet {
    Sheet {
        name: "Cover".to_owned(),
        title: lines::title(release),
        lines: lines::cover(release),
        table: None,
    }
}

pub(super) fn contents(tables: &[Sheet]) -> Sheet {
    let row = |name: &str, title: &str| vec![text(name), text(title)];
    let mut rows = vec![row(
        "Notes",
        "What every figure is, what is left out, and what to know of it",
    )];
    rows.extend(tables.iter().map(|it| row(&it.name, &it.title)));
    Sheet {
        name: "Contents".to_owned(),
        title: "Contents".to_owned(),
        lines: vec!["This sheet has one table: the sheets of this workbook.".to_owned()],
        table: Some(Table {
            name: "contents".to_owned(),
            columns: vec![column("Sheet", 28), column("What is on it", 80)],
            rows,
        }),
    }
}

/// The notes, and where each is.
pub(super) fn notes(release: &Release) -> (Sheet, Notes) {
    let mut numbers = Notes::new();
    let mut rows = Vec::new();
    for table in &release.tables {
        for measure in &table.definition.measures {
            let number = rows.len() + 1;
            let place = [table.definition.name.clone(), measure.name.clone()];
            numbers.insert(place, number);
            rows.push(vec![
                text(&format!("note {number}")),
                text(&table.definition.title),
                text(&measure.title),
                text(&said(measure)),
            ]);
        }
    }
    let sheet = Sheet {
        name: "Notes".to_owned(),
        title: "Notes".to_owned(),
        lines: vec!["This sheet has one table: the notes that headings refer to.".to_owned()],
        table: Some(Table {
            name: "notes".to_owned(),
            columns: vec![
                column("Note", 10),
                column("Table", 40),
                column("Figure", 40),
                column("What it is", 100),
            ],
            rows,
        }),
    };
    (sheet, numbers)
}

/// All that is to be known of a figure, in one text.
fn said(measure: &MeasureDefinition) -> String {
    let mut said = vec![measure.definition.clone()];
    let lists = [
        ("Left out: ", &measure.exclusions),
        ("", &measure.caveats),
        ("Series break: ", &measure.series_breaks),
    ];
    for (what, list) in lists {
        said.extend(list.iter().map(|it| format!("{what}{it}")));
    }
    if !measure.sources.is_empty() {
        said.push(format!("Records of: {}.", measure.sources.join(", ")));
    }
    if !measure.follows.is_empty() {
        said.push(format!(
            "Follows: {}.",
            measure.follows.trim_end_matches('.')
        ));
    }
    said.retain(|it| !it.trim().is_empty());
    said.join(" ")
}

pub(super) fn text(it: &str) -> Cell {
    Cell::Text(it.to_owned())
}

pub(super) fn column(heading: &str, width: u16) -> Column {
    Column {
        heading: heading.to_owned(),
        width,
    }
}
