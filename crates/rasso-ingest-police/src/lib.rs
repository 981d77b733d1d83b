//! Police rows to crimes, suspects and their events.
//!
//! Purpose: say of each police record what the force itself knows of it as at the run's date.
//! Produces: [`PoliceUnits`]: one row a crime and one row a suspect, and every dated event.
//! Notes: which crimes are counted is decided here, once (`counted`): a rape code, a crime and no
//! incident, not cancelled and not transferred to another force, all as known at the date.

mod crime;
mod error;
mod suspect;
mod traits;
mod units;

pub use error::IngestError;
pub use units::{PoliceUnits, Sent, ingest};
