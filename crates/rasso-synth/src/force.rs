//! The forces of the world: how big they are, where their cases go and how they work.

use crate::dice::{Dice, Purpose};

/// Sizes, CPS Areas and courts; population in thousands stands for size.
const FORCES: &str = include_str!("../data/forces.csv");

/// One force.
#[derive(Debug)]
pub(crate) struct Force {
    pub(crate) code: &'static str,
    pub(crate) weight: u64,
    pub(crate) cps_areas: Vec<&'static str>,
    pub(crate) magistrates_courts: Vec<&'static str>,
    pub(crate) crown_courts: Vec<&'static str>,
    /// How readily it refers, in hundredths of the usual. Invented, and another one in each world:
    /// nothing here speaks of a real force's work.
    pub(crate) readiness: u64,
    /// How long its work takes, in hundredths of the usual. Invented, like the readiness.
    pub(crate) slowness: i32,
}

/// Every force of the world.
pub(crate) fn forces(seed: u64) -> Vec<Force> {
    FORCES
        .lines()
        .skip(1)
        .filter_map(|line| force(seed, line))
        .collect()
}

fn force(seed: u64, line: &'static str) -> Option<Force> {
    let mut cells = line.split(',');
    let code = cells.next()?;
    let mut dice = Dice::new(seed, Purpose::Force, code.parse().ok()?);
    Some(Force {
        code,
        weight: cells.next()?.parse().ok()?,
        cps_areas: cells.next()?.split('|').collect(),
        magistrates_courts: cells.next()?.split('|').collect(),
        crown_courts: cells.next()?.split('|').collect(),
        readiness: 75 + dice.below(51),
        slowness: dice.between(80, 125),
    })
}

impl Force {
    /// This many days, at the force's own pace.
    pub(crate) fn paced(&self, days: i32) -> i32 {
        days * self.slowness / 100
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_43_forces_and_the_transport_police() {
        let forces = forces(1);
        assert_eq!(forces.len(), 44);
        assert!(forces.iter().all(|it| it.code.len() == 2 && it.weight > 0));
        assert!(
            forces
                .iter()
                .all(|it| it.crown_courts.iter().all(|code| code.len() == 7))
        );
    }
}
