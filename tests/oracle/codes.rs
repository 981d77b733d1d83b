//! The code lists a figure depends on, and the geography.

use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Home Office outcome types.
pub(crate) const OUTCOMES: [&str; 25] = [
    "1", "1A", "2", "2A", "3", "3A", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14",
    "15", "16", "17", "18", "19", "20", "21", "22",
];
/// Whether an incident became a crime.
pub(crate) const INCIDENT_CLASSES: [&str; 2] = ["crime", "N100"];
/// The events of a CPS case.
pub(crate) const EVENT_TYPES: [&str; 11] = [
    "early_advice_received",
    "charging_receipt",
    "consultation",
    "action_plan_issued",
    "action_plan_response",
    "decision",
    "admin_finalised",
    "reopened",
    "vrr_requested",
    "vrr_outcome",
    "victim_attrition",
];
/// Why a crime was cancelled.
pub(crate) const CANCELLED_REASONS: [&str; 3] =
    ["verifiable_no_crime", "duplicate", "recorded_in_error"];
/// What a prosecutor decided before charge.
pub(crate) const DECISIONS: [&str; 3] = ["charge", "nfa", "oocd"];
/// Why the CPS decided or closed.
pub(crate) const REASONS: [&str; 5] = [
    "evidential",
    "public_interest",
    "victim_issues",
    "early_advice_not_resubmitted",
    "action_plan_not_answered",
];
/// How a prosecution ended, by the CPS.
pub(crate) const PROSECUTION_OUTCOMES: [&str; 6] = [
    "convicted",
    "acquitted",
    "discontinued",
    "no_evidence_offered",
    "lie_on_file",
    "other",
];
/// What a hearing was for.
pub(crate) const HEARING_TYPES: [&str; 8] = [
    "first", "sending", "ptph", "mention", "s28", "trial", "sentence", "other",
];
/// What became of a listing.
pub(crate) const LISTING_OUTCOMES: [&str; 4] = ["effective", "cracked", "ineffective", "vacated"];
/// Pleas.
pub(crate) const PLEAS: [&str; 2] = ["guilty", "not_guilty"];
/// Verdicts.
pub(crate) const VERDICTS: [&str; 4] = ["guilty", "not_guilty", "guilty_lesser", "lie_on_file"];

/// The area of what no area is known for.
pub(crate) const NO_AREA: &str = "cps:unallocated";
/// The force of what no force is known for.
pub(crate) const NO_FORCE: &str = "unallocated";

struct AreaRule {
    force: String,
    area: String,
    from: Option<Date>,
    to: Option<Date>,
    rule: String,
}

/// Forces, CPS areas and rape offences.
pub(crate) struct Codes {
    /// A force code as written, to the code counted under (02 is 01).
    forces: BTreeMap<String, String>,
    areas: BTreeSet<String>,
    rules: Vec<AreaRule>,
    rape: BTreeSet<String>,
    /// Whether the victim of an offence is 16 or over, where its code says.
    adult: BTreeMap<String, bool>,
}

impl Codes {
    /// Reads `data-schemas/`.
    pub(crate) fn read() -> Result<Self, String> {
        let mut forces = BTreeMap::new();
        for row in rows("geography/forces.csv")? {
            let code = row["force_code"].clone();
            for also in row["also_codes"].split('|').filter(|it| !it.is_empty()) {
                forces.insert(also.to_owned(), code.clone());
            }
            forces.insert(code.clone(), code);
        }
        let rules = rows("geography/force_cps_area.csv")?
            .into_iter()
            .map(|row| AreaRule {
                force: row["force_code"].clone(),
                area: row["cps_area"].clone(),
                from: row["from"].parse().ok(),
                to: row["to"].parse().ok(),
                rule: row["rule"].clone(),
            })
            .collect();
        let areas = rows("geography/cps_areas.csv")?;
        let rape = rows("code-lists/rape_offence.csv")?;
        let adult = rape
            .iter()
            .filter(|it| !it["victim_age_group"].is_empty())
            .map(|it| (it["code"].clone(), it["victim_age_group"] == "16_and_over"))
            .collect();
        Ok(Self {
            adult,
            forces,
            areas: areas.into_iter().map(|it| it["cps_area"].clone()).collect(),
            rules,
            rape: rape
                .into_iter()
                .filter(|it| it["is_rape"] == "Y")
                .map(|it| it["code"].clone())
                .collect(),
        })
    }

    /// The code a force is counted under.
    pub(crate) fn force(&self, written: &str) -> Option<String> {
        self.forces.get(written).cloned()
    }

    /// A listed CPS area.
    pub(crate) fn area(&self, written: &str) -> Option<String> {
        self.areas.get(written).cloned()
    }

    /// The area of a force's crime that has no CPS record: the one that holds the whole force,
    /// else the place kept for what cannot be allocated.
    pub(crate) fn area_of_force(&self, force: &str, day: Date) -> &str {
        let at = |rule: &str| {
            self.rules.iter().find(|it| {
                it.force == force
                    && it.rule == rule
                    && it.from.is_none_or(|from| from <= day)
                    && it.to.is_none_or(|to| day <= to)
            })
        };
        at("whole")
            .or_else(|| at("unallocated"))
            .map_or(NO_AREA, |it| &it.area)
    }

    /// Whether the victim of an offence is 16 or over, where its code says.
    pub(crate) fn is_adult(&self, offence: &str) -> Option<bool> {
        self.adult.get(offence).copied()
    }

    /// A listed rape offence, in any of the schemes.
    pub(crate) fn is_rape(&self, offence: &str) -> bool {
        self.rape.contains(offence)
    }
}

fn rows(name: &str) -> Result<Vec<BTreeMap<String, String>>, String> {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../data-schemas")
        .join(name);
    let mut reader = csv::Reader::from_path(path).map_err(|it| format!("{name}: {it}"))?;
    reader
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(|it| format!("{name}: {it}"))
}
