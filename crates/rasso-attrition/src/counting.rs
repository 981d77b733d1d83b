//! Counts units into cells, with one pass over a unit and date.

use crate::{
    AttritionError, Breakdown, Clock, Condition, Kind, Metric, Sides, Units,
    grouped::{Grouped, Groups},
    sql::{counts_sql, days_sql, ends_sql},
};
use rasso_engine::Core;
use rasso_terms::Day;
use std::collections::{BTreeMap, BTreeSet};

/// One cube to count: the units that keep conditions, dated by a column.
type Side = (String, String, Vec<Condition>);

/// What is counted in one pass over a unit and date: the conditions of each side.
type Passes = BTreeMap<(String, String), BTreeSet<Vec<Condition>>>;

fn passes(metrics: &[&Metric]) -> Passes {
    let mut wanted = Passes::new();
    for metric in metrics.iter().filter(|it| it.published.is_none()) {
        for clock in metric.clocks.values() {
            let is_counted = metric.value.is_none() && metric.ends.is_empty() && !metric.is_age();
            let numerator = is_counted.then(|| numerator_side(metric, clock));
            let ended = ended_side(metric, clock).filter(|_| is_counted);
            for (unit, date, conditions) in numerator
                .into_iter()
                .chain(denominator_side(metric, clock))
                .chain(ended)
            {
                wanted.entry((unit, date)).or_default().insert(conditions);
            }
        }
    }
    wanted
}

/// The queries that [`count_cubes`] asks of the relational core, each with a name: for those who
/// want to run the same counts in another engine.
pub fn count_queries(metrics: &[&Metric]) -> Vec<(String, String)> {
    let mut queries: Vec<_> = passes(metrics)
        .iter()
        .map(|((unit, date), sides)| {
            let sql = counts_sql(unit, date, sides, None);
            (format!("{unit} by {date}"), sql)
        })
        .collect();
    for metric in metrics {
        for (name, clock) in &metric.clocks {
            let began = own_query(metric, clock, None).map(|it| (String::new(), it));
            let ended = ended_query(metric, clock, None).map(|it| (" ended".to_owned(), it));
            for (what, sql) in began.into_iter().chain(ended) {
                queries.push((format!("{} {name}{what}", metric.name), sql));
            }
        }
    }
    queries
}

/// The query of a metric that needs more of its units than their number: their days, how they ended, or
/// when they began.
fn own_query(metric: &Metric, clock: &Clock, by: Option<&str>) -> Option<String> {
    let (unit, date, conditions) = numerator_side(metric, clock);
    if metric.kind == Kind::Incidence {
        return Some(ends_sql(metric, &date, &conditions, by));
    }
    if metric.is_age() {
        let sides = BTreeSet::from([conditions]);
        return Some(counts_sql(&unit, &date, &sides, by));
    }
    let value = metric.value.as_ref()?;
    let is_through_link = metric.through_link.contains(value);
    Some(days_sql(
        &unit,
        &date,
        value,
        is_through_link,
        &conditions,
        by,
    ))
}

/// Of the age of what is open, the query for when the units began that have ended.
fn ended_query(metric: &Metric, clock: &Clock, by: Option<&str>) -> Option<String> {
    let (unit, until, conditions) = ended_side(metric, clock).filter(|_| metric.is_age())?;
    let began = &clock.numerator_date;
    Some(days_sql(&unit, &until, began, false, &conditions, by))
}

/// The two sides of each metric and clock.
pub type Counted = BTreeMap<(String, String), Sides>;

/// Counts every metric on each of its clocks, with one pass over a unit and date. Units are followed up to
/// the day to which records are `known`.
pub fn count_cubes(
    core: &mut Core,
    metrics: &[&Metric],
    known: Day,
) -> Result<Counted, AttritionError> {
    let mut groups = count(core, metrics, known, |_| None)?;
    Ok(groups.remove("").unwrap_or_default())
}

/// The same of each group of a breakdown: groups that nothing is counted in are left out.
pub fn count_groups(
    core: &mut Core,
    metrics: &[&Metric],
    known: Day,
    (breakdown, units): (&Breakdown, &Units),
) -> Result<BTreeMap<String, Counted>, AttritionError> {
    let by = |unit: &str| breakdown.group_sql(units.get(unit).ok()?);
    count(core, metrics, known, by)
}

