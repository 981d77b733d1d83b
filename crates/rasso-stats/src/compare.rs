//! Units of different size beside each other: forces, areas, months.

mod funnel;
mod multiplicity;
mod shrinkage;
mod xmr;

pub use funnel::{Funnel, FunnelUnit, Limits, funnel};
pub use multiplicity::{benjamini_hochberg, holm};
pub use shrinkage::{Shrinkage, Shrunk, shrink};
pub use xmr::{Ranges, Side, Special, Xmr, xmr};
