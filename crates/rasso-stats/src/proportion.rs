//! Proportions, their intervals, and the difference of two.
//!
//! Wilson's interval is the one that is published: it is short, never leaves 0 to 1 and holds the
//! truth about as often as it says. [`clopper_pearson`] holds it at least so often, and is wide;
//! [`jeffreys`] lies between. Of differences, [`newcombe`] goes with Wilson, and
//! [`miettinen_nurminen`] is the choice where counts are small.

mod difference;
mod exact;
mod miettinen_nurminen;
mod share;
mod wilson;

pub use difference::{Difference, newcombe};
pub use exact::{clopper_pearson, jeffreys};
pub use miettinen_nurminen::miettinen_nurminen;
pub use share::Share;
pub use wilson::{proportion, wilson};
