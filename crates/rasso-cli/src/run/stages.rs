//! Runs each stage with its time, its place in the journal, and its name on the terminal.

use crate::{failure::Failure, terminal::Progress};
use rasso_store::{RunFolder, StageEvent};
use serde_json::json;
use std::time::{Duration, Instant};

/// How long one stage took, and how many rows it made.
#[derive(Debug, Clone)]
pub(crate) struct StageTime {
    pub(crate) stage: &'static str,
    pub(crate) time: Duration,
    pub(crate) rows: usize,
}

/// The stages of a run so far.
pub(crate) struct Stages {
    times: Vec<StageTime>,
    current: &'static str,
    progress: Progress,
}

impl Stages {
    /// Reading comes first, before there is a run folder to keep a journal in.
    pub(crate) fn new(reading: Duration, rows: usize) -> Self {
        let times = vec![StageTime {
            stage: "read extracts",
            time: reading,
            rows,
        }];
        Self {
            times,
            current: "read extracts",
            progress: Progress::new(),
        }
    }

    /// Runs a stage: `work` gives its result and the number of rows it made.
    pub(crate) fn run<T>(
        &mut self,
        folder: &mut RunFolder,
        stage: &'static str,
        work: impl FnOnce(&RunFolder) -> Result<(T, usize), Failure>,
    ) -> Result<T, Failure> {
        self.enter(stage);
        folder.journal(stage, StageEvent::Started, &json!({}))?;
        let started = Instant::now();
        let (made, rows) = work(folder)?;
        let time = started.elapsed();
        tracing::info!(stage, rows, milliseconds = milliseconds(time), "done");
        let told = json!({ "rows": rows, "milliseconds": milliseconds(time) });
        folder.journal(stage, StageEvent::Ended, &told)?;
        self.times.push(StageTime { stage, time, rows });
        Ok(made)
    }

    /// Names what is done now. The last stage gives the run its name, and so cannot be put down as
    /// ended in a journal that must not change any more.
    pub(crate) fn enter(&mut self, stage: &'static str) {
        self.current = stage;
        self.progress.stage(stage);
    }

    /// Notes in the journal that a stage failed, with the exit code and no message: a message may
    /// name a file, and the journal stays. Where it cannot be noted, the failure is told all the same.
    pub(crate) fn failed(&self, folder: &mut RunFolder, failure: &Failure) {
        let told = json!({ "exit_code": failure.code });
        if folder
            .journal(self.current, StageEvent::Failed, &told)
            .is_err()
        {
            tracing::debug!("the journal could not be written");
        }
    }

    pub(crate) fn times(&self) -> &[StageTime] {
        &self.times
    }
}

/// Whole milliseconds.
pub(crate) fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
