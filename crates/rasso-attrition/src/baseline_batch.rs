//! Changes as `changes.parquet` has them.

use crate::{AttritionError, Change};
use arrow::{
    array::{ArrayRef, Float64Array, RecordBatch, StringArray},
    datatypes::{Field, Schema},
};
use std::sync::Arc;

/// The table of changes. The columns and their order are part of the interface.
pub fn changes_batch(changes: &[Change]) -> Result<RecordBatch, AttritionError> {
    let text = |word: fn(&Change) -> String| -> ArrayRef {
        Arc::new(
            changes
                .iter()
                .map(|it| Some(word(it)))
                .collect::<StringArray>(),
        )
    };
    let float = |float: fn(&Change) -> Option<f64>| -> ArrayRef {
        Arc::new(changes.iter().map(float).collect::<Float64Array>())
    };
    let columns = [
        ("baseline", text(|it| it.baseline.clone())),
        ("metric", text(|it| it.metric.clone())),
        ("clock", text(|it| it.clock.clone())),
        ("area_type", text(|it| it.area_type.as_str().to_owned())),
        ("area_code", text(|it| it.area_code.clone())),
        ("period", text(|it| it.quarter.to_string())),
        ("baseline_value", float(|it| it.then)),
        ("value", float(|it| it.now)),
        ("change", float(|it| it.difference)),
        ("change_percent", float(|it| it.percent)),
        ("change_points", float(|it| it.points)),
        ("status", text(|it| it.status.as_str().to_owned())),
    ];
    let field =
        |(name, column): &(&str, ArrayRef)| Field::new(*name, column.data_type().clone(), true);
    let schema = Schema::new(columns.iter().map(field).collect::<Vec<_>>());
    let arrays = columns.into_iter().map(|(_, column)| column).collect();
    Ok(RecordBatch::try_new(Arc::new(schema), arrays)?)
}
