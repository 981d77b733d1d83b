//! The counts of a run that a release shows side by side, and every sum between them that a reader can make.
//!
//! A cell is a count for an area and a period. Sums are those of its table, of forces and CPS Areas to the nation, of
//! forces to the Areas that they send their cases to, and of quarters to years. Each is held against the counts
//! before anybody goes by it.

mod areas;
mod counts;
mod held;

use crate::{AreaType, ReleaseTable, TableCount, TablePeriod};
use areas::{Areas, NO_FORCE};
use counts::{Counts, Key};
use rasso_schema::Geography;
use rasso_terms::{Day, Period, PeriodType, Quarter};
use std::{collections::BTreeMap, path::Path};

/// The code of England and Wales.
pub(crate) const NATION: &str = "EW";

/// A count of a table for an area and a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableCell {
    /// The table.
    pub table: String,
    /// Which of its counts.
    pub count: String,
    /// The kind of area.
    pub area_type: AreaType,
    /// Its code.
    pub area_code: String,
    /// The period.
    pub period: Period,
    /// How many.
    pub value: i64,
    /// Whether the area's records are there to count; where they are not, nothing is said of it.
    pub is_available: bool,
    /// Whether some of its units are still open, so that it will change.
    pub is_provisional: bool,
    /// Whether records of some of its areas or months are missing, or some of its units ended nobody knows when; or the
    /// area has only such cases of a force as are linked.
    pub is_partial: bool,
}

impl TableCell {
    /// What it is called in every release: `TABLE/COUNT/AREA/PERIOD`.
    pub fn id(&self) -> String {
        let Self {
            table,
            count,
            area_code,
            period,
            ..
        } = self;
        format!("{table}/{count}/{area_code}/{period}")
    }
}

/// A sum that holds between cells: coefficient times value comes to nought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellSum {
    /// What it is called.
    pub id: String,
    /// Cells by their place, and their coefficients.
    pub terms: Vec<(usize, i64)>,
}

/// The cells of tables and the sums between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tabulation {
    /// The cells: by table, count, area and period.
    pub cells: Vec<TableCell>,
    /// The sums.
    pub sums: Vec<CellSum>,
    /// Counts that are a cell of another table.
    pub same: Vec<SameCell>,
}

/// A count of a table that is a cell of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameCell {
    /// The table.
    pub table: String,
    /// Its count.
    pub count: String,
    /// The cell, by its place.
    pub cell: usize,
}

/// The cells of these tables for these quarters, as a run counted them. The error says what is wrong with the run, or with
/// which table, and tells no count.
pub fn tabulate(
    run_dir: &Path,
    tables: &BTreeMap<String, ReleaseTable>,
    geography: &Geography,
    (quarters, known_to): (&[Quarter], Day),
) -> Result<Tabulation, String> {
    let counts = Counts::read(run_dir, tables)?;
    let areas = Areas::of(geography, counts.has_area(NO_FORCE));
    let mut all = Tabulation::default();
    // What others share comes first.
    let (joined, own): (Vec<_>, Vec<_>) =
        tables.values().partition(|it| !it.shares_with().is_empty());
    for table in own.into_iter().chain(joined) {
        if let Some(missing) = table
            .shares_with()
            .into_iter()
            .find(|it| !tables.contains_key(*it))
        {
            return Err(format!(
                "table `{}` shares counts with `{missing}`: release both, or neither",
                table.name
            ));
        }
        let periods = periods(table, quarters, known_to);
        add(&mut all, table, &areas, &periods, &counts)?;
    }
    Ok(all)
}

/// The periods of a table: its quarters, and the years of which it has all four; of cases that are followed for a fixed
/// time, those that are so long past.
fn periods(table: &ReleaseTable, quarters: &[Quarter], known_to: Day) -> Vec<Period> {
    let days = table.followed_days.and_then(|it| i32::try_from(it).ok());
    let is_past = |it: &&Quarter| it.last_day().plus(days.unwrap_or(0)) <= known_to;
    let quarters: Vec<Quarter> = quarters.iter().filter(is_past).copied().collect();
    let (Some(&first), Some(&last)) = (quarters.first(), quarters.last()) else {
        return Vec::new();
    };
    let types: Vec<PeriodType> = table
        .periods
        .iter()
        .map(|it: &TablePeriod| it.period_type())
        .collect();
    let mut periods = Period::between(first, last);
    periods.retain(|it| types.contains(&it.period_type));
    periods
}

