//! `rasso estimate incidence`.

use super::cases::{self, between};
use super::ends::Statuses;
use super::table::{Cell, Table, not_observed};
use crate::{args::Incidence, failure::Failure};
use rasso_stats::Confidence;
use rasso_stats::survival::{At, RiskTable, cumulative_incidence};
use std::rc::Rc;

const COLUMNS: [&str; 9] = [
    "group",
    "cause",
    "time",
    "n_risk",
    "n_event",
    "estimate",
    "std_error",
    "lower",
    "upper",
];

pub(super) fn incidence(asked: &Incidence) -> Result<Table, Failure> {
    cases::check_times(&asked.curve.at)?;
    let cohorts = cases::read(&asked.cases, Statuses::Causes)?;
    let confidence = asked.curve.confidence.into();
    let mut rows = Vec::new();
    for (group, table) in &cohorts.groups {
        let times = cases::times(&asked.curve.at, table);
        add_group(group, table, &cohorts.causes, &times, confidence, &mut rows);
    }
    let mut notes = not_observed(&rows, 5);
    notes.extend(cohorts.notes);
    if cohorts.causes.is_empty() {
        notes.push("no case has ended, so there is no cause to estimate".to_owned());
    }
    Ok(Table {
        columns: &COLUMNS,
        rows,
        notes,
    })
}

fn add_group(
    group: &Rc<str>,
    table: &RiskTable,
    causes: &[(Rc<str>, usize)],
    times: &[f64],
    confidence: Confidence,
    rows: &mut Vec<Vec<Cell>>,
) {
    let found = cumulative_incidence(table);
    for (cause, number) in causes {
        let events = between(table, times, |it| {
            it.events.get(number - 1).copied().unwrap_or(0)
        });
        for (time, events) in times.iter().zip(events) {
            let point = found.at(*number, *time, confidence);
            let point = point.and_then(At::value);
            let [lower, upper] = Cell::limits(point.and_then(|it| it.interval));
            rows.push(vec![
                group.into(),
                cause.into(),
                (*time).into(),
                table.at_risk_at(*time).into(),
                events.into(),
                point.map(|it| it.value).into(),
                point.map(|it| it.std_error).into(),
                lower,
                upper,
            ]);
        }
    }
}
