//! Shares of areas whose cases are of different kinds, made comparable.
//!
//! [`direct`] asks what an area's share would be if its cases were of the kinds that the standard has;
//! it needs cases of every kind in every area. [`indirect`] sets the cases counted in an area against
//! those expected from its kinds; the expected ones come from a [`logit`] model or from the shares of
//! the standard. Ratios of two areas by [`indirect`] may not be compared with each other when their
//! kinds differ much, because each is weighed by its own.

mod direct;
mod indirect;
mod logit;

pub use direct::{Direct, Stratum, direct};
pub use indirect::{Indirect, indirect};
pub use logit::{Logit, logit};
