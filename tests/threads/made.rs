//! What a run made of the drawn cases, under the names of the records.

use parquet::record::Row;
use rasso_tests::{rows, text_of};
use std::collections::BTreeMap;
use std::path::Path;

/// A unit, the table of its records in `ingest`, and the column that holds their reference.
const RECORDS: [(&str, &str, &str); 4] = [
    ("crime", "police_crime", "crime_ref"),
    ("suspect", "police_suspect", "suspect_ref"),
    ("cps_suspect", "cps_case", "cps_case_ref"),
    ("defendant", "court_defendant", "court_case_ref"),
];

/// Every row of a run that a case may speak of.
pub(super) struct Made {
    pub(super) threads: Vec<Row>,
    pub(super) unlinked: Vec<Row>,
    pub(super) links: Vec<Row>,
    pub(super) events: Vec<Row>,
    units: BTreeMap<&'static str, Vec<Row>>,
    references: BTreeMap<(&'static str, String), String>,
}

impl Made {
    pub(super) fn read(run: &Path) -> Result<Self, String> {
        let mut units = BTreeMap::new();
        let mut references = BTreeMap::new();
        for (unit, table, column) in RECORDS {
            units.insert(unit, rows(&run.join(format!("units/{unit}.parquet")))?);
            for row in rows(&run.join(format!("ingest/{table}.parquet")))? {
                let id = text_of(&row, "record_id");
                let reference = text_of(&row, column);
                references.insert((unit, id.clone()), reference.clone());
                references.insert((table, id), reference);
            }
        }
        Ok(Self {
            threads: rows(&run.join("threads.parquet"))?,
            unlinked: rows(&run.join("unlinked.parquet"))?,
            links: rows(&run.join("links.parquet"))?,
            events: rows(&run.join("events.parquet"))?,
            units,
            references,
        })
    }

    /// The reference of the record that a column names, of a unit or table; empty when there is none.
    pub(super) fn reference(&self, kind: &str, row: &Row, column: &str) -> String {
        let id = text_of(row, column);
        let named = self
            .references
            .iter()
            .find(|it| it.0.0 == kind && it.0.1 == id);
        named.map(|it| it.1.clone()).unwrap_or_default()
    }

    /// The references of a thread's crime, suspect, CPS suspect and defendant.
    pub(super) fn parts(&self, thread: &Row) -> [String; 4] {
        RECORDS.map(|it| self.reference(it.0, thread, &format!("{}_id", it.0)))
    }

    /// The row of a unit; a defendant that only the CPS knows has no court record to be named by.
    pub(super) fn unit(&self, unit: &str, reference: &str) -> Option<&Row> {
        self.units.get(unit)?.iter().find(|it| {
            text_of(it, "origin") != "cps" && self.reference(unit, it, "record_id") == reference
        })
    }
}
