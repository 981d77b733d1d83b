//! Measures that need numbers which no case gives: published counts, and rates for so many of them.

use crate::{
    AreaType, Cell, Clock, Measure, MeasurePlan, Metric, Sides, Status,
    cube::stock,
    reference::{Series, Sum},
    roll_up::{distinct, on_last_day, sums, to_float},
};
use rasso_terms::{Period, Quarter};

/// The measures of a published count, in the order area and period. What nobody published is not written.
pub(crate) fn published(
    metric: &Metric,
    clock: &str,
    series: &Series,
    (periods, plan): (&[Period], &MeasurePlan),
) -> Vec<Measure> {
    let of = |area_type, code: &str, area: Option<&str>, period: &Period| {
        let sum = series.sum(area, period, false)?;
        let coverage = coverage(&sum);
        let blank = blank(metric, clock, (area_type, code), period);
        Some(Measure {
            numerator: Some(sum.total),
            value: Some(signed(sum.total)),
            coverage,
            status: if coverage < 1.0 {
                Status::PartialCoverage
            } else {
                Status::Ok
            },
            ..blank
        })
        .filter(|_| plan.coverage.has(&metric.sources))
    };
    let nation = periods
        .iter()
        .filter_map(|it| of(AreaType::National, "EW", None, it));
    let area_type = series.area_type.unwrap_or(AreaType::Force);
    let areas = series.areas().into_iter();
    let areas = areas.flat_map(|area| {
        let one = move |it| of(area_type, area, Some(area), it);
        periods.iter().filter_map(one)
    });
    nation.chain(areas).collect()
}

/// The measures of a rate: units over the number of the same area and period. Areas of another kind than
/// the table's have none.
pub(crate) fn rates(
    metric: &Metric,
    (name, clock): (&str, &Clock),
    (series, sides): (&Series, &Sides),
    (periods, plan): (&[Period], &MeasurePlan),
) -> Vec<Measure> {
    let Some(per) = &metric.per else {
        return Vec::new();
    };
    let area_type = series.area_type.unwrap_or(AreaType::Force);
    let mut areas = vec![(AreaType::National, "EW".to_owned())];
    let counted = sides.numerator.cells.keys().map(|it| match area_type {
        AreaType::CpsArea => &it.1,
        AreaType::National | AreaType::Force => &it.0,
    });
    let mut codes: Vec<String> = series.areas().into_iter().map(str::to_owned).collect();
    codes.extend(counted.cloned());
    codes.sort();
    codes.dedup();
    areas.extend(codes.into_iter().map(|it| (area_type, it)));
    let is_stock = clock.until.is_some();
    let numerators = match &sides.ended {
        Some(ended) => {
            let last: Vec<Quarter> = periods.iter().map(|it| it.last).collect();
            on_last_day(
                &stock(&sides.numerator, ended, &distinct(&last)),
                &areas,
                periods,
            )
        }
        None => sums(&sides.numerator, &areas, periods),
    };
    let cells = areas
        .iter()
        .flat_map(|area| periods.iter().map(move |period| (area, period)));
    let mut all = Vec::new();
    for (((area_type, code), period), cell) in cells.zip(&numerators) {
        // Years alone have a number, where the table goes by years.
        if series.is_by_year && period.first == period.last {
            continue;
        }
        let area = (*area_type != AreaType::National).then_some(code.as_str());
        let sum = series.sum(area, period, is_stock);
        if cell.units == 0 && sum.is_none() {
            continue;
        }
        let blank = blank(metric, name, (*area_type, code), period);
        all.push(rate(
            blank,
            per.scale,
            (cell, sum),
            is_stock,
            plan.coverage.share(period, &metric.sources),
        ));
    }
    all
}

/// Units over a number: no value where a part of the number is missing, or where it is not above zero.
fn rate(
    blank: Measure,
    scale: u32,
    (cell, sum): (&Cell, Option<Sum>),
    is_stock: bool,
    known: f64,
) -> Measure {
    let numerator = i64::try_from(cell.units).ok();
    let there = sum.as_ref().map_or(0.0, coverage);
    let denominator = sum.map(|it| it.total);
    let is_whole = sum.is_some_and(|it| it.there == it.expected);
    let value = numerator
        .zip(denominator)
        .filter(|it| is_whole && it.1 > 0)
        .map(|(above, below)| signed(above) * f64::from(scale) / signed(below));
    let coverage = known.min(there);
    let status = if sum.is_none() {
        Status::NotApplicable
    } else if denominator.is_some_and(|it| it <= 0) {
        Status::NotEstimable
    } else if coverage < 1.0 {
        Status::PartialCoverage
    } else if cell.open > 0 && !is_stock {
        Status::Provisional
    } else {
        Status::Ok
    };
    let open_share = (cell.units > 0).then(|| to_float(cell.open) / to_float(cell.units));
    Measure {
        numerator,
        denominator,
        value,
        open_share,
        coverage,
        status,
        ..blank
    }
}

/// The share of the numbers that ought to be there and are.
fn coverage(sum: &Sum) -> f64 {
    f64::from(sum.there) / f64::from(sum.expected)
}

/// A cell of which nothing is said yet.
fn blank(
    metric: &Metric,
    clock: &str,
    (area_type, code): (AreaType, &str),
    period: &Period,
) -> Measure {
    Measure {
        metric: metric.name.clone(),
        unit: metric.unit.clone(),
        clock: clock.to_owned(),
        area_type,
        area_code: code.to_owned(),
        period: *period,
        horizon: None,
        numerator: None,
        denominator: None,
        value: None,
        median: None,
        interval: None,
        open_share: None,
        linked_share: None,
        coverage: 0.0,
        status: Status::NotApplicable,
    }
}

/// Exact up to 2^53, which is more than there are people or crimes.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
fn signed(number: i64) -> f64 {
    number as f64
}
