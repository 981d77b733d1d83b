//! What can go wrong in making timelines.

/// A table could not be read, put together or run.
#[derive(Debug, thiserror::Error)]
pub enum TimelineError {
    /// The relational core failed.
    #[error(transparent)]
    Engine(#[from] rasso_engine::EngineError),
    /// A column is missing or of another type.
    #[error(transparent)]
    Column(#[from] rasso_extract::NoColumn),
    /// A table could not be put together.
    #[error("a table of the timeline could not be put together")]
    Arrow(#[from] arrow::error::ArrowError),
    /// An event type has no place in the order of events.
    #[error("events/order.toml has no rank for `{0}`")]
    NoRank(&'static str),
}
