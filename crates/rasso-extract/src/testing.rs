//! Small deliveries for the tests of this crate.

use crate::{ExtractError, Extracted, Fault, ReadOptions, SourceFile, read};
use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::{Int32Type, Int64Type};
use rasso_schema::Schemas;
use rasso_terms::Day;
use std::{fs, sync::LazyLock};
use tempfile::TempDir;

pub(crate) const CRIMES: &str =
    "crime_ref,force_code,urn,recorded_date,offence_code,victim_age,outcome_code\n";

/// Files that agencies sent.
pub(crate) struct Sent {
    pub(crate) dir: TempDir,
    pub(crate) files: Vec<SourceFile>,
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn schemas() -> &'static Schemas {
    static SCHEMAS: LazyLock<Schemas> = LazyLock::new(|| Schemas::embedded().unwrap());
    &SCHEMAS
}

pub(crate) fn options() -> ReadOptions {
    ReadOptions {
        as_at: day("2025-06-30"),
        key: Some(crate::PseudonymKey::new([7; 32])),
    }
}

/// One file of crimes with the usual header.
pub(crate) fn crimes(rows: &str) -> Sent {
    sent("police_crime", format!("{CRIMES}{rows}"))
}

pub(crate) fn sent(table: &str, content: impl AsRef<[u8]>) -> Sent {
    Sent {
        dir: tempfile::tempdir().unwrap(),
        files: Vec::new(),
    }
    .and(table, "all.csv", content)
}

impl Sent {
    pub(crate) fn and(mut self, table: &str, label: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.dir.path().join(label);
        fs::write(&path, content).unwrap();
        let agency = schemas().table(table).unwrap().agency;
        let file = SourceFile::new(agency, table, path, label, day("2025-06-30"));
        self.files.push(file);
        self
    }

    /// Changes the file added last.
    pub(crate) fn but(mut self, change: impl FnOnce(&mut SourceFile)) -> Self {
        change(self.files.last_mut().unwrap());
        self
    }

    pub(crate) fn mapped(self, mapping: &str) -> Self {
        self.but(|it| {
            let head = format!(
                "name = \"m\"\nversion = \"1\"\nagency = \"{}\"\ntable = \"{}\"\n",
                it.agency, it.table
            );
            let read = schemas().read_mappings("m", &format!("{head}{mapping}"));
            it.mapping = read.unwrap().pop();
        })
    }

    pub(crate) fn try_read(&self) -> Result<Extracted, ExtractError> {
        read(&self.files, schemas(), &options())
    }

    pub(crate) fn read(&self) -> Extracted {
        self.try_read().unwrap()
    }
}

/// What a fault says, without its file.
pub(crate) fn said(fault: &Fault) -> String {
    format!(
        "{} {} {} {}",
        fault.row,
        fault.column,
        fault.rule.as_str(),
        fault.scope.as_str()
    )
}

pub(crate) fn faults(extracted: &Extracted) -> Vec<String> {
    extracted.faults.iter().map(said).collect()
}

/// Rows seen, accepted, quarantined, dropped and cell faults of each file.
pub(crate) fn tallies(extracted: &Extracted) -> Vec<[u64; 5]> {
    let tally = |it: &crate::FileTally| {
        [
            it.rows_seen,
            it.accepted,
            it.quarantined,
            it.dropped,
            it.cell_faults,
        ]
    };
    extracted.files.iter().map(tally).collect()
}

/// A text column; a null as `-`.
pub(crate) fn texts(batch: &RecordBatch, column: &str) -> Vec<String> {
    let array = batch.column_by_name(column).unwrap();
    array
        .as_string::<i32>()
        .iter()
        .map(|it| it.unwrap_or("-").to_owned())
        .collect()
}

/// A column of whole numbers or days.
pub(crate) fn numbers(batch: &RecordBatch, column: &str) -> Vec<Option<i64>> {
    let array = batch.column_by_name(column).unwrap();
    match array.as_primitive_opt::<Int64Type>() {
        Some(it) => it.iter().collect(),
        None => array
            .as_primitive::<Int32Type>()
            .iter()
            .map(|it| it.map(i64::from))
            .collect(),
    }
}
