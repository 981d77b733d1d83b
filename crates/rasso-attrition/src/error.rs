//! What can go wrong in counting.

/// A metric is not well defined, or could not be counted.
#[derive(Debug, thiserror::Error)]
pub enum AttritionError {
    /// A metric or unit file is broken.
    #[error("{file}: {reason}")]
    Definition {
        /// The file under `data-schemas`.
        file: String,
        /// What is wrong with it and what to do.
        reason: String,
    },
    /// A schema file could not be read, or a name is not known.
    #[error(transparent)]
    Schema(#[from] rasso_schema::SchemaError),
    /// The counting failed.
    #[error(transparent)]
    Engine(#[from] rasso_engine::EngineError),
    /// Units were followed for longer than anything lasts: a date is wrong.
    #[error("units cannot be followed: {0}")]
    FollowUp(#[from] rasso_stats::StatsError),
    /// A table of numbers does not have the columns that its schema promises.
    #[error("the column `{column}` of `{table}` holds no numbers by area and time")]
    Reference {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// The table of measures could not be put together.
    #[error("the table of measures could not be put together")]
    Arrow(#[from] arrow::error::ArrowError),
}
