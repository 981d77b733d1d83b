//! Decides which records are one case, and says why.
//!
//! Purpose: join police suspects, CPS suspects and defendants by the identifiers they carry.
//! Produces: [`Linked`], every link with its pass and evidence, and every reuse that was refused.
//! Notes: the passes are data (`data-schemas/linkage`); a pass never merges two people, so
//! co-defendants under one URN stay apart, and an identifier that could be either of two people of
//! the earlier table links neither.
//!
//! **Invariant:** this crate does not know what a metric is, and reads no clock.

mod candidates;
mod definition;
mod edge;
mod error;
mod linked;
pub mod model;
mod pass;
mod record;
mod run;
mod side;
mod table;
mod weigh;

pub use definition::{Due, LinkDefinition, PassDefinition, Rule, UnlinkedReason};
pub use edge::Edge;
pub use error::LinkError;
pub use linked::{By, Link, Linked, ModelRun, Refusal, Weighed, WeighedPair};
pub use record::LinkRecord;
pub use run::link;
pub use side::Side;
pub use table::{edge_batch, links_batch, pairs_batch, reasons_batch, records_of, refusals_batch};
pub use weigh::EdgeModel;
