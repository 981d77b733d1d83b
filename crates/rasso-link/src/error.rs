//! What can go wrong in linking.

/// The definition of the passes, or a table, is not what it should be.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// The definition could not be read.
    #[error("linkage/{name}.toml: {reason}")]
    Definition {
        /// The definition's name.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A model cannot link the tables.
    #[error("link-models/{name}.toml: {reason}")]
    Model {
        /// The model's name.
        name: String,
        /// What is wrong and what to do.
        reason: String,
    },
    /// A schema could not be found.
    #[error(transparent)]
    Schema(#[from] rasso_schema::SchemaError),
    /// A column is missing or of another type than its table says.
    #[error(transparent)]
    Column(#[from] rasso_extract::NoColumn),
    /// A result table could not be put together.
    #[error("a table of links could not be put together")]
    Arrow(#[from] arrow::error::ArrowError),
}
