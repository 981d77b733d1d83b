//! The queries that count units.

use crate::Condition;
use std::collections::BTreeSet;

/// One pass over a unit: a group of columns for each set of conditions, by force, area and day.
///
/// A unit that ought to be linked and is not is asked only what its own record can tell: a condition
/// on what a link would have brought is one that no such unit keeps, whoever it is.
pub(crate) fn counts_sql(unit: &str, date: &str, sides: &BTreeSet<Vec<Condition>>) -> String {
    let mut columns = vec![format!("SELECT force_code, cps_area, {date} AS day")];
    for (at, conditions) in sides.iter().enumerate() {
        let keeps = all_of(conditions);
        let keeps_unlinked = all_of(own(conditions));
        for (name, when) in [
            ("units", keeps.clone()),
            ("open", format!("{keeps} AND open = 1")),
            ("linked", format!("{keeps} AND linked = 1")),
            ("linkable", format!("{keeps_unlinked} AND linkable = 1")),
        ] {
            columns.push(sum(&when, &format!("{name}_{at}")));
        }
    }
    format!(
        "{}\nFROM unit_{unit}\nWHERE {date} IS NOT NULL\nGROUP BY force_code, cps_area, {date}",
        columns.join(",\n  ")
    )
}

/// How many units took how many days, by force, area and day.
///
/// Where the days need a link, a unit that ought to have one and has none is in a row without days.
pub(crate) fn days_sql(
    unit: &str,
    date: &str,
    value: &str,
    is_through_link: bool,
    conditions: &[Condition],
) -> String {
    let timed = format!("{value} IS NOT NULL");
    let keeps = format!("{} AND {timed}", all_of(conditions));
    let unlinked = format!("{} AND linkable = 1", all_of(own(conditions)));
    let unlinked = if is_through_link {
        unlinked
    } else {
        format!("{unlinked} AND {timed}")
    };
    let columns = [
        sum(&keeps, "units_0"),
        sum(&format!("{keeps} AND open = 1"), "open_0"),
        sum(&format!("{keeps} AND linked = 1"), "linked_0"),
        sum(&unlinked, "linkable_0"),
    ];
    format!(
        "SELECT force_code, cps_area, {date} AS day, {value} AS days,\n  {}\nFROM unit_{unit}\n\
         WHERE {date} IS NOT NULL AND ({keeps} OR {unlinked})\nGROUP BY force_code, cps_area, {date}, {value}",
        columns.join(",\n  ")
    )
}

fn sum(when: &str, name: &str) -> String {
    format!("SUM(CASE WHEN {when} THEN 1 ELSE 0 END) AS {name}")
}

/// The conditions that a unit's own record tells.
fn own(conditions: &[Condition]) -> impl Iterator<Item = &Condition> {
    conditions.iter().filter(|it| !it.through_link)
}

fn all_of<'c>(conditions: impl IntoIterator<Item = &'c Condition>) -> String {
    let each: Vec<_> = conditions.into_iter().map(Condition::sql).collect();
    if each.is_empty() {
        return "1 = 1".to_owned();
    }
    each.join(" AND ")
}
