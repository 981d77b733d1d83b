//! The counts of a run that a release shows side by side, and every sum between them that a reader can make.
//!
//! A cell is a count for an area and a period. Sums are those of its table, of forces and CPS Areas to the nation, of
//! forces to the Areas that they send their cases to, and of quarters to years. Each is held against the counts
//! before anybody goes by it.

mod areas;
mod counts;
mod held;

use crate::{AreaType, ReleaseTable, TablePeriod};
use areas::{Areas, NO_FORCE};
use counts::{Counts, Key};
use rasso_schema::Geography;
use rasso_terms::{Period, PeriodType, Quarter};
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
}

/// The cells of these tables for these quarters, as a run counted them. The error says what is wrong with the run, or with
/// which table, and tells no count.
pub fn tabulate(
    run_dir: &Path,
    tables: &BTreeMap<String, ReleaseTable>,
    geography: &Geography,
    quarters: &[Quarter],
) -> Result<Tabulation, String> {
    let counts = Counts::read(run_dir, tables)?;
    let areas = Areas::of(geography, counts.has_area(NO_FORCE));
    let mut all = Tabulation::default();
    for table in tables.values() {
        add(&mut all, table, &areas, &periods(table, quarters), &counts)?;
    }
    Ok(all)
}

/// The periods of a table: its quarters, and the years of which it has all four.
fn periods(table: &ReleaseTable, quarters: &[Quarter]) -> Vec<Period> {
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
    let first = all.cells.len();
    let (many_areas, many_periods) = (areas.all.len(), periods.len());
    let at = |count: usize, area: usize, period: usize| {
        first + (count * many_areas + area) * many_periods + period
    };
    for count in &table.counts {
        for (area_type, area_code) in &areas.all {
            for period in periods {
                let key: Key = (*area_type, area_code.clone(), period.to_string());
                let told = counts.told(table, count, &key);
                let value = match &count.rest {
                    None => told.value,
                    Some(rest) => {
                        let of = |name: &str| {
                            let place = table.place(name).unwrap_or(0);
                            let area = areas.all.iter().position(|it| it.1 == *area_code);
                            let period = periods.iter().position(|it| it == period);
                            all.cells[at(place, area.unwrap_or(0), period.unwrap_or(0))].value
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
                all.cells.push(TableCell {
                    table: table.name.clone(),
                    count: count.name.clone(),
                    area_type: *area_type,
                    area_code: area_code.clone(),
                    period: *period,
                    value,
                    is_available: told.is_available,
                    is_provisional: told.is_provisional,
                    is_partial: told.is_partial
                        || table.area_through_link && areas.is_shared(area_code),
                });
            }
        }
    }
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
        for (c, count) in table.counts.iter().enumerate() {
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
        for (c, count) in table.counts.iter().enumerate() {
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
