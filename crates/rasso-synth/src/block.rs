//! How crimes fall into cases.
//!
//! Crimes are taken by the block, so that blocks can be worked on side by side: whatever one case
//! shares with another stays within a block or is drawn from the seed alone.

use crate::case::Case;
use crate::dice::{Dice, Purpose};
use crate::identifiers::Registry;
use crate::world::World;

/// Crimes in a block.
const CRIMES: u64 = 64;
/// How many blocks the world has.
pub(crate) const fn blocks(world: &World) -> u64 {
    world.crimes.div_ceil(CRIMES)
}

/// The cases of one block.
pub(crate) fn cases(world: &World, block: u64) -> Vec<Case<'_>> {
    let mut dice = Dice::new(world.seed, Purpose::Block, block);
    let mut registry = Registry::new(world, block);
    let mut cases = Vec::new();
    let mut next = block * CRIMES;
    let end = (next + CRIMES).min(world.crimes);
    while next < end {
        let size = dice
            .weighted(&world.settings.weights.crimes_in_a_case)
            .min(end - next);
        cases.push(Case::live(world, &mut registry, next..next + size));
        next += size;
    }
    cases
}
