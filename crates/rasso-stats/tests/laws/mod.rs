//! What must hold of estimates from any cases at all.

mod attribution;
mod compare;
mod period;
mod proportion;
mod standardise;
mod survival;
