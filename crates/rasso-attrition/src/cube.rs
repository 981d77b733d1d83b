//! Counts units into cells of force, CPS area and quarter.

use crate::{AttritionError, Clock, Condition, Metric};
use rasso_engine::{Core, Rows};
use rasso_stats::DayHistogram;
use rasso_terms::{Day, Quarter};
use std::collections::{BTreeMap, BTreeSet};

/// Units of one cell, and how many of them are still open, linked, or ought to be linked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// How many units.
    pub units: u64,
    /// Of these, how many are still open.
    pub open: u64,
    /// Of these, how many are linked to another agency.
    pub linked: u64,
    /// Of these, how many ought to be linked and are not.
    pub linkable: u64,
    /// For a median, how many units took how many days.
    pub days: DayHistogram,
}

impl Cell {
    pub(crate) fn add(&mut self, other: &Self) {
        self.units += other.units;
        self.open += other.open;
        self.linked += other.linked;
        self.linkable += other.linkable;
        self.days.merge(&other.days);
    }
}

/// Cells by force, CPS area and quarter: exact, and sums to any area and period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cube {
    pub(crate) cells: BTreeMap<(String, String, Quarter), Cell>,
}

impl Cube {
    /// Adds units to a cell.
    pub fn add(&mut self, force: &str, area: &str, quarter: Quarter, cell: &Cell) {
        self.cells.entry((force.to_owned(), area.to_owned(), quarter)).or_default().add(cell);
    }
}

/// Both sides of a metric on one clock.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sides {
    /// What is counted.
    pub numerator: Cube,
    /// What it is counted out of.
    pub denominator: Option<Cube>,
}

/// One cube to count: the units that keep conditions, dated by a column.
type Side = (String, String, Vec<Condition>);

/// Counts every metric on each of its clocks, with one pass over a unit and date.
pub fn count_cubes(
    core: &mut Core,
    metrics: &[&Metric],
) -> Result<BTreeMap<(String, String), Sides>, AttritionError> {
    let mut wanted: BTreeMap<(String, String), BTreeSet<Vec<Condition>>> = BTreeMap::new();
    for metric in metrics {
        for clock in metric.clocks.values() {
            let numerator = metric.value.is_none().then(|| numerator_side(metric, clock));
            for (unit, date, conditions) in numerator.into_iter().chain(denominator_side(metric, clock)) {
                wanted.entry((unit, date)).or_default().insert(conditions);
            }
        }
    }
    let mut cubes: BTreeMap<Side, Cube> = BTreeMap::new();
    for ((unit, date), sides) in wanted {
        let rows = core.rows(&format!("counts of {unit} by {date}"), &counts_sql(&unit, &date, &sides))?;
        for (at, conditions) in sides.into_iter().enumerate() {
            cubes.insert((unit.clone(), date.clone(), conditions), read_counts(&rows, at)?);
        }
    }
    let mut counted = BTreeMap::new();
    for metric in metrics {
        for (name, clock) in &metric.clocks {
            let (unit, date, conditions) = numerator_side(metric, clock);
            let numerator = match &metric.value {
                Some(value) => {
                    let sql = days_sql(&unit, &date, value, &conditions);
                    read_days(&core.rows(&format!("days of {}", metric.name), &sql)?)?
                }
                None => cubes.get(&(unit, date, conditions)).cloned().unwrap_or_default(),
            };
            let denominator =
                denominator_side(metric, clock).map(|it| cubes.get(&it).cloned().unwrap_or_default());
            counted.insert((metric.name.clone(), name.clone()), Sides { numerator, denominator });
        }
    }
    Ok(counted)
}

fn numerator_side(metric: &Metric, clock: &Clock) -> Side {
    let conditions = metric.numerator_conditions().into_iter().cloned().collect();
    (metric.numerator_unit().to_owned(), clock.numerator_date.clone(), conditions)
}

fn denominator_side(metric: &Metric, clock: &Clock) -> Option<Side> {
    let conditions = metric.denominator_conditions()?.into_iter().cloned().collect();
    Some((metric.unit.clone(), clock.denominator_date.clone()?, conditions))
}

/// One pass over a unit: a group of columns for each set of conditions.
fn counts_sql(unit: &str, date: &str, sides: &BTreeSet<Vec<Condition>>) -> String {
    let mut columns = String::new();
    for (at, conditions) in sides.iter().enumerate() {
        let keeps = all_of(conditions);
        for (name, also) in [("units", ""), ("open", " AND open = 1"), ("linked", " AND linked = 1"), ("linkable", " AND linkable = 1")] {
            columns += &format!(",\n  SUM(CASE WHEN {keeps}{also} THEN 1 ELSE 0 END) AS {name}_{at}");
        }
    }
    format!(
        "SELECT force_code, cps_area, {date} AS day{columns}\nFROM unit_{unit}\nWHERE {date} IS NOT NULL\nGROUP BY force_code, cps_area, {date}"
    )
}

fn days_sql(unit: &str, date: &str, value: &str, conditions: &[Condition]) -> String {
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
    conditions.iter().map(Condition::sql).collect::<Vec<_>>().join(" AND ")
}

fn read_counts(rows: &Rows, at: usize) -> Result<Cube, AttritionError> {
    read(rows, at, None)
}

fn read_days(rows: &Rows) -> Result<Cube, AttritionError> {
    let days = rows.integers("days")?;
    read(rows, 0, Some(days))
}

fn read(rows: &Rows, at: usize, days: Option<&[Option<i64>]>) -> Result<Cube, AttritionError> {
    let (forces, areas, dates) = (rows.texts("force_code")?, rows.texts("cps_area")?, rows.integers("day")?);
    let column = |name: &str| rows.integers(&format!("{name}_{at}"));
    let (units, open) = (column("units")?, column("open")?);
    let (linked, linkable) = (column("linked")?, column("linkable")?);
    let count = |values: &[Option<i64>], row: usize| values[row].and_then(|it| u64::try_from(it).ok()).unwrap_or(0);
    let mut cube = Cube::default();
    for row in 0..rows.len() {
        let number = count(units, row);
        let Some(day) = dates[row].and_then(|it| i32::try_from(it).ok()) else { continue };
        if number == 0 {
            continue;
        }
        let mut cell = Cell {
            units: number,
            open: count(open, row),
            linked: count(linked, row),
            linkable: count(linkable, row),
            days: DayHistogram::default(),
        };
        if let Some(gap) = days.and_then(|it| it[row]).and_then(|it| i32::try_from(it).ok()) {
            cell.days.add_many(gap, number);
        }
        let unallocated = |area: &Option<String>, other: &str| area.clone().unwrap_or_else(|| other.to_owned());
        let (force, area) = (unallocated(&forces[row], "unallocated"), unallocated(&areas[row], "cps:unallocated"));
        cube.add(&force, &area, Quarter::of(Day::from_number(day)), &cell);
    }
    Ok(cube)
}
