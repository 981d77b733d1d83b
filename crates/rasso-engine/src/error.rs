//! What can go wrong in the relational core.

use polars::error::PolarsError;

/// A statement failed. The engine's own message is not carried on: it quotes cells.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The engine refused or failed a statement.
    #[error("the statement `{statement}` failed: {kind}")]
    Statement {
        /// What the statement makes.
        statement: String,
        /// The kind of failure.
        kind: &'static str,
    },
    /// The disk or memory failed under a statement.
    #[error("the statement `{statement}` could not read or write its files; is the disk full?")]
    Disk {
        /// What the statement makes.
        statement: String,
    },
    /// A file could not be read or written.
    #[error("{what} `{file}`: {source}")]
    File {
        /// What was being done.
        what: &'static str,
        /// The file's name, without its folder.
        file: String,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A result column is of a type that the core does not use.
    #[error("column `{column}` of `{statement}` is neither a whole number nor text")]
    ColumnType {
        /// What the statement makes.
        statement: String,
        /// The column.
        column: String,
    },
    /// A result has no such column.
    #[error("a result has no column `{column}`")]
    NoColumn {
        /// The column asked for.
        column: String,
    },
}

impl EngineError {
    pub(crate) fn statement(statement: &str, error: &PolarsError) -> Self {
        let statement = statement.to_owned();
        if matches!(error, PolarsError::IO { .. }) {
            return Self::Disk { statement };
        }
        Self::Statement {
            statement,
            kind: kind(error),
        }
    }
}

/// A word for the failure, without the message.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the engine may add kinds, and none may leak its message"
)]
fn kind(error: &PolarsError) -> &'static str {
    match error {
        PolarsError::ColumnNotFound(_) => "it names a column that is not there",
        PolarsError::SQLInterface(_) | PolarsError::SQLSyntax(_) => "the engine cannot read it",
        PolarsError::SchemaMismatch(_) | PolarsError::SchemaFieldNotFound(_) => {
            "the types do not fit"
        }
        PolarsError::OutOfBounds(_) | PolarsError::ShapeMismatch(_) => "the shapes do not fit",
        PolarsError::ComputeError(_) | PolarsError::InvalidOperation(_) => {
            "a calculation is not possible"
        }
        _ => "the engine stopped",
    }
}
