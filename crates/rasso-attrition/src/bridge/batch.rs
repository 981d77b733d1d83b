//! Walks as `bridges.parquet` has them.

use super::Walk;
use crate::AttritionError;
use arrow::{
    array::{ArrayRef, Int64Array, RecordBatch, StringArray},
    datatypes::{Field, Schema},
};
use std::sync::Arc;

/// The table of walks: a row for each step. The columns and their order are part of the interface.
///
/// `step` counts from 0, the figure that a walk begins with; `is` is `from`, `to`, or `change`; the units of
/// the first and all changes add up to those of the last.
pub fn bridges_batch(walks: &[Walk]) -> Result<RecordBatch, AttritionError> {
    let rows: Vec<(&Walk, usize)> = walks
        .iter()
        .flat_map(|walk| (0..walk.steps.len()).map(move |step| (walk, step)))
        .collect();
    let text = |word: fn(&Walk, usize) -> String| -> ArrayRef {
        let words = rows.iter().map(|(walk, step)| Some(word(walk, *step)));
        Arc::new(words.collect::<StringArray>())
    };
    let steps = rows.iter().map(|it| i64::try_from(it.1).ok());
    let units = rows
        .iter()
        .map(|(walk, step)| Some(walk.steps[*step].units));
    let columns = [
        ("bridge", text(|it, _| it.bridge.clone())),
        (
            "area_type",
            text(|it, _| it.from.area_type.as_str().to_owned()),
        ),
        ("area_code", text(|it, _| it.from.area_code.clone())),
        (
            "period_type",
            text(|it, _| it.from.period.period_type.as_str().to_owned()),
        ),
        ("period", text(|it, _| it.from.period.to_string())),
        ("to_period", text(|it, _| it.to.period.to_string())),
        ("step", Arc::new(steps.collect::<Int64Array>()) as ArrayRef),
        ("is", text(|it, step| is(it, step).to_owned())),
        ("what", text(|it, step| it.steps[step].what.clone())),
        ("units", Arc::new(units.collect::<Int64Array>()) as ArrayRef),
    ];
    let field =
        |(name, column): &(&str, ArrayRef)| Field::new(*name, column.data_type().clone(), false);
    let schema = Schema::new(columns.iter().map(field).collect::<Vec<_>>());
    let arrays = columns.into_iter().map(|(_, column)| column).collect();
    Ok(RecordBatch::try_new(Arc::new(schema), arrays)?)
}

fn is(walk: &Walk, step: usize) -> &'static str {
    match step {
        0 => "from",
        last if last + 1 == walk.steps.len() => "to",
        _ => "change",
    }
}
