//! `rasso check`.

use crate::{
    args::Check,
    failure::Failure,
    pipeline::Pipeline,
    run::{Input, fault_findings, file_tallies, read_input},
    terminal,
};
use rasso_extract::faults_listing;
use serde_json::json;

pub(super) fn check(asked: &Check) -> Result<u8, Failure> {
    let pipeline = Pipeline::load(&asked.pipeline, &asked.inputs)?;
    let input = read_input(&pipeline)?;
    Ok(report(&pipeline, &input, asked.inputs.json))
}

/// Prints what became of each file's rows, and the faults. Gives 1 when they pass the limit.
pub(super) fn report(pipeline: &Pipeline, input: &Input, is_json: bool) -> u8 {
    let findings = fault_findings(pipeline, input);
    if is_json {
        let told = json!({
            "pipeline": pipeline.name,
            "as_at": pipeline.options.as_at.to_string(),
            "files": file_tallies(input),
            "faults": input.extracted.faults.len(),
            "within_limit": findings.is_none(),
        });
        terminal::data(&told.to_string());
    } else {
        terminal::data(table(input).trim_end());
        if findings.is_none() && !input.extracted.faults.is_empty() {
            terminal::message(faults_listing(&input.extracted.faults).trim_end());
        }
    }
    findings.map_or(0, |it| {
        it.tell();
        it.code
    })
}

fn table(input: &Input) -> String {
    let head = [
        "File",
        "table",
        "rows",
        "accepted",
        "quarantined",
        "dropped",
        "cell faults",
        "",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for it in &input.extracted.files {
        rows.push(vec![
            it.label.to_string(),
            it.table.to_string(),
            it.rows_seen.to_string(),
            it.accepted.to_string(),
            it.quarantined.to_string(),
            it.dropped.to_string(),
            it.cell_faults.to_string(),
            if it.used {
                String::new()
            } else {
                "earlier delivery".to_owned()
            },
        ]);
    }
    terminal::columns(&rows)
}
