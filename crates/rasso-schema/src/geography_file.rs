//! Reads the geography's three CSV files.

use crate::{
    AreaRule, CpsArea, Force, ForceArea, Geography, SchemaError, Status, UnknownName,
    files::Files,
    geography::{AREAS, FORCES},
};
use rasso_terms::Day;
use serde::Deserialize;

const FORCE_AREAS: &str = "geography/force_cps_area.csv";

#[derive(Deserialize)]
struct ForceRow {
    force_code: String,
    name: String,
    ons_code: Option<String>,
    aliases: String,
    also_codes: String,
    region: String,
}

#[derive(Deserialize)]
struct AreaRow {
    cps_area: String,
    name: String,
    aliases: String,
    status: Status,
}

#[derive(Deserialize)]
struct ForceAreaRow {
    force_code: String,
    cps_area: String,
    from: String,
    to: String,
    rule: AreaRule,
    status: Status,
}

pub(crate) fn load(files: &Files) -> Result<Geography, SchemaError> {
    let mut geography = Geography::default();
    for row in files.csv::<ForceRow>(FORCES)? {
        let ForceRow {
            force_code: code,
            name,
            ons_code,
            aliases,
            also_codes,
            region,
        } = row;
        let (aliases, also_codes) = (split(&aliases), split(&also_codes));
        let force = Force {
            code: code.clone(),
            name,
            ons_code,
            aliases,
            also_codes,
            region,
        };
        if geography.forces.insert(code.clone(), force).is_some() {
            return Err(SchemaError::malformed(
                FORCES,
                format!("the force `{code}` stands twice"),
            ));
        }
    }
    for row in files.csv::<AreaRow>(AREAS)? {
        let AreaRow {
            cps_area: code,
            name,
            aliases,
            status,
        } = row;
        let area = CpsArea {
            code: code.clone(),
            name,
            aliases: split(&aliases),
            status,
        };
        if geography.areas.insert(code.clone(), area).is_some() {
            return Err(SchemaError::malformed(
                AREAS,
                format!("the area `{code}` stands twice"),
            ));
        }
    }
    for row in files.csv::<ForceAreaRow>(FORCE_AREAS)? {
        if !geography.forces.contains_key(&row.force_code) {
            let known = geography.forces.keys().map(String::as_str);
            let name = UnknownName::among("police force", &row.force_code, known);
            return Err(SchemaError::unknown_in(FORCE_AREAS, name));
        }
        if !geography.areas.contains_key(&row.cps_area) {
            let known = geography.areas.keys().map(String::as_str);
            let name = UnknownName::among("CPS area", &row.cps_area, known);
            return Err(SchemaError::unknown_in(FORCE_AREAS, name));
        }
        let (from, to) = (day(&row.from)?, day(&row.to)?);
        let ForceAreaRow {
            force_code,
            cps_area,
            rule,
            status,
            ..
        } = row;
        geography.force_areas.push(ForceArea {
            force_code,
            cps_area,
            from,
            to,
            rule,
            status,
        });
    }
    Ok(geography)
}

fn split(text: &str) -> Vec<String> {
    text.split('|')
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect()
}

fn day(text: &str) -> Result<Option<Day>, SchemaError> {
    if text.is_empty() {
        return Ok(None);
    }
    let day = text.parse().ok().map(Some);
    day.ok_or_else(|| SchemaError::malformed(FORCE_AREAS, "from and to are dates or blank"))
}
