//! Files that are not what they should be: what `rasso` says, how it ends, and what it leaves.

mod cells;
mod files;
mod inbox;
mod pipeline;
mod remains;
mod said;
mod world;
