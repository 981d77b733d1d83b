//! What a reader must know before a zero is believed.

use crate::{
    inbox::unread_files,
    pipeline::Pipeline,
    run::{Input, without},
};
use rasso_engine::{Core, EngineError};
use rasso_stats::thousands;
use rasso_terms::Agency;
use std::collections::BTreeSet;

/// Sentences for the terminal, `run.json` and the head of the page.
pub(super) fn notes(
    core: &mut Core,
    pipeline: &Pipeline,
    input: &Input,
) -> Result<Vec<String>, EngineError> {
    let supplied = input.agencies();
    let mut notes: Vec<String> = [Agency::Police, Agency::Cps, Agency::Courts]
        .into_iter()
        .filter(|it| !supplied.contains(it))
        .map(|it| format!("{} sent nothing: figures that need their records are not made, and are shown as [x].", sender(it)))
        .collect();
    notes.extend(no_crime_counted(core, &supplied)?);
    notes.extend(no_case_flagged(core, &supplied)?);
    notes.extend(without(pipeline, input));
    let unread = unread_files(&pipeline.files);
    if !unread.is_empty() {
        let files = unread.join("`, `");
        notes.push(format!(
            "No entry of the pipeline stands for these files beside the others, so nothing is read from them: `{files}`."
        ));
    }
    Ok(notes)
}

/// Who sends an agency's extracts, at the head of a sentence.
fn sender(agency: Agency) -> &'static str {
    match agency {
        Agency::Police => "The police",
        Agency::Cps => "The CPS",
        Agency::Courts => "The courts",
        Agency::Reference => "Nobody",
    }
}

fn no_crime_counted(
    core: &mut Core,
    supplied: &BTreeSet<Agency>,
) -> Result<Option<String>, EngineError> {
    let sql = "SELECT COUNT(*) AS crimes, COALESCE(SUM(is_rape), 0) AS rape, COALESCE(SUM(counted), 0) AS counted FROM unit_crime";
    let [crimes, rape, counted] = counts(core, sql, ["crimes", "rape", "counted"])?;
    if counted > 0 || !supplied.contains(&Agency::Police) {
        return Ok(None);
    }
    Ok(Some(match (crimes, rape) {
        (0, _) => "No crime record was accepted, so every figure of crimes is 0.".to_owned(),
        (_, 0) => format!(
            "No crime in these extracts has a rape offence code ({} without), so every figure of crimes is 0. \
             The codes that count are in code-lists/rape_offence.csv.",
            thousands(crimes)
        ),
        (_, rape) => format!(
            "All crimes with a rape offence code ({}) are cancelled, transferred out or incidents, so none is counted.",
            thousands(rape)
        ),
    }))
}

fn no_case_flagged(
    core: &mut Core,
    supplied: &BTreeSet<Agency>,
) -> Result<Option<String>, EngineError> {
    let sql =
        "SELECT COUNT(*) AS cases, COALESCE(SUM(rape_flag), 0) AS flagged FROM unit_cps_suspect";
    let [cases, flagged] = counts(core, sql, ["cases", "flagged"])?;
    let is_noted = flagged == 0 && supplied.contains(&Agency::Cps);
    Ok(is_noted.then(|| {
        format!(
            "No CPS record in these extracts carries the rape flag ({} without), so every figure of the CPS and the courts is 0.",
            thousands(cases)
        )
    }))
}

fn counts<const N: usize>(
    core: &mut Core,
    sql: &str,
    names: [&str; N],
) -> Result<[u64; N], EngineError> {
    let rows = core.rows("notes", sql)?;
    let mut counts = [0; N];
    for (count, name) in counts.iter_mut().zip(names) {
        let found = rows.integers(name)?.first().copied().flatten();
        *count = found.and_then(|it| u64::try_from(it).ok()).unwrap_or(0);
    }
    Ok(counts)
}
