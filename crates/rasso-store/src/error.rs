//! What can go wrong with files, and the exit code each failure ends the program with.

use std::io;
use std::path::{Path, PathBuf};

/// A file or folder could not be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process is writing to the same output folder.
    #[error("another run holds the lock on {}; wait for it to end", out.display())]
    Locked {
        /// The output folder.
        out: PathBuf,
    },
    /// A file stands where the output folder should be.
    #[error("{} is a file; name a folder to write to", path.display())]
    NotAFolder {
        /// The file.
        path: PathBuf,
    },
    /// Something could not be read.
    #[error("{} could not be read", path.display())]
    Read {
        /// What was to be read.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// Something could not be written, moved or deleted: a full disk, say.
    #[error("{} could not be written", path.display())]
    Write {
        /// What was to be written.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// A run id that is not a plain word, and so would not be a plain folder name.
    #[error("a run id must be letters, digits and hyphens")]
    RunId,
}

impl StoreError {
    /// The exit code of a program that stops for this.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::NotAFolder { .. } => 2,
            Self::Locked { .. } => 5,
            Self::Read { .. } => 3,
            Self::Write { .. } => 6,
            Self::RunId => 70,
        }
    }

    /// Names the path of a failed read.
    pub(crate) fn reading(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::Read { path, source }
    }

    /// Names the path of a failed write.
    pub(crate) fn writing(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::Write { path, source }
    }
}
