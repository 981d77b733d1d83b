//! The SQL of the relational core, and the one place that calls Polars.
//!
//! Records and links become units and threads, and units become counts, in a subset of SQL that any
//! engine can run: SELECT, JOIN, GROUP BY, CASE, MIN, MAX, SUM, COUNT, COALESCE and LEAST over whole
//! day numbers and text. The statements stand in `sql/`, one a file, and [`STATEMENTS`] has them in
//! the order they run.
//!
//! **Invariant:** no Polars type is in the public face of this crate, and no Polars message leaves
//! it, because those messages quote cells.

mod core;
mod error;
mod rows;
mod statement;

pub use self::core::Core;
pub use error::EngineError;
pub use rows::{Column, Rows};
pub use statement::{STATEMENTS, Statement};
