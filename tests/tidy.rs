//! What must stay true of the repository itself.

mod data;
mod files;
mod identifiers;
mod layers;
