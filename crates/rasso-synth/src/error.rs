//! What can go wrong when extracts are made.

use std::path::PathBuf;

/// Why no extracts could be made.
#[derive(Debug, thiserror::Error)]
pub enum SynthError {
    /// The plan names no day on which an extract is taken.
    #[error("a plan needs at least one extract date")]
    NoExtractDate,
    /// The last day of recording is before the first.
    #[error("the first recorded date must not be after the last")]
    NoRecordedDates,
    /// No crimes at all.
    #[error("a world needs at least one crime")]
    NoCrimes,
    /// An extract would hold nothing.
    #[error("an extract date is before the first recorded date: the extract would be empty")]
    EarlyExtractDate,
    /// More crimes than the numbers of the world can name.
    #[error("{asked} crimes are more than the {most} that can have a reference of their own")]
    TooManyCrimes {
        /// How many were asked for.
        asked: u64,
        /// How many there can be.
        most: u64,
    },
    /// A file of settings could not be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file of settings does not say what it should.
    #[error("{}: {what}", path.display())]
    Settings {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        what: String,
    },
    /// A file or folder could not be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}
