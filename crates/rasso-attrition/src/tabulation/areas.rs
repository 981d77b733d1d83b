//! The areas of a release, and which of them sum to which.

use super::NATION;
use crate::AreaType;
use rasso_schema::{AreaRule, Geography};
use std::collections::{BTreeMap, BTreeSet};

/// What the force is called of cases that have none.
pub(super) const NO_FORCE: &str = "unallocated";

/// Areas, and sums between them by their place: those on the left come to those on the right.
pub(super) struct Areas {
    pub(super) all: Vec<(AreaType, String)>,
    pub(super) sums: Vec<(Vec<usize>, Vec<usize>)>,
    /// CPS Areas that a force falls into with others, and by no rule into which: as the London ones.
    shared: BTreeSet<String>,
}

impl Areas {
    /// The nation, its CPS Areas and its forces. The nation is the sum of either; and of Areas and forces that send
    /// cases to each other and to nobody else, the Areas come to the forces: as the London ones do to the two of London.
    ///
    /// Where cases of no force are counted (`has_no_force`), these are an area beside the forces, and nobody knows to which
    /// CPS Area they went: then forces and Areas are joined by the nation alone.
    pub(super) fn of(geography: &Geography, has_no_force: bool) -> Self {
        let nation = [(AreaType::National, NATION.to_owned())];
        let areas = geography
            .cps_areas()
            .map(|it| (AreaType::CpsArea, it.code.clone()));
        let forces = geography
            .forces()
            .map(|it| (AreaType::Force, it.code.clone()));
        let no_force = has_no_force.then(|| (AreaType::Force, NO_FORCE.to_owned()));
        let all: Vec<(AreaType, String)> = nation
            .into_iter()
            .chain(areas)
            .chain(forces)
            .chain(no_force)
            .collect();
        let of = |kind: AreaType| {
            let places = (0..all.len()).filter(|it| all[*it].0 == kind);
            places.collect::<Vec<_>>()
        };
        let mut sums = vec![
            (of(AreaType::CpsArea), vec![0]),
            (of(AreaType::Force), vec![0]),
        ];
        if !has_no_force {
            sums.extend(together(geography, &all));
        }
        let shared = geography
            .force_areas()
            .iter()
            .filter(|it| it.rule == AreaRule::Shared)
            .map(|it| it.cps_area.clone());
        Self {
            all,
            sums,
            shared: shared.collect(),
        }
    }

    /// Whether it is a CPS Area that a force shares with others.
    pub(super) fn is_shared(&self, code: &str) -> bool {
        self.shared.contains(code)
    }
}

/// Areas and forces that are joined by a rule, whatever its dates, and by none to others.
fn together(geography: &Geography, all: &[(AreaType, String)]) -> Vec<(Vec<usize>, Vec<usize>)> {
    let place: BTreeMap<&str, usize> = all
        .iter()
        .enumerate()
        .map(|(at, it)| (it.1.as_str(), at))
        .collect();
    let mut joined: Vec<usize> = (0..all.len()).collect();
    for rule in geography.force_areas() {
        let pair = (
            place.get(rule.force_code.as_str()),
            place.get(rule.cps_area.as_str()),
        );
        if let (Some(force), Some(area)) = pair {
            let (one, other) = (joined[*force], joined[*area]);
            for it in &mut joined {
                if *it == other {
                    *it = one;
                }
            }
        }
    }
    let groups: BTreeSet<usize> = joined.iter().copied().collect();
    let side = |group: usize, kind: AreaType| {
        let places = (0..all.len()).filter(|it| joined[*it] == group && all[*it].0 == kind);
        places.collect::<Vec<_>>()
    };
    let sums = groups
        .into_iter()
        .map(|it| (side(it, AreaType::CpsArea), side(it, AreaType::Force)));
    sums.filter(|it| !it.0.is_empty() && !it.1.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rasso_schema::Schemas;

    #[test]
    fn areas_and_forces_are_summed_where_they_send_cases_to_nobody_else() {
        let schemas = Schemas::embedded().unwrap();
        let areas = Areas::of(schemas.geography(), false);
        let codes = |of: &[usize]| -> Vec<&str> {
            let mut codes: Vec<&str> = of.iter().map(|it| areas.all[*it].1.as_str()).collect();
            codes.sort_unstable();
            codes
        };
        let sum_with = |force: &str| {
            let with = |it: &&(Vec<usize>, Vec<usize>)| codes(&it.1).contains(&force);
            let sum = areas.sums.iter().find(with).unwrap();
            (codes(&sum.0), codes(&sum.1))
        };
        // The second sum is that of all forces to the nation.
        assert_eq!(areas.sums[1].1, [0]);
        let london = [
            "cps:london-north",
            "cps:london-south",
            "cps:london-unallocated",
        ];
        assert_eq!(sum_with("01"), (london.to_vec(), vec!["01", "48"]));
        let shared = london.map(|it| areas.is_shared(it));
        assert_eq!(shared, [true, true, false]);
        assert!(!areas.is_shared("cps:south-west"));
        assert_eq!(
            sum_with("52"),
            (vec!["cps:south-west"], vec!["50", "52", "53"])
        );
        let every_area = areas
            .all
            .iter()
            .filter(|it| it.0 == AreaType::CpsArea)
            .count();
        let summed: usize = areas.sums[2..].iter().map(|it| it.0.len()).sum();
        assert_eq!(summed, every_area);
    }

    #[test]
    fn cases_of_no_force_join_areas_and_forces_by_the_nation_alone() {
        let schemas = Schemas::embedded().unwrap();
        let areas = Areas::of(schemas.geography(), true);
        assert_eq!(areas.sums.len(), 2);
        assert_eq!(areas.all.last().unwrap().1, NO_FORCE);
    }
}
