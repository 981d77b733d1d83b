//! How much more often something happens to one group than to another.
//!
//! [`risk_ratio`] compares two groups as they are. Where they are spread over strata that differ, such
//! as forces, [`mantel_haenszel`] compares them within each and puts the answers together, and
//! [`same_odds`] asks whether there is one answer to put together. Many comparisons at once want
//! [`holm`](crate::compare::holm) or [`benjamini_hochberg`](crate::compare::benjamini_hochberg).

mod homogeneity;
mod mantel_haenszel;
mod ratio;

pub use homogeneity::{SameOdds, same_odds};
pub use mantel_haenszel::{MantelHaenszel, mantel_haenszel};
pub use ratio::{Pair, Ratio, risk_ratio};
