//! The folder of one run, from its first file to its own name.

use crate::journal::{Journal, StageEvent};
use crate::latest::{BUILDING, publish, sweep};
use crate::{Lock, StoreError, private};
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The folders of a run other than `working`.
const KEPT: [&str; 3] = ["ingest", "quarantine", "units"];

/// A run that is being built. It holds the lock on its output folder.
///
/// Dropped before [`finish`](Self::finish), it deletes `working/` and stays behind under its hidden
/// name, so that the quarantine and the journal say what went wrong; the next run clears it away.
#[derive(Debug)]
pub struct RunFolder {
    runs: PathBuf,
    run_id: String,
    building: PathBuf,
    journal: Journal,
    _lock: Lock,
}

impl RunFolder {
    /// Clears away what a run that died left behind in the folder locked, and makes the folder of this
    /// run, which only its owner may enter.
    pub fn create(mut lock: Lock, run_id: &str) -> Result<Self, StoreError> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if run_id.is_empty() || run_id == "latest" || !run_id.chars().all(plain) {
            return Err(StoreError::RunId);
        }
        let runs = lock.out().join("runs");
        lock.keep();
        if !runs.is_dir() {
            private::folder(&runs)?;
        }
        sweep(&runs)?;
        let building = runs.join(format!("{BUILDING}{run_id}"));
        private::folder(&building)?;
        for name in KEPT.iter().chain(&["working"]) {
            private::folder(&building.join(name))?;
        }
        let journal = Journal::create(&building.join("journal.jsonl"))?;
        Ok(Self {
            runs,
            run_id: run_id.to_owned(),
            building,
            journal,
            _lock: lock,
        })
    }

    /// The folder as it stands now; it has another path once finished.
    pub fn path(&self) -> &Path {
        &self.building
    }

    /// The id of the run.
    pub fn run_id(&self) -> &str {
        &self.run_id
    }

    /// Where people's names and references may lie until the run ends.
    pub fn working(&self) -> PathBuf {
        self.building.join("working")
    }

    /// Accepted rows, without them.
    pub fn ingest(&self) -> PathBuf {
        self.building.join("ingest")
    }

    /// Where each fault was.
    pub fn quarantine(&self) -> PathBuf {
        self.building.join("quarantine")
    }

    /// One table for each counting unit.
    pub fn units(&self) -> PathBuf {
        self.building.join("units")
    }

    /// Writes a whole file into the run: `run.json`, say. It must not be there yet.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let path = self.building.join(name);
        private::file(&path)?
            .write_all(bytes)
            .map_err(StoreError::writing(&path))
    }

    /// Adds a line to `journal.jsonl`: counts, hashes and timings, never the value of a cell.
    pub fn journal(
        &mut self,
        stage: &str,
        event: StageEvent,
        detail: &Value,
    ) -> Result<(), StoreError> {
        self.journal.add(stage, event, detail)
    }

    /// Deletes `working/`, waits until the rest is on the disk, gives the run its name and points
    /// `latest` at it. An earlier run of the same id makes way.
    pub fn finish(&self) -> Result<PathBuf, StoreError> {
        private::remove(&self.working())?;
        private::sync_tree(&self.building)?;
        publish(&self.runs, &self.run_id)
    }
}

impl Drop for RunFolder {
    fn drop(&mut self) {
        // Gone already after a finish. A failure cannot be told from here; the next run tries again.
        fs::remove_dir_all(self.working()).ok();
    }
}

#[cfg(test)]
mod tests;
