//! The queries that count units.

use crate::Condition;
use std::collections::BTreeSet;

/// One pass over a unit: a group of columns for each set of conditions, by force, area and day.
pub(crate) fn counts_sql(unit: &str, date: &str, sides: &BTreeSet<Vec<Condition>>) -> String {
    let mut columns = vec![format!("SELECT force_code, cps_area, {date} AS day")];
    for (at, conditions) in sides.iter().enumerate() {
        let keeps = all_of(conditions);
        for (name, also) in [
            ("units", ""),
            ("open", " AND open = 1"),
            ("linked", " AND linked = 1"),
            ("linkable", " AND linkable = 1"),
        ] {
            columns.push(format!(
                "SUM(CASE WHEN {keeps}{also} THEN 1 ELSE 0 END) AS {name}_{at}"
            ));
        }
    }
    format!(
        "{}\nFROM unit_{unit}\nWHERE {date} IS NOT NULL\nGROUP BY force_code, cps_area, {date}",
        columns.join(",\n  ")
    )
}

/// How many units took how many days, by force, area and day.
pub(crate) fn days_sql(unit: &str, date: &str, value: &str, conditions: &[Condition]) -> String {
    let keeps = all_of(conditions);
    format!(
        "SELECT force_code, cps_area, {date} AS day, {value} AS days, COUNT(*) AS units_0, SUM(open) AS open_0, \
         SUM(linked) AS linked_0, SUM(linkable) AS linkable_0\nFROM unit_{unit}\n\
         WHERE {keeps} AND {value} IS NOT NULL AND {date} IS NOT NULL\nGROUP BY force_code, cps_area, {date}, {value}"
    )
}

fn all_of(conditions: &[Condition]) -> String {
    if conditions.is_empty() {
        return "1 = 1".to_owned();
    }
    conditions
        .iter()
        .map(Condition::sql)
        .collect::<Vec<_>>()
        .join(" AND ")
}
