//! Reads the measures of a run again.

use crate::Place;
use arrow::{
    array::{Array, Float64Array, Int64Array, RecordBatch, StringArray},
    error::ArrowError,
};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::{fs::File, path::Path};

/// A row of `measures.parquet`.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasureRow {
    /// The clock.
    pub clock: String,
    /// Of an incidence, the days.
    pub horizon_days: Option<i64>,
    /// As [`crate::Measure`] has them.
    pub numerator: Option<i64>,
    /// The same.
    pub denominator: Option<i64>,
    /// The figure.
    pub value: Option<f64>,
    /// Its interval.
    pub lower: Option<f64>,
    /// The same.
    pub upper: Option<f64>,
    /// Share of the units that are still open.
    pub open_share: Option<f64>,
    /// Share of those that ought to be linked that are.
    pub linked_share: Option<f64>,
    /// Share of the period's days that the records reach.
    pub coverage: Option<f64>,
    /// How far to rely on it.
    pub status: String,
    /// Of an incidence, the units at risk.
    pub at_risk: Option<i64>,
    /// And those left out, because nobody knows when they ended.
    pub undated: Option<i64>,
}

/// The rows of a metric for a place and period, in the order of the file; the error says why there are none
/// to be had.
pub fn read_measures(
    run_dir: &Path,
    metric: &str,
    place: &Place,
) -> Result<Vec<MeasureRow>, String> {
    let unreadable = || "`measures.parquet` is not as a run leaves it".to_owned();
    let file = File::open(run_dir.join("measures.parquet"))
        .map_err(|it| format!("`measures.parquet` cannot be read: {}", it.kind()))?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(file);
    let reader = reader.and_then(ParquetRecordBatchReaderBuilder::build);
    let batches = reader.map_err(|_damaged| unreadable())?;
    let batches: Result<Vec<RecordBatch>, ArrowError> = batches.collect();
    let mut all = Vec::new();
    for batch in batches.map_err(|_damaged| unreadable())? {
        all.extend(rows(&batch, metric, place).ok_or_else(unreadable)?);
    }
    Ok(all)
}

fn rows(batch: &RecordBatch, metric: &str, place: &Place) -> Option<Vec<MeasureRow>> {
    fn column<'b, T: 'static>(batch: &'b RecordBatch, name: &str) -> Option<&'b T> {
        batch.column_by_name(name)?.as_any().downcast_ref()
    }
    let text = |name: &str| column::<StringArray>(batch, name);
    let integer = |name: &str| column::<Int64Array>(batch, name);
    let float = |name: &str| column::<Float64Array>(batch, name);
    let (metrics, areas, periods) = (text("metric")?, text("area_code")?, text("period")?);
    let area_types = text("area_type")?;
    let (clocks, statuses) = (text("clock")?, text("status")?);
    let (horizons, at_risk) = (integer("horizon_days")?, integer("at_risk")?);
    let undated = integer("undated")?;
    let (numerators, denominators) = (integer("numerator")?, integer("denominator")?);
    let (values, lowers, uppers) = (float("value")?, float("lower")?, float("upper")?);
    let (open, linked) = (float("open_share")?, float("linked_share")?);
    let coverages = float("coverage")?;
    let period = place.period.to_string();
    let is_it = |row: &usize| {
        metrics.value(*row) == metric
            && areas.value(*row) == place.area_code
            && area_types.value(*row) == place.area_type.as_str()
            && periods.value(*row) == period
    };
    let whole = |of: &Int64Array, row| of.is_valid(row).then(|| of.value(row));
    let real = |of: &Float64Array, row| of.is_valid(row).then(|| of.value(row));
    let row = |row: usize| MeasureRow {
        clock: clocks.value(row).to_owned(),
        horizon_days: whole(horizons, row),
        numerator: whole(numerators, row),
        denominator: whole(denominators, row),
        value: real(values, row),
        lower: real(lowers, row),
        upper: real(uppers, row),
        open_share: real(open, row),
        linked_share: real(linked, row),
        coverage: real(coverages, row),
        status: statuses.value(row).to_owned(),
        at_risk: whole(at_risk, row),
        undated: whole(undated, row),
    };
    Some((0..batch.num_rows()).filter(is_it).map(row).collect())
}
