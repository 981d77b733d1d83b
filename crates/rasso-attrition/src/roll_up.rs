//! Sums cells to areas and periods, and makes the measures.

use crate::{
    AreaType, AttritionError, Cell, Clock, Counted, Interval, Kind, Measure, MeasurePlan, Metric,
    Status,
    cube::{Cube, Sides, stock},
    incidence::by_horizon,
    rate::{published, rates},
};
use rasso_stats::{Confidence, wilson};
use rasso_terms::{Period, Quarter};
use std::collections::BTreeSet;

/// An area: its kind and code.
type Area = (AreaType, String);

/// Every measure of these metrics, in the order metric, clock, area, period.
///
/// A cell with nothing in numerator and denominator is not written.
pub fn measures(
    metrics: &[&Metric],
    counted: &Counted,
    plan: &MeasurePlan,
) -> Result<Vec<Measure>, AttritionError> {
    let periods = Period::between(plan.from, plan.to);
    let mut all = Vec::new();
    for metric in metrics {
        for (name, clock) in &metric.clocks {
            let wanted = metric.published.as_ref().or(metric.per.as_ref());
            if let Some(wanted) = wanted {
                let Some(series) = plan.reference.series(wanted) else {
                    continue;
                };
                let key = (metric.name.clone(), name.clone());
                let when = (periods.as_slice(), plan);
                if metric.published.is_some() {
                    all.extend(published(metric, name, series, when));
                } else {
                    // Of a metric that counts nothing anywhere there are no sides.
                    let sides = counted.get(&key).cloned().unwrap_or_default();
                    all.extend(rates(metric, (name, clock), (series, &sides), when));
                }
                continue;
            }
            let Some(sides) = counted.get(&(metric.name.clone(), name.clone())) else {
                continue;
            };
            let areas = areas(sides);
            let numerators = match &sides.ended {
                Some(ended) => {
                    let last: Vec<Quarter> = periods.iter().map(|it| it.last).collect();
                    on_last_day(
                        &stock(&sides.numerator, ended, &distinct(&last)),
                        &areas,
                        &periods,
                    )
                }
                None => sums(&sides.numerator, &areas, &periods),
            };
            let denominators = sides
                .denominator
                .as_ref()
                .map(|it| sums(it, &areas, &periods));
            for (at, area) in areas.iter().enumerate() {
                for (in_period, period) in periods.iter().enumerate() {
                    let place = at * periods.len() + in_period;
                    let cells = Cells {
                        numerator: numerators[place].clone(),
                        denominator: denominators.as_ref().map(|it| it[place].clone()),
                    };
                    if cells.is_empty() {
                        continue;
                    }
                    let measure = cells.measure(metric, name, clock, area, period, plan);
                    if metric.kind == Kind::Incidence {
                        all.extend(by_horizon(&measure, &cells.numerator.follow_up)?);
                    } else {
                        all.push(measure);
                    }
                }
            }
        }
    }
    Ok(all)
}

/// Every area that some unit of either side falls to, in the order of the output.
fn areas(sides: &Sides) -> Vec<Area> {
    let cubes = std::iter::once(&sides.numerator).chain(&sides.denominator);
    let of_cell = |(force, area, _): &(String, String, Quarter)| {
        [
            (AreaType::CpsArea, area.clone()),
            (AreaType::Force, force.clone()),
        ]
    };
    let all: BTreeSet<Area> = cubes
        .flat_map(|it| it.cells.keys())
        .flat_map(of_cell)
        .collect();
    std::iter::once((AreaType::National, "EW".to_owned()))
        .chain(all)
        .collect()
}

pub(crate) fn distinct(quarters: &[Quarter]) -> Vec<Quarter> {
    let quarters: BTreeSet<Quarter> = quarters.iter().copied().collect();
    quarters.into_iter().collect()
}

/// The cells of a cube, summed to every area and period: area by area, a period after another.
pub(crate) fn sums(cube: &Cube, areas: &[Area], periods: &[Period]) -> Vec<Cell> {
    summed(cube, areas, periods, Period::holds)
}

/// The same of the last quarter of a period alone: a stock is a number on a day.
pub(crate) fn on_last_day(cube: &Cube, areas: &[Area], periods: &[Period]) -> Vec<Cell> {
    summed(cube, areas, periods, |period, quarter| {
        period.last == quarter
    })
}

