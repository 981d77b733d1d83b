//! `rasso run`.

use crate::{
    args::Run,
    commands::check,
    failure::Failure,
    job, limits,
    pipeline::Pipeline,
    run::{Finished, attrition_table, read_input},
    terminal,
};
use rasso_store::Lock;
use serde_json::json;
use std::path::{Path, PathBuf};

pub(super) fn run(asked: &Run) -> Result<u8, Failure> {
    let pipeline = Pipeline::load(&asked.pipeline, &asked.inputs);
    if asked.dry_run {
        let pipeline = pipeline?;
        let input = read_input(&pipeline)?;
        terminal::message("dry run: nothing is written");
        return Ok(check::report(&pipeline, &input, asked.inputs.json));
    }
    job::refused(&asked.out, &pipeline);
    run_loaded(&pipeline?, &asked.out, asked.inputs.json)
}

/// Runs a pipeline whose files are found, ends with the release that it asks for, and records what came of it.
pub(super) fn run_loaded(pipeline: &Pipeline, out: &Path, is_json: bool) -> Result<u8, Failure> {
    // Before the reading, which may take minutes that a second run should not waste. While another job holds it, what came
    // of the last one is not for this one to say.
    let lock = Lock::take(out)?;
    let ran = run_only(pipeline, lock, is_json);
    let ended = ran.and_then(|folder| match &pipeline.release {
        Some(release) => super::release::build(&release.asked(folder, pipeline, (out, is_json))),
        None => Ok(0),
    });
    let recorded = job::record(Some(pipeline), out, &ended);
    // What the job ended with comes before what became of its record.
    let code = ended?;
    recorded.map(|()| code)
}

/// The run without the release. Gives its folder.
fn run_only(pipeline: &Pipeline, lock: Lock, is_json: bool) -> Result<PathBuf, Failure> {
    let input = read_input(pipeline)?;
    if let Some(findings) = limits::findings(pipeline, &input) {
        return Err(findings);
    }
    let finished = crate::run::run(pipeline, input, lock)?;
    tell(&finished, pipeline, is_json);
    Ok(finished.folder)
}

/// Says what came of a run: the table on stdout, where to look on stderr.
pub(super) fn tell(finished: &Finished, pipeline: &Pipeline, is_json: bool) {
    let folder = finished.folder.display();
    if is_json {
        let funnel: Vec<_> = finished
            .overview
            .funnel
            .iter()
            .map(|it| json!({ "step": it.name, "unit": it.unit, "count": it.count }))
            .collect();
        let told = json!({
            "run": folder.to_string(),
            "faults": finished.faults,
            "deliveries": finished.findings,
            "measures": finished.measures.len(),
            "threads": finished.overview.threads,
            "funnel": funnel,
            "notes": finished.overview.notes,
        });
        terminal::data(&told.to_string());
        return;
    }
    let table = attrition_table(&finished.overview, &pipeline.metrics, &finished.measures);
    terminal::data(table.trim_end());
    for note in &finished.overview.notes {
        terminal::message(&format!("\nnote: {note}"));
    }
    if finished.faults > 0 {
        let broke = match finished.faults {
            1 => "1 cell or row breaks the schema".to_owned(),
            many => format!("{many} cells or rows break the schema"),
        };
        terminal::message(&format!("\n{broke}: see {folder}/quarantine and run.html"));
    }
    if !finished.findings.is_empty() {
        terminal::message(
            "\nFound wrong with deliveries as a whole (`rasso explain` says what each means):",
        );
    }
    for finding in &finished.findings {
        terminal::message(&format!("  {finding}"));
    }
    terminal::message(&format!(
        "\nLook at   {folder}/run.html      what happened, by force, link pass and source\n          {folder}/measures.parquet  every measure\n\
         These figures are not protected: they are for internal use, not for publication."
    ));
}
