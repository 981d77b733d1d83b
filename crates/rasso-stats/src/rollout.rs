//! What a measure brought that came to areas at different times, as to pathfinder forces.
//!
//! Of one series before and after its start: [`interrupted`]. Of many areas, of which some started
//! early, some late and some never: [`staggered`], with [`shuffled`] to say how far chance alone would
//! take it when only a few areas have started. When each started is data.

mod interrupted;
mod panel;
mod shuffled;
mod staggered;

pub use interrupted::{Correction, Interrupted, Term, interrupted};
pub use panel::Panel;
pub use shuffled::{Shuffled, shuffled};
pub use staggered::{Controls, Effect, GroupTime, Staggered, staggered};
