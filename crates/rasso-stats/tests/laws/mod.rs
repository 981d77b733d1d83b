//! What must hold of estimates from any cases at all.

mod attribution;
mod compare;
mod disparity;
mod period;
mod proportion;
mod rollout;
mod standardise;
mod survival;
