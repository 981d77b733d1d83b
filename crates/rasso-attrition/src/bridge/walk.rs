//! Flows summed to walks.

use super::{
    Walk, WalkStep,
    ends::Ends,
    flows::{Flows, Stand},
    step::{Spot, Step, of_brood, of_flow},
};
use crate::{AreaType, Place};
use rasso_terms::Period;
use std::collections::{BTreeMap, BTreeSet};

/// The walk between two places.
pub(super) fn within(ends: &Ends, flows: &Flows, (from, to): (&Place, &Place)) -> Walk {
    // The first end is the coarser, wherever the walk begins.
    let places = if ends.is_turned {
        [to, from]
    } else {
        [from, to]
    };
    let spots = places.map(Spot::from);
    let mut steps = BTreeMap::new();
    let mut add = |(step, units): (Step, i64)| *steps.entry(step).or_insert(0) += units;
    for flow in &flows.flows {
        of_flow(flow, ends, spots).into_iter().for_each(&mut add);
    }
    for brood in &flows.broods {
        of_brood(brood, ends, spots[0])
            .into_iter()
            .for_each(&mut add);
    }
    told("", ends, (from, to), steps)
}

/// The steps by area and period.
type Summed<'f> = BTreeMap<(AreaType, &'f str, usize), BTreeMap<Step, i64>>;

/// The walks of a bridge in every area and period that has something at either end.
pub(super) fn in_all_places(
    bridge: &str,
    ends: &Ends,
    flows: &Flows,
    periods: &[(Period, Period)],
) -> Vec<Walk> {
    let mut all = Summed::new();
    // The first end is the coarser, wherever the walk begins.
    let turned = |(from, to)| {
        if ends.is_turned {
            [to, from]
        } else {
            [from, to]
        }
    };
    let spot = |(area_type, area_code), period| Spot {
        area_type,
        area_code,
        period,
    };
    for flow in &flows.flows {
        let areas = areas(flow.first.iter().chain([&flow.second]));
        for (at, (from, to)) in periods.iter().enumerate() {
            let [first, second] = turned((from, to));
            for area in &areas {
                let spots = [spot(*area, first), spot(*area, second)];
                add(&mut all, (*area, at), of_flow(flow, ends, spots));
            }
        }
    }
    for brood in &flows.broods {
        let areas = areas(std::iter::once(&brood.first));
        for (at, (from, to)) in periods.iter().enumerate() {
            let [first, _] = turned((from, to));
            for area in &areas {
                add(
                    &mut all,
                    (*area, at),
                    of_brood(brood, ends, spot(*area, first)),
                );
            }
        }
    }
    let walk = |((area_type, area_code, at), steps): ((AreaType, &str, usize), _)| {
        let (from, to) = periods[at];
        let place = |period| Place {
            area_type,
            area_code: area_code.to_owned(),
            period,
        };
        told(bridge, ends, (&place(from), &place(to)), steps)
    };
    all.into_iter().map(walk).collect()
}

fn add<'f>(
    all: &mut Summed<'f>,
    ((area_type, area_code), at): ((AreaType, &'f str), usize),
    steps: Vec<(Step, i64)>,
) {
    for (step, units) in steps {
        let of_place = all.entry((area_type, area_code, at)).or_default();
        *of_place.entry(step).or_insert(0) += units;
    }
}

/// The areas that units which stand so may be counted in.
fn areas<'s>(stands: impl Iterator<Item = &'s Stand>) -> BTreeSet<(AreaType, &'s str)> {
    let mut areas = BTreeSet::from([(AreaType::National, "EW")]);
    for stand in stands {
        areas.insert((AreaType::CpsArea, stand.area.as_str()));
        areas.insert((AreaType::Force, stand.force.as_str()));
    }
    areas
}

/// The steps in words, from where the walk begins.
fn told(
    bridge: &str,
    ends: &Ends,
    (from, to): (&Place, &Place),
    mut steps: BTreeMap<Step, i64>,
) -> Walk {
    steps.entry(Step::First).or_insert(0);
    steps.entry(Step::Second).or_insert(0);
    let is_end = |step: Step| matches!(step, Step::First | Step::Second);
    let told = |(step, units): (Step, i64)| WalkStep {
        what: step.words(ends),
        // Walked the other way, what came leaves.
        units: if ends.is_turned && !is_end(step) {
            -units
        } else {
            units
        },
    };
    let mut steps: Vec<WalkStep> = steps
        .into_iter()
        .filter(|it| it.1 != 0 || is_end(it.0))
        .map(told)
        .collect();
    if ends.is_turned {
        steps.reverse();
    }
    Walk {
        bridge: bridge.to_owned(),
        from: from.clone(),
        to: to.clone(),
        steps,
    }
}
