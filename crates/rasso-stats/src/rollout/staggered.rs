//! Difference in differences with many starts, by group and time.
//!
//! Callaway and Sant'Anna (2021, Journal of Econometrics 225, 200-230), without covariates. A group is
//! the areas with one start g. Its effect at time t >= g is by how much its figures changed since g - 1,
//! on average, less by how much those of areas without the measure changed. The effect of all is the
//! mean over groups and times, each weighed by its number of areas; the errors allow for these numbers
//! being a draw. Areas that had the measure from the first time have no before, and are left out.
//!
//! A regression with one coefficient for the measure would take areas that started early as a standard
//! for those that started late, and may come out with the wrong sign.

use super::Panel;
use crate::number::float_len;
use crate::{Confidence, Interval, StatsError};

/// With which areas those that started are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Controls {
    /// Those that never start.
    Never,
    /// Those that have not started yet at the time, those that never start among them.
    NotYet,
}

/// An effect and its error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// By how much the measure moved the figure.
    pub value: f64,
    /// Its standard error. With few areas it is too small: see [`shuffled`](super::shuffled).
    pub std_error: f64,
    /// Its interval, by the normal distribution.
    pub interval: Interval,
}

/// The effect on one group at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupTime {
    /// The group's start.
    pub start: usize,
    /// The time, not before the start.
    pub time: usize,
    /// The effect.
    pub effect: Effect,
}

/// The effects of a measure that started at different times.
#[derive(Debug, Clone, PartialEq)]
pub struct Staggered {
    /// By start and time.
    pub cells: Vec<GroupTime>,
    /// Of all.
    pub overall: Effect,
}

/// Compares areas that started with areas that had not. A time at which no area is left to compare
/// with has no effect. [`StatsError::TooFew`] when there is no effect at all.
pub fn staggered(
    panel: &Panel,
    controls: Controls,
    confidence: Confidence,
) -> Result<Staggered, StatsError> {
    let cells = cells(panel, controls);
    let overall = overall(panel, &cells)?;
    let effect = |value: f64, influence: &[f64]| {
        let std_error = influence.iter().map(|it| it * it).sum::<f64>().sqrt();
        Effect {
            value,
            std_error,
            interval: Interval::around(value, std_error, confidence),
        }
    };
    Ok(Staggered {
        cells: cells
            .iter()
            .map(|it| GroupTime {
                start: it.start,
                time: it.time,
                effect: effect(it.value, &it.influence),
            })
            .collect(),
        overall: effect(overall.0, &overall.1),
    })
}

/// The effect of all, and nothing else of it.
pub(super) fn overall_value(panel: &Panel, controls: Controls) -> Result<f64, StatsError> {
    Ok(overall(panel, &cells(panel, controls))?.0)
}

/// One group at one time, with what each area adds to the error.
struct Cell {
    start: usize,
    time: usize,
    areas: f64,
    value: f64,
    influence: Vec<f64>,
}

fn cells(panel: &Panel, controls: Controls) -> Vec<Cell> {
    let mut cells = Vec::new();
    for start in 1..panel.times() {
        if !panel.starts.contains(&Some(start)) {
            continue;
        }
        for time in start..panel.times() {
            let is_control = |it: &Option<usize>| match controls {
                Controls::Never => it.is_none(),
                Controls::NotYet => it.is_none_or(|it| it > time),
            };
            cells.extend(cell(panel, start, time, &is_control));
        }
    }
    cells
}

fn cell(
    panel: &Panel,
    start: usize,
    time: usize,
    is_control: &dyn Fn(&Option<usize>) -> bool,
) -> Option<Cell> {
    let changes: Vec<f64> = panel
        .figures
        .iter()
        .map(|it| it[time] - it[start - 1])
        .collect();
    let is_started = |it: &Option<usize>| *it == Some(start);
    let (started, areas) = mean(panel, &changes, &is_started)?;
    let (not_started, others) = mean(panel, &changes, is_control)?;
    let add = |(it, change): (&Option<usize>, &f64)| {
        if is_started(it) {
            (change - started) / areas
        } else if is_control(it) {
            -(change - not_started) / others
        } else {
            0.0
        }
    };
    Some(Cell {
        start,
        time,
        areas,
        value: started - not_started,
        influence: panel.starts.iter().zip(&changes).map(add).collect(),
    })
}

/// The mean change of some areas, and how many they are; nothing when there are none.
fn mean(
    panel: &Panel,
    changes: &[f64],
    which: &dyn Fn(&Option<usize>) -> bool,
) -> Option<(f64, f64)> {
    let of = || panel.starts.iter().zip(changes).filter(|it| which(it.0));
    let areas = float_len(of().count());
    (areas > 0.0).then(|| (of().map(|it| it.1).sum::<f64>() / areas, areas))
}

fn overall(panel: &Panel, cells: &[Cell]) -> Result<(f64, Vec<f64>), StatsError> {
    let all: f64 = cells.iter().map(|it| it.areas).sum();
    if all <= 0.0 {
        return Err(StatsError::TooFew);
    }
    let value = cells.iter().map(|it| it.areas * it.value).sum::<f64>() / all;
    let mut influence = vec![0.0; panel.starts.len()];
    for cell in cells {
        for (sum, add) in influence.iter_mut().zip(&cell.influence) {
            *sum += cell.areas / all * add;
        }
        // One more area with this start would weigh the cell more, and all others less.
        for (sum, start) in influence.iter_mut().zip(&panel.starts) {
            if *start == Some(cell.start) {
                *sum += (cell.value - value) / all;
            }
        }
    }
    Ok((value, influence))
}
