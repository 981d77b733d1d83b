//! From a cell of one measure to the cell of another: what they share, what only one of them counts, and why.
//!
//! Purpose: figures of different bases, clocks and units cannot be held against each other until the way
//! between them is laid out in numbers.
//! Produces: [`Walk`]s: `bridges.parquet` for the bridges of `data-schemas/bridges`, and any two cells on demand.
//! Notes: a walk is between units that are the same, or of which one belongs to the other (`[[parent]]` of
//! its file): the units on both sides are joined by their own ids, so every one that leaves or comes is
//! counted once, for the first reason that applies.

mod batch;
mod definition;
mod ends;
mod flows;
mod step;
mod walk;

use crate::{AttritionError, MeasurePlan, Metric, Place, Units};
pub use batch::bridges_batch;
pub use definition::{Bridge, Foot};
use ends::Ends;
use flows::flows;
use rasso_engine::Core;
use rasso_terms::{Period, Quarter};
use std::collections::BTreeMap;
use walk::{in_all_places, within};

/// A step from one cell to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalkStep {
    /// What leaves or comes here, and why; of the first and the last, the cell.
    pub what: String,
    /// How many units leave (below 0) or come; of the first and the last, how many there are.
    pub units: i64,
}

/// The way from one cell to another: the first step is the one, the last the other, and what is between
/// adds up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    /// The name of the bridge.
    pub bridge: String,
    /// Where and when it begins.
    pub from: Place,
    /// Where and when it ends.
    pub to: Place,
    /// The steps.
    pub steps: Vec<WalkStep>,
}

/// Every bridge, for each area and period that has something to count at either end.
pub fn walks(
    core: &mut Core,
    bridges: &[Bridge],
    metrics: &BTreeMap<String, Metric>,
    units: &Units,
    plan: &MeasurePlan,
) -> Result<Vec<Walk>, AttritionError> {
    let quarters = (plan.from, plan.to);
    let mut all = Vec::new();
    for bridge in bridges {
        let ends = Ends::of(&bridge.from, &bridge.to, metrics, units).map_err(|reason| {
            AttritionError::Definition {
                file: format!("bridges/{}.toml", bridge.name),
                reason,
            }
        })?;
        let periods: Vec<(Period, Period)> = bridge.periods(plan.from, plan.to);
        let flows = flows(core, &ends, quarters)?;
        all.extend(in_all_places(&bridge.name, &ends, &flows, &periods));
    }
    Ok(all)
}

/// The way from one cell to another, by their sides; the error says why there is none.
pub fn walk(
    core: &mut Core,
    (from, to): (&Foot, &Foot),
    (here, there): (&Place, &Place),
    metrics: &BTreeMap<String, Metric>,
    units: &Units,
) -> Result<Result<Walk, String>, AttritionError> {
    let ends = match Ends::of(from, to, metrics, units) {
        Ok(ends) => ends,
        Err(why) => return Ok(Err(why)),
    };
    let first: Quarter = here.period.first.min(there.period.first);
    let last: Quarter = here.period.last.max(there.period.last);
    let flows = flows(core, &ends, (first, last))?;
    Ok(Ok(within(&ends, &flows, (here, there))))
}