fn add(
    all: &mut Tabulation,
    table: &ReleaseTable,
    areas: &Areas,
    periods: &[Period],
    counts: &Counts,
) -> Result<(), String> {
    let (many_areas, many_periods) = (areas.all.len(), periods.len());
    let place = |count: usize, area: usize, period: usize| {
        (count * many_areas + area) * many_periods + period
    };
    let others = all.places();
    // Of each count, area and period the cell, by its place.
    let mut cells: Vec<usize> = Vec::new();
    for count in &table.counts {
        for (a, (area_type, area_code)) in areas.all.iter().enumerate() {
            for (p, period) in periods.iter().enumerate() {
                if let Some(same) = &count.same_as {
                    let cell = others.get(&format!("{same}/{area_code}/{period}")).copied();
                    let cell = cell.ok_or_else(|| {
                        format!("table `{}`: `{same}` has no {period}", table.name)
                    })?;
                    cells.push(cell);
                    all.same.push(SameCell {
                        table: table.name.clone(),
                        count: count.name.clone(),
                        cell,
                    });
                    continue;
                }
                let key: Key = (*area_type, area_code.clone(), period.to_string());
                let told = counts.told(table, count, &key);
                let value = match &count.rest {
                    None => told.value,
                    Some(rest) => {
                        let of = |name: &str| {
                            let count = table.place(name).unwrap_or(0);
                            all.cells[cells[place(count, a, p)]].value
                        };
                        of(&rest.whole) - rest.parts.iter().map(|it| of(it)).sum::<i64>()
                    }
                };
                if value < 0 {
                    return Err(format!(
                        "table `{}`: `{}` is below 0 for {area_code} in {period}: its parts are more than the whole, so \
                         they are not its parts",
                        table.name, count.name
                    ));
                }
                cells.push(all.cells.len());
                all.cells.push(TableCell {
                    table: table.name.clone(),
                    count: count.name.clone(),
                    area_type: *area_type,
                    area_code: area_code.clone(),
                    period: *period,
                    value,
                    is_available: told.is_available,
                    // Who was followed for as long as is asked is not open in it any more.
                    is_provisional: told.is_provisional && table.followed_days.is_none(),
                    is_partial: told.is_partial
                        || table.area_through_link && areas.is_shared(area_code),
                });
            }
        }
    }
    let at = |count: usize, area: usize, period: usize| cells[place(count, area, period)];
    for sum in sums(table, areas, periods, &at) {
        let come_to: i64 = sum
            .terms
            .iter()
            .map(|it| all.cells[it.0].value * it.1)
            .sum();
        if come_to != 0 {
            return Err(format!(
                "table `{}`: the sum `{}` does not hold in this run: what is written in data-schemas/release or \
                 data-schemas/geography is not so",
                table.name, sum.id
            ));
        }
        all.sums.push(sum);
    }
    Ok(())
}

/// The counts that are of no other table, whose sums are told there.
fn own_counts(table: &ReleaseTable) -> impl Iterator<Item = (usize, &TableCount)> {
    let counts = table.counts.iter().enumerate();
    counts.filter(|it| it.1.same_as.is_none())
}

impl Tabulation {
    /// The place of each cell by its id.
    pub fn places(&self) -> BTreeMap<String, usize> {
        self.cells
            .iter()
            .zip(0..)
            .map(|(it, at)| (it.id(), at))
            .collect()
    }
}

/// Every sum between the cells of a table.
fn sums(
    table: &ReleaseTable,
    areas: &Areas,
    periods: &[Period],
    at: &dyn Fn(usize, usize, usize) -> usize,
) -> Vec<CellSum> {
    let mut sums = Vec::new();
    let name = &table.name;
    for (p, period) in periods.iter().enumerate() {
        for (c, count) in own_counts(table) {
            for (group, (left, right)) in areas.sums.iter().enumerate() {
                let side = |of: &[usize], by: i64| {
                    let cells = of.iter().map(|area| (at(c, *area, p), by));
                    cells.collect::<Vec<_>>()
                };
                sums.push(CellSum {
                    id: format!("{name}/{}/{period}/areas {}", count.name, group + 1),
                    terms: [side(left, 1), side(right, -1)].concat(),
                });
            }
        }
        for (s, sum) in table.all_sums().iter().enumerate() {
            let place = |it: &String| table.place(it).unwrap_or(0);
            for (a, (_, code)) in areas.all.iter().enumerate() {
                let parts = sum.parts.iter().map(|it| (at(place(it), a, p), 1));
                sums.push(CellSum {
                    id: format!("{name}/sum {}/{code}/{period}", s + 1),
                    terms: parts.chain([(at(place(&sum.whole), a, p), -1)]).collect(),
                });
            }
        }
        if period.period_type == PeriodType::Quarter {
            continue;
        }
        let is_of_it =
            |it: &&Period| it.period_type == PeriodType::Quarter && period.holds(it.first);
        let quarters: Vec<usize> = (0..periods.len())
            .filter(|it| is_of_it(&&periods[*it]))
            .collect();
        for (c, count) in own_counts(table) {
            for (a, (_, code)) in areas.all.iter().enumerate() {
                let parts = quarters.iter().map(|it| (at(c, a, *it), 1));
                sums.push(CellSum {
                    id: format!("{name}/{}/{code}/{period}", count.name),
                    terms: parts.chain([(at(c, a, p), -1)]).collect(),
                });
            }
        }
    }
    sums
}
