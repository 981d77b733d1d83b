//! Writes safe tables as files to publish, with their manifest, and checks them again.
//!
//! Purpose: a folder that anybody can check with nothing but the folder.
//! Consumes: [`SafeTable`](rasso_disclosure::SafeTable), which only the disclosure crate can make.
//! Produces: `tables/*.csv` ([`Table::csv`]), `manifest.json` ([`Manifest`]), and the check of both ([`verify`]).
//!
//! **Invariant:** no figure is in this crate but what a safe table shows, and what is worked out from such.

mod error;
mod manifest;
mod table;
mod verify;

pub use error::ReleaseError;
pub use manifest::{Manifest, ReleasedTable, Software};
pub use table::{Figure, MARKERS, Row, Table};
pub use verify::{Verified, verify};
