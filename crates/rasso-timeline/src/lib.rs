//! Puts a case's events in order, and derives threads, milestones, exits and where a case was lost.
//!
//! Purpose: turn what three agencies know of their own records, and the links between them, into
//! units and threads.
//! Produces: `events.parquet` in the total order of [`order`], `objects.parquet`, `units/*.parquet`,
//! `threads.parquet` and `unlinked.parquet`.
//! Notes: extracts carry dates and not times, so same-day ties are the norm. The order is by day, then
//! the rank of the process (`data-schemas/events/order.toml`), then agency, then the records in the
//! order of their keys: nothing in it depends on the order of rows in a file.

mod core_inputs;
mod error;
mod order;
mod run_core;
mod tables;

pub use core_inputs::{Terms, force_area_batch, terms_batch};
pub use error::TimelineError;
pub use order::order;
pub use run_core::{INPUTS, core_inputs, run_core};
pub use tables::{OwnUnits, Sources, events_batch, objects_batch};
