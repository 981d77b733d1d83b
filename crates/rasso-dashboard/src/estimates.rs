//! What is worked out from published figures: how far areas, and quarters, differ by more than chance.
//!
//! **Invariant:** numbers come from rows that are shown. What is withheld is in no estimate, so that none can be worked back to
//! it: whoever has the release can make every one of these.

mod control;
mod funnel;
#[cfg(test)]
mod tests;

pub(crate) use control::{Control, LEAST_QUARTERS, control};
pub(crate) use funnel::{Compared, Place, Point, compared};
