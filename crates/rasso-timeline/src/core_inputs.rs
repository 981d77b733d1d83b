//! The two small tables that the relational core needs beside the records and links.

use crate::TimelineError;
use arrow::array::RecordBatch;
use rasso_extract::OwnTable;
use rasso_schema::{AreaRule, Geography};
use rasso_terms::Day;

/// What the relational core must know of the run.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    /// The date up to which every source is known: open cases are censored there.
    pub censored: Day,
    /// Days from the CPS decision to charge until a court record is due.
    pub cps_decision_to_court_days: i32,
    /// Days from the police charge until a CPS record is due.
    pub police_charge_to_cps_days: i32,
}

/// `terms`: one row.
pub fn terms_batch(terms: &Terms) -> Result<RecordBatch, TimelineError> {
    let days = |it| [Some(Day::from_number(it))];
    let table = OwnTable::new()
        .days("censored_date", [Some(terms.censored)])
        .days(
            "cps_decision_to_court_days",
            days(terms.cps_decision_to_court_days),
        )
        .days(
            "police_charge_to_cps_days",
            days(terms.police_charge_to_cps_days),
        );
    Ok(table.finish()?)
}

/// `force_area`: the CPS area that a force's cases fall to when no CPS record says, with the days
/// from and before which it holds.
pub fn force_area_batch(geography: &Geography) -> Result<RecordBatch, TimelineError> {
    let rules: Vec<_> = geography
        .force_areas()
        .iter()
        .filter(|it| match it.rule {
            AreaRule::Whole | AreaRule::Unallocated => true,
            AreaRule::Shared => false,
        })
        .collect();
    let first = Day::from_number(-1_000_000);
    let last = Day::from_number(1_000_000);
    let table = OwnTable::new()
        .texts("force_code", rules.iter().map(|it| Some(&it.force_code)))
        .texts("cps_area", rules.iter().map(|it| Some(&it.cps_area)))
        .days(
            "from_date",
            rules.iter().map(|it| Some(it.from.unwrap_or(first))),
        )
        .days(
            "to_date",
            rules
                .iter()
                .map(|it| Some(it.to.map_or(last, |it| it.plus(1)))),
        );
    Ok(table.finish()?)
}
