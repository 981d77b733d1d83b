//! The queries that count units.

use crate::{Condition, Metric};
use std::collections::BTreeSet;

/// One pass over a unit: a group of columns for each set of conditions, by force, area and day.
///
/// A unit that ought to be linked and is not is asked only what its own record can tell: a condition
/// on what a link would have brought is one that no such unit keeps, whoever it is.
pub(crate) fn counts_sql(
    unit: &str,
    date: &str,
    sides: &BTreeSet<Vec<Condition>>,
    by: Option<&str>,
) -> String {
    let mut columns = vec![format!(
        "SELECT force_code, cps_area, {date} AS day{}",
        group_column(by)
    )];
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
        "{}\nFROM unit_{unit}\nWHERE {date} IS NOT NULL\nGROUP BY force_code, cps_area, {date}{}",
        columns.join(",\n  "),
        grouped_by(by)
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
    by: Option<&str>,
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
        "SELECT force_code, cps_area, {date} AS day, {value} AS days{},\n  {}\nFROM unit_{unit}\n\
         WHERE {date} IS NOT NULL AND ({keeps} OR {unlinked})\nGROUP BY force_code, cps_area, {date}, {value}{}",
        group_column(by),
        columns.join(",\n  "),
        grouped_by(by)
    )
}

/// How many units of an incidence ended when, by force, area and day: a column for each way to end, with
/// its day where a unit ended so.
pub(crate) fn ends_sql(
    metric: &Metric,
    date: &str,
    conditions: &[Condition],
    by: Option<&str>,
) -> String {
    let end = |(at, end): (usize, &crate::End)| {
        let when = all_of(&end.when);
        format!(
            "CASE WHEN {when} THEN CAST({} AS BIGINT) ELSE NULL END AS end_{at}",
            end.date
        )
    };
    let ends: Vec<String> = metric.ends.iter().enumerate().map(end).collect();
    let names: Vec<String> = (0..ends.len()).map(|at| format!("end_{at}")).collect();
    let keeps = all_of(conditions);
    let unlinked = all_of(own(conditions));
    let flag = |when: &str, name: &str| format!("CASE WHEN {when} THEN 1 ELSE 0 END AS {name}");
    let inner = [
        format!(
            "SELECT force_code, cps_area, {date} AS day{}",
            group_column(by)
        ),
        ends.join(",\n    "),
        flag(&keeps, "unit"),
        flag(&format!("{keeps} AND open = 1"), "still_open"),
        flag(&format!("{keeps} AND linked = 1"), "is_linked"),
        flag(&format!("{unlinked} AND linkable = 1"), "is_linkable"),
    ];
    let sums = ["unit", "still_open", "is_linked", "is_linkable"]
        .iter()
        .zip(["units_0", "open_0", "linked_0", "linkable_0"])
        .map(|(flag, name)| format!("SUM({flag}) AS {name}"));
    let sums: Vec<String> = sums.collect();
    let group = by.map_or_else(String::new, |_| format!(", {GROUP}"));
    format!(
        "SELECT force_code, cps_area, day{group}, {names},\n  {}\nFROM (\n  {}\n  FROM unit_{}\n  \
         WHERE {date} IS NOT NULL\n) AS ends\nWHERE unit = 1 OR is_linkable = 1\n\
         GROUP BY force_code, cps_area, day{group}, {names}",
        sums.join(", "),
        inner.join(",\n    "),
        metric.unit,
        names = names.join(", "),
    )
}

/// The column with the group of a breakdown.
pub(crate) const GROUP: &str = "unit_group";

/// The group that a breakdown puts a unit in, as one more column.
fn group_column(by: Option<&str>) -> String {
    by.map_or_else(String::new, |it| format!(", {it} AS {GROUP}"))
}

fn grouped_by(by: Option<&str>) -> String {
    by.map_or_else(String::new, |it| format!(", {it}"))
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
