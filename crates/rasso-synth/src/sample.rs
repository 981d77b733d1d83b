//! A world on disk, for the tests of this crate to read back as an agency's reader would.

use crate::{SynthPlan, SynthSummary, write};
use rasso_terms::Day;
use std::collections::BTreeMap;
use std::path::PathBuf;
use tempfile::TempDir;

/// A row, by column.
pub(crate) type Row = BTreeMap<String, String>;

/// A world that was written.
pub(crate) struct Sample {
    folder: TempDir,
    pub(crate) plan: SynthPlan,
    pub(crate) summary: SynthSummary,
}

/// Four years of crimes with two deliveries, the last on the last day of recording.
pub(crate) fn plan(crimes: u64, seed: u64, mess: bool) -> SynthPlan {
    SynthPlan {
        crimes,
        seed,
        mess,
        first_recorded: day("2021-07-01"),
        last_recorded: day("2025-06-30"),
        extract_dates: vec![day("2025-06-30"), day("2024-12-31")],
        ..SynthPlan::usual().unwrap()
    }
}

/// Writes the world of a plan to a folder of its own.
pub(crate) fn made(plan: SynthPlan) -> Sample {
    let folder = tempfile::tempdir().unwrap();
    let summary = write(&plan, folder.path()).unwrap();
    Sample {
        folder,
        plan,
        summary,
    }
}

/// A day by its name.
pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A day in a cell; nothing where it is blank.
pub(crate) fn cell_day(row: &Row, column: &str) -> Option<Day> {
    row[column].parse().ok()
}

impl Sample {
    /// A file of the world.
    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    /// The rows of a table in the last delivery.
    pub(crate) fn rows(&self, table: &str) -> Vec<Row> {
        self.rows_of(&format!("extracts/2025-06-30/{table}.csv"))
    }

    /// The rows of a file.
    pub(crate) fn rows_of(&self, file: &str) -> Vec<Row> {
        csv::Reader::from_path(self.path(file))
            .unwrap()
            .deserialize()
            .map(Result::unwrap)
            .collect()
    }
}
