//! Sums cells to areas and periods, and makes the measures.

use crate::{
    AreaType, Cell, Clock, Interval, Kind, Measure, MeasurePlan, Metric, Status,
    cube::{Cube, Sides},
};
use rasso_stats::{Confidence, wilson};
use rasso_terms::Period;
use std::collections::{BTreeMap, BTreeSet};

/// An area: its kind and code.
type Area = (AreaType, String);

/// Every measure of these metrics, in the order metric, clock, area, period.
///
/// A cell with nothing in numerator and denominator is not written.
pub fn measures(
    metrics: &[&Metric],
    counted: &BTreeMap<(String, String), Sides>,
    plan: &MeasurePlan,
) -> Vec<Measure> {
    let periods = Period::between(plan.from, plan.to);
    let mut all = Vec::new();
    for metric in metrics {
        for (name, clock) in &metric.clocks {
            let Some(sides) = counted.get(&(metric.name.clone(), name.clone())) else {
                continue;
            };
            let numerators = sums(&sides.numerator, &periods);
            let denominators = sides.denominator.as_ref().map(|it| sums(it, &periods));
            let keys: BTreeSet<_> = numerators
                .keys()
                .chain(denominators.iter().flat_map(BTreeMap::keys))
                .collect();
            for key in keys {
                let numerator = numerators.get(key).cloned().unwrap_or_default();
                let denominator = denominators
                    .as_ref()
                    .map(|it| it.get(key).cloned().unwrap_or_default());
                let cells = Cells {
                    numerator,
                    denominator,
                };
                all.push(cells.measure(metric, name, clock, &key.0, &periods[key.1], plan));
            }
        }
    }
    all
}

/// The cells of a cube, summed to every area and period (by the period's place in the list).
fn sums(cube: &Cube, periods: &[Period]) -> BTreeMap<(Area, usize), Cell> {
    let mut sums: BTreeMap<(Area, usize), Cell> = BTreeMap::new();
    for ((force, area, quarter), cell) in &cube.cells {
        let areas = [
            (AreaType::National, "EW".to_owned()),
            (AreaType::CpsArea, area.clone()),
            (AreaType::Force, force.clone()),
        ];
        for (at, _) in periods
            .iter()
            .enumerate()
            .filter(|(_, it)| it.holds(*quarter))
        {
            for area in &areas {
                sums.entry((area.clone(), at)).or_default().add(cell);
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
        let coverage = plan.coverage.share(period, &metric.sources);
        let is_applicable = plan.coverage.has(&metric.sources);
        let (numerator, denominator) = match metric.kind {
            Kind::Count => (Some(self.numerator.units), None),
            Kind::Median => (None, Some(self.numerator.units)),
            Kind::Proportion | Kind::Ratio => (Some(self.numerator.units), Some(base.units)),
        };
        let median = self.numerator.days.median().filter(|_| is_applicable);
        let value = match metric.kind {
            Kind::Count => Some(to_float(self.numerator.units)),
            Kind::Median => median.map(rasso_stats::Median::days),
            Kind::Proportion | Kind::Ratio => share(self.numerator.units, base.units),
        }
        .filter(|_| is_applicable);
        let interval = match clock.interval {
            Interval::Wilson => wilson(self.numerator.units, base.units, Confidence::Percent95)
                .filter(|_| is_applicable),
            Interval::None => None,
        };
        let status = if !is_applicable {
            Status::NotApplicable
        } else if value.is_none() {
            Status::NotEstimable
        } else if coverage < 1.0 {
            Status::PartialCoverage
        } else if base.open > 0 {
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
            numerator,
            denominator,
            value,
            median,
            interval,
            open_share,
            linked_share: share(base.linked, base.linked + base.linkable),
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
fn to_float(units: u64) -> f64 {
    units as f64
}
