//! The units that metrics count, read from `data-schemas/units`.

use crate::{AttritionError, Condition};
use rasso_schema::{Schemas, nearest};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a column of a unit holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// A date.
    Date,
    /// A whole number.
    Integer,
    /// Set or not set.
    Flag,
    /// A code.
    Code,
    /// Free text.
    Text,
}

/// A unit: one row of `units/<name>.parquet`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Its name.
    pub name: String,
    /// Its name in headings.
    pub title: String,
    /// What one row is.
    pub one_row_per: String,
    /// Which of its records links join; none where they join those of another unit alone.
    pub linked: Option<LinkedRecords>,
    /// The units that one of it belongs to, each with one at most.
    #[serde(default, rename = "parent")]
    pub parents: Vec<Parent>,
    /// The columns a metric may use.
    #[serde(rename = "column")]
    pub columns: Vec<UnitColumn>,
}

/// The records of a unit that links join.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkedRecords {
    /// The table that they are rows of.
    pub table: String,
    /// The unit that has their `record_id`: this one, or one that belongs to it.
    pub unit: String,
    /// The column of that unit with the `record_id` of this one.
    pub key: String,
    /// A condition on those that are rows of the table.
    pub only: Option<Condition>,
}

/// A unit that others belong to: a crime has suspects, a defendant has counts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parent {
    /// Its name.
    pub unit: String,
    /// The column with the `record_id` of the one that a unit belongs to.
    pub column: String,
    /// A condition on those that have such an id, where two kinds of records number theirs apart.
    pub only: Option<Condition>,
    /// The column of the parent that counts all that it is linked to, where one that is linked to several
    /// parents belongs to a single one of them.
    pub linked_to: Option<String>,
}

/// A column of a unit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitColumn {
    /// Its name.
    pub name: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: ColumnKind,
    /// What it means.
    pub meaning: String,
    /// Whether only a linked record of another agency tells it, so that it is empty without a link.
    #[serde(default)]
    pub through_link: bool,
    /// The column that says why this one is empty, where a code of its own cannot.
    pub missing: Option<String>,
    /// The column with the record that tells it, where it is another's: empty where there is none.
    pub through: Option<String>,
}

impl Unit {
    /// Whether a column is empty without a link.
    pub(crate) fn is_through_link(&self, name: &str) -> bool {
        self.columns
            .iter()
            .any(|it| it.name == name && it.through_link)
    }

    /// A column of this name.
    pub(crate) fn named(&self, name: &str) -> Option<&UnitColumn> {
        self.columns.iter().find(|it| it.name == name)
    }

    /// That a column exists and is of a kind; else why not, with the nearest name.
    pub(crate) fn column(&self, name: &str, kind: ColumnKind) -> Result<(), String> {
        self.exists(name)?;
        let is_kind = self
            .columns
            .iter()
            .any(|it| it.name == name && it.kind == kind);
        is_kind.then_some(()).ok_or_else(|| {
            let word = format!("{kind:?}").to_lowercase();
            format!(
                "column `{name}` of unit `{}` is not of type {word}",
                self.name
            )
        })
    }

    pub(crate) fn exists(&self, name: &str) -> Result<(), String> {
        let names = || self.columns.iter().map(|it| it.name.as_str());
        if names().any(|it| it == name) {
            return Ok(());
        }
        let hint =
            nearest(name, names()).map_or_else(String::new, |it| format!("; did you mean `{it}`?"));
        Err(format!("unit `{}` has no column `{name}`{hint}", self.name))
    }
}

/// Every unit, by name.
#[derive(Debug, Clone)]
pub struct Units(BTreeMap<String, Unit>);

impl Units {
    /// Reads `data-schemas/units`.
    pub fn load(schemas: &Schemas) -> Result<Self, AttritionError> {
        let mut units = BTreeMap::new();
        for file in schemas.files_in("units") {
            let unit: Unit = rasso_schema::parse_toml(file, schemas.file(file)?)?;
            let others = unit
                .columns
                .iter()
                .flat_map(|it| [&it.missing, &it.through]);
            for other in others.flatten() {
                unit.exists(other)
                    .map_err(|reason| AttritionError::Definition {
                        file: file.to_owned(),
                        reason,
                    })?;
            }
            units.insert(unit.name.clone(), unit);
        }
        let units = Self(units);
        for unit in units.0.values() {
            for parent in &unit.parents {
                units
                    .is_parent(unit, parent)
                    .map_err(|reason| AttritionError::Definition {
                        file: format!("units/{}.toml", unit.name),
                        reason,
                    })?;
            }
        }
        Ok(units)
    }

    /// What a unit is called in headings.
    pub fn title(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|it| it.title.as_str())
    }

    /// What one row of a unit is.
    pub fn one_row_per(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|it| it.one_row_per.as_str())
    }

    /// That there is such a unit, and such a column to find it by.
    fn is_parent(&self, unit: &Unit, parent: &Parent) -> Result<(), String> {
        unit.exists(&parent.column)?;
        let above = self.get(&parent.unit)?;
        above.exists("record_id")?;
        if let Some(column) = &parent.linked_to {
            above.exists(column)?;
        }
        let mut only = parent.only.iter();
        only.try_for_each(|it| above.exists(&it.column))
    }

    /// A unit, or why not, with the nearest name.
    pub(crate) fn get(&self, name: &str) -> Result<&Unit, String> {
        self.0.get(name).ok_or_else(|| {
            let hint = nearest(name, self.0.keys().map(String::as_str))
                .map_or_else(String::new, |it| format!("; did you mean `{it}`?"));
            format!("no unit is called `{name}`{hint}")
        })
    }
}
