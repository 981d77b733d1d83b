//! `rasso check`.

use crate::{
    args::Check,
    failure::Failure,
    inbox::unread_files,
    limits,
    pipeline::Pipeline,
    run::{
        Input, broken_in_tables, delivery_findings, effect_words, fault_counts_of, file_tallies,
        read_input, without,
    },
    terminal,
};
use rasso_extract::{
    Extracted, FileTally, Scope, fault_counts, faults_listing, findings_listing, standing_faults,
};
use serde_json::{Value, json};

pub(super) fn check(asked: &Check) -> Result<u8, Failure> {
    let pipeline = Pipeline::load(&asked.pipeline, &asked.inputs)?;
    let input = read_input(&pipeline)?;
    Ok(report(&pipeline, &input, asked.inputs.json))
}

/// Prints what became of each file's rows, the faults by file, column and reason, and what is wrong
/// with deliveries as a whole. Gives 1 when a limit is passed.
pub(super) fn report(pipeline: &Pipeline, input: &Input, is_json: bool) -> u8 {
    let over = limits::findings(pipeline, input);
    if is_json {
        let told = json!({
            "pipeline": pipeline.name,
            "as_at": pipeline.options.as_at.to_string(),
            "files": file_tallies(input),
            "faults": input.extracted.faults.len(),
            "fault_counts": fault_counts_of(input),
            "deliveries": delivery_findings(input),
            "quality": rules_json(pipeline, input),
            "without": without(pipeline, input),
            "unread_files": unread_files(&pipeline.files),
            "within_limit": over.is_none(),
        });
        terminal::data(&told.to_string());
    } else {
        terminal::data(table(input).trim_end());
        tell_unmapped(input);
        let listed = |head: &str, lines: &[String]| {
            if !lines.is_empty() {
                terminal::data(&format!("\n{head}\n  {}", lines.join("\n  ")));
            }
        };
        listed("Not given:", &without(pipeline, input));
        listed(
            "No entry of the pipeline stands for these files beside the others:",
            &unread_files(&pipeline.files),
        );
        tell_faults(input, over.is_none());
        tell_rules(pipeline, input);
        tell_findings(input);
    }
    over.map_or(0, |it| {
        it.tell();
        it.code
    })
}

/// Headings that nothing is read from: a column that ought to be mapped, or one to put under `ignore`.
fn tell_unmapped(input: &Input) {
    let files = input.extracted.files.iter().filter(|it| it.used);
    let unmapped: Vec<_> = files
        .filter(|it| !it.unmapped_headings.is_empty())
        .collect();
    if unmapped.is_empty() {
        return;
    }
    terminal::data(
        "\nNothing is read from these headings (`ignore` in the mapping says it is meant):",
    );
    for file in unmapped {
        let headings = file.unmapped_headings.join("`, `");
        terminal::data(&format!("  {} ({}): `{headings}`", file.label, file.table));
    }
}

fn tell_faults(input: &Input, lists_them: bool) {
    let Extracted { files, faults, .. } = &input.extracted;
    if faults.is_empty() {
        return;
    }
    let head = ["File", "table", "column", "reason", "costs", "count", ""].map(str::to_owned);
    let mut rows = vec![head.to_vec()];
    for it in fault_counts(files, faults) {
        let costs = match it.scope {
            Scope::Row => "the row",
            Scope::Cell => "the cell",
        };
        let words = [&*it.file, &*it.table, &*it.column, it.rule.as_str(), costs];
        let mut row: Vec<String> = words.map(str::to_owned).to_vec();
        row.push(it.count.to_string());
        row.push(match it.sent_anew {
            0 => String::new(),
            anew => format!("{anew} of them sent anew"),
        });
        rows.push(row);
    }
    terminal::data("");
    terminal::data(terminal::columns(&rows).trim_end());
    let standing = standing_faults(files, faults);
    if lists_them && !standing.is_empty() {
        terminal::message("");
        terminal::message(faults_listing(&standing).trim_end());
        terminal::message("`rasso explain REASON` says what a reason means and what to do.");
    }
}

/// The rules within tables that records break; those across records need links, and a run.
fn tell_rules(pipeline: &Pipeline, input: &Input) {
    let rules = pipeline.schemas.quality_rules();
    let broken = broken_in_tables(&input.extracted.quality, rules);
    if broken.is_empty() {
        return;
    }
    let head = ["Rule", "broken", "of", "costs", ""].map(str::to_owned);
    let mut rows = vec![head.to_vec()];
    for (rule, effect, count) in broken {
        rows.push(vec![
            rule.code.to_string(),
            count.broken.to_string(),
            count.checked.to_string(),
            effect_words(effect).to_owned(),
            rule.title.clone(),
        ]);
    }
    terminal::data("");
    terminal::data(terminal::columns(&rows).trim_end());
}

fn rules_json(pipeline: &Pipeline, input: &Input) -> Vec<Value> {
    let rules = pipeline.schemas.quality_rules();
    let broken = broken_in_tables(&input.extracted.quality, rules);
    let told = broken.into_iter().map(|(rule, effect, count)| {
        json!({
            "rule": rule.code.as_str(),
            "title": rule.title,
            "effect": effect.as_str(),
            "checked": count.checked,
            "broken": count.broken,
        })
    });
    told.collect()
}

fn tell_findings(input: &Input) {
    let findings = &input.extracted.findings;
    if findings.is_empty() {
        return;
    }
    terminal::data("\nDeliveries:");
    for it in findings_listing(findings) {
        terminal::data(&format!("  {it}"));
    }
}

/// What stands beside a file that is not simply in the run.
fn standing(file: &FileTally) -> String {
    match (file.used, file.sha256.is_empty()) {
        (true, _) if file.recovered > 0 => {
            format!("{} of the quarantined sent anew", file.recovered)
        }
        (true, _) => String::new(),
        (false, false) => "earlier delivery".to_owned(),
        (false, true) => "not read: it is later than as_at".to_owned(),
    }
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
            standing(it),
        ]);
    }
    terminal::columns(&rows)
}
