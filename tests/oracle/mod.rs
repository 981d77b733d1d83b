//! The oracle: the figures of a run worked out a second time, from the definitions alone.
//!
//! It shares no code with the pipeline and is written to be read, not to be fast. Where the two
//! disagree, one of them has misread a definition.

pub(crate) mod book;
pub(crate) mod cells;
pub(crate) mod codes;
pub(crate) mod court;
pub(crate) mod deliveries;
pub(crate) mod extracts;
pub(crate) mod facts;
pub(crate) mod finals;
pub(crate) mod identifiers;
pub(crate) mod links;
pub(crate) mod measures;
pub(crate) mod open;
pub(crate) mod periods;
pub(crate) mod pre_charge;
pub(crate) mod recoverable;
pub(crate) mod row;
pub(crate) mod runs;
pub(crate) mod traits;
pub(crate) mod truth;
