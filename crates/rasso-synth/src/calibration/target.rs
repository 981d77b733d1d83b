//! The published figures that a world is tuned to.

use crate::SynthError;
use rasso_terms::Day;
use std::path::Path;

/// One line a target; the first says what the columns are.
const TARGETS: &str = include_str!("../../data/targets.csv");

/// A published figure.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// What is counted: a name of `figure.rs`.
    pub(super) figure: &'static str,
    /// The first day of the period, and the first day after it.
    pub(super) period: (Day, Day),
    pub(super) value: f64,
    /// How far a world may be off, in the unit of the figure.
    pub(super) tolerance: f64,
    pub(super) basis: &'static str,
    pub(super) source: &'static str,
}

/// Every target.
pub(super) fn targets() -> Result<Vec<Target>, SynthError> {
    let lines = TARGETS.lines().zip(1_usize..).skip(1);
    lines
        .map(|(line, number)| {
            target(line).ok_or_else(|| SynthError::Settings {
                path: Path::new("targets.csv").to_owned(),
                what: format!("line {number} is no target"),
            })
        })
        .collect()
}

fn target(line: &'static str) -> Option<Target> {
    let mut cells = line.splitn(8, ',');
    let figure = cells.next()?;
    let (from, to) = (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
    let (value, tolerance) = (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
    let _unit = cells.next()?;
    Some(Target {
        figure,
        period: (from, to),
        value,
        tolerance,
        basis: cells.next()?,
        source: cells.next()?,
    })
}
