//! CPS rows to CPS suspects and their events.
//!
//! Purpose: say of each CPS suspect what the CPS itself knows as at the run's date: first receipts,
//! the final decision, what the prosecution came to.
//! Produces: [`CpsUnits`]: one row a CPS suspect, and every dated event.
//! Notes: the final decision is folded from the events in their order ([`FinalDecision`]), because a
//! reopened case loses an earlier decision and an administrative finalisation can end it again.

mod consultation;
mod decision;
mod error;
mod suspect;
mod units;

pub use decision::{FinalDecision, Said};
pub use error::IngestError;
pub use units::{CpsUnits, ingest};
