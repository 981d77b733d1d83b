//! Measures as `measures.parquet` has them.

use crate::{AttritionError, BrokenDown, Measure};
use arrow::{
    array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray},
    datatypes::{Field, Schema},
};
use std::sync::Arc;

/// The table of measures. The columns and their order are part of the interface.
pub fn measures_batch(measures: &[Measure]) -> Result<RecordBatch, AttritionError> {
    let measures: Vec<&Measure> = measures.iter().collect();
    batch(columns(&measures))
}

/// The table of breakdowns: that of measures, with the breakdown and the group after the clock.
pub fn breakdowns_batch(all: &[BrokenDown]) -> Result<RecordBatch, AttritionError> {
    let measures: Vec<&Measure> = all.iter().map(|it| &it.measure).collect();
    let text = |word: fn(&BrokenDown) -> &str| -> ArrayRef {
        let words = all.iter().map(|it| Some(word(it)));
        Arc::new(words.collect::<StringArray>())
    };
    let mut columns = columns(&measures);
    let clock = columns.iter().position(|it| it.0 == "clock");
    let place = clock.map_or(0, |it| it + 1);
    columns.insert(place, ("group", text(|it| &it.group)));
    columns.insert(place, ("breakdown", text(|it| &it.breakdown)));
    batch(columns)
}

type Column = (&'static str, ArrayRef);

fn columns(measures: &[&Measure]) -> Vec<Column> {
    let text = |word: fn(&Measure) -> String| -> ArrayRef {
        Arc::new(
            measures
                .iter()
                .map(|it| Some(word(it)))
                .collect::<StringArray>(),
        )
    };
    let units = |units: fn(&Measure) -> Option<u64>| -> ArrayRef {
        let values = measures
            .iter()
            .map(|it| units(it).and_then(|it| i64::try_from(it).ok()));
        Arc::new(values.collect::<Int64Array>())
    };
    let numbers = |number: fn(&Measure) -> Option<i64>| -> ArrayRef {
        let values = measures.iter().map(|it| number(it));
        Arc::new(values.collect::<Int64Array>())
    };
    let float = |float: fn(&Measure) -> Option<f64>| -> ArrayRef {
        Arc::new(
            measures
                .iter()
                .map(|it| float(it))
                .collect::<Float64Array>(),
        )
    };
    vec![
        ("metric", text(|it| it.metric.clone())),
        ("unit", text(|it| it.unit.clone())),
        ("clock", text(|it| it.clock.clone())),
        ("area_type", text(|it| it.area_type.as_str().to_owned())),
        ("area_code", text(|it| it.area_code.clone())),
        (
            "period_type",
            text(|it| it.period.period_type.as_str().to_owned()),
        ),
        ("period", text(|it| it.period.to_string())),
        ("period_label", text(|it| it.period.label())),
        (
            "horizon_days",
            units(|it| it.horizon.map(|it| it.days.into())),
        ),
        ("numerator", numbers(|it| it.numerator)),
        ("denominator", numbers(|it| it.denominator)),
        ("value", float(|it| it.value)),
        ("lower", float(|it| it.interval.map(|it| it.lower))),
        ("upper", float(|it| it.interval.map(|it| it.upper))),
        ("open_share", float(|it| it.open_share)),
        ("linked_share", float(|it| it.linked_share)),
        ("coverage", float(|it| Some(it.coverage))),
        ("status", text(|it| it.status.as_str().to_owned())),
        ("at_risk", units(|it| it.horizon.map(|it| it.at_risk))),
        ("undated", units(|it| it.horizon.map(|it| it.undated))),
    ]
}

fn batch(columns: Vec<Column>) -> Result<RecordBatch, AttritionError> {
    let field =
        |(name, column): &(&str, ArrayRef)| Field::new(*name, column.data_type().clone(), true);
    let schema = Schema::new(columns.iter().map(field).collect::<Vec<_>>());
    let arrays = columns.into_iter().map(|(_, column)| column).collect();
    Ok(RecordBatch::try_new(Arc::new(schema), arrays)?)
}
