//! Turns counts into cells that may be published, and proves that nothing withheld can be worked out.
//!
//! Purpose: two releases, each protected alone by the best tool there is, gave away a quarter of what they withheld.
//! Here everything ever published is one set of constraints, and nothing is published without a file of witnesses:
//! whole tables that agree with all of it, in which every withheld count differs by the width.
//! Produces: [`make`], a release of a table, with its entry in the [`Ledger`] of everything published and its
//! [`Certificate`]; [`protect`], which cells to withhold, with the witnesses; [`check`], the proof, by addition.
//! Notes: constraints are general sums, not trees. Why a cell is withheld is told nobody.
//!
//! **Invariant:** witnesses are made from [`PublicTables`] alone, which cannot hold a withheld count.

mod bytes;
mod certificate;
mod error;
mod exchange;
mod files;
mod known;
mod ledger;
mod policy;
mod protect;
mod public;
mod question;
mod release;
mod safe;
mod search;
mod system;
#[cfg(test)]
mod tests;
mod told;
mod withhold;
mod witness;

pub use bytes::Pending;
pub use certificate::Certificate;
pub use error::DisclosureError;
pub use files::{Cell, Constraint, Percentage, Tables, statuses};
pub use known::{Known, Published};
pub use ledger::Ledger;
pub use policy::{Dominance, Policy, Signed, Zeros};
pub use protect::{Protection, Refused, Uncertified, check, protect};
pub use public::PublicTables;
pub use question::{Kind, Question, Standing};
pub use release::{Made, Summary, make};
pub use safe::{SafeCell, SafeTable};
pub use system::System;
pub use told::{Rounding, Told};
pub use witness::Witnesses;
