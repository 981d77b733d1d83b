//! What can go wrong between counts and cells that may be published, and the exit code of each.

use rasso_store::StoreError;
use std::path::{Path, PathBuf};

/// Why nothing was published. No variant holds a count.
#[derive(Debug, thiserror::Error)]
pub enum DisclosureError {
    /// A file could not be read or written, or another process writes to the ledger.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A policy file that does not say what it must.
    #[error("{}, key `{key}`: {fault}", file.display())]
    Policy {
        /// The policy file.
        file: PathBuf,
        /// The key, with its table: `signed.on`.
        key: String,
        /// What it must be.
        fault: String,
    },
    /// A policy file that is not TOML.
    #[error("{} is no TOML: {reason}", file.display())]
    Toml {
        /// The policy file.
        file: PathBuf,
        /// What the parser says, without the text.
        reason: String,
    },
    /// A key of the policy is not what was signed.
    #[error("{}: the policy was changed after it was signed on {on}; have it signed again", file.display())]
    Unsigned {
        /// The policy file.
        file: PathBuf,
        /// The day that it gives as the day of signing.
        on: String,
    },
    /// The ledger was begun under another policy.
    #[error("{}: another policy than the one that the ledger {} was begun with; use that one, or begin a new ledger", file.display(), ledger.display())]
    OtherPolicy {
        /// The policy file.
        file: PathBuf,
        /// The ledger.
        ledger: PathBuf,
    },
    /// The counts or the constraints are not what they must be.
    #[error("{}", several(faults))]
    Input {
        /// What is wrong, each with file, row and column.
        faults: Vec<String>,
    },
    /// What stands in the ledger is not what was written into it.
    #[error("{}: {fault}; take it back from a copy", path.display())]
    Tampered {
        /// The file or folder.
        path: PathBuf,
        /// In what it does not match.
        fault: String,
    },
    /// Nothing can be published that keeps to the policy.
    #[error("refused: {reason}; nothing was written")]
    Refused {
        /// What could not be had.
        reason: String,
        /// The cells that it could not be had for, where it is for some: nobody but who asked may see which.
        cells: Vec<String>,
    },
    /// The witnesses do not show what the certificate says.
    #[error("{}: not certified: {reason}", path.display())]
    Uncertified {
        /// The certificate.
        path: PathBuf,
        /// What does not hold.
        reason: String,
    },
}

impl DisclosureError {
    /// The exit code of a program that stops for this.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Store(error) => error.exit_code(),
            Self::Policy { .. } | Self::Toml { .. } => 2,
            Self::Input { .. } => 3,
            Self::Unsigned { .. }
            | Self::OtherPolicy { .. }
            | Self::Refused { .. }
            | Self::Uncertified { .. } => 4,
            Self::Tampered { .. } => 7,
        }
    }

    /// The cells that nothing protects, by what they are called.
    pub fn unprotected(&self) -> &[String] {
        match self {
            Self::Refused { cells, .. } => cells,
            Self::Store(_)
            | Self::Policy { .. }
            | Self::Toml { .. }
            | Self::Unsigned { .. }
            | Self::OtherPolicy { .. }
            | Self::Input { .. }
            | Self::Tampered { .. }
            | Self::Uncertified { .. } => &[],
        }
    }

    pub(crate) fn tampered(path: &Path, fault: impl Into<String>) -> Self {
        Self::Tampered {
            path: path.to_path_buf(),
            fault: fault.into(),
        }
    }

    pub(crate) fn refused(reason: impl Into<String>) -> Self {
        Self::Refused {
            reason: reason.into(),
            cells: Vec::new(),
        }
    }
}

/// The first of them, and how many there are.
fn several(faults: &[String]) -> String {
    const SHOWN: usize = 10;
    let text = faults
        .iter()
        .take(SHOWN)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join("\n");
    if faults.len() > SHOWN {
        return format!("{text}\nand {} more", faults.len() - SHOWN);
    }
    text
}
