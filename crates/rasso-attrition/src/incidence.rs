//! Measures of units some of which are still open.
//!
//! An incidence is the share of units that end in a way by so many days: Aalen and Johansen's cumulative
//! incidence, with Aalen's variance and limits on the scale of log(-log) (`rasso_stats::survival`). Units
//! that are open count for as long as they were followed; those that ended in another way can no longer
//! end in this one. Nothing is said of days that no unit of the cell was followed to.

use crate::{AttritionError, FollowUp, Horizon, Measure, Status, follow_up::COUNTED};
use rasso_stats::{
    Confidence,
    survival::{HORIZONS, IncidencePoint, cumulative_incidence},
};

/// The measure of a cell at each horizon. `of_cell` has all but the figure.
pub(crate) fn by_horizon(
    of_cell: &Measure,
    follow_up: &FollowUp,
) -> Result<Vec<Measure>, AttritionError> {
    let incidence = cumulative_incidence(&follow_up.cube()?.pooled());
    let at = |days: u32| {
        let point = incidence.at(COUNTED.into(), days.into(), Confidence::Percent95);
        let point = point.and_then(rasso_stats::survival::At::value);
        measure(of_cell, follow_up, days, point)
    };
    Ok(HORIZONS.map(at).into())
}

fn measure(
    of_cell: &Measure,
    follow_up: &FollowUp,
    days: u32,
    point: Option<IncidencePoint>,
) -> Measure {
    let is_applicable = of_cell.status != Status::NotApplicable;
    let point = point.filter(|_| is_applicable);
    let status = match point {
        _ if !is_applicable => Status::NotApplicable,
        None => Status::NotEstimable,
        Some(_) if of_cell.coverage < 1.0 || follow_up.undated() > 0 => Status::PartialCoverage,
        Some(_) if !follow_up.is_complete_by(days) => Status::Provisional,
        Some(_) => Status::Ok,
    };
    Measure {
        horizon: Some(Horizon {
            days,
            at_risk: point.map_or(0, |it| it.at_risk),
            undated: follow_up.undated(),
        }),
        numerator: point.and_then(|it| i64::try_from(it.events).ok()),
        value: point.map(|it| it.value),
        interval: point.and_then(|it| it.interval),
        status,
        ..of_cell.clone()
    }
}
