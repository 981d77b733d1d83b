//! Whom a figure is without.

use crate::{CoverageRow, CoverageStatus, MonthSpan, Sender};
use rasso_attrition::{AreaType, Measure, Metric, Status};
use rasso_schema::{CoverageRules, Geography, Schemas};
use rasso_terms::{Agency, Period};
use std::collections::{BTreeMap, BTreeSet};

/// A force or Area that a figure is without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOutRow {
    /// The metric.
    pub metric: String,
    /// The clock.
    pub clock: String,
    /// The period.
    pub period: Period,
    /// The kind of area that the figure is of.
    pub area_type: AreaType,
    /// That area.
    pub area_code: String,
    /// Whose records are gone.
    pub sender: Sender,
    /// Of which agency.
    pub agency: Agency,
    /// Which records, in words.
    pub why: String,
}

/// A sender of an agency's table.
type Gone<'c> = (Agency, &'c Sender);

/// Whom each figure is without: for the nation, for the Area that the sender lies in, and for the
/// force itself. Only of figures that there are.
pub fn left_out(
    coverage: &[CoverageRow],
    metrics: &[&Metric],
    measures: &[Measure],
    schemas: &Schemas,
) -> Vec<LeftOutRow> {
    let rules = &schemas.delivery_rules().coverage;
    let gone: Vec<&CoverageRow> = coverage
        .iter()
        .filter(|it| matches!(it.status, CoverageStatus::None | CoverageStatus::Partial))
        .collect();
    let mut all = Vec::new();
    if gone.is_empty() {
        return all;
    }
    let tables: BTreeMap<&str, (BTreeSet<String>, bool)> = metrics
        .iter()
        .map(|it| {
            (
                it.name.as_str(),
                (tables(it, rules, schemas), it.is_of_a_day()),
            )
        })
        .collect();
    let mut last = None;
    for it in measures {
        // A measure with horizons has a row for each.
        let figure = (
            &it.metric,
            &it.clock,
            it.period,
            it.area_type,
            &it.area_code,
        );
        if last == Some(figure) {
            continue;
        }
        last = Some(figure);
        let Some((tables, is_stock)) = tables.get(it.metric.as_str()) else {
            continue;
        };
        let mut found: BTreeMap<Gone<'_>, BTreeMap<&str, BTreeSet<MonthSpan>>> = BTreeMap::new();
        for row in &gone {
            // What stands on the last day of a period began in any before it.
            let is_of_it = row.period == it.period
                || (*is_stock
                    && row.period.first == row.period.last
                    && row.period.last <= it.period.last);
            if is_of_it && tables.contains(&row.table) && holds(it, row, schemas.geography()) {
                let of = found.entry((row.agency, &row.sender)).or_default();
                of.entry(&row.table).or_default().extend(&row.gone);
            }
        }
        for ((agency, sender), tables) in found {
            all.push(LeftOutRow {
                metric: it.metric.clone(),
                clock: it.clock.clone(),
                period: it.period,
                area_type: it.area_type,
                area_code: it.area_code.clone(),
                sender: sender.clone(),
                agency,
                why: why(&tables),
            });
        }
    }
    all
}

/// The tables that a metric's figures rest on.
fn tables(metric: &Metric, rules: &CoverageRules, schemas: &Schemas) -> BTreeSet<String> {
    let units = [metric.unit.as_str(), metric.numerator_unit()];
    let of_units = units.iter().filter_map(|it| rules.units.get(*it)).flatten();
    let mut tables: BTreeSet<String> = of_units.cloned().collect();
    let agency_of = |it: &str| schemas.table(it).ok().map(|it| it.agency.as_str());
    for (agency, table) in &rules.agencies {
        let is_needed = metric.sources.contains(agency);
        let is_there = tables.iter().any(|it| agency_of(it) == Some(agency));
        if is_needed && !is_there {
            tables.insert(table.clone());
        }
    }
    tables
}

/// Whether the records of a sender belong in a figure.
fn holds(measure: &Measure, row: &CoverageRow, geography: &Geography) -> bool {
    match (measure.area_type, &row.sender) {
        (AreaType::National, _) => true,
        (AreaType::Force, Sender::Force(code)) | (AreaType::CpsArea, Sender::CpsArea(code)) => {
            *code == measure.area_code
        }
        (AreaType::Force, Sender::CpsArea(_)) => false,
        (AreaType::CpsArea, Sender::Force(code)) => {
            let (first, last) = (
                measure.period.first.first_day(),
                measure.period.last.last_day(),
            );
            geography.force_areas().iter().any(|it| {
                it.force_code == *code
                    && it.cps_area == measure.area_code
                    && it.from.is_none_or(|it| it <= last)
                    && it.to.is_none_or(|it| it >= first)
            })
        }
    }
}

/// The months that are gone, by table.
fn why(tables: &BTreeMap<&str, BTreeSet<MonthSpan>>) -> String {
    let of_table = |(table, spans): (&&str, &BTreeSet<MonthSpan>)| {
        let mut joined: Vec<MonthSpan> = Vec::new();
        for span in spans {
            match joined.last_mut() {
                Some(before) if span.first <= before.last + 1 => {
                    before.last = before.last.max(span.last);
                }
                _ => joined.push(*span),
            }
        }
        let months: Vec<String> = joined.iter().map(ToString::to_string).collect();
        format!("{table}: no record of {}", months.join(", "))
    };
    let all: Vec<String> = tables.iter().map(of_table).collect();
    all.join("; ")
}

/// A figure that is without a sender's records is no whole one, whatever else is known of it.
pub fn mark(measures: &mut [Measure], left_out: &[LeftOutRow]) {
    let of = |it: &LeftOutRow| {
        let LeftOutRow {
            metric,
            clock,
            area_code,
            ..
        } = it.clone();
        (metric, clock, it.period, it.area_type, area_code)
    };
    let without: BTreeSet<_> = left_out.iter().map(of).collect();
    if without.is_empty() {
        return;
    }
    for it in measures {
        let is_whole = matches!(it.status, Status::Ok | Status::Provisional);
        let figure = (
            it.metric.clone(),
            it.clock.clone(),
            it.period,
            it.area_type,
            it.area_code.clone(),
        );
        if is_whole && without.contains(&figure) {
            it.status = Status::PartialCoverage;
        }
    }
}

/// Senders in a sentence for each agency: `Without records of the police of: Devon and Cornwall (50).`
pub fn in_words<'s>(
    senders: impl IntoIterator<Item = (Agency, &'s Sender)>,
    geography: &Geography,
) -> Vec<String> {
    let mut named: BTreeMap<Agency, BTreeSet<(String, &Sender)>> = BTreeMap::new();
    for (agency, sender) in senders {
        let name = match sender {
            Sender::Force(code) => match geography.force(code) {
                Some(force) => format!("{} ({code})", force.name),
                None => code.clone(),
            },
            Sender::CpsArea(code) => match geography.cps_area_named(code) {
                Ok(area) => format!("{} ({code})", area.name),
                Err(_) => code.clone(),
            },
        };
        named.entry(agency).or_default().insert((name, sender));
    }
    let sentence = |(agency, senders): (Agency, BTreeSet<(String, &Sender)>)| {
        let whose = match agency {
            Agency::Police => "records of the police of",
            Agency::Cps => "records of the CPS of",
            Agency::Courts => "records of the courts, of cases of",
            Agency::Reference => "numbers of",
        };
        let whom: Vec<String> = senders.into_iter().map(|it| it.0).collect();
        format!("Without {whose}: {}.", whom.join(", "))
    };
    named.into_iter().map(sentence).collect()
}
