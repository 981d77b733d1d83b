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
    let period = place.period.to_string();
    let is_it = |cell: &CellKey<'_>| {
        cell.metric == metric
            && cell.area_code == place.area_code
            && cell.area_type == place.area_type.as_str()
            && cell.period == period
    };
    let mut all = Vec::new();
    each_measure(run_dir, &is_it, &mut |_, row| all.push(row))?;
    Ok(all)
}

/// The rows of `breakdowns.parquet` for a metric, a breakdown, a place and a period, each with its group.
pub fn read_groups(
    run_dir: &Path,
    (metric, breakdown): (&str, &str),
    place: &Place,
) -> Result<Vec<(String, MeasureRow)>, String> {
    let period = place.period.to_string();
    let is_it = |cell: &CellKey<'_>| {
        cell.metric == metric
            && cell.breakdown == breakdown
            && cell.area_code == place.area_code
            && cell.area_type == place.area_type.as_str()
            && cell.period == period
    };
    let mut all = Vec::new();
    let mut take = |cell: &CellKey<'_>, row| all.push((cell.group.to_owned(), row));
    each_row(run_dir, "breakdowns.parquet", &is_it, &mut take)?;
    Ok(all)
}

/// What names a row of `measures.parquet`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellKey<'r> {
    /// The metric.
    pub metric: &'r str,
    /// The kind of area.
    pub area_type: &'r str,
    /// Its code.
    pub area_code: &'r str,
    /// The period.
    pub period: &'r str,
    /// The clock.
    pub clock: &'r str,
    /// By what it is broken down; empty where it is not.
    pub breakdown: &'r str,
    /// The group.
    pub group: &'r str,
}

/// Gives each row of the measures of a run that is asked for, in the order of the file; the error says why they
/// cannot be read.
pub fn each_measure(
    run_dir: &Path,
    wanted: &dyn Fn(&CellKey<'_>) -> bool,
    take: &mut dyn FnMut(&CellKey<'_>, MeasureRow),
) -> Result<(), String> {
    each_row(run_dir, "measures.parquet", wanted, take)
}

/// Whom a figure is without: a row of `left_out.parquet`.
pub(crate) struct LeftOutKey<'r> {
    pub(crate) metric: &'r str,
    pub(crate) clock: &'r str,
    pub(crate) area_type: &'r str,
    pub(crate) area_code: &'r str,
    pub(crate) period: &'r str,
    pub(crate) force_code: &'r str,
    pub(crate) cps_area: &'r str,
}

/// Gives each row of what the figures of a run are without.
pub(crate) fn each_left_out(
    run_dir: &Path,
    take: &mut dyn FnMut(&LeftOutKey<'_>),
) -> Result<(), String> {
    each_batch(run_dir, "left_out.parquet", &mut |batch| {
        let text = |name: &str| {
            let column = batch.column_by_name(name)?;
            column.as_any().downcast_ref::<StringArray>()
        };
        let (metrics, clocks) = (text("metric")?, text("clock")?);
        let (types, codes) = (text("area_type")?, text("area_code")?);
        let (forces, areas) = (text("force_code")?, text("cps_area")?);
        let periods = text("period")?;
        for row in 0..batch.num_rows() {
            take(&LeftOutKey {
                metric: metrics.value(row),
                clock: clocks.value(row),
                area_type: types.value(row),
                area_code: codes.value(row),
                period: periods.value(row),
                force_code: forces.value(row),
                cps_area: areas.value(row),
            });
        }
        Some(())
    })
}

fn each_row(
    run_dir: &Path,
    file: &str,
    wanted: &dyn Fn(&CellKey<'_>) -> bool,
    take: &mut dyn FnMut(&CellKey<'_>, MeasureRow),
) -> Result<(), String> {
    each_batch(run_dir, file, &mut |batch| rows(batch, wanted, take))
}

/// Gives each batch of a table of a run; none from `take` says that it is not as a run leaves it.
fn each_batch(
    run_dir: &Path,
    file: &str,
    take: &mut dyn FnMut(&RecordBatch) -> Option<()>,
) -> Result<(), String> {
    let unreadable = || format!("`{file}` is not as a run leaves it");
    let opened = File::open(run_dir.join(file))
        .map_err(|it| format!("`{file}` cannot be read: {}", it.kind()))?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(opened);
    let reader = reader.and_then(ParquetRecordBatchReaderBuilder::build);
    let batches = reader.map_err(|_damaged| unreadable())?;
    let batches: Result<Vec<RecordBatch>, ArrowError> = batches.collect();
    for batch in batches.map_err(|_damaged| unreadable())? {
        take(&batch).ok_or_else(unreadable)?;
    }
    Ok(())
}

fn rows(
    batch: &RecordBatch,
    wanted: &dyn Fn(&CellKey<'_>) -> bool,
    take: &mut dyn FnMut(&CellKey<'_>, MeasureRow),
) -> Option<()> {
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
    let (breakdowns, groups) = (text("breakdown"), text("group"));
    let key = |row: usize| CellKey {
        metric: metrics.value(row),
        area_type: area_types.value(row),
        area_code: areas.value(row),
        period: periods.value(row),
        clock: clocks.value(row),
        breakdown: breakdowns.map_or("", |it| it.value(row)),
        group: groups.map_or("", |it| it.value(row)),
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
    for at in 0..batch.num_rows() {
        let key = key(at);
        if wanted(&key) {
            take(&key, row(at));
        }
    }
    Some(())
}
