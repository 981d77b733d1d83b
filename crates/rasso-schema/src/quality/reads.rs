//! What a rule reads, and which columns there are.

use super::condition::{Condition, Written};
use crate::{
    ColumnSchema, ColumnType, Files, RapeOffences, SchemaError, Sensitivity, TableSchema,
    UnknownName, nearest,
};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenReads {
    table: Option<String>,
    unit: Option<String>,
    #[serde(default)]
    with: Vec<WrittenJoin>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenJoin {
    name: String,
    table: String,
    by: String,
    #[serde(default = "record_id")]
    key: String,
    first_by: Option<String>,
    #[serde(default, rename = "where")]
    only: Vec<Written>,
}

fn record_id() -> String {
    "record_id".to_owned()
}

/// What a rule reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleReads {
    /// A canonical table, of one agency, as it is accepted.
    Table(String),
    /// A unit of the relational core, and what stands beside it.
    Unit(String, Vec<JoinedTable>),
}

/// A table of the relational core beside the unit: its columns are named `name.column`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinedTable {
    /// Its name in the rule.
    pub name: String,
    /// The table: `unit_defendant`, `unlinked`.
    pub table: String,
    /// The column of the unit that says which record.
    pub by: String,
    /// The column of the table that it is found in.
    pub key: String,
    /// Of several the first by this date is taken; without it, the first there is.
    pub first_by: Option<String>,
    /// Which records of the table count.
    pub only: Vec<Condition>,
    /// The columns that `only` reads, in the order of their places.
    pub only_columns: Vec<String>,
}

/// Every column that a rule may name, by what it reads: whether it is a date.
pub(super) struct Known<'t> {
    tables: &'t BTreeMap<String, TableSchema>,
    units: BTreeMap<String, BTreeMap<String, bool>>,
}

#[derive(Deserialize)]
struct UnitFile {
    name: String,
    column: Vec<UnitColumn>,
}

#[derive(Deserialize)]
struct UnitColumn {
    name: String,
    #[serde(rename = "type")]
    kind: String,
}

impl<'t> Known<'t> {
    pub(super) fn load(
        files: &Files,
        tables: &'t BTreeMap<String, TableSchema>,
    ) -> Result<Self, SchemaError> {
        let mut units = BTreeMap::new();
        for path in files.under("units") {
            let unit: UnitFile = files.toml(path)?;
            let columns = unit.column.into_iter();
            let columns = columns.map(|it| (it.name, it.kind == "date")).collect();
            units.insert(format!("unit_{}", unit.name), columns);
        }
        let unlinked = ["unit", "record_id", "towards", "state", "reason"];
        let unlinked = unlinked.map(|it| (it.to_owned(), false));
        units.insert("unlinked".to_owned(), unlinked.into());
        Ok(Self { tables, units })
    }

    /// Whether a column is a date, or why there is none of the name.
    pub(super) fn is_date(&self, reads: &RuleReads, column: &str) -> Result<bool, String> {
        match reads {
            RuleReads::Table(table) => self.of_table(table, column),
            RuleReads::Unit(unit, joined) => match column.split_once('.') {
                None => self.of_core(&format!("unit_{unit}"), column),
                Some((name, column)) => {
                    let joined = joined.iter().find(|it| it.name == name);
                    let joined = joined.ok_or_else(|| format!("nothing is joined as `{name}`"))?;
                    self.of_core(&joined.table, column)
                }
            },
        }
    }

    fn of_table(&self, table: &str, column: &str) -> Result<bool, String> {
        let table = self.tables.get(table).ok_or_else(|| {
            let known = self.tables.keys().map(String::as_str);
            UnknownName::among("table", table, known).to_string()
        })?;
        if let Some(found) = table.column(column) {
            // A reference number carries its year, and nothing else of it is looked at.
            let is_open = !found.is_personal() || found.kind == ColumnType::Urn;
            let is_date = matches!(found.kind, ColumnType::Date | ColumnType::OffenceDate);
            return is_open
                .then_some(is_date)
                .ok_or_else(|| format!("no rule reads `{column}`, which is about a person"));
        }
        let of_state = column.strip_suffix("_state");
        let has_state = |it: &str| table.column(it).is_some_and(is_identifier);
        if of_state.is_some_and(has_state) {
            return Ok(false);
        }
        let names = table.columns.iter().map(|it| it.name.as_str());
        Err(unknown(&table.name, column, names))
    }

