//! Shapes a run into the internal page `run.html`.

use crate::{
    pipeline::Pipeline,
    run::{Input, Overview, Results, stages::{StageTime, milliseconds}},
};
use rasso_attrition::{AreaType, Kind, Measure, Metric, Status};
use rasso_extract::{Fault, Rule, Scope};
use rasso_report::{
    AreaRow, AreaTable, Column, DerivedColumn, FaultCount, Figure, FunnelStep, LinkPass, Loss, Named,
    RunPage, SourceCoverage, Threads, Unlinked,
};
use std::collections::{BTreeMap, BTreeSet};

/// The measures in the table of forces, each with its clock and the heading of its column.
const SHOWN: [(&str, &str, &str); 8] = [
    ("recorded_crimes", "cohort", "Recorded crimes"),
    ("referral_rate", "cohort", "Referred"),
    ("charge_rate.recorded_cohort", "cohort", "Charged, of recorded"),
    ("charge_rate.legal_decisions", "flow", "Charged, of legal decisions"),
    ("victim_does_not_support_share", "flow", "Victim does not support"),
    ("conviction_rate.cps_flagged", "flow", "Convicted, any offence"),
    ("conviction_rate.rape_offence", "flow", "Convicted of rape"),
    ("days.recorded_to_referral.median", "flow", "Median days to referral"),
];

pub(crate) fn page(
    pipeline: &Pipeline,
    input: &Input,
    results: &Results,
    overview: &Overview,
    run_id: &str,
    times: &[StageTime],
) -> RunPage {
    let as_at = pipeline.options.as_at.to_string();
    let period = overview.period.map_or_else(String::new, |it| it.to_string());
    RunPage {
        name: pipeline.name.clone(),
        run_id: run_id.to_owned(),
        as_at: as_at.clone(),
        population: format!(
            "Rape crimes recorded by the police and rape-flagged cases at the CPS and in the courts, as known at {as_at}. \
             The funnel is of every record; the figures by force are for {period}."
        ),
        versions: versions(pipeline),
        hashes: input.extracted.files.iter().filter(|it| it.used).map(|it| named(&it.label, &it.sha256)).collect(),
        funnel: overview.funnel.iter().map(|it| FunnelStep {
            name: it.name.to_owned(), unit: it.unit.to_owned(), count: it.count,
        }).collect(),
        forces: forces(pipeline, results, overview),
        threads: Threads { all: overview.threads, open: overview.open, convicted: overview.convicted },
        losses: losses(pipeline, overview),
        links: overview.passes.iter().map(|(edge, pass, links, ambiguous)| LinkPass {
            edge: format!("{} to {}", words(edge.left()), words(edge.right())),
            pass: pass.clone(),
            links: *links,
            ambiguous: *ambiguous,
        }).collect(),
        unlinked: overview.unlinked.iter().map(|(unit, towards, state, reason, records)| Unlinked {
            table: format!("{} towards {}", words(unit), words(towards)),
            state: words(state),
            reason: pipeline.links.reasons.iter().find(|it| it.reason == *reason)
                .map_or_else(|| words(reason), |it| it.meaning.clone()),
            records: *records,
        }).collect(),
        faults: faults(&input.extracted.faults),
        sources: input.extracted.files.iter().map(|it| SourceCoverage {
            table: it.table.to_string(),
            source: if it.used { it.source.to_string() } else { format!("{} (earlier delivery)", it.source) },
            file: it.label.to_string(),
            extract_date: it.extract_date.to_string(),
            seen: it.rows_seen,
            accepted: it.accepted,
            quarantined: it.quarantined,
            dropped: it.dropped,
        }).collect(),
        derived: derived(pipeline),
        stages: times.iter().map(|it| rasso_report::StageTime {
            stage: it.stage.to_owned(),
            milliseconds: milliseconds(it.time),
            rows: u64::try_from(it.rows).unwrap_or(u64::MAX),
        }).collect(),
    }
}

fn versions(pipeline: &Pipeline) -> Vec<Named> {
    vec![
        named("rasso", env!("CARGO_PKG_VERSION")),
        named("data-schemas", &pipeline.schemas.version_hash()),
        named("link passes", &format!("{} {}", pipeline.links.name, pipeline.links.version)),
    ]
}

fn named(name: &str, value: &str) -> Named {
    Named { name: name.to_owned(), value: value.to_owned() }
}

/// `police_suspect` as `police suspect`.
fn words(name: &str) -> String {
    name.replace('_', " ")
}

