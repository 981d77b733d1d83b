//! The forces and CPS Areas of the world: how big they are, where their cases go, how they work.

use crate::cause::Cause;
use crate::dice::{Dice, Purpose};
use crate::hazard::{AS_IT_IS, Hazard};
use std::collections::BTreeMap;

/// Rapes recorded in 2017/18 (Home Office open data) for size, residents, CPS Areas and courts.
const FORCES: &str = include_str!("../data/forces.csv");

/// One force.
#[derive(Debug)]
pub(crate) struct Force {
    pub(crate) code: &'static str,
    pub(crate) weight: u64,
    pub(crate) population_thousands: u64,
    pub(crate) cps_areas: Vec<&'static str>,
    pub(crate) magistrates_courts: Vec<&'static str>,
    pub(crate) crown_courts: Vec<&'static str>,
    /// By cause, in hundredths. Invented, and other ones in each world: nothing here speaks of a
    /// real force's work.
    pub(crate) factors: Vec<u64>,
    /// How long its steps take that no hazard decides, in hundredths. Invented.
    pub(crate) slowness: i32,
}

/// One CPS Area.
#[derive(Debug)]
pub(crate) struct Area {
    pub(crate) code: &'static str,
    /// By cause, in hundredths. Invented.
    pub(crate) factors: Vec<u64>,
}

/// Every force of the world.
pub(crate) fn forces(seed: u64, hazards: &BTreeMap<Cause, Hazard>) -> Vec<Force> {
    let lines = FORCES.lines().skip(1);
    let mut forces: Vec<_> = lines
        .filter_map(|line| force(seed, hazards, line))
        .collect();
    let weights: Vec<_> = forces.iter().map(|it| it.weight).collect();
    even(forces.iter_mut().map(|it| &mut it.factors), &weights);
    forces
}

/// Takes out of the factors of each cause what they have in common, so that a world with one very
/// large force is on the whole like any other.
fn even<'f>(places: impl Iterator<Item = &'f mut Vec<u64>>, weights: &[u64]) {
    let mut places: Vec<_> = places.collect();
    let all: u64 = weights.iter().sum();
    for cause in Cause::ALL {
        let weighed = places.iter().zip(weights);
        let sum: u64 = weighed
            .map(|(it, weight)| it[cause as usize] * weight)
            .sum();
        for factors in &mut places {
            let factor = &mut factors[cause as usize];
            *factor = (*factor * AS_IT_IS * all + sum / 2) / sum.max(1);
        }
    }
}

fn force(seed: u64, hazards: &BTreeMap<Cause, Hazard>, line: &'static str) -> Option<Force> {
    let mut cells = line.split(',');
    let code = cells.next()?;
    let mut dice = Dice::new(seed, Purpose::Force, code.parse().ok()?);
    Some(Force {
        code,
        weight: cells.next()?.parse().ok()?,
        population_thousands: cells.next()?.parse().ok()?,
        cps_areas: cells.next()?.split('|').collect(),
        magistrates_courts: cells.next()?.split('|').collect(),
        crown_courts: cells.next()?.split('|').collect(),
        slowness: dice.between(80, 125),
        factors: factors(&mut dice, hazards),
    })
}

/// Every CPS Area that a force of the world sends files to, in the order of their codes.
pub(crate) fn areas(seed: u64, hazards: &BTreeMap<Cause, Hazard>) -> Vec<Area> {
    let cells = FORCES.lines().skip(1).filter_map(|it| it.split(',').nth(3));
    let mut codes: Vec<_> = cells.flat_map(|it| it.split('|')).collect();
    codes.sort_unstable();
    codes.dedup();
    let area = |(place, code)| Area {
        code,
        factors: factors(&mut Dice::new(seed, Purpose::Area, place), hazards),
    };
    let mut areas: Vec<_> = (0..).zip(codes).map(area).collect();
    let weights: Vec<_> = areas.iter().map(|it| weight_of_area(it.code)).collect();
    even(areas.iter_mut().map(|it| &mut it.factors), &weights);
    areas
}

/// Rapes recorded in 2017/18 by the forces of an Area; one that has several shares them out.
pub(crate) fn weight_of_area(code: &str) -> u64 {
    let shares = FORCES.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',').skip(1);
        let crimes: u64 = cells.next()?.parse().ok()?;
        let areas: Vec<_> = cells.nth(1)?.split('|').collect();
        let among = u64::try_from(areas.len()).ok()?;
        areas.contains(&code).then_some(crimes / among)
    });
    shares.sum()
}

/// A factor for each cause: half of them above what is usual and half below, the more so the more
/// places differ.
fn factors(dice: &mut Dice, hazards: &BTreeMap<Cause, Hazard>) -> Vec<u64> {
    let factor = |cause| {
        let between = hazards.get(&cause).map_or(0, |it| it.between);
        // The sum of two even draws: places near the middle are commoner than those at the ends.
        let sum = dice.below(1_001) + dice.below(1_001);
        let by = sum.abs_diff(1_000) * between / 1_000;
        if sum >= 1_000 {
            AS_IT_IS + by
        } else {
            AS_IT_IS * AS_IT_IS / (AS_IT_IS + by)
        }
    };
    Cause::ALL.map(factor).to_vec()
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
    use crate::settings::WorldSettings;

    #[test]
    fn there_are_43_forces_and_the_transport_police_and_14_areas() {
        let hazards = WorldSettings::built_in().unwrap().hazards;
        let forces = forces(1, &hazards);
        assert_eq!(forces.len(), 44);
        assert!(forces.iter().all(|it| it.code.len() == 2 && it.weight > 0));
        let courts = forces.iter().flat_map(|it| &it.crown_courts);
        assert!(courts.clone().count() > 80 && courts.clone().all(|code| code.len() == 7));
        assert_eq!(areas(1, &hazards).len(), 14);
    }

    #[test]
    fn places_differ_by_no_more_than_the_settings_say() {
        let hazards = WorldSettings::built_in().unwrap().hazards;
        let between = hazards[&Cause::Refer].between;
        let factors: Vec<_> = (1..=20)
            .flat_map(|seed| forces(seed, &hazards))
            .map(|it| it.factors[Cause::Refer as usize])
            .collect();
        // A little room at both ends, for what all have in common is taken out.
        let low = AS_IT_IS * AS_IT_IS / (AS_IT_IS + between) * 85 / 100;
        let high = (AS_IT_IS + between) * 115 / 100;
        assert!(factors.iter().all(|it| (low..=high).contains(it)));
        assert!(factors.iter().any(|it| *it > 110) && factors.iter().any(|it| *it < 90));
        for seed in 1..=5 {
            let of_seed = forces(seed, &hazards);
            let sum: u64 = of_seed.iter().map(|it| it.weight).sum();
            let weighed = of_seed
                .iter()
                .map(|it| it.factors[Cause::Refer as usize] * it.weight);
            let mean = weighed.sum::<u64>() / sum;
            assert!((99..=101).contains(&mean), "{mean}");
        }
    }
}
