//! What can go wrong, all of it a fault of ours: the schemas were checked when they were read.

use rasso_engine::EngineError;
use rasso_extract::{ExtractError, NoColumn};

/// Why the records could not be looked at.
#[derive(Debug, thiserror::Error)]
pub enum QualityError {
    /// The relational core refused a query.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// An accepted table has not the columns that it ought to have.
    #[error(transparent)]
    Column(#[from] NoColumn),
    /// A table could not be put together.
    #[error("a table of quality could not be put together")]
    Batch(#[from] arrow::error::ArrowError),
    /// A table could not be made or written.
    #[error(transparent)]
    Extract(#[from] ExtractError),
}
