//! Several groups at the same times.

use super::{RiskTable, Step};
use crate::StatsError;

/// What happens in each group at one time.
pub(super) struct Across {
    /// By group: how many are at risk, and how many end of the cause and of any other.
    pub(super) groups: Vec<Counts>,
}

/// One group at one time.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) at_risk: u64,
    pub(super) of_cause: u64,
    pub(super) of_others: u64,
}

/// The times at which a case of some group ends, in order.
pub(super) fn across(tables: &[RiskTable], cause: usize) -> Result<Vec<Across>, StatsError> {
    let causes = tables.first().map_or(0, RiskTable::causes);
    if tables.iter().any(|it| it.causes() != causes) {
        return Err(StatsError::Unlike);
    }
    let place = cause.checked_sub(1).filter(|it| *it < causes);
    let place = place.ok_or(StatsError::NoSuchCause { causes })?;
    let ends = |it: &Step<'_>| it.all_events() > 0;
    let mut times: Vec<f64> = tables
        .iter()
        .flat_map(|it| it.steps().filter(ends).map(|it| it.time))
        .collect();
    times.sort_by(f64::total_cmp);
    times.dedup_by(|a, b| a.total_cmp(b).is_eq());

    let mut steps: Vec<_> = tables.iter().map(|it| it.steps().peekable()).collect();
    let at = |time: f64| {
        let counts = steps.iter_mut().zip(tables).map(|(steps, table)| {
            while steps.next_if(|it| it.time < time).is_some() {}
            let here = steps.next_if(|it| it.time <= time);
            let of_cause = here.map_or(0, |it| it.events[place]);
            Counts {
                at_risk: here.map_or_else(|| table.at_risk_at(time), |it| it.at_risk),
                of_cause,
                of_others: here.map_or(0, |it| it.all_events()) - of_cause,
            }
        });
        Across {
            groups: counts.collect(),
        }
    };
    Ok(times.into_iter().map(at).collect())
}
