//! Sentences made of figures of a table, and the proof that a text says what the table says.
//!
//! Purpose: published prose has contradicted the table beside it: a figure of all ages called one of adults,
//! last quarter's mean given as this one's, a digit wrong, percentage points called per cent, one rate called
//! by another's name. Here every number of a sentence is written from a cell, names it, and stands with the
//! label of its own metric and the months of its own period; what people change afterwards is proved again.
//! Produces: [`summary`], one HTML page; [`proof`], what is wrong with such a page.
//! Notes: what a text may say without a cell is words alone, and none of those that say what a figure is
//! (`data-schemas/prose/words.toml`).
//!
//! **Invariant:** no number in a text but from a cell; no metric is named in this crate.

mod figure;
mod forms;
#[cfg(test)]
mod hidden_tests;
mod marks;
mod proof;
mod rounded;
mod summary;
#[cfg(test)]
mod tests;
mod words;

pub use figure::{Fact, Facts, Figure, Of};
pub use forms::{Forms, Heading, Statement, SummaryPlan};
pub use proof::{Finding, cells, proof};
pub use summary::{Frame, Sentence, summary};
pub use words::Words;

/// A file under `data-schemas/prose` is broken.
#[derive(Debug, thiserror::Error)]
pub enum ProseError {
    /// What is wrong with it and what to do.
    #[error("{file}: {reason}")]
    Definition {
        /// The file.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A schema file could not be read.
    #[error(transparent)]
    Schema(#[from] rasso_schema::SchemaError),
}
