//! A small release, made as every one is, and each byte of each of its files changed in turn.

use super::verify;
use crate::{
    Figure, Manifest, MeasureDefinition, MeasureKind, Release, ReleasedTable, Row, ShareDefinition,
    Software, Table, TableDefinition,
};
use rasso_disclosure::{Cell, Constraint, Ledger, Made, Policy, Tables, make};
use rasso_store::{Lock, ReleaseFolder, checksums};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

const POLICY: &str = "../../data-schemas/disclosure/example-policy.toml";
const AREAS: [&str; 5] = ["03", "04", "05", "06", "EW"];
const MEASURES: [&str; 3] = ["all", "charged", "not_charged"];
/// Of each force, those charged and those not.
const COUNTS: [[i64; 2]; 4] = [[3, 61], [12, 70], [2, 44], [25, 120]];

fn id(measure: &str, area: &str) -> String {
    format!("crimes/{measure}/{area}/2025-Q2/v1")
}

fn place(measure: usize, area: usize) -> usize {
    measure * AREAS.len() + area
}

fn tables() -> Tables {
    let count = |measure: usize, area: usize| -> i64 {
        let of = |it: &[i64; 2]| match measure {
            0 => it[0] + it[1],
            own => it[own - 1],
        };
        COUNTS
            .get(area)
            .map_or_else(|| COUNTS.iter().map(of).sum(), of)
    };
    let places = (0..MEASURES.len()).flat_map(|of| (0..AREAS.len()).map(move |at| (of, at)));
    let cell = |((measure, area), row): ((usize, usize), u64)| Cell {
        id: id(MEASURES[measure], AREAS[area]),
        count: count(measure, area),
        revises: None,
        complainants: None,
        largest: None,
        row,
    };
    let sum = |name: String, terms: Vec<(usize, i64)>| Constraint { id: name, terms };
    let by_area = (0..AREAS.len()).map(|area| {
        let terms = [(0, 1), (1, -1), (2, -1)].map(|(of, by)| (place(of, area), by));
        sum(format!("area {area}"), terms.to_vec())
    });
    let by_measure = (0..MEASURES.len()).map(|of| {
        let terms = (0..AREAS.len()).map(|area| (place(of, area), if area == 4 { -1 } else { 1 }));
        sum(format!("measure {of}"), terms.collect())
    });
    Tables {
        file: "the counts of the test".to_owned(),
        cells: places.zip(2..).map(cell).collect(),
        constraints: by_area.chain(by_measure).collect(),
        percentages: Vec::new(),
    }
}

fn definition() -> TableDefinition {
    let measure = |name: &str, kind: MeasureKind| MeasureDefinition {
        name: name.to_owned(),
        title: format!("Crimes: {name}"),
        kind,
        unit: "crime".to_owned(),
        share: (kind == MeasureKind::Share).then(|| ShareDefinition {
            part: "charged".to_owned(),
            whole: "all".to_owned(),
        }),
        ..MeasureDefinition::default()
    };
    let counts = MEASURES.map(|it| measure(it, MeasureKind::Count));
    let share = measure("charge_rate", MeasureKind::Share);
    TableDefinition {
        name: "crimes".to_owned(),
        title: "Crimes".to_owned(),
        version: "1.0".to_owned(),
        clock: "by date recorded".to_owned(),
        measures: counts.into_iter().chain([share]).collect(),
    }
}

fn table() -> Table {
    let row = |measure: &str, area: usize, figure: Figure| Row {
        measure: measure.to_owned(),
        area_type: if area == 4 { "national" } else { "force" }.to_owned(),
        area_code: AREAS[area].to_owned(),
        area_name: format!("Area {}", AREAS[area]),
        period_type: "quarter".to_owned(),
        period: "2025-Q2".to_owned(),
        period_label: "April to June 2025".to_owned(),
        cell_id: match figure {
            Figure::Count(_) => id(measure, AREAS[area]),
            Figure::Share { .. } => String::new(),
        },
        figure,
        is_available: true,
        is_provisional: false,
        is_partial: false,
    };
    let mut rows = Vec::new();
    for (of, name) in MEASURES.into_iter().enumerate() {
        rows.extend((0..AREAS.len()).map(|at| row(name, at, Figure::Count(place(of, at)))));
    }
    rows.extend((0..AREAS.len()).map(|at| {
        let [whole, part, rest] = [0, 1, 2].map(|of| place(of, at));
        row("charge_rate", at, Figure::Share { part, whole, rest })
    }));
    Table {
        definition: definition(),
        rows,
    }
}

