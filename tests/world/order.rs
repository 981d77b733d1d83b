//! The same rows in another order, on other threads.

use super::{FEW_CRIMES, MODELS, SEED, World, edit, run_with};
use std::path::{Path, PathBuf};

#[test]
fn the_order_of_rows_and_the_number_of_threads_change_no_byte() {
    let world = World::new(FEW_CRIMES, SEED, true)
        .and_then(World::broken_down)
        .unwrap();
    let made = |run: PathBuf| {
        let files = [
            "measures.parquet",
            "bridges.parquet",
            "changes.parquet",
            "breakdowns.parquet",
            "summary.html",
            "methodology.html",
            "links.parquet",
            "link_pairs.parquet",
        ];
        files.map(|it| std::fs::read(run.join(it)).unwrap())
    };
    let first = made(world.run_with_models(&MODELS).unwrap());

    let folder = world.folder.path();
    let shuffled = folder.join("shuffled.toml");
    edit(&folder.join("models.toml"), &shuffled, without_totals).unwrap();
    for file in world.delivery.files.values().flatten() {
        shuffle(file).unwrap();
    }
    let second = made(run_with(&[], Some(1), &shuffled, &folder.join("again")).unwrap());
    assert!(first == second, "some file has other bytes");
}

#[test]
fn one_thread_and_two_leave_the_same_files() {
    let world = World::new(FEW_CRIMES, SEED, true).unwrap();
    let pipeline = world.folder.path().join("pipeline.toml");
    let files = |threads: u8| {
        let out = world.folder.path().join(format!("on-{threads}"));
        let run = run_with(&[], Some(threads), &pipeline, &out).unwrap();
        let mut files = rasso_tests::contents(&run).unwrap();
        for (path, _) in &mut files {
            *path = path.strip_prefix(&run).unwrap().to_path_buf();
        }
        // These say how long each stage took.
        files.retain(|it| {
            !["journal.jsonl", "run.html"]
                .iter()
                .any(|own| it.0.ends_with(own))
        });
        files.sort();
        files
    };
    let (one, two) = (files(1), files(2));
    assert!(one.len() > 40);
    for (a, b) in one.iter().zip(&two) {
        assert_eq!(a.0, b.0);
        assert!(a.1 == b.1, "{} has other bytes", a.0.display());
    }
}

/// Takes out the control totals, which name the bytes of the files.
fn without_totals(pipeline: &mut toml::Table) {
    let extracts = pipeline
        .get_mut("extract")
        .and_then(toml::Value::as_array_mut);
    for extract in extracts
        .into_iter()
        .flatten()
        .filter_map(toml::Value::as_table_mut)
    {
        extract.remove("rows");
        extract.remove("sha256");
    }
}

/// Puts the rows of a file in another order: the last first, then every second one.
fn shuffle(file: &Path) -> Result<(), csv::Error> {
    let mut reader = csv::Reader::from_path(file)?;
    let header = reader.byte_headers()?.clone();
    let mut rows: Vec<csv::ByteRecord> = reader.byte_records().collect::<Result<_, _>>()?;
    rows.reverse();
    let mut writer = csv::Writer::from_path(file)?;
    writer.write_byte_record(&header)?;
    for start in 0..2 {
        for row in rows.iter().skip(start).step_by(2) {
            writer.write_byte_record(row)?;
        }
    }
    writer.flush()?;
    Ok(())
}
