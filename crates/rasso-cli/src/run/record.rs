//! `run.json`: what the run read, made and decided, in counts, hashes and versions. No cell values.

use crate::{
    failure::{BUG, Failure},
    pipeline::Pipeline,
    run::{Input, Overview, Results, quality},
};
use rasso_link::ModelRun;
use rasso_store::RunFolder;
use serde_json::{Value, json};

pub(crate) fn write(
    folder: &RunFolder,
    pipeline: &Pipeline,
    input: &Input,
    results: &Results,
    overview: &Overview,
) -> Result<(), Failure> {
    let record = json!({
        "run_id": folder.run_id(),
        "pipeline": pipeline.name,
        "as_at": pipeline.options.as_at.to_string(),
        "censored_at": results.plan.coverage.censored.to_string(),
        "software": { "name": "rasso", "version": env!("CARGO_PKG_VERSION") },
        "schemas": pipeline.schemas.version_hash(),
        "link_passes": { "name": pipeline.links.name, "version": pipeline.links.version },
        "periods": { "from": results.plan.from.to_string(), "to": results.plan.to.to_string() },
        "files": files(input),
        "faults": input.extracted.faults.len(),
        "fault_counts": fault_counts_of(input),
        "deliveries": findings(input),
        "quality": quality::totals(&results.quality, pipeline.schemas.quality_rules()),
        "later_dates_left_out": results.left_out.later,
        "rows_without_their_case_left_out": results.left_out.without_case,
        "events_of_unknown_type_left_out": results.left_out.of_unknown_type,
        "empty_rape_flags_counted_as_not_flagged": results.left_out.without_flag.values().sum::<u64>(),
        "negative_gaps_left_out_of_medians": overview.negative_gaps,
        "events": results.events,
        "threads": { "counted": overview.threads, "open": overview.open, "convicted": overview.convicted },
        "notes": overview.notes,
        "lost_at": overview.lost.iter().map(|(at, n)| json!({ "lost_at": at, "threads": n })).collect::<Vec<_>>(),
        "funnel": overview.funnel.iter().map(|it| json!({ "step": it.name, "unit": it.unit, "count": it.count })).collect::<Vec<_>>(),
        "links": overview.passes.iter().map(|(edge, pass, links, refused)| json!({
            "left_table": edge.left(), "right_table": edge.right(), "pass": pass, "links": links, "refused": refused,
        })).collect::<Vec<_>>(),
        "link_models": results.linked.models.iter().map(model).collect::<Vec<_>>(),
        "unlinked": overview.unlinked.iter().map(|(unit, towards, state, reason, n)| json!({
            "unit": unit, "towards": towards, "state": state, "reason": reason, "records": n,
        })).collect::<Vec<_>>(),
        "metrics": pipeline.metrics.iter().map(|it| json!({ "metric": it.name, "version": it.version })).collect::<Vec<_>>(),
        "breakdowns": pipeline.breakdowns.iter().map(|it| json!({ "breakdown": it.name, "version": it.version })).collect::<Vec<_>>(),
        "measures": results.measures.len(),
    });
    let text = serde_json::to_string_pretty(&record).map_err(|it| Failure::new(BUG, it))?;
    Ok(folder.write("run.json", text.as_bytes())?)
}

/// What a model came to.
fn model(it: &ModelRun) -> Value {
    json!({
        "left_table": it.edge.left(),
        "right_table": it.edge.right(),
        "model": it.name,
        "version": it.version,
        "least_probability": it.least,
        "pairs_compared": it.compared,
        "matches_expected": it.expected,
        "links": it.links,
        "links_of_passes_doubted": it.doubted,
        "ties": it.ties,
    })
}

/// Faults by file, column and reason.
pub(crate) fn fault_counts_of(input: &Input) -> Vec<Value> {
    let count = |it: rasso_extract::FaultCount| {
        json!({
            "file": &*it.file,
            "table": &*it.table,
            "column": &*it.column,
            "reason": it.rule.as_str(),
            "scope": it.scope.as_str(),
            "count": it.count,
            "sent_anew": it.sent_anew,
        })
    };
    let extracted = &input.extracted;
    let counts = rasso_extract::fault_counts(&extracted.files, &extracted.faults);
    counts.into_iter().map(count).collect()
}

/// What was found wrong with deliveries as a whole.
pub(crate) fn findings(input: &Input) -> Vec<Value> {
    let finding = |it: &rasso_extract::DeliveryFinding| {
        json!({
            "table": &*it.table,
            "source": &*it.source,
            "sender": &*it.sender,
            "finding": it.kind.as_str(),
            "period": it.period,
            "words": it.words,
        })
    };
    input.extracted.findings.iter().map(finding).collect()
}

/// What became of the rows of each file.
pub(crate) fn files(input: &Input) -> Vec<Value> {
    let file = |it: &rasso_extract::FileTally| {
        json!({
            "file": &*it.label,
            "table": &*it.table,
            "agency": it.agency.as_str(),
            "source": &*it.source,
            "extract_date": it.extract_date.to_string(),
            "used": it.used,
            "rows_seen": it.rows_seen,
            "unfolded": it.unfolded,
            "accepted": it.accepted,
            "quarantined": it.quarantined,
            "dropped": it.dropped,
            "cell_faults": it.cell_faults,
            "bytes": it.bytes,
            "sha256": it.sha256,
            "constant_columns": it.constant_columns,
            "derived_columns": it.derived_columns,
            "absent_columns": it.absent_columns,
            "unmapped_headings": it.unmapped_headings,
            "corrects": it.corrects.as_deref(),
            "recovered": it.recovered,
        })
    };
    input.extracted.files.iter().map(file).collect()
}
