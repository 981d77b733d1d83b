//! Shapes a run into the internal page `run.html`.

use crate::{
    pipeline::Pipeline,
    run::{
        Input, LeftOut, Overview, Results, by_age, page_forces, page_links, quality,
        stages::{StageTime, milliseconds},
        whom,
    },
};
use rasso_extract::{Extracted, Scope, fault_counts};
use rasso_report::{
    DerivedColumn, FaultCount, FunnelStep, LinkPass, Loss, Named, RunPage, SourceCoverage, Threads,
    Unlinked,
};
use rasso_terms::PeriodType;

pub(crate) fn page(
    pipeline: &Pipeline,
    input: &Input,
    results: &Results,
    overview: &Overview,
    run_id: &str,
    times: &[StageTime],
) -> RunPage {
    let as_at = pipeline.options.as_at.to_string();
    let used = input.extracted.files.iter().filter(|it| it.used);
    let steps = overview.funnel.iter().map(|it| FunnelStep {
        name: it.name.to_owned(),
        unit: it.unit.to_owned(),
        count: it.count,
        is_part: it.is_part,
    });
    let stages = times.iter().map(|it| rasso_report::StageTime {
        stage: it.stage.to_owned(),
        milliseconds: milliseconds(it.time),
        rows: u64::try_from(it.rows).unwrap_or(u64::MAX),
    });
    RunPage {
        name: pipeline.name.clone(),
        run_id: run_id.to_owned(),
        population: population(&as_at, results, overview),
        notes: pipeline
            .note
            .iter()
            .chain(&overview.notes)
            .cloned()
            .collect(),
        as_at,
        versions: versions(pipeline),
        hashes: used.map(|it| named(&it.label, &it.sha256)).collect(),
        funnel: steps.collect(),
        without: whom::without(pipeline, results, overview.period),
        forces: page_forces::forces(pipeline, results, overview),
        ages: by_age::table(&pipeline.metrics, &results.measures),
        threads: Threads {
            all: overview.threads,
            open: overview.open,
            convicted: overview.convicted,
        },
        losses: losses(pipeline, overview),
        links: links(overview),
        models: page_links::models(results, between),
        least_sure: page_links::least_sure(results),
        unlinked: unlinked(pipeline, overview),
        findings: findings(input),
        faults: faults(&input.extracted),
        rules: quality::page_rows(&results.quality, pipeline.schemas.quality_rules()),
        sources: sources(input, &results.left_out),
        derived: derived(pipeline),
        stages: stages.collect(),
    }
}

fn population(as_at: &str, results: &Results, overview: &Overview) -> String {
    let shown = overview.period.map_or_else(String::new, |it| {
        let why = match it.period_type {
            PeriodType::RollingYear => {
                "the last four quarters measured, because a year evens out seasons and small numbers"
            }
            PeriodType::Quarter | PeriodType::YearCalendar | PeriodType::YearFinancial => {
                "the last quarter measured, because fewer than four were"
            }
        };
        let censored = results.plan.coverage.censored;
        let reach = if censored < it.last.last_day() {
            format!(" The records reach only to {censored}, so the period is not whole.")
        } else {
            String::new()
        };
        format!(" The figures by force are for {it}: {why}.{reach}")
    });
    format!(
        "Rape crimes recorded by the police and rape-flagged cases at the CPS and in the courts, as \
         known at {as_at}. The funnel, the losses and the links are of every record of the extracts, \
         whatever its date.{shown}"
    )
}

fn between(edge: rasso_link::Edge) -> String {
    format!("{} to {}", words(edge.left()), words(edge.right()))
}

fn links(overview: &Overview) -> Vec<LinkPass> {
    let pass = |(edge, pass, links, ambiguous): &(rasso_link::Edge, String, u64, u64)| LinkPass {
        edge: between(*edge),
        pass: pass.clone(),
        links: *links,
        ambiguous: *ambiguous,
    };
    overview.passes.iter().map(pass).collect()
}

