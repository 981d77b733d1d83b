//! Measures of the groups of a breakdown.

use crate::{AttritionError, Breakdown, Counted, Measure, MeasurePlan, Metric, Units, measures};
use std::collections::BTreeMap;

/// A measure of one group of a breakdown.
#[derive(Debug, Clone, PartialEq)]
pub struct BrokenDown {
    /// The breakdown.
    pub breakdown: String,
    /// The group.
    pub group: String,
    /// The measure.
    pub measure: Measure,
}

/// The measures of each group of a breakdown, group after group in its own order.
pub fn breakdowns(
    breakdown: &Breakdown,
    counted: &BTreeMap<String, Counted>,
    metrics: &[&Metric],
    (units, plan): (&Units, &MeasurePlan),
) -> Result<Vec<BrokenDown>, AttritionError> {
    // Of a trait that only a link brings, nobody can tell in which group those would be that have none.
    let through_link: Vec<&str> = metrics
        .iter()
        .filter(|it| breakdown.is_through_link(it, units))
        .map(|it| it.name.as_str())
        .collect();
    let mut all = Vec::new();
    for (group, _) in breakdown.all_groups() {
        let Some(counted) = counted.get(group) else {
            continue;
        };
        for mut measure in measures(metrics, counted, plan)? {
            if through_link.contains(&measure.metric.as_str()) {
                measure.linked_share = None;
            }
            all.push(BrokenDown {
                breakdown: breakdown.name.clone(),
                group: group.to_owned(),
                measure,
            });
        }
    }
    Ok(all)
}

/// Puts measures of several breakdowns in the order of the table: metric, clock, breakdown, group, area and
/// period, of which the last three stay as they are.
pub fn in_order(all: &mut [BrokenDown]) {
    fn key(it: &BrokenDown) -> [&str; 3] {
        [&it.measure.metric, &it.measure.clock, &it.breakdown]
    }
    all.sort_by(|one, other| key(one).cmp(&key(other)));
}
