//! Counts units into cells of force, CPS area and quarter.

use crate::{
    AttritionError, Clock, Condition, Metric,
    sql::{counts_sql, days_sql},
};
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
        self.cells
            .entry((force.to_owned(), area.to_owned(), quarter))
            .or_default()
            .add(cell);
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

/// What is counted in one pass over a unit and date: the conditions of each side.
type Passes = BTreeMap<(String, String), BTreeSet<Vec<Condition>>>;

fn passes(metrics: &[&Metric]) -> Passes {
    let mut wanted = Passes::new();
    for metric in metrics {
        for clock in metric.clocks.values() {
            let numerator = metric
                .value
                .is_none()
                .then(|| numerator_side(metric, clock));
            for (unit, date, conditions) in
                numerator.into_iter().chain(denominator_side(metric, clock))
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
        .map(|((unit, date), sides)| (format!("{unit} by {date}"), counts_sql(unit, date, sides)))
        .collect();
    for metric in metrics {
        for (name, clock) in &metric.clocks {
            if let Some(value) = &metric.value {
                let (unit, date, conditions) = numerator_side(metric, clock);
                queries.push((
                    format!("{} {name}", metric.name),
                    days_sql(&unit, &date, value, &conditions),
                ));
            }
        }
    }
    queries
}

/// Counts every metric on each of its clocks, with one pass over a unit and date.
pub fn count_cubes(
    core: &mut Core,
    metrics: &[&Metric],
) -> Result<BTreeMap<(String, String), Sides>, AttritionError> {
    let mut cubes: BTreeMap<Side, Cube> = BTreeMap::new();
    for ((unit, date), sides) in passes(metrics) {
        let rows = core.rows(
            &format!("counts of {unit} by {date}"),
            &counts_sql(&unit, &date, &sides),
        )?;
        for (at, conditions) in sides.into_iter().enumerate() {
            cubes.insert(
                (unit.clone(), date.clone(), conditions),
                read_counts(&rows, at)?,
            );
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
                None => cubes
                    .get(&(unit, date, conditions))
                    .cloned()
                    .unwrap_or_default(),
            };
            let denominator = denominator_side(metric, clock)
                .map(|it| cubes.get(&it).cloned().unwrap_or_default());
            counted.insert(
                (metric.name.clone(), name.clone()),
                Sides {
                    numerator,
                    denominator,
                },
            );
        }
    }
    Ok(counted)
}

fn numerator_side(metric: &Metric, clock: &Clock) -> Side {
    let conditions = metric.numerator_conditions().into_iter().cloned().collect();
    (
        metric.numerator_unit().to_owned(),
        clock.numerator_date.clone(),
        conditions,
    )
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

fn read_counts(rows: &Rows, at: usize) -> Result<Cube, AttritionError> {
    read(rows, at, None)
}

fn read_days(rows: &Rows) -> Result<Cube, AttritionError> {
    let days = rows.integers("days")?;
    read(rows, 0, Some(days))
}

fn read(rows: &Rows, at: usize, days: Option<&[Option<i64>]>) -> Result<Cube, AttritionError> {
    let (forces, areas, dates) = (
        rows.texts("force_code")?,
        rows.texts("cps_area")?,
        rows.integers("day")?,
    );
    let column = |name: &str| rows.integers(&format!("{name}_{at}"));
    let (units, open) = (column("units")?, column("open")?);
    let (linked, linkable) = (column("linked")?, column("linkable")?);
    let count = |values: &[Option<i64>], row: usize| {
        values[row]
            .and_then(|it| u64::try_from(it).ok())
            .unwrap_or(0)
    };
    let mut cube = Cube::default();
    for row in 0..rows.len() {
        let number = count(units, row);
        let Some(day) = dates[row].and_then(|it| i32::try_from(it).ok()) else {
            continue;
        };
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
        if let Some(gap) = days
            .and_then(|it| it[row])
            .and_then(|it| i32::try_from(it).ok())
        {
            cell.days.add_many(gap, number);
        }
        let unallocated =
            |area: &Option<String>, other: &str| area.clone().unwrap_or_else(|| other.to_owned());
        let (force, area) = (
            unallocated(&forces[row], "unallocated"),
            unallocated(&areas[row], "cps:unallocated"),
        );
        cube.add(&force, &area, Quarter::of(Day::from_number(day)), &cell);
    }
    Ok(cube)
}
