//! What can go wrong when rows become units.

/// A table does not have the columns its schema promises, or a list does not have its codes.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// A column is missing or of another type.
    #[error(transparent)]
    Column(#[from] rasso_extract::NoColumn),
    /// A schema knows no such name.
    #[error(transparent)]
    Unknown(#[from] rasso_schema::UnknownName),
    /// A table could not be put together.
    #[error("a table of units could not be put together")]
    Arrow(#[from] arrow::error::ArrowError),
}
