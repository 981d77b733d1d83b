//! Police forces, CPS areas, and which force sends its cases to which area.

use crate::{CodeList, SchemaError, Status, UnknownName, files::Files};
use rasso_terms::Day;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A police force, by the code used in Home Office returns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Force {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its ONS code, where one exists.
    pub ons_code: Option<String>,
    /// Other names it goes by.
    pub aliases: Vec<String>,
    /// Other codes it goes by.
    pub also_codes: Vec<String>,
    /// Its region.
    pub region: String,
}

/// A CPS area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CpsArea {
    /// Its code, as `cps:south-west`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Other names it goes by.
    pub aliases: Vec<String>,
    /// Whether it rests on a published source.
    pub status: Status,
}

/// How a force's cases fall to a CPS area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AreaRule {
    /// All of them.
    Whole,
    /// Some of them; nothing in a police record says which.
    Shared,
    /// Those with no CPS record, where several areas share the force.
    Unallocated,
}

/// A force's cases fall to an area within these dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForceArea {
    /// The force.
    pub force_code: String,
    /// The area.
    pub cps_area: String,
    /// The first day, if the rule has one.
    pub from: Option<Day>,
    /// The last day, if the rule has one.
    pub to: Option<Day>,
    /// How they fall.
    pub rule: AreaRule,
    /// Whether it rests on a published source.
    pub status: Status,
}

/// Forces, areas and how they meet.
#[derive(Debug, Clone, Default)]
pub struct Geography {
    pub(crate) forces: BTreeMap<String, Force>,
    pub(crate) areas: BTreeMap<String, CpsArea>,
    pub(crate) force_areas: Vec<ForceArea>,
}

impl Geography {
    /// Every force, by code.
    pub fn forces(&self) -> impl ExactSizeIterator<Item = &Force> {
        self.forces.values()
    }

    /// Every CPS area, by code.
    pub fn cps_areas(&self) -> impl ExactSizeIterator<Item = &CpsArea> {
        self.areas.values()
    }

    /// Every rule of which force sends its cases where.
    pub fn force_areas(&self) -> &[ForceArea] {
        &self.force_areas
    }

    /// The force of a code; a force's second code gives its first (02 is 01).
    pub fn force(&self, code: &str) -> Option<&Force> {
        let also = || {
            self.forces
                .values()
                .find(|it| it.also_codes.iter().any(|also| also == code))
        };
        self.forces.get(code).or_else(also)
    }

    /// The code a force is counted under.
    pub fn canonical_force(&self, code: &str) -> Option<&str> {
        self.force(code).map(|it| it.code.as_str())
    }

    /// The force known by this code, name or alias.
    pub fn force_named(&self, name: &str) -> Result<&Force, UnknownName> {
        let is_named = |it: &&Force| {
            it.name.eq_ignore_ascii_case(name)
                || it
                    .aliases
                    .iter()
                    .any(|alias| alias.eq_ignore_ascii_case(name))
        };
        self.force(name)
            .or_else(|| self.forces.values().find(is_named))
            .ok_or_else(|| {
                UnknownName::among(
                    "police force",
                    name,
                    self.forces.values().map(|it| it.name.as_str()),
                )
            })
    }

    /// The area known by this code, name or alias.
    pub fn cps_area_named(&self, name: &str) -> Result<&CpsArea, UnknownName> {
        let is_named = |it: &&CpsArea| {
            it.name.eq_ignore_ascii_case(name)
                || it
                    .aliases
                    .iter()
                    .any(|alias| alias.eq_ignore_ascii_case(name))
        };
        self.areas
            .get(name)
            .or_else(|| self.areas.values().find(is_named))
            .ok_or_else(|| {
                UnknownName::among(
                    "CPS area",
                    name,
                    self.areas.values().map(|it| it.name.as_str()),
                )
            })
    }

    /// The area a force's crime is counted in when it has no CPS record: the force's whole area on
    /// that day, else the unallocated one.
    pub fn area_without_cps_record(&self, force: &str, day: Day) -> Option<&str> {
        let force = self.canonical_force(force)?;
        let in_force = |it: &&ForceArea| {
            it.force_code == force
                && it.from.is_none_or(|from| from <= day)
                && it.to.is_none_or(|to| day <= to)
        };
        let by_rule = |rule| {
            self.force_areas
                .iter()
                .filter(in_force)
                .find(|it| it.rule == rule)
                .map(|it| it.cps_area.as_str())
        };
        by_rule(AreaRule::Whole).or_else(|| by_rule(AreaRule::Unallocated))
    }

    /// The forces as a code list, with their second codes.
    pub(crate) fn force_list(&self) -> CodeList {
        let also = |it: &Force| -> Vec<(String, String)> {
            it.also_codes
                .iter()
                .map(|also| (also.clone(), it.code.clone()))
                .collect()
        };
        let entries = self
            .forces
            .values()
            .map(|it| (it.code.clone(), it.name.clone(), FORCES.to_owned()));
        CodeList::made(
            "force",
            entries,
            self.forces.values().flat_map(also).collect(),
        )
    }

    /// The CPS areas as a code list.
    pub(crate) fn area_list(&self) -> CodeList {
        let entries = self
            .areas
            .values()
            .map(|it| (it.code.clone(), it.name.clone(), AREAS.to_owned()));
        CodeList::made("cps_area", entries, BTreeMap::new())
    }

    pub(crate) fn load(files: &Files) -> Result<Self, SchemaError> {
        crate::geography_file::load(files)
    }
}

pub(crate) const FORCES: &str = "geography/forces.csv";
pub(crate) const AREAS: &str = "geography/cps_areas.csv";
