//! Three forces' own files (XLSX, CSV with headings alike, Parquet) become, through their mappings,
//! the records that the canonical extracts hold.

use arrow_rows::{column, numbers};
use rasso_extract::{Extracted, ReadOptions, SourceFile, read};
use rasso_schema::Schemas;
use rasso_synth::SynthPlan;
use rasso_terms::{Agency, Day};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// Columns of records as text.
mod arrow_rows {
    use arrow::array::{Array as _, AsArray as _, RecordBatch};
    use arrow::datatypes::Int64Type;

    pub(super) fn column(batch: &RecordBatch, name: &str) -> Vec<String> {
        let array = batch.column_by_name(name).unwrap().as_string::<i32>();
        array.iter().map(|it| it.unwrap_or("").to_owned()).collect()
    }

    pub(super) fn numbers(batch: &RecordBatch, name: &str) -> Vec<Option<i64>> {
        let array = batch.column_by_name(name).unwrap();
        let array = array.as_primitive::<Int64Type>();
        (0..array.len())
            .map(|at| array.is_valid(at).then(|| array.value(at)))
            .collect()
    }
}

const TABLES: [&str; 2] = ["police_crime", "police_suspect"];

fn extracted(folder: &Path, schemas: &Schemas, path: &str, mapping: Option<&str>) -> Extracted {
    let day: Day = "2025-06-30".parse().unwrap();
    let of_table = |table: &str| {
        let mappings = mapping.map(|it| schemas.mappings_named(it).unwrap());
        let name = path.replace("{table}", table);
        SourceFile {
            mapping: mappings.and_then(|it| it.iter().find(|it| it.table == table).cloned()),
            ..SourceFile::new(Agency::Police, table, folder.join(&name), name, day)
        }
    };
    let options = ReadOptions {
        as_at: day,
        key: None,
    };
    read(&TABLES.map(of_table), schemas, &options).unwrap()
}

/// The crimes of a force that count as rape, by reference: sex and age of the victim and the outcome.
fn crimes(
    of: &Extracted,
    force: &str,
    schemas: &Schemas,
) -> BTreeMap<String, (String, Option<i64>, String)> {
    let batch = &of.tables["police_crime"].records;
    let codes = column(batch, "offence_code");
    let forces = column(batch, "force_code");
    let rest = column(batch, "victim_sex")
        .into_iter()
        .zip(numbers(batch, "victim_age"))
        .zip(column(batch, "outcome_code"));
    let all = column(batch, "crime_ref")
        .into_iter()
        .zip(rest)
        .zip(codes.iter().zip(&forces));
    all.filter(|(_, (code, of))| *of == force && schemas.rape_offences().is_rape(code))
        .map(|((crime, ((sex, age), outcome)), _)| (crime, (sex, age, outcome)))
        .collect()
}

fn suspects(of: &Extracted, force: &str, crimes: &BTreeSet<&String>) -> BTreeSet<(String, String)> {
    let batch = &of.tables["police_suspect"].records;
    let forces = column(batch, "force_code");
    let pairs = column(batch, "crime_ref")
        .into_iter()
        .zip(column(batch, "suspect_ref"));
    let of_force = pairs.zip(forces).filter(|(_, it)| it == force);
    of_force
        .map(|it| it.0)
        .filter(|it| crimes.contains(&it.0))
        .collect()
}

#[test]
fn three_forces_own_files_hold_the_records_of_the_canonical_extracts() {
    let folder = tempfile::tempdir().unwrap();
    let plan = SynthPlan {
        crimes: 20_000,
        seed: 4,
        mess: false,
        own_formats: true,
        ..SynthPlan::usual().unwrap()
    };
    rasso_synth::write(&plan, folder.path()).unwrap();
    let schemas = Schemas::embedded().unwrap();
    let canonical = extracted(
        folder.path(),
        &schemas,
        "extracts/2025-06-30/{table}.csv",
        None,
    );
    let forces = [
        ("44", "a", "xlsx"),
        ("43", "b", "csv"),
        ("13", "c", "parquet"),
    ];
    for (force, name, kind) in forces {
        let path = format!("own/2025-06-30/force-{name}.{kind}");
        let own = extracted(
            folder.path(),
            &schemas,
            &path,
            Some(&format!("force-{name}")),
        );
        let faults: Vec<String> = own.faults.iter().take(3).map(ToString::to_string).collect();
        assert!(faults.is_empty(), "force {name}: {faults:?}");
        let (ours, theirs) = (
            crimes(&canonical, force, &schemas),
            crimes(&own, force, &schemas),
        );
        assert!(
            ours.len() > 100,
            "force {name} has too few crimes to try this on"
        );
        assert!(ours.keys().eq(theirs.keys()), "force {name}: other crimes");
        let (mut alike, mut alike_sex) = (0, 0);
        for (crime, (sex, age, outcome)) in &theirs {
            let (true_sex, true_age, true_outcome) = &ours[crime];
            alike_sex += usize::from(sex == true_sex);
            assert!(
                sex == true_sex || sex == "not_recorded",
                "force {name}: {sex} for {true_sex}"
            );
            assert_eq!(age, true_age, "force {name}");
            // The groups of force C have no code where they hold several; force B writes 1A as 1.
            alike += usize::from(outcome == true_outcome);
        }
        assert!(alike_sex * 100 >= theirs.len() * 90, "force {name}: sex");
        assert!(
            alike * 100 >= theirs.len() * 80,
            "force {name}: {alike} of {}",
            theirs.len()
        );
        let refs: BTreeSet<&String> = ours.keys().collect();
        let (ours, theirs) = (
            suspects(&canonical, force, &refs),
            suspects(&own, force, &refs),
        );
        assert!(ours == theirs, "force {name}: other suspects");
    }
}
