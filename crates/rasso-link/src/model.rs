//! Links the records of two files, or of one, by how likely their agreement is by chance.
//!
//! Purpose: what identifiers alone leave unlinked. A record pair agrees on some comparisons and not on
//! others; each level of agreement is more likely between two records of one person (`m`) than between
//! records of two (`u`), and the ratio is its weight (Fellegi and Sunter 1969).
//! Produces: every candidate pair above a floor with its weights and probability, and the links chosen
//! among them under a cardinality.
//! Notes: the stages are `fields`, `blocks`, `chance`, `pairs`, `train`, `score` and `assign`, each a plain
//! function from one type to the next; `job` puts them in a row. No text of a record is in anything that
//! comes out.

mod assign;
mod blocks;
mod chance;
mod changed;
mod classes;
mod cleaned;
mod component;
mod definition;
mod delivery;
mod field;
mod fields;
mod files;
mod free;
mod frequency;
mod frozen;
mod job;
mod kept;
mod kernel;
mod level;
mod levels;
mod meaning;
mod merged;
mod names;
mod newcomers;
mod number;
mod pairs;
mod rarity;
mod said;
mod score;
mod since;
mod splink;
mod texts;
mod train;
mod training;
mod typed;
mod words;

pub(crate) use assign::EVEN;
pub use assign::{Cardinality, Chosen, Settled};
pub use blocks::BlockCost;
pub use changed::{ChangedLink, WhyChanged, changed_links};
pub use definition::{Block, Comparison, Model, ModelError};
pub use delivery::{Delivery, Gone};
pub use field::Field;
pub use files::read_job;
pub use frozen::Frozen;
pub use job::{Begin, Job, Learnt, Outcome, Prepared, Progress};
pub use kept::{Kept, KeptError};
pub use score::{Candidate, LevelWeight};
pub use since::{Became, Records, Since};
pub use splink::{SplinkModel, from_splink};
pub use texts::Texts;
pub use training::Training;
pub use words::Words;