fn summed(
    cube: &Cube,
    areas: &[Area],
    periods: &[Period],
    takes: impl Fn(&Period, Quarter) -> bool,
) -> Vec<Cell> {
    let mut sums = vec![Cell::default(); areas.len() * periods.len()];
    let place = |area_type, code: &str| {
        areas
            .binary_search_by(|it| (it.0, it.1.as_str()).cmp(&(area_type, code)))
            .ok()
    };
    for ((force, area, quarter), cell) in &cube.cells {
        let of_cell = [
            Some(0),
            place(AreaType::CpsArea, area),
            place(AreaType::Force, force),
        ];
        let within = |it: &(usize, &Period)| takes(it.1, *quarter);
        for (in_period, _) in periods.iter().enumerate().filter(within) {
            for area in of_cell.into_iter().flatten() {
                sums[area * periods.len() + in_period].add(cell);
            }
        }
    }
    sums
}

struct Cells {
    numerator: Cell,
    denominator: Option<Cell>,
}

impl Cells {
    /// Nothing in numerator and denominator: such a cell is not written.
    fn is_empty(&self) -> bool {
        self.numerator.units == 0 && self.denominator.as_ref().is_none_or(|it| it.units == 0)
    }

    fn measure(
        &self,
        metric: &Metric,
        clock_name: &str,
        clock: &Clock,
        area: &Area,
        period: &Period,
        plan: &MeasurePlan,
    ) -> Measure {
        // The units a figure is out of: what is open or not linked among these makes it uncertain.
        let base = self.denominator.as_ref().unwrap_or(&self.numerator);
        let open_share = share(base.open, base.units);
        // Without a link there is no such date, so nobody can tell how many are missing.
        let linked_share = (!metric.through_link.contains(clock.base_date()))
            .then(|| share(base.linked, base.linked + base.linkable))
            .flatten();
        let coverage = plan.coverage.share(period, &metric.sources);
        let is_applicable = plan.coverage.has(&metric.sources);
        let number = |units: u64| i64::try_from(units).ok();
        let units = number(self.numerator.units);
        let days = if metric.is_age() {
            // Nobody knows what is open after the last day known.
            let day = period.last.last_day().min(plan.coverage.censored);
            &self.numerator.days.ages_on(day.number())
        } else {
            &self.numerator.days
        };
        let (numerator, denominator) = match metric.kind {
            Kind::Count | Kind::Stock => (units, None),
            Kind::Median => (None, units),
            Kind::Mean => (Some(days.total()), units),
            Kind::Incidence => (None, number(self.numerator.follow_up.units())),
            Kind::Proportion | Kind::Ratio | Kind::Rate => (units, number(base.units)),
        };
        let median = days.median().filter(|_| is_applicable);
        let value = match metric.kind {
            Kind::Count | Kind::Stock => Some(to_float(self.numerator.units)),
            Kind::Median => median.map(rasso_stats::Median::days),
            Kind::Mean => u64::try_from(days.total())
                .ok()
                .and_then(|it| share(it, self.numerator.units)),
            // A rate is made of other numbers (`rate.rs`).
            Kind::Incidence | Kind::Rate => None,
            Kind::Proportion | Kind::Ratio => share(self.numerator.units, base.units),
        }
        .filter(|_| is_applicable);
        let interval = match clock.interval {
            Interval::Wilson => wilson(self.numerator.units, base.units, Confidence::Percent95)
                .filter(|_| is_applicable),
            Interval::LogLog | Interval::None => None,
        };
        let status = if !is_applicable {
            Status::NotApplicable
        } else if value.is_none() {
            Status::NotEstimable
        } else if coverage < 1.0 {
            Status::PartialCoverage
        } else if base.open > 0 && !metric.is_of_a_day() {
            Status::Provisional
        } else {
            Status::Ok
        };
        Measure {
            metric: metric.name.clone(),
            unit: metric.unit.clone(),
            clock: clock_name.to_owned(),
            area_type: area.0,
            area_code: area.1.clone(),
            period: *period,
            horizon: None,
            numerator,
            denominator,
            value,
            median,
            interval,
            open_share,
            linked_share,
            coverage,
            status,
        }
    }
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| to_float(part) / to_float(whole))
}

/// Exact up to 2^53 units, which is more than there are people.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of units stay far below 2^53"
)]
pub(crate) fn to_float(units: u64) -> f64 {
    units as f64
}
