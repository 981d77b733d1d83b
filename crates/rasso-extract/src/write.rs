//! Puts what was read into a run folder.

use crate::{
    DroppedDuplicate, ExtractError, Extracted, Fault, error::arrow_bug, fault_counts,
    working::io_kind,
};
use arrow::{
    array::{ArrayRef, Int64Array, RecordBatch, StringArray},
    datatypes::{DataType, Field, Schema},
};
use parquet::{
    arrow::{ArrowWriter, arrow_writer::ArrowWriterOptions},
    basic::{Compression, ZstdLevel},
    errors::ParquetError,
    file::properties::WriterProperties,
};
use rayon::prelude::*;
use std::{fs, io, path::Path, sync::Arc};

/// Writes `ingest/<table>.parquet` (records), `quarantine/<table>.parquet` (faults), `quarantine/duplicates.parquet` (rows left out),
/// `quarantine/counts.csv` and `quarantine/deliveries.csv` into the run folder. The same records give the same bytes.
pub fn write(extracted: &Extracted, run_dir: &Path) -> Result<(), ExtractError> {
    for folder in ["ingest", "quarantine"] {
        fs::create_dir_all(run_dir.join(folder)).map_err(|it| failed(folder, &it))?;
    }
    let mut files: Vec<(String, RecordBatch)> = Vec::new();
    for (name, table) in &extracted.tables {
        files.push((format!("ingest/{name}.parquet"), table.records.clone()));
        let faults: Vec<&Fault> = extracted
            .faults
            .iter()
            .filter(|it| *it.table == **name)
            .collect();
        files.push((format!("quarantine/{name}.parquet"), fault_rows(&faults)?));
    }
    files.push((
        "quarantine/duplicates.parquet".to_owned(),
        dropped_rows(&extracted.duplicates)?,
    ));
    let lists = [
        ("quarantine/counts.csv", counts_csv(extracted)),
        ("quarantine/deliveries.csv", findings_csv(extracted)),
    ];
    for (file, text) in lists {
        let written = text.and_then(|it| fs::write(run_dir.join(file), it));
        written.map_err(|it| failed(file, &it))?;
    }
    let written: Vec<_> = files
        .par_iter()
        .map(|(file, batch)| write_table(run_dir, file, batch))
        .collect();
    written.into_iter().collect()
}

/// Faults counted by file, column and reason, for a person with a spreadsheet.
fn counts_csv(extracted: &Extracted) -> io::Result<Vec<u8>> {
    let head = [
        "file",
        "table",
        "column",
        "reason",
        "scope",
        "count",
        "sent_anew",
    ];
    let counts = fault_counts(&extracted.files, &extracted.faults);
    let lines = counts.into_iter().map(|it| {
        let (count, anew) = (it.count.to_string(), it.sent_anew.to_string());
        let (reason, scope) = (it.rule.as_str(), it.scope.as_str());
        [
            &*it.file, &it.table, &it.column, reason, scope, &count, &anew,
        ]
        .map(str::to_owned)
    });
    csv_of(head, lines)
}

/// What was found wrong with deliveries as a whole.
fn findings_csv(extracted: &Extracted) -> io::Result<Vec<u8>> {
    let head = ["table", "source", "sender", "finding", "period", "words"];
    let lines = extracted.findings.iter().map(|it| {
        let kind = it.kind.as_str();
        [
            &*it.table, &it.source, &it.sender, kind, &it.period, &it.words,
        ]
        .map(str::to_owned)
    });
    csv_of(head, lines)
}

fn csv_of<const N: usize>(
    head: [&str; N],
    lines: impl Iterator<Item = [String; N]>,
) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(head)?;
    for line in lines {
        writer.write_record(line)?;
    }
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}

/// Writes one table as `file` in the run folder. The same rows give the same bytes.
pub fn write_table(run_dir: &Path, file: &str, batch: &RecordBatch) -> Result<(), ExtractError> {
    let parquet = |error: ParquetError| failed(file, &io_kind(error).into());
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by("rasso".to_owned())
        .build();
    let options = ArrowWriterOptions::new()
        .with_properties(properties)
        .with_skip_arrow_metadata(true);
    let out = create_private(&run_dir.join(file)).map_err(|it| failed(file, &it))?;
    let mut writer =
        ArrowWriter::try_new_with_options(io::BufWriter::new(out), batch.schema(), options)
            .map_err(parquet)?;
    writer.write(batch).map_err(parquet)?;
    let out = writer.into_inner().map_err(parquet)?;
    out.into_inner().map_err(|it| failed(file, it.error()))?;
    Ok(())
}

/// A new file that only its owner may read: what a run leaves is row-level.
fn create_private(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn failed(file: &str, error: &io::Error) -> ExtractError {
    ExtractError::Write {
        file: file.to_owned(),
        reason: error.kind(),
    }
}

fn fault_rows(faults: &[&Fault]) -> Result<RecordBatch, ExtractError> {
    batch(vec![
        ("file", text(faults.iter().map(|it| Some(&*it.file)))),
        ("row", numbers(faults.iter().map(|it| Some(it.row)))),
        ("line", numbers(faults.iter().map(|it| it.line))),
        ("lines", numbers(faults.iter().map(|it| Some(it.lines)))),
        ("column", text(faults.iter().map(|it| Some(&*it.column)))),
        (
            "headings",
            text(faults.iter().map(|it| it.headings.as_deref())),
        ),
        (
            "locator",
            text(faults.iter().map(|it| it.locator.as_deref())),
        ),
        ("rule", text(faults.iter().map(|it| Some(it.rule.as_str())))),
        (
            "scope",
            text(faults.iter().map(|it| Some(it.scope.as_str()))),
        ),
    ])
}

fn dropped_rows(dropped: &[DroppedDuplicate]) -> Result<RecordBatch, ExtractError> {
    batch(vec![
        ("table", text(dropped.iter().map(|it| Some(&*it.table)))),
        ("file", text(dropped.iter().map(|it| Some(&*it.file)))),
        ("row", numbers(dropped.iter().map(|it| Some(it.row)))),
        ("line", numbers(dropped.iter().map(|it| it.line))),
        ("lines", numbers(dropped.iter().map(|it| Some(it.lines)))),
        (
            "kept_file",
            text(dropped.iter().map(|it| it.kept_file.as_deref())),
        ),
        ("kept_row", numbers(dropped.iter().map(|it| it.kept_row))),
        ("reason", text(dropped.iter().map(|it| Some(&*it.reason)))),
    ])
}

fn text<'t>(values: impl Iterator<Item = Option<&'t str>>) -> ArrayRef {
    Arc::new(values.collect::<StringArray>())
}

fn numbers(values: impl Iterator<Item = Option<u64>>) -> ArrayRef {
    Arc::new(
        values
            .map(|it| it.and_then(|it| i64::try_from(it).ok()))
            .collect::<Int64Array>(),
    )
}

fn batch(columns: Vec<(&str, ArrayRef)>) -> Result<RecordBatch, ExtractError> {
    let field = |(name, array): &(&str, ArrayRef)| {
        let data_type: &DataType = array.data_type();
        Field::new(*name, data_type.clone(), true)
    };
    let schema = Schema::new(columns.iter().map(field).collect::<Vec<_>>());
    let arrays = columns.into_iter().map(|it| it.1).collect();
    RecordBatch::try_new(Arc::new(schema), arrays).map_err(arrow_bug("put into a batch"))
}
