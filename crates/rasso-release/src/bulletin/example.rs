//! A release for tests: one table of a count and a share, over four quarters and a year.

use crate::{
    Manifest, MeasureDefinition, MeasureKind, Publication, PublishedRow, PublishedTable, Release,
    ReleasedTable, ShareDefinition, Software, TableDefinition,
};
use std::collections::BTreeMap;

const EXAMPLE: &str =
    include_str!("../../../../data-schemas/release-notes/example-publication.toml");

/// Name and label of every period, then the count and its marker, then the share and its marker.
const PERIODS: [[&str; 6]; 5] = [
    ["2024-Q3", "July to September 2024", "12", "", "", "[c]"],
    ["2024-Q4", "October to December 2024", "", "[c]", "", "[c]"],
    [
        "2025-Q1",
        "January to March 2025",
        "1216",
        "[p]",
        "12.3",
        "[u][p]",
    ],
    ["2025-Q2", "April to June 2025", "1300", "", "10.4", ""],
    ["YE 2025-06", "the year to June 2025", "", "[c]", "", "[c]"],
];

/// A measure of the table.
fn measure(name: &str, title: &str, kind: MeasureKind) -> MeasureDefinition {
    let share = ShareDefinition {
        part: "charged".to_owned(),
        whole: "all".to_owned(),
    };
    MeasureDefinition {
        name: name.to_owned(),
        title: title.to_owned(),
        kind,
        unit: "crime".to_owned(),
        definition: "Crimes & what is <of> them.".to_owned(),
        share: (kind == MeasureKind::Share).then_some(share),
        sources: vec!["police".to_owned()],
        exclusions: vec!["Crimes that were cancelled.".to_owned()],
        ..MeasureDefinition::default()
    }
}

fn rows(area: [&str; 3]) -> Vec<PublishedRow> {
    let mut rows = Vec::new();
    for (measure, unit, at) in [("all", "count", 2), ("rate", "per cent", 4)] {
        for period in PERIODS {
            let is_interval = unit == "per cent" && !period[at].is_empty();
            let end = |it: &str| {
                if is_interval {
                    it.to_owned()
                } else {
                    String::new()
                }
            };
            let is_year = period[0].starts_with("YE");
            rows.push(PublishedRow {
                measure: measure.to_owned(),
                measure_title: measure.to_owned(),
                area_type: area[0].to_owned(),
                area_code: area[1].to_owned(),
                area_name: area[2].to_owned(),
                period_type: if is_year { "rolling_year" } else { "quarter" }.to_owned(),
                period: period[0].to_owned(),
                period_label: period[1].to_owned(),
                unit: unit.to_owned(),
                value: period[at].to_owned(),
                lower: end("6.8"),
                upper: end("21.3"),
                marker: period[at + 1].to_owned(),
                cell_id: String::new(),
            });
        }
    }
    rows
}

/// The release.
pub(crate) fn release() -> Release {
    let definition = TableDefinition {
        name: "crimes".to_owned(),
        title: "Crimes <script>alert(1)</script>".to_owned(),
        version: "1.0".to_owned(),
        clock: "by date recorded".to_owned(),
        measures: vec![
            measure("all", "Rapes recorded", MeasureKind::Count),
            measure("rate", "Charged, of those recorded", MeasureKind::Share),
        ],
    };
    let mut all = rows(["national", "EW", "England and Wales"]);
    all.extend(rows(["force", "52", "Avon & Somerset"]));
    let table = ReleasedTable {
        file: "tables/crimes.csv".to_owned(),
        title: definition.title.clone(),
        version: definition.version.clone(),
        rows: all.len(),
        withheld: 10,
        revisions_held: false,
    };
    let manifest = Manifest {
        form: 1,
        release: "2025-Q2-1".to_owned(),
        number: 1,
        quarters: ["2024-Q3".to_owned(), "2025-Q2".to_owned()],
        as_at: "2025-06-30".to_owned(),
        software: Software {
            name: "rasso".to_owned(),
            version: "0.0.0".to_owned(),
        },
        schemas: "ab".to_owned(),
        run_id: "cd".to_owned(),
        inputs: Vec::new(),
        policy: "ef".to_owned(),
        width: 3,
        tables: vec![table],
        files: BTreeMap::new(),
    };
    let publication: Publication = toml::from_str(EXAMPLE).unwrap();
    Release {
        manifest,
        publication: Some(publication),
        tables: vec![PublishedTable {
            definition,
            rows: all,
        }],
    }
}
