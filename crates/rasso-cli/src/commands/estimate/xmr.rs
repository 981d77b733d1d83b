//! `rasso estimate xmr`: a series as a chart of single values and moving ranges.

use super::label::not_rising;
use super::row::{Columns, by_group};
use super::table::{Cell, Table, once};
use crate::{
    args::{Ranges, Xmr},
    failure::Failure,
};
use rasso_stats::compare::{self, Side, Special, xmr as chart_of};

const COLUMNS: [&str; 8] = [
    "group", "time", "value", "centre", "lower", "upper", "special", "note",
];

pub(super) fn xmr(asked: &Xmr) -> Result<Table, Failure> {
    let mut columns = Columns::default();
    let value = columns.add(&asked.value);
    let time = columns.add_if(asked.time.as_ref());
    let group = columns.add_if(asked.group.as_ref());
    let points = columns.all(&asked.files, |row| {
        Ok((row.group(group), (row.group(time), row.number(value)?)))
    })?;
    let ranges = match asked.ranges {
        Ranges::Screened => compare::Ranges::Screened,
        Ranges::All => compare::Ranges::All,
    };
    let mut rows = Vec::new();
    let mut notes = Vec::new();
    for (group, points) in by_group(points) {
        if time.is_some() {
            notes.extend(not_rising(points.iter().map(|it| &it.0)));
        }
        let series: Vec<f64> = points.iter().map(|it| it.1).collect();
        let chart = chart_of(&series, ranges);
        let note = chart.as_ref().err().map(ToString::to_string);
        let chart = chart.ok();
        for (at, (time, value)) in points.iter().enumerate() {
            let special = chart.as_ref().and_then(|it| it.points.get(at).copied());
            rows.push(vec![
                (&group).into(),
                Cell::from(time),
                (*value).into(),
                chart.as_ref().map(|it| it.centre).into(),
                chart.as_ref().map(|it| it.lower).into(),
                chart.as_ref().map(|it| it.upper).into(),
                special.flatten().map(word).into(),
                note.as_deref().into(),
            ]);
        }
    }
    Ok(Table {
        columns: &COLUMNS,
        rows,
        notes: once(notes),
    })
}

const fn word(special: Special) -> &'static str {
    match special {
        Special::Outside(Side::Above) => "outside_above",
        Special::Outside(Side::Below) => "outside_below",
        Special::Trend(Side::Above) => "trend_up",
        Special::Trend(Side::Below) => "trend_down",
        Special::TwoInThree(Side::Above) => "two_in_three_above",
        Special::TwoInThree(Side::Below) => "two_in_three_below",
        Special::Shift(Side::Above) => "shift_above",
        Special::Shift(Side::Below) => "shift_below",
    }
}
