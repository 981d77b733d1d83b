//! Whom a figure of a run is without.

use crate::failure::Failure;
use rasso_attrition::{AttritionError, Place};
use rasso_engine::{Core, EngineError};
use rasso_quality::{Sender, in_words};
use rasso_schema::Geography;
use rasso_terms::Agency;
use serde_json::{Value, json};
use std::path::Path;

/// A sender whose records are gone: the agency, whose, and which.
pub(super) type Gone = (Agency, Sender, String);

/// Whom a figure is without. Runs of before there was such a file say nothing.
pub(super) fn without(
    core: &mut Core,
    run: &Path,
    (metric, clock): (&str, &str),
    place: &Place,
) -> Result<Vec<Gone>, Failure> {
    let path = run.join("left_out.parquet");
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let found = rows(core, &path, (metric, clock), place);
    Ok(found.map_err(AttritionError::from)?)
}

fn rows(
    core: &mut Core,
    path: &Path,
    (metric, clock): (&str, &str),
    place: &Place,
) -> Result<Vec<Gone>, EngineError> {
    core.attach("left_out", path)?;
    // The names are those of the schemas and of a cell's name: none of them can end a quote.
    let sql = format!(
        "SELECT agency, force_code, cps_area, why FROM left_out \
         WHERE metric = '{metric}' AND clock = '{clock}' AND area_type = '{}' AND area_code = '{}' \
         AND period = '{}' ORDER BY agency, force_code, cps_area",
        place.area_type.as_str(),
        place.area_code,
        place.period
    );
    let rows = core.rows("left out", &sql)?;
    let (agencies, why) = (rows.texts("agency")?, rows.texts("why")?);
    let (forces, areas) = (rows.texts("force_code")?, rows.texts("cps_area")?);
    let agency = |name: &Option<String>| {
        let all = [Agency::Police, Agency::Cps, Agency::Courts];
        all.into_iter()
            .find(|it| Some(it.as_str()) == name.as_deref())
    };
    let gone = |row: usize| {
        let force = forces.get(row)?.clone().map(Sender::Force);
        let sender = force.or_else(|| areas.get(row)?.clone().map(Sender::CpsArea))?;
        let why = why.get(row)?.clone().unwrap_or_default();
        Some((agency(agencies.get(row)?)?, sender, why))
    };
    Ok((0..rows.len()).filter_map(gone).collect())
}

/// One sentence for each agency, and which records of whom.
pub(super) fn in_lines(gone: &[Gone], geography: &Geography) -> Vec<String> {
    let mut lines = in_words(gone.iter().map(|(agency, it, _)| (*agency, it)), geography);
    lines.extend(gone.iter().map(|(_, sender, why)| {
        let code = sender.force().or_else(|| sender.cps_area());
        format!("  {}: {why}", code.unwrap_or_default())
    }));
    lines
}

pub(super) fn as_json(gone: &[Gone]) -> Vec<Value> {
    let one = |(agency, sender, why): &Gone| {
        json!({
            "agency": agency.as_str(),
            "force_code": sender.force(),
            "cps_area": sender.cps_area(),
            "why": why,
        })
    };
    gone.iter().map(one).collect()
}
