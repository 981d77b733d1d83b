//! The journal of a run: one JSON object a line, added to as the stages go by.
//!
//! It holds stages, counts, hashes and timings. It must never hold the value of a cell; the caller
//! sees to that, by passing on counts only.

use crate::{StoreError, private};
use serde_json::{Value, json};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What a line of the journal says of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StageEvent {
    /// The stage began.
    Started,
    /// Something worth noting on the way.
    Noted,
    /// The stage ended well; the journal is on the disk before the next one starts.
    Ended,
    /// The stage ended badly, and the run with it.
    Failed,
}

impl StageEvent {
    fn word(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Noted => "noted",
            Self::Ended => "ended",
            Self::Failed => "failed",
        }
    }

    /// Whether the journal must outlive a power cut from here on.
    fn must_last(self) -> bool {
        match self {
            Self::Started | Self::Noted => false,
            Self::Ended | Self::Failed => true,
        }
    }
}

/// An open journal.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    file: File,
}

impl Journal {
    /// Starts a journal; it must not be there yet.
    pub(crate) fn create(path: &Path) -> Result<Self, StoreError> {
        Ok(Self {
            path: path.to_path_buf(),
            file: private::file(path)?,
        })
    }

    /// Adds a line.
    pub(crate) fn add(
        &mut self,
        stage: &str,
        event: StageEvent,
        detail: &Value,
    ) -> Result<(), StoreError> {
        // Put together by hand, so that the line begins with what it is about.
        let (stage, event_word) = (json!(stage), event.word());
        let line =
            format!("{{\"stage\":{stage},\"event\":\"{event_word}\",\"detail\":{detail}}}\n");
        // One write a line, so that a killed run leaves whole lines.
        self.file
            .write_all(line.as_bytes())
            .and_then(|()| {
                if event.must_last() {
                    self.file.sync_data()
                } else {
                    Ok(())
                }
            })
            .map_err(StoreError::writing(&self.path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_one_event_of_a_stage() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        let mut journal = Journal::create(&path).unwrap();
        journal
            .add("ingest", StageEvent::Started, &json!({}))
            .unwrap();
        journal
            .add("ingest", StageEvent::Ended, &json!({"rows": 12}))
            .unwrap();
        assert_eq!(
            std::fs::read_to_string(path).unwrap(),
            "{\"stage\":\"ingest\",\"event\":\"started\",\"detail\":{}}\n\
             {\"stage\":\"ingest\",\"event\":\"ended\",\"detail\":{\"rows\":12}}\n"
        );
    }

    #[test]
    fn a_journal_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        Journal::create(&path).unwrap();
        assert_eq!(Journal::create(&path).unwrap_err().exit_code(), 6);
    }

    #[test]
    fn a_full_disk_is_exit_6() {
        let full = Path::new("/dev/full");
        if let Ok(file) = File::options().append(true).open(full) {
            let path = full.to_path_buf();
            let mut journal = Journal { path, file };
            let failed = journal.add("ingest", StageEvent::Noted, &json!({}));
            assert_eq!(failed.unwrap_err().exit_code(), 6);
        }
    }
}
