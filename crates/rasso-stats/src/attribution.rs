//! What a change is made of, in exact fractions that sum to it.
//!
//! A rate from end to end is a product of stages: referred of recorded, charged of referred, convicted
//! of charged. [`stages`] says how much of its change each stage brought. The rate of all areas is a
//! sum over areas: [`mix_and_rate`] says how much of its change came from cases moving between areas,
//! and how much from areas that do otherwise than before. Two areas may stand in for two periods.
//!
//! The parts say where a change happened, and not why.

mod exact;
mod mix_and_rate;
mod rate;
mod stages;

pub use exact::Exact;
pub use mix_and_rate::{Group, GroupParts, MixAndRate, mix_and_rate};
pub use rate::Rate;
pub use stages::{StageParts, stages};
