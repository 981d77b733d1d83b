//! `rasso proofread FILE.html --run DIR`: whether a text says what the table says.

use crate::{
    args::Proofread,
    commands::load_schemas,
    failure::{FINDINGS, Failure, INPUT},
    figures::Figures,
    pipeline::Prose,
    run::summary_frame as frame,
    terminal,
};
use rasso_prose::{Finding, cells, proof};
use rasso_schema::io_reason;
use serde_json::json;

pub(super) fn proofread(asked: &Proofread) -> Result<u8, Failure> {
    let shown = asked.text.display();
    let schemas = load_schemas(asked.schemas.as_deref())?;
    let page = std::fs::read_to_string(&asked.text).map_err(|it| {
        let reason = io_reason(it.kind());
        Failure::new(INPUT, format!("cannot read `{shown}`: {reason}"))
    })?;
    let no_page = |it: String| {
        Failure::new(INPUT, format!("{shown}: {it}")).hint(
            "`rasso run` leaves summary.html; what is changed in it keeps the marks of its figures",
        )
    };
    let named = cells(&page);
    let figures = Figures::read(&asked.run, &named, &schemas)?;
    let Prose { words, forms, plan } = Prose::load(&schemas)?;
    let found = proof(&page, &frame(&plan.title), &forms, &figures, &words).map_err(no_page)?;
    terminal::data(&if asked.json {
        let finding = |it: &Finding| json!({ "line": it.line, "what": it.what });
        let findings = found.iter().map(finding).collect::<Vec<_>>();
        json!({ "cells": named.len(), "findings": findings }).to_string()
    } else {
        let mut lines: Vec<String> = found
            .iter()
            .map(|it| format!("{shown}, line {}: {}", it.line, it.what))
            .collect();
        lines.push(match found.len() {
            0 => format!("It says what the table says, of {} cells.", named.len()),
            1 => "1 thing in it is not what the table says.".to_owned(),
            many => format!("{many} things in it are not what the table says."),
        });
        lines.join("\n")
    });
    Ok(if found.is_empty() { 0 } else { FINDINGS })
}
