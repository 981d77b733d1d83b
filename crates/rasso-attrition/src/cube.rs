//! Counts units into cells of force, CPS area and quarter.

use crate::{
    AttritionError, Clock, Condition, FollowUp, Kind, Metric,
    sql::{counts_sql, days_sql, ends_sql},
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
    /// How many ought to be linked and are not, and keep such conditions as their own record tells.
    pub linkable: u64,
    /// For a median or a mean, how many units took how many days.
    pub days: DayHistogram,
    /// For an incidence, how long units were followed and how they ended.
    pub follow_up: FollowUp,
}

impl Cell {
    /// Takes units away that are in this cell.
    fn subtract(&mut self, other: &Self) {
        self.units = self.units.saturating_sub(other.units);
        self.open = self.open.saturating_sub(other.open);
        self.linked = self.linked.saturating_sub(other.linked);
        self.linkable = self.linkable.saturating_sub(other.linkable);
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.units += other.units;
        self.open += other.open;
        self.linked += other.linked;
        self.linkable += other.linkable;
        self.days.merge(&other.days);
        self.follow_up.merge(&other.follow_up);
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

/// The units that had begun by the end of each quarter and had not ended by then.
pub(crate) fn stock(begun: &Cube, ended: &Cube, quarters: &[Quarter]) -> Cube {
    let mut stock = Cube::default();
    for (cells, begins) in [(&begun.cells, true), (&ended.cells, false)] {
        for ((force, area, from), cell) in cells {
            for quarter in quarters.iter().filter(|it| *it >= from) {
                let key = (force.clone(), area.clone(), *quarter);
                let held = stock.cells.entry(key).or_default();
                if begins {
                    held.add(cell);
                } else {
                    held.subtract(cell);
                }
            }
        }
    }
    stock
}

/// Both sides of a metric on one clock.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sides {
    /// What is counted.
    pub numerator: Cube,
    /// What it is counted out of.
    pub denominator: Option<Cube>,
    /// Of a stock, the units that ended, by the day on which they did.
    pub ended: Option<Cube>,
}

/// One cube to count: the units that keep conditions, dated by a column.
type Side = (String, String, Vec<Condition>);

/// What is counted in one pass over a unit and date: the conditions of each side.
type Passes = BTreeMap<(String, String), BTreeSet<Vec<Condition>>>;

fn passes(metrics: &[&Metric]) -> Passes {
    let mut wanted = Passes::new();
    for metric in metrics {
        for clock in metric.clocks.values() {
            let is_counted = metric.value.is_none() && metric.ends.is_empty();
            let numerator = is_counted.then(|| numerator_side(metric, clock));
            for (unit, date, conditions) in numerator
                .into_iter()
                .chain(denominator_side(metric, clock))
                .chain(ended_side(metric, clock))
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
            if let Some(sql) = own_query(metric, clock) {
                queries.push((format!("{} {name}", metric.name), sql));
            }
        }
    }
    queries
}

/// The query of a metric that needs more of its units than their number: their days, or how they ended.
fn own_query(metric: &Metric, clock: &Clock) -> Option<String> {
    let (unit, date, conditions) = numerator_side(metric, clock);
    if metric.kind == Kind::Incidence {
        return Some(ends_sql(metric, &date, &conditions));
    }
    let value = metric.value.as_ref()?;
    let is_through_link = metric.through_link.contains(value);
    Some(days_sql(&unit, &date, value, is_through_link, &conditions))
}

/// Counts every metric on each of its clocks, with one pass over a unit and date. Units are followed up to
/// the day to which records are `known`.
pub fn count_cubes(
    core: &mut Core,
    metrics: &[&Metric],
    known: Day,
) -> Result<BTreeMap<(String, String), Sides>, AttritionError> {
    let mut cubes: BTreeMap<Side, Cube> = BTreeMap::new();
    for ((unit, date), sides) in passes(metrics) {
        let rows = core.rows(
            &format!("counts of {unit} by {date}"),
            &counts_sql(&unit, &date, &sides),
        )?;
        let grouped = Grouped::of(&rows)?;
        for (at, conditions) in sides.into_iter().enumerate() {
            cubes.insert(
                (unit.clone(), date.clone(), conditions),
                grouped.cube(&rows, at, None)?,
            );
        }
    }
    let mut counted = BTreeMap::new();
    // A median and a mean of the same days are read from one result.
    let mut of_days: BTreeMap<String, Cube> = BTreeMap::new();
    for metric in metrics {
        for (name, clock) in &metric.clocks {
            let numerator = if let Some(sql) = own_query(metric, clock) {
                if let Some(cube) = of_days.get(&sql) {
                    cube.clone()
                } else {
                    let rows = core.rows(&format!("units of {}", metric.name), &sql)?;
                    let grouped = Grouped::of(&rows)?;
                    if metric.kind == Kind::Incidence {
                        grouped.followed(&rows, metric, known)?
                    } else {
                        let cube = grouped.cube(&rows, 0, Some(rows.integers("days")?))?;
                        of_days.insert(sql, cube.clone());
                        cube
                    }
                }
            } else {
                let side = numerator_side(metric, clock);
                cubes.get(&side).cloned().unwrap_or_default()
            };
            let denominator = denominator_side(metric, clock)
                .map(|it| cubes.get(&it).cloned().unwrap_or_default());
            let ended =
                ended_side(metric, clock).map(|it| cubes.get(&it).cloned().unwrap_or_default());
            counted.insert(
                (metric.name.clone(), name.clone()),
                Sides {
                    numerator,
                    denominator,
                    ended,
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

/// The rows of a result by the cell they belong to: found once, however many sides are read.
struct Grouped<'r> {
    keys: Vec<(&'r str, &'r str, Quarter)>,
    of_row: Vec<Option<usize>>,
}

impl<'r> Grouped<'r> {
    fn of(rows: &'r Rows) -> Result<Self, AttritionError> {
        let (forces, areas) = (rows.texts("force_code")?, rows.texts("cps_area")?);
        let mut quarters: BTreeMap<i64, Option<Quarter>> = BTreeMap::new();
        let mut places: BTreeMap<(&str, &str, Quarter), usize> = BTreeMap::new();
        let mut of_row = Vec::with_capacity(rows.len());
        for (row, day) in rows.integers("day")?.iter().enumerate() {
            let quarter =
                day.and_then(|day| *quarters.entry(day).or_insert_with(|| quarter_of(day)));
            let force = forces[row].as_deref().unwrap_or("unallocated");
            let area = areas[row].as_deref().unwrap_or("cps:unallocated");
            of_row.push(quarter.map(|quarter| {
                let next = places.len();
                *places.entry((force, area, quarter)).or_insert(next)
            }));
        }
        let mut keys: Vec<_> = places
            .into_iter()
            .map(|(key, place)| (place, key))
            .collect();
        keys.sort_unstable_by_key(|it| it.0);
        Ok(Self {
            keys: keys.into_iter().map(|it| it.1).collect(),
            of_row,
        })
    }

    /// Sums the columns of one side. `days` gives each row's number of days, for a median or a mean.
    fn cube(
        &self,
        rows: &Rows,
        at: usize,
        days: Option<&[Option<i64>]>,
    ) -> Result<Cube, AttritionError> {
        let column = |name: &str| rows.integers(&format!("{name}_{at}"));
        let (units, open) = (column("units")?, column("open")?);
        let (linked, linkable) = (column("linked")?, column("linkable")?);
        let count = |values: &[Option<i64>], row: usize| -> u64 {
            values[row]
                .and_then(|it| u64::try_from(it).ok())
                .unwrap_or(0)
        };
        let mut cells = vec![Cell::default(); self.keys.len()];
        for (row, place) in self.of_row.iter().enumerate() {
            let (Some(place), number) = (*place, count(units, row)) else {
                continue;
            };
            let cell = &mut cells[place];
            cell.units += number;
            cell.open += count(open, row);
            cell.linked += count(linked, row);
            cell.linkable += count(linkable, row);
            if number > 0
                && let Some(gap) = days
                    .and_then(|it| it[row])
                    .and_then(|it| i32::try_from(it).ok())
            {
                cell.days.add_many(gap, number);
            }
        }
        Ok(self.filled(&cells))
    }

    /// How long the units of an incidence were followed, and how they ended.
    fn followed(&self, rows: &Rows, metric: &Metric, known: Day) -> Result<Cube, AttritionError> {
        let counts = self.cube(rows, 0, None)?;
        let (units, open) = (rows.integers("units_0")?, rows.integers("open_0")?);
        let days = rows.integers("day")?;
        let mut ends = Vec::new();
        for (at, end) in metric.ends.iter().enumerate() {
            ends.push((rows.integers(&format!("end_{at}"))?, end.counted));
        }
        let mut cells = vec![Cell::default(); self.keys.len()];
        for (row, place) in self.of_row.iter().enumerate() {
            let (Some(place), Some(began)) = (*place, days[row]) else {
                continue;
            };
            let number = |it: &[Option<i64>]| it[row].and_then(|it| u64::try_from(it).ok());
            let units = number(units).unwrap_or_default();
            let of_row = ends.iter().map(|(day, counted)| (day[row], *counted));
            cells[place].follow_up.add(
                (began, i64::from(known.number())),
                of_row,
                (units, number(open).unwrap_or_default()),
            );
        }
        let mut cube = counts;
        for ((force, area, quarter), cell) in self.keys.iter().zip(&cells) {
            cube.add(force, area, *quarter, cell);
        }
        Ok(cube)
    }

    fn filled(&self, cells: &[Cell]) -> Cube {
        let mut cube = Cube::default();
        let filled = self.keys.iter().zip(cells);
        for ((force, area, quarter), cell) in
            filled.filter(|it| it.1.units > 0 || it.1.linkable > 0)
        {
            cube.add(force, area, *quarter, cell);
        }
        cube
    }
}

fn quarter_of(day: i64) -> Option<Quarter> {
    i32::try_from(day)
        .ok()
        .map(|it| Quarter::of(Day::from_number(it)))
}