fn unlinked(pipeline: &Pipeline, overview: &Overview) -> Vec<Unlinked> {
    let mut all = Vec::new();
    for (unit, towards, state, reason, records) in &overview.unlinked {
        let known = pipeline
            .links
            .reasons
            .iter()
            .find(|it| it.reason == *reason);
        all.push(Unlinked {
            table: format!("{} towards {}", words(unit), words(towards)),
            state: words(state),
            reason: known.map_or_else(|| words(reason), |it| it.meaning.clone()),
            records: *records,
        });
    }
    all
}

fn sources(input: &Input, left_out: &LeftOut) -> Vec<SourceCoverage> {
    let source = |it: &rasso_extract::FileTally| SourceCoverage {
        table: it.table.to_string(),
        source: if it.used {
            it.source.to_string()
        } else {
            let why = if it.sha256.is_empty() {
                "later than as at, not read"
            } else {
                "earlier delivery"
            };
            format!("{} ({why})", it.source)
        },
        file: it.label.to_string(),
        extract_date: it.extract_date.to_string(),
        seen: it.rows_seen,
        unfolded: it.unfolded,
        unmapped: it.unmapped_headings.clone(),
        accepted: it.accepted,
        quarantined: it.quarantined,
        dropped: it.dropped,
        unflagged: if it.used && &*it.table == "cps_case" {
            left_out.without_flag.get(&*it.label).copied().unwrap_or(0)
        } else {
            0
        },
    };
    input.extracted.files.iter().map(source).collect()
}

fn versions(pipeline: &Pipeline) -> Vec<Named> {
    vec![
        named("rasso", env!("CARGO_PKG_VERSION")),
        named("data-schemas", &pipeline.schemas.version_hash()),
        named(
            "link passes",
            &format!("{} {}", pipeline.links.name, pipeline.links.version),
        ),
    ]
}

fn named(name: &str, value: &str) -> Named {
    Named {
        name: name.to_owned(),
        value: value.to_owned(),
    }
}

/// `police_suspect` as `police suspect`, `cps_case` as `CPS case`.
pub(super) fn words(name: &str) -> String {
    name.replace('_', " ").replace("cps", "CPS")
}

/// In the order of the code list, which is the order of the process.
fn losses(pipeline: &Pipeline, overview: &Overview) -> Vec<Loss> {
    let list = pipeline.schemas.code_list("lost_at");
    let mut losses: Vec<Loss> = overview
        .lost
        .iter()
        .map(|(code, threads)| {
            let known = list.as_ref().ok();
            let label = known
                .and_then(|it| it.get(code).ok())
                .map(|it| it.label.clone());
            Loss {
                agency: known
                    .and_then(|it| it.attribute(code, "agency"))
                    .unwrap_or_default()
                    .to_owned(),
                reason: label.unwrap_or_else(|| words(code)),
                threads: *threads,
            }
        })
        .collect();
    let stage = |it: &Loss| {
        ["Police", "CPS", "Courts"]
            .iter()
            .position(|agency| *agency == it.agency)
    };
    losses.sort_by_key(stage);
    losses
}

fn findings(input: &Input) -> Vec<String> {
    rasso_extract::findings_listing(&input.extracted.findings)
}

fn faults(extracted: &Extracted) -> Vec<FaultCount> {
    let count = |it: rasso_extract::FaultCount| FaultCount {
        file: it.file.to_string(),
        column: it.column.to_string(),
        rule: format!("must be {}", it.rule.words()),
        code: it.rule.as_str().to_owned(),
        quarantined: it.scope == Scope::Row,
        rows: it.count,
        sent_anew: it.sent_anew,
    };
    let counts = fault_counts(&extracted.files, &extracted.faults);
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

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_name_of_a_table_is_read_as_words() {
        assert_eq!(words("police_suspect"), "police suspect");
        assert_eq!(words("cps_case"), "CPS case");
    }
}
