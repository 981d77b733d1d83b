//! `rasso estimate survival` and `quantile`.

use super::cases::{self, between};
use super::ends::Statuses;
use super::table::{Cell, Table, not_observed};
use crate::{
    args::{Quantile, Survival},
    failure::{Failure, USAGE},
};
use rasso_stats::survival::{Reached, kaplan_meier};

const CURVE: [&str; 9] = [
    "group",
    "time",
    "n_risk",
    "n_event",
    "n_censored",
    "estimate",
    "std_error",
    "lower",
    "upper",
];

const QUANTILES: [&str; 5] = ["group", "p", "estimate", "lower", "upper"];

pub(super) fn survival(asked: &Survival) -> Result<Table, Failure> {
    cases::check_times(&asked.curve.at)?;
    let cohorts = cases::read(&asked.cases, Statuses::OverOrOpen)?;
    let mut rows = Vec::new();
    for (group, table) in &cohorts.groups {
        let found = kaplan_meier(table);
        let times = cases::times(&asked.curve.at, table);
        let events = between(table, &times, |it| it.all_events());
        let censored = between(table, &times, |it| it.censored);
        for ((time, events), censored) in times.iter().zip(events).zip(censored) {
            let point = found.at(*time, asked.curve.confidence.into()).value();
            let [lower, upper] = Cell::limits(point.and_then(|it| it.interval));
            rows.push(vec![
                group.into(),
                (*time).into(),
                table.at_risk_at(*time).into(),
                events.into(),
                censored.into(),
                point.map(|it| it.value).into(),
                point.map(|it| it.std_error).into(),
                lower,
                upper,
            ]);
        }
    }
    Ok(Table {
        columns: &CURVE,
        notes: not_observed(&rows, 5),
        rows,
    })
}

pub(super) fn quantile(asked: &Quantile) -> Result<Table, Failure> {
    if asked.shares.iter().any(|it| !(*it > 0.0 && *it < 1.0)) {
        let message = "--p takes shares between 0 and 1, with commas between them";
        return Err(Failure::new(USAGE, message));
    }
    let cohorts = cases::read(&asked.cases, Statuses::OverOrOpen)?;
    let mut rows = Vec::new();
    for (group, table) in &cohorts.groups {
        let found = kaplan_meier(table);
        for share in &asked.shares {
            let quantile = found.quantile(*share, asked.confidence.into());
            let cell = |it: Option<Reached>| match it {
                Some(Reached::By(time)) => Cell::from(time),
                Some(Reached::NotReached) => "not reached".into(),
                None => Cell::Empty,
            };
            rows.push(vec![
                group.into(),
                (*share).into(),
                cell(quantile.map(|it| it.estimate)),
                cell(quantile.map(|it| it.lower)),
                cell(quantile.map(|it| it.upper)),
            ]);
        }
    }
    Ok(Table {
        columns: &QUANTILES,
        rows,
        notes: Vec::new(),
    })
}
