//! The table of forces on the internal page.

use crate::{
    pipeline::Pipeline,
    run::{Overview, Results, overview::clock_words, page::words},
};
use rasso_attrition::{AreaType, Kind, Measure, Metric};
use rasso_report::{AreaRow, AreaTable, Column, Figure};
use std::collections::{BTreeMap, BTreeSet};

/// The measures in the table of forces, each with its clock and the heading of its column.
const SHOWN: [(&str, &str, &str); 8] = [
    ("recorded_crimes", "cohort", "Recorded crimes"),
    ("referral_rate", "cohort", "Referred"),
    (
        "charge_rate.recorded_cohort",
        "cohort",
        "Charged, of recorded",
    ),
    (
        "charge_rate.legal_decisions",
        "flow",
        "Charged, of legal decisions",
    ),
    (
        "victim_does_not_support_share",
        "flow",
        "Victim does not support",
    ),
    (
        "conviction_rate.cps_flagged",
        "flow",
        "Convicted, any offence",
    ),
    ("conviction_rate.rape_offence", "flow", "Convicted of rape"),
    (
        "days.recorded_to_referral.median",
        "flow",
        "Median days to referral",
    ),
];

/// Whether the table has a column of a metric on a clock.
pub(super) fn shows(metric: &str, clock: &str) -> bool {
    SHOWN.iter().any(|it| (it.0, it.1) == (metric, clock))
}

/// Each force and the whole, in the period shown.
pub(super) fn forces(pipeline: &Pipeline, results: &Results, overview: &Overview) -> AreaTable {
    let shown: Vec<(&Metric, &str, &str)> = SHOWN
        .iter()
        .filter_map(|(name, clock, title)| {
            pipeline
                .metrics
                .iter()
                .find(|it| it.name == *name)
                .map(|it| (it, *clock, *title))
        })
        .collect();
    let in_period = |it: &&Measure| {
        Some(it.period) == overview.period
            && it.area_type != AreaType::CpsArea
            && it.horizon.is_none()
    };
    let mut measures: BTreeMap<(&str, &str, &str), &Measure> = BTreeMap::new();
    let mut areas: BTreeSet<(bool, &str)> = BTreeSet::new();
    for it in results.measures.iter().filter(in_period) {
        measures.insert(
            (it.area_code.as_str(), it.metric.as_str(), it.clock.as_str()),
            it,
        );
        areas.insert((it.area_type != AreaType::National, it.area_code.as_str()));
    }
    let name = |code: &str| {
        let force = pipeline
            .schemas
            .geography()
            .force(code)
            .map(|it| it.name.clone());
        force.unwrap_or_else(|| match code {
            "EW" => "England and Wales".to_owned(),
            _ => "Not allocated to a force".to_owned(),
        })
    };
    AreaTable {
        period: overview
            .period
            .map_or_else(String::new, |it| it.to_string()),
        columns: shown
            .iter()
            .map(|(metric, clock, title)| Column {
                title: (*title).to_owned(),
                unit: format!("{}s", words(&metric.unit)),
                clock: clock_words(clock).to_owned(),
                definition: metric.definition.clone(),
            })
            .collect(),
        rows: areas
            .iter()
            .map(|(is_force, code)| AreaRow {
                code: (*code).to_owned(),
                name: name(code),
                total: !is_force,
                figures: shown
                    .iter()
                    .map(|(metric, clock, _)| {
                        let measure = measures.get(&(*code, metric.name.as_str(), *clock));
                        // A cell with nothing in it is not written: it is a known zero, unless an
                        // agency that it needs sent nothing.
                        match measure {
                            _ if !results.plan.coverage.has(&metric.sources) => Figure::NotSupplied,
                            Some(it) => figure(metric.kind, it),
                            None => nothing(metric.kind),
                        }
                    })
                    .collect(),
            })
            .collect(),
    }
}

fn nothing(kind: Kind) -> Figure {
    match kind {
        Kind::Count | Kind::Stock => Figure::Count(0),
        // An incidence is in a table of its own, with its horizons.
        Kind::Proportion | Kind::Ratio | Kind::Rate | Kind::Incidence => Figure::Rate {
            numerator: 0,
            denominator: 0,
        },
        Kind::Median => Figure::MedianDays { twice: None, n: 0 },
        Kind::Mean => Figure::Mean { total: 0, n: 0 },
    }
}

fn figure(kind: Kind, measure: &Measure) -> Figure {
    let units = |it: i64| u64::try_from(it).ok();
    let (numerator, denominator) = (
        measure.numerator.and_then(units).unwrap_or(0),
        measure.denominator.and_then(units).unwrap_or(0),
    );
    match kind {
        Kind::Count | Kind::Stock => Figure::Count(numerator),
        Kind::Proportion | Kind::Ratio | Kind::Rate | Kind::Incidence => Figure::Rate {
            numerator,
            denominator,
        },
        Kind::Mean => Figure::Mean {
            total: numerator,
            n: denominator,
        },
        Kind::Median => Figure::MedianDays {
            twice: measure.median.map(|it| it.twice),
            n: denominator,
        },
    }
}
