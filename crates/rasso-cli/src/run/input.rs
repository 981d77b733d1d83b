//! The extracts of a run, read and checked.

use crate::{
    failure::{BUG, Failure},
    pipeline::Pipeline,
};
use arrow::array::RecordBatch;
use rasso_extract::Extracted;
use rasso_terms::{Agency, Day};
use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

/// What was read, and how long it took.
pub(crate) struct Input {
    pub(crate) extracted: Extracted,
    pub(crate) reading: Duration,
}

/// Reads every extract of the pipeline.
pub(crate) fn read_input(pipeline: &Pipeline) -> Result<Input, Failure> {
    let started = Instant::now();
    let extracted = rasso_extract::read(&pipeline.files, &pipeline.schemas, &pipeline.options)?;
    Ok(Input {
        extracted,
        reading: started.elapsed(),
    })
}

impl Input {
    /// The accepted records of a table.
    pub(crate) fn records(&self, table: &str) -> Result<&RecordBatch, Failure> {
        let found = self.extracted.tables.get(table).map(|it| &it.records);
        found.ok_or_else(|| Failure::new(BUG, format!("the table `{table}` was not read")))
    }

    /// Accepted rows of all tables.
    pub(crate) fn rows(&self) -> usize {
        self.extracted
            .tables
            .values()
            .map(|it| it.records.num_rows())
            .sum()
    }

    /// The agencies that sent anything.
    pub(crate) fn agencies(&self) -> BTreeSet<Agency> {
        self.extracted
            .files
            .iter()
            .filter(|it| it.used)
            .map(|it| it.agency)
            .collect()
    }

    /// The last day that every source is known for: the earliest of the extracts used, and no later
    /// than the run's date.
    pub(crate) fn censored(&self, as_at: Day) -> Day {
        let used = self
            .extracted
            .files
            .iter()
            .filter(|it| it.used && it.agency.keeps_cases())
            .map(|it| it.extract_date);
        used.min().map_or(as_at, |it| it.min(as_at))
    }
}
