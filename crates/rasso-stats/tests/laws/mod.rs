//! What must hold of estimates from any cases at all.

mod period;
mod survival;
