//! The rules over invented worlds: none that is hard is broken without mess, and with it each is broken
//! as often as plain counting finds.

use crate::quality::{counts, plain};
use crate::world::World;
use rasso_schema::{Schemas, Severity};

const CRIMES: u64 = 5_000;
const SEEDS: [u64; 3] = [3, 14, 159];

#[test]
fn a_world_without_mess_breaks_no_hard_rule() {
    let schemas = Schemas::embedded().unwrap();
    for seed in SEEDS {
        let world = World::new(CRIMES, seed, false).unwrap();
        let run = world.run().unwrap();
        let found = counts(&run);
        for (rule, _) in schemas.quality_rules().asked() {
            let broken = found.get(rule.code.as_str()).map_or(0, |it| it.1);
            assert!(
                rule.severity == Severity::Soft || broken == 0,
                "{} is broken {broken} times with the seed {seed}",
                rule.code
            );
        }
        plain::check(&run);
    }
}

#[test]
fn with_mess_rules_are_broken_as_often_as_plain_counting_finds() {
    for seed in SEEDS {
        let world = World::new(CRIMES, seed, true).unwrap();
        plain::check(&world.run().unwrap());
    }
}