/// Makes the release in `out`, as `rasso release build` does.
fn publish(out: &Path) -> PathBuf {
    let ledger = out.join("ledger");
    let lock = Lock::take(&ledger).unwrap();
    let mut ledger = Ledger::open(&ledger).unwrap();
    let policy_file = Path::new(env!("CARGO_MANIFEST_DIR")).join(POLICY);
    let policy = Policy::read(&policy_file).unwrap();
    let made = make(&tables(), &policy, &policy_file, &ledger).unwrap();
    made.record(&mut ledger, &lock).unwrap();
    let release = release(&made, &policy);
    let folder = ReleaseFolder::create(out, &release.manifest.release).unwrap();
    for file in release.files(None).unwrap() {
        folder.write(&file.name, &file.bytes).unwrap();
    }
    folder
        .write("certificate.json", made.certificate.as_bytes())
        .unwrap();
    for name in checksums(&out.join("ledger")).unwrap().into_keys() {
        let own = Path::new(&name).file_name().unwrap().to_string_lossy();
        if !own.starts_with('.') {
            let bytes = fs::read(out.join("ledger").join(&name)).unwrap();
            folder.write(&format!("ledger/{name}"), &bytes).unwrap();
        }
    }
    let mut manifest = release.manifest;
    manifest.files = checksums(folder.path()).unwrap();
    manifest.write(&folder).unwrap();
    folder.finish().unwrap()
}

fn release(made: &Made, policy: &Policy) -> Release {
    let published = table().publish(&made.table);
    assert!(published.withheld() > 2, "the release has nothing to guard");
    let manifest = Manifest {
        form: Manifest::newest_form(),
        release: "2025-Q2-1".to_owned(),
        number: 1,
        quarters: ["2025-Q2", "2025-Q2"].map(str::to_owned),
        as_at: "2025-06-30".to_owned(),
        software: Software {
            name: "rasso".to_owned(),
            version: "0.0.0".to_owned(),
        },
        schemas: "a1".repeat(32),
        run_id: "b2".repeat(32),
        inputs: Vec::new(),
        policy: policy.digest.clone(),
        width: policy.width,
        tables: vec![ReleasedTable {
            file: "tables/crimes.csv".to_owned(),
            title: "Crimes".to_owned(),
            version: "1.0".to_owned(),
            rows: published.rows().len(),
            withheld: published.withheld(),
            revisions_held: false,
        }],
        files: BTreeMap::new(),
    };
    Release {
        manifest,
        publication: None,
        tables: vec![published],
    }
}

#[test]
fn every_byte_that_is_changed_is_told() {
    let out = tempfile::tempdir().unwrap();
    let folder = publish(out.path());
    let found = verify(&folder).unwrap();
    assert_eq!(found.counts, AREAS.len() * MEASURES.len());
    let names: Vec<String> = checksums(&folder).unwrap().into_keys().collect();
    assert_eq!(names.len(), found.files);
    let mut bytes_changed = 0;
    for name in names {
        let file = folder.join(&name);
        let was = fs::read(&file).unwrap();
        let mut bytes = was.clone();
        for at in 0..bytes.len() {
            // Another bit each time, so that none is passed over for where it stands in its byte.
            bytes[at] ^= 1 << (at % 8);
            fs::write(&file, &bytes).unwrap();
            assert!(verify(&folder).is_err(), "{name}: byte {at}");
            bytes[at] = was[at];
            bytes_changed += 1;
        }
        fs::write(&file, &was).unwrap();
    }
    assert_eq!(verify(&folder).unwrap(), found);
    assert!(bytes_changed > 50_000, "{bytes_changed}");
}
