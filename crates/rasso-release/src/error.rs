//! What can be wrong with a release.

use rasso_disclosure::DisclosureError;
use rasso_store::StoreError;
use std::path::Path;

/// Why a release cannot be written, or is not what it says.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// A text that a spreadsheet would take for a formula, or that is no line of text.
    #[error(
        "table `{table}`: a text of its column `{column}` begins like a formula or is of several lines, so it is not published"
    )]
    Text {
        /// Which table.
        table: String,
        /// Which column.
        column: &'static str,
    },
    /// Something in it that must not be published, or that could not be read through.
    #[error("{file}: {what}, so nothing is published")]
    Gate {
        /// The file.
        file: String,
        /// What is wrong. Never the text itself.
        what: String,
    },
    /// It is no release, or none that this version can read.
    #[error("{file}: {reason}")]
    Input {
        /// The file.
        file: String,
        /// What is wrong.
        reason: String,
    },
    /// A file that says what is to be published, and says it wrongly.
    #[error("{file}: {reason}")]
    Usage {
        /// The file.
        file: String,
        /// What is wrong.
        reason: String,
    },
    /// Something was changed after it was published.
    #[error("{0}")]
    Changed(String),
    /// The ledger in it, or the certificate.
    #[error(transparent)]
    Disclosure(#[from] DisclosureError),
    /// A file.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReleaseError {
    /// A file, or a flag, that says wrongly what is to be published.
    pub(crate) fn usage(what: impl std::fmt::Display, reason: impl Into<String>) -> Self {
        Self::Usage {
            file: what.to_string(),
            reason: reason.into(),
        }
    }

    /// The text of a file that says what is to be published.
    pub(crate) fn read(file: &Path) -> Result<String, Self> {
        std::fs::read_to_string(file)
            .map_err(|it| Self::usage(file.display(), format!("cannot be read: {}", it.kind())))
    }

    /// The exit code that it means.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Text { .. } | Self::Gate { .. } => 4,
            Self::Usage { .. } => 2,
            Self::Input { .. } => 3,
            Self::Changed(_) => 7,
            Self::Disclosure(it) => it.exit_code(),
            Self::Store(it) => it.exit_code(),
        }
    }
}