fn forces(pipeline: &Pipeline, results: &Results, overview: &Overview) -> AreaTable {
    let shown: Vec<(&Metric, &str, &str)> = SHOWN
        .iter()
        .filter_map(|(name, clock, title)| {
            pipeline.metrics.iter().find(|it| it.name == *name).map(|it| (it, *clock, *title))
        })
        .collect();
    let in_period = |it: &&Measure| Some(it.period) == overview.period && it.area_type != AreaType::CpsArea;
    let mut measures: BTreeMap<(&str, &str, &str), &Measure> = BTreeMap::new();
    let mut areas: BTreeSet<(bool, &str)> = BTreeSet::new();
    for it in results.measures.iter().filter(in_period) {
        measures.insert((it.area_code.as_str(), it.metric.as_str(), it.clock.as_str()), it);
        areas.insert((it.area_type != AreaType::National, it.area_code.as_str()));
    }
    let name = |code: &str| {
        let force = pipeline.schemas.geography().force(code).map(|it| it.name.clone());
        force.unwrap_or_else(|| match code {
            "EW" => "England and Wales".to_owned(),
            _ => "Not allocated to a force".to_owned(),
        })
    };
    AreaTable {
        columns: shown.iter().map(|(metric, _, title)| Column {
            title: (*title).to_owned(),
            unit: format!("{}s", words(&metric.unit)),
            definition: metric.definition.clone(),
        }).collect(),
        rows: areas.iter().map(|(is_force, code)| AreaRow {
            code: (*code).to_owned(),
            name: name(code),
            total: !is_force,
            figures: shown.iter().map(|(metric, clock, _)| {
                let measure = measures.get(&(*code, metric.name.as_str(), *clock));
                measure.map_or(Figure::NotApplicable, |it| figure(metric.kind, it))
            }).collect(),
        }).collect(),
    }
}

fn figure(kind: Kind, measure: &Measure) -> Figure {
    if measure.status == Status::NotApplicable {
        return Figure::NotApplicable;
    }
    let (numerator, denominator) = (measure.numerator.unwrap_or(0), measure.denominator.unwrap_or(0));
    match kind {
        Kind::Count => Figure::Count(numerator),
        Kind::Proportion | Kind::Ratio => Figure::Rate { numerator, denominator },
        Kind::Median => Figure::MedianDays { twice: measure.median.map(|it| it.twice), n: denominator },
    }
}

/// In the order of the code list, which is the order of the process.
fn losses(pipeline: &Pipeline, overview: &Overview) -> Vec<Loss> {
    let list = pipeline.schemas.code_list("lost_at");
    let mut losses: Vec<Loss> = overview
        .lost
        .iter()
        .map(|(code, threads)| {
            let known = list.as_ref().ok();
            let label = known.and_then(|it| it.get(code).ok()).map(|it| it.label.clone());
            Loss {
                agency: known.and_then(|it| it.attribute(code, "agency")).unwrap_or_default().to_owned(),
                reason: label.unwrap_or_else(|| words(code)),
                threads: *threads,
            }
        })
        .collect();
    let stage = |it: &Loss| ["Police", "CPS", "Courts"].iter().position(|agency| *agency == it.agency);
    losses.sort_by_key(stage);
    losses
}

fn faults(faults: &[Fault]) -> Vec<FaultCount> {
    let mut counts: BTreeMap<(&str, &str, Rule, Scope), u64> = BTreeMap::new();
    for fault in faults {
        *counts.entry((&fault.file, &fault.column, fault.rule, fault.scope)).or_default() += 1;
    }
    let count = |((file, column, rule, scope), rows): ((&str, &str, Rule, Scope), u64)| FaultCount {
        file: file.to_owned(),
        column: column.to_owned(),
        rule: format!("must be {}", rule.words()),
        quarantined: scope == Scope::Row,
        rows,
    };
    counts.into_iter().map(count).collect()
}

fn derived(pipeline: &Pipeline) -> Vec<DerivedColumn> {
    let mut columns = Vec::new();
    for mapping in pipeline.files.iter().filter_map(|it| it.mapping.as_ref()) {
        for (column, from) in &mapping.columns {
            if let Some(derive) = &from.derive {
                columns.push(DerivedColumn {
                    mapping: mapping.name.clone(),
                    column: column.clone(),
                    how: derive.describe(),
                });
            }
        }
    }
    columns
}
