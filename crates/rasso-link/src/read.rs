//! Reads the links of a run again.

use crate::Edge;
use arrow::{
    array::{Array, Float64Array, RecordBatch},
    error::ArrowError,
};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use rasso_extract::Columns as _;
use std::{fs::File, path::Path};

/// A row of `links.parquet`.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkRow {
    /// Which tables.
    pub edge: Edge,
    /// The earlier record.
    pub left: i64,
    /// The later record.
    pub right: i64,
    /// The pass, or the model with its version.
    pub pass: String,
    /// The probability, where a model weighed the link.
    pub probability: Option<f64>,
    /// The probability of the likeliest other link of one of the two.
    pub runner_up: Option<f64>,
    /// What agreed, with weights: [`crate::Evidence`] reads it.
    pub evidence: String,
}

/// The rows of a run's `links.parquet`; the error says why there are none to be had.
pub fn read_links(run_dir: &Path) -> Result<Vec<LinkRow>, String> {
    let unreadable = "`links.parquet` is not as a run leaves it";
    let file = File::open(run_dir.join("links.parquet"))
        .map_err(|it| format!("`links.parquet` cannot be read: {}", it.kind()))?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(file);
    let reader = reader.and_then(ParquetRecordBatchReaderBuilder::build);
    let batches = reader.map_err(|_damaged| unreadable.to_owned())?;
    let batches: Result<Vec<RecordBatch>, ArrowError> = batches.collect();
    let mut all = Vec::new();
    for batch in batches.map_err(|_damaged| unreadable.to_owned())? {
        all.extend(rows(&batch).ok_or(unreadable)?);
    }
    Ok(all)
}

fn rows(batch: &RecordBatch) -> Option<Vec<LinkRow>> {
    let texts = |name: &str| batch.texts(name).ok();
    let integers = |name: &str| batch.integers(name).ok();
    let numbers = |name: &str| {
        let column = batch.column_by_name(name)?;
        column.as_any().downcast_ref::<Float64Array>()
    };
    let (left_tables, right_tables) = (texts("left_table")?, texts("right_table")?);
    let (lefts, rights) = (integers("left_id")?, integers("right_id")?);
    let (passes, evidence) = (texts("pass")?, texts("evidence")?);
    let (probabilities, runners_up) = (numbers("probability")?, numbers("runner_up")?);
    let number = |of: &Float64Array, row: usize| of.is_valid(row).then(|| of.value(row));
    let row = |row: usize| {
        let tables = (left_tables.value(row), right_tables.value(row));
        let mut edges = Edge::ALL.into_iter();
        Some(LinkRow {
            edge: edges.find(|it| (it.left(), it.right()) == tables)?,
            left: lefts.value(row),
            right: rights.value(row),
            pass: passes.value(row).to_owned(),
            probability: number(probabilities, row),
            runner_up: number(runners_up, row),
            evidence: evidence.value(row).to_owned(),
        })
    };
    (0..batch.num_rows()).map(row).collect()
}
