//! `rasso estimate its` and `did`: what a measure brought.

mod panel;

use super::label::not_rising;
use super::row::{Columns, by_group, float};
use super::table::{Cell, Table, once};
use crate::{
    args::{Controls, Did, Its},
    failure::{Failure, USAGE},
};
use rasso_stats::rollout::{self, Correction, Effect, interrupted, shuffled, staggered};
use rasso_stats::{Interval, StatsError};
use std::rc::Rc;

const TERMS: [&str; 7] = [
    "group",
    "term",
    "estimate",
    "std_error",
    "lower",
    "upper",
    "note",
];

const EFFECTS: [&str; 8] = [
    "effect",
    "start",
    "time",
    "estimate",
    "std_error",
    "lower",
    "upper",
    "p_value",
];

pub(super) fn its(asked: &Its) -> Result<Table, Failure> {
    let mut columns = Columns::default();
    let value = columns.add(&asked.value);
    let time = columns.add(&asked.time);
    let group = columns.add_if(asked.group.as_ref());
    let points = columns.all(&asked.files, |row| {
        let time: Rc<str> = row.filled(time)?.into();
        Ok((row.group(group), (time, row.number(value)?)))
    })?;
    if points.iter().all(|(_, it)| *it.0 != *asked.start) {
        let message = format!("--start names no time of the column `{}`", asked.time);
        return Err(Failure::new(USAGE, message).hint("it is the first time after the start"));
    }
    let correction = if asked.uncorrected {
        Correction::None
    } else {
        Correction::SmallSample
    };
    let mut rows = Vec::new();
    let mut notes = Vec::new();
    for (group, points) in by_group(points) {
        notes.extend(not_rising(points.iter().map(|it| &it.0)));
        let series: Vec<f64> = points.iter().map(|it| it.1).collect();
        let start = points.iter().position(|it| *it.0 == *asked.start);
        let lags = asked.lags.unwrap_or_else(|| usual_lags(series.len()));
        let confidence = asked.confidence.into();
        let found = start.ok_or(StatsError::TooFew);
        let found = found.and_then(|it| interrupted(&series, it, lags, correction, confidence));
        let note = found.as_ref().err().map(ToString::to_string);
        let found = found.ok();
        for (name, term) in [
            ("level", found.map(|it| it.level)),
            ("slope", found.map(|it| it.slope)),
            ("level_change", found.map(|it| it.level_change)),
            ("slope_change", found.map(|it| it.slope_change)),
        ] {
            let [lower, upper] = Cell::limits(term.map(|it| it.interval));
            rows.push(vec![
                (&group).into(),
                name.into(),
                term.map(|it| it.value).into(),
                term.map(|it| it.std_error).into(),
                lower,
                upper,
                note.as_deref().into(),
            ]);
        }
    }
    Ok(Table {
        columns: &TERMS,
        rows,
        notes: once(notes),
    })
}

/// Newey and West's rule (1994): 4 (n / 100) ^ (2/9), rounded down.
fn usual_lags(times: usize) -> usize {
    let float_len = |it: usize| float(u64::try_from(it).unwrap_or(u64::MAX));
    let most = 4.0 * (float_len(times) / 100.0).powf(2.0 / 9.0);
    let is_within = |it: &usize| float_len(*it) <= most;
    (1..=times).take_while(is_within).last().unwrap_or(0)
}

pub(super) fn did(asked: &Did) -> Result<Table, Failure> {
    let areas = panel::read(asked)?;
    let controls = match asked.controls {
        Controls::Never => rollout::Controls::Never,
        Controls::NotYet => rollout::Controls::NotYet,
    };
    let found = staggered(&areas.panel, controls, asked.confidence.into())?;
    let time = |at: usize| Cell::from(areas.times.get(at));
    let mut rows = Vec::new();
    for it in &found.cells {
        let begins = ["group_time".into(), time(it.start), time(it.time)];
        rows.push(of_effect(begins, &it.effect, Cell::Empty));
    }
    let by_chance = if asked.deals == 0 {
        None
    } else {
        Some(shuffled(&areas.panel, controls, asked.deals, asked.seed)?.p_value)
    };
    let begins = ["overall".into(), Cell::Empty, Cell::Empty];
    rows.push(of_effect(begins, &found.overall, by_chance.into()));
    Ok(Table {
        columns: &EFFECTS,
        rows,
        notes: Vec::new(),
    })
}

fn of_effect(begins: [Cell; 3], effect: &Effect, p_value: Cell) -> Vec<Cell> {
    let Interval { lower, upper } = effect.interval;
    let mut row = Vec::from(begins);
    row.extend([effect.value, effect.std_error, lower, upper].map(Cell::from));
    row.push(p_value);
    row
}
