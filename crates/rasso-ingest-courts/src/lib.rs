//! Court rows to defendants, counts and their events.
//!
//! Purpose: say of each defendant what the courts know as at the run's date: listings, how each
//! count ended, and what the case came to.
//! Produces: [`CourtUnits`]: one row a defendant, a hearing and a count, and every dated event.
//! Notes: a defendant is guilty of something (`guilty_any`) when a count ended with a plea or verdict
//! of guilty, the lesser offence included; `guilty_rape` asks for a listed rape code and no lesser.

mod count;
mod defendant;
mod error;
mod hearing;
mod plea;
mod units;

pub use error::IngestError;
pub use units::{CourtUnits, ingest};