/// `by` gives the group of a unit as SQL.
fn count(
    core: &mut Core,
    metrics: &[&Metric],
    known: Day,
    by: impl Fn(&str) -> Option<String>,
) -> Result<BTreeMap<String, Counted>, AttritionError> {
    let mut cubes: BTreeMap<Side, Groups> = BTreeMap::new();
    for ((unit, date), sides) in passes(metrics) {
        let by = by(&unit);
        let rows = core.rows(
            &format!("counts of {unit} by {date}"),
            &counts_sql(&unit, &date, &sides, by.as_deref()),
        )?;
        let grouped = Grouped::of(&rows, by.is_some())?;
        for (at, conditions) in sides.into_iter().enumerate() {
            cubes.insert(
                (unit.clone(), date.clone(), conditions),
                grouped.cubes(&rows, at, None)?,
            );
        }
    }
    let mut counted: BTreeMap<String, Counted> = BTreeMap::new();
    // A median and a mean of the same days are read from one result.
    let mut of_days: BTreeMap<String, Groups> = BTreeMap::new();
    for metric in metrics {
        for (name, clock) in &metric.clocks {
            let by = by(metric.numerator_unit());
            let numerator = match own_query(metric, clock, by.as_deref()) {
                Some(sql) => {
                    let days = if metric.is_age() { "day" } else { "days" };
                    let asked = (sql, days, by.is_some());
                    own_counts(core, metric, known, &mut of_days, asked)?
                }
                None => of_side(&cubes, Some(numerator_side(metric, clock))),
            };
            let denominator = denominator_side(metric, clock);
            let (has_denominator, has_end) = (denominator.is_some(), clock.until.is_some());
            let denominator = of_side(&cubes, denominator);
            let ended = match ended_query(metric, clock, by.as_deref()) {
                Some(sql) => {
                    let asked = (sql, "days", by.is_some());
                    own_counts(core, metric, known, &mut of_days, asked)?
                }
                None => of_side(&cubes, ended_side(metric, clock)),
            };
            let all = [&numerator, &denominator, &ended];
            let names: BTreeSet<&String> = all.into_iter().flat_map(Groups::keys).collect();
            for group in names {
                let cube = |of: &Groups| of.get(group).cloned().unwrap_or_default();
                let sides = Sides {
                    numerator: cube(&numerator),
                    denominator: has_denominator.then(|| cube(&denominator)),
                    ended: has_end.then(|| cube(&ended)),
                };
                let key = (metric.name.clone(), name.clone());
                let of_group = counted.entry(group.clone()).or_default();
                of_group.insert(key, sides);
            }
        }
    }
    Ok(counted)
}

fn of_side(cubes: &BTreeMap<Side, Groups>, side: Option<Side>) -> Groups {
    let groups = side.and_then(|it| cubes.get(&it));
    groups.cloned().unwrap_or_default()
}

/// What a query of a metric's own comes to, with the column of its days.
fn own_counts(
    core: &mut Core,
    metric: &Metric,
    known: Day,
    of_days: &mut BTreeMap<String, Groups>,
    (sql, days, by): (String, &str, bool),
) -> Result<Groups, AttritionError> {
    if let Some(groups) = of_days.get(&sql) {
        return Ok(groups.clone());
    }
    let rows = core.rows(&format!("units of {}", metric.name), &sql)?;
    let grouped = Grouped::of(&rows, by)?;
    if metric.kind == Kind::Incidence {
        return grouped.followed(&rows, metric, known);
    }
    let groups = grouped.cubes(&rows, 0, Some(rows.integers(days)?))?;
    of_days.insert(sql, groups.clone());
    Ok(groups)
}

fn numerator_side(metric: &Metric, clock: &Clock) -> Side {
    let conditions = metric.numerator_conditions().into_iter().cloned().collect();
    (
        metric.numerator_unit().to_owned(),
        clock.numerator_date.clone(),
        conditions,
    )
}

/// The units of a stock by the day on which they ended.
fn ended_side(metric: &Metric, clock: &Clock) -> Option<Side> {
    let (unit, _, conditions) = numerator_side(metric, clock);
    Some((unit, clock.until.clone()?, conditions))
}

fn denominator_side(metric: &Metric, clock: &Clock) -> Option<Side> {
    let conditions = metric
        .denominator_conditions()?
        .into_iter()
        .cloned()
        .collect();
    Some((
        metric.unit.clone(),
        clock.denominator_date.clone()?,
        conditions,
    ))
}