    fn of_core(&self, table: &str, column: &str) -> Result<bool, String> {
        // A list may look into the records themselves, but for the numbers of people and cases.
        if let Some(records) = self.tables.get(table) {
            let is_urn = |it: &ColumnSchema| it.kind == ColumnType::Urn;
            return match records.column(column) {
                Some(found) if is_urn(found) => Err(format!("nothing here reads `{column}`")),
                _ if column == "record_id" => Ok(false),
                _ => self.of_table(table, column),
            };
        }
        let columns = self.units.get(table).ok_or_else(|| {
            let known = self.units.keys().map(String::as_str);
            UnknownName::among("table of the relational core", table, known).to_string()
        })?;
        let found = columns.get(column).copied();
        found.ok_or_else(|| unknown(table, column, columns.keys().map(String::as_str)))
    }

    /// Whether a cell of a canonical table may be empty.
    pub(super) fn may_be_empty(&self, reads: &RuleReads, column: &str) -> bool {
        let RuleReads::Table(table) = reads else {
            return false;
        };
        let found = self.tables.get(table).and_then(|it| it.column(column));
        found.is_some_and(|it| !it.required && it.sensitivity == Sensitivity::Open)
    }

    /// Whether a column that a rule reads without naming it is there.
    pub(super) fn has(&self, reads: &RuleReads, column: &str) -> bool {
        self.is_date(reads, column).is_ok()
    }
}

const fn is_identifier(column: &ColumnSchema) -> bool {
    matches!(
        column.kind,
        ColumnType::Urn | ColumnType::Asn | ColumnType::PncId
    )
}

fn unknown<'n>(table: &str, column: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    let hint =
        nearest(column, names).map_or_else(String::new, |it| format!("; did you mean `{it}`?"));
    format!("`{table}` has no column `{column}`{hint}")
}

impl WrittenReads {
    pub(super) fn resolved(
        &self,
        known: &Known<'_>,
        rape: &RapeOffences,
    ) -> Result<RuleReads, String> {
        match (&self.table, &self.unit) {
            (Some(table), None) if self.with.is_empty() => Ok(RuleReads::Table(table.clone())),
            (None, Some(unit)) => {
                let joined = self.with.iter().map(|it| it.resolved(unit, known, rape));
                let joined: Vec<JoinedTable> = joined.collect::<Result<_, _>>()?;
                let names: BTreeSet<&str> = joined.iter().map(|it| it.name.as_str()).collect();
                if names.len() < joined.len() {
                    return Err("two tables are joined under one name".to_owned());
                }
                Ok(RuleReads::Unit(unit.clone(), joined))
            }
            _ => Err("`reads` names a `table`, or a `unit` and what is `with` it".to_owned()),
        }
    }
}

impl WrittenJoin {
    fn resolved(
        &self,
        unit: &str,
        known: &Known<'_>,
        rape: &RapeOffences,
    ) -> Result<JoinedTable, String> {
        known.of_core(&format!("unit_{unit}"), &self.by)?;
        for column in [Some(&self.key), self.first_by.as_ref()]
            .into_iter()
            .flatten()
        {
            known.of_core(&self.table, column)?;
        }
        let mut only_columns: Vec<String> = Vec::new();
        let mut place = |column: &str| {
            known.of_core(&self.table, column)?;
            let at = only_columns.iter().position(|it| it == column);
            Ok(at.unwrap_or_else(|| {
                only_columns.push(column.to_owned());
                only_columns.len() - 1
            }))
        };
        let only = self.only.iter().map(|it| it.resolved(&mut place, rape));
        let only = only.collect::<Result<_, String>>()?;
        Ok(JoinedTable {
            name: self.name.clone(),
            table: self.table.clone(),
            by: self.by.clone(),
            key: self.key.clone(),
            first_by: self.first_by.clone(),
            only,
            only_columns,
        })
    }
}
