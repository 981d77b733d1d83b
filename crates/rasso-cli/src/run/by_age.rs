//! How cases end by their age, for the whole of England and Wales: the short table of the terminal, and that
//! of the page.

use crate::terminal;
use rasso_attrition::{AreaType, Kind, Measure, Metric};
use rasso_report::{AgeColumn, AgeRow, AgeTable, Estimate};
use rasso_terms::{Period, PeriodType};
use std::collections::BTreeSet;

/// The table of one calendar year.
pub(super) fn table(metrics: &[Metric], measures: &[Measure]) -> Option<AgeTable> {
    let period = shown_period(measures)?;
    let of_period: Vec<&Measure> = whole(measures).filter(|it| it.period == period).collect();
    let days: BTreeSet<u32> = of_period
        .iter()
        .filter_map(|it| Some(it.horizon?.days))
        .collect();
    let rows = metrics
        .iter()
        .filter(|it| it.kind == Kind::Incidence)
        .filter_map(|metric| {
            let own: Vec<&&Measure> = of_period
                .iter()
                .filter(|it| it.metric == metric.name)
                .collect();
            let at = |days: &u32| {
                let measure = own
                    .iter()
                    .find(|it| it.horizon.is_some_and(|it| it.days == *days))?;
                let limits = measure.interval;
                Some(Estimate {
                    share: measure.value?,
                    limits: limits.map(|it| [it.lower, it.upper]),
                    at_risk: measure.horizon?.at_risk,
                })
            };
            Some(AgeRow {
                title: metric.title.clone(),
                definition: metric.definition.clone(),
                unit: metric.unit.clone(),
                is_part: metric.part_of.is_some(),
                cases: u64::try_from(own.first()?.denominator?).ok()?,
                undated: own.first()?.horizon?.undated,
                estimates: days.iter().map(at).collect(),
            })
        });
    let rows: Vec<AgeRow> = rows.collect();
    (!rows.is_empty()).then(|| AgeTable {
        period: period.to_string(),
        columns: days.iter().map(|it| AgeColumn { days: *it }).collect(),
        rows,
    })
}

fn whole(measures: &[Measure]) -> impl Iterator<Item = &Measure> {
    let is_shown = |it: &&Measure| it.area_type == AreaType::National && it.horizon.is_some();
    measures.iter().filter(is_shown)
}

/// The newest calendar year of which a case was followed for a year, else the newest there is.
fn shown_period(measures: &[Measure]) -> Option<Period> {
    const A_YEAR: u32 = 365;
    let years = || whole(measures).filter(|it| it.period.period_type == PeriodType::YearCalendar);
    let is_old =
        |it: &&Measure| it.value.is_some() && it.horizon.is_some_and(|it| it.days >= A_YEAR);
    let old = years().filter(is_old).map(|it| it.period).max();
    old.or_else(|| years().map(|it| it.period).max())
}

/// The same for the terminal; nothing where the pipeline has no such metric.
pub(super) fn in_words(metrics: &[Metric], measures: &[Measure]) -> String {
    let Some(table) = table(metrics, measures) else {
        return String::new();
    };
    let days = table
        .columns
        .iter()
        .map(|it| format!("{} d", rasso_stats::thousands(it.days.into())));
    let head: Vec<String> = [
        format!("Ended so by age, begun in {}", table.period),
        "cases".to_owned(),
    ]
    .into_iter()
    .chain(days)
    .collect();
    let row = |row: &AgeRow| -> Vec<String> {
        let estimates = row
            .estimates
            .iter()
            .map(|it| it.map_or_else(|| "-".to_owned(), |it| format!("{:.1}%", it.share * 100.0)));
        let first = [row.title.clone(), rasso_stats::thousands(row.cases)];
        first.into_iter().chain(estimates).collect()
    };
    let rows: Vec<Vec<String>> = std::iter::once(head)
        .chain(table.rows.iter().map(row))
        .collect();
    format!("\n{}", terminal::columns(&rows))
}
