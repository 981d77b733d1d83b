//! Writes safe tables as files to publish, with their manifest, and checks them again.
//!
//! Purpose: a folder that anybody can check with nothing but the folder.
//! Consumes: [`SafeTable`](rasso_disclosure::SafeTable), which only the disclosure crate can make.
//! Produces: a [`Release`] in every format (`formats.rs` lists them): `tables/*.csv` with their CSV on the Web metadata, `tables/*.parquet`, `metadata.json`, `bulletin.html`, `release.ods` and `release.xlsx`; `manifest.json` ([`Manifest`]), and their check ([`verify`]).
//!
//! **Invariant:** no figure is in this crate but what a safe table shows, and what is worked out from such.

mod bulletin;
mod columnar;
mod csvw;
mod definition;
mod error;
mod formats;
mod gate;
mod manifest;
mod publication;
mod published;
mod release;
mod revisions;
mod sheets;
mod table;
mod verify;
pub mod view;
mod withdrawal;

pub use definition::{
    BY_DATE_RECORDED, BY_FIRST_RECEIPT, MeasureDefinition, MeasureKind, ShareDefinition,
    TableDefinition,
};
pub use error::ReleaseError;
pub use formats::PublishedFile;
pub use gate::{Canaries, Gate};
pub use manifest::{InputFile, Manifest, ReleasedTable, Software};
pub use publication::{CalendarDate, Correction, Publication};
pub use published::{PublishedRow, PublishedTable};
pub use release::Release;
pub use revisions::{Change, Revision, Revisions, Shown, TableRevisions, revisions};
pub use table::{Figure, MARKERS, Row, Table};
pub use verify::{Verified, check_files, verify};
pub use withdrawal::{Withdrawal, Withdrawn, notice_of, withdraw};
