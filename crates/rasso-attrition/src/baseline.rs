//! How far the figure of a quarter stands from a named baseline: the form in which action plans report.
//!
//! Purpose: `152% more referrals than in January to March 2021` is a change of a count, told in per cent; of a
//! share it is one of percentage points, and never per cent of a percentage.
//! Produces: [`Change`] rows: `changes.parquet`.
//! Notes: a baseline is data (`data-schemas/baselines`): a quarter of the run, the mean of the quarters of one of
//! its years, or a published number. Of a share over several quarters it is that of their sums.

use crate::{AreaType, AttritionError, Kind, Measure, MeasurePlan, Metric, Status};
use rasso_schema::Schemas;
use rasso_terms::{PeriodType, Quarter};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A baseline, and the figures held against it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// Its name.
    pub name: String,
    /// Its name in headings.
    pub title: String,
    /// What a reader should take from it.
    pub says: String,
    /// When it is of, in words.
    pub when: String,
    /// The quarter that own figures are held against.
    pub quarter: Option<String>,
    /// The calendar year the mean of whose quarters they are held against.
    pub year: Option<String>,
    /// Figures held against what the run itself has of then.
    #[serde(default)]
    pub own: Vec<OwnBaseline>,
    /// Figures of the nation held against a published number.
    #[serde(default)]
    pub published: Vec<PublishedBaseline>,
    /// The quarters that own figures are held against.
    #[serde(skip)]
    quarters: Vec<Quarter>,
}

/// A figure held against one of the run.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnBaseline {
    /// The metric.
    pub metric: String,
    /// Its clock.
    pub clock: String,
}

/// A figure held against a published number.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedBaseline {
    /// The metric: a count.
    pub metric: String,
    /// Its clock.
    pub clock: String,
    /// The number published, of England and Wales in a quarter.
    pub value: u32,
    /// Where it is published.
    pub source: String,
}

/// How far a quarter's figure stands from a baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The baseline.
    pub baseline: String,
    /// The metric.
    pub metric: String,
    /// Its clock.
    pub clock: String,
    /// The kind of area.
    pub area_type: AreaType,
    /// Its code.
    pub area_code: String,
    /// The quarter.
    pub quarter: Quarter,
    /// The figure of the baseline: of a count the mean of its quarters.
    pub then: Option<f64>,
    /// The figure of the quarter.
    pub now: Option<f64>,
    /// The one less the other, in the figure's own measure.
    pub difference: Option<f64>,
    /// Of a count: the change in per cent of the baseline; none where that is 0.
    pub percent: Option<f64>,
    /// Of a share: the change in percentage points.
    pub points: Option<f64>,
    /// The worse of both figures' statuses.
    pub status: Status,
}

impl Baseline {
    /// Every baseline, by name; each is held to the metrics.
    pub fn load_all(
        schemas: &Schemas,
        metrics: &BTreeMap<String, Metric>,
    ) -> Result<Vec<Self>, AttritionError> {
        let mut all = Vec::new();
        for file in schemas.files_in("baselines") {
            let broken = |reason: String| AttritionError::Definition {
                file: file.to_owned(),
                reason,
            };
            let mut baseline: Self = rasso_schema::parse_toml(file, schemas.file(file)?)?;
            if file != format!("baselines/{}.toml", baseline.name) {
                let name = &baseline.name;
                return Err(broken(format!(
                    "it declares the baseline `{name}`; a file is named for its baseline"
                )));
            }
            baseline.quarters = baseline.read_quarters().map_err(broken)?;
            baseline.check(metrics).map_err(broken)?;
            all.push(baseline);
        }
        Ok(all)
    }

    fn read_quarters(&self) -> Result<Vec<Quarter>, String> {
        match (&self.quarter, &self.year) {
            (Some(quarter), None) => {
                Ok(vec![quarter.parse().map_err(
                    |it: rasso_terms::MalformedQuarter| it.to_string(),
                )?])
            }
            (None, Some(year)) => {
                let number: i32 = year
                    .parse()
                    .map_err(|_no_number| format!("`year`: `{year}` is no year"))?;
                let quarters: Option<Vec<Quarter>> =
                    (1..=4).map(|it| Quarter::new(number, it)).collect();
                quarters.ok_or_else(|| format!("`year`: `{year}` is no year"))
            }
            (None, None) if self.own.is_empty() => Ok(Vec::new()),
            _ => Err("own figures need one of `quarter` and `year`".to_owned()),
        }
    }

    fn check(&self, metrics: &BTreeMap<String, Metric>) -> Result<(), String> {
        let of = |metric: &str, clock: &str| -> Result<Kind, String> {
            let found = metrics
                .get(metric)
                .ok_or_else(|| format!("no metric is called `{metric}`"))?;
            let has = found.clocks.contains_key(clock);
            has.then_some(found.kind)
                .ok_or_else(|| format!("`{metric}` has no clock `{clock}`"))
        };
        for it in &self.own {
            let kind = of(&it.metric, &it.clock)?;
            if !matches!(kind, Kind::Count | Kind::Proportion) {
                return Err(format!(
                    "`{}` is a {kind}: only a count or a proportion has a baseline",
                    it.metric
                ));
            }
        }
        for it in &self.published {
            if of(&it.metric, &it.clock)? != Kind::Count {
                return Err(format!(
                    "`{}` is no count: a published number is one",
                    it.metric
                ));
            }
        }
        Ok(())
    }
}

/// Whole numbers of a figure: a count has no lower one.
#[derive(Clone, Copy, Default)]
struct Parts {
    above: i64,
    below: Option<i64>,
    quarters: i64,
}

impl Parts {
    /// Of a count the mean of its quarters, of a share that of their sums.
    fn value(self) -> Option<f64> {
        let below = self.below.unwrap_or(self.quarters);
        (below > 0).then(|| float(self.above) / float(below))
    }
}

/// How far each quarter stands from each baseline, in the order of baseline, metric, area and quarter. Quarters of
/// the baseline itself and before it are left out, areas that have nothing of then, and baselines of which the plan
/// does not hold every quarter: a quarter that was not counted is no quarter with nothing in it.
pub fn changes(
    baselines: &[Baseline],
    metrics: &BTreeMap<String, Metric>,
    measures: &[Measure],
    plan: &MeasurePlan,
) -> Vec<Change> {
    let mut by_metric: BTreeMap<(&str, &str), Vec<&Measure>> = BTreeMap::new();
    for it in measures
        .iter()
        .filter(|it| it.period.period_type == PeriodType::Quarter && it.horizon.is_none())
    {
        let key = (it.metric.as_str(), it.clock.as_str());
        by_metric.entry(key).or_default().push(it);
    }
    let mut all = Vec::new();
    for baseline in baselines {
        let is_counted = |it: &Quarter| (plan.from..=plan.to).contains(it);
        let is_whole = baseline.quarters.iter().all(is_counted);
        for it in baseline.own.iter().filter(|_| is_whole) {
            let (Some(of_metric), Some(metric)) = (
                by_metric.get(&(it.metric.as_str(), it.clock.as_str())),
                metrics.get(&it.metric),
            ) else {
                continue;
            };
            all.extend(since_own(baseline, metric, of_metric));
        }
        for it in &baseline.published {
            let of_metric = by_metric.get(&(it.metric.as_str(), it.clock.as_str()));
            let of_nation = of_metric.into_iter().flatten();
            for measure in of_nation.filter(|it| it.area_type == AreaType::National) {
                let then = Parts {
                    above: it.value.into(),
                    below: None,
                    quarters: 1,
                };
                all.push(change(&baseline.name, measure, (then, Status::Ok), false));
            }
        }
    }
    all
}

fn since_own(baseline: &Baseline, metric: &Metric, measures: &[&Measure]) -> Vec<Change> {
    let is_share = metric.kind == Kind::Proportion;
    let mut then: BTreeMap<(AreaType, &str), (Parts, Status)> = BTreeMap::new();
    for it in measures {
        if !baseline.quarters.contains(&it.period.first) {
            continue;
        }
        let entry = then.entry((it.area_type, &it.area_code));
        let (parts, status) = entry.or_insert((Parts::default(), Status::Ok));
        parts.above += it.numerator.unwrap_or(0);
        if is_share {
            parts.below = Some(parts.below.unwrap_or(0) + it.denominator.unwrap_or(0));
        }
        *status = (*status).max(it.status);
    }
    let count = i64::try_from(baseline.quarters.len()).unwrap_or(1);
    for (parts, _) in then.values_mut() {
        // A quarter without a cell has nothing to count: it is one of the mean all the same.
        parts.quarters = count;
    }
    let last = baseline.quarters.iter().max();
    let after = |it: &&&Measure| last.is_none_or(|last| it.period.first > *last);
    let one = |it: &&Measure| {
        let of = then.get(&(it.area_type, it.area_code.as_str()))?;
        Some(change(&baseline.name, it, *of, is_share))
    };
    measures.iter().filter(after).filter_map(one).collect()
}

fn change(
    baseline: &str,
    now: &Measure,
    (then, then_status): (Parts, Status),
    is_share: bool,
) -> Change {
    let is_known = |status| !matches!(status, Status::NotApplicable | Status::NotEstimable);
    let value_then = then.value().filter(|_| is_known(then_status));
    let value_now = now.value.filter(|_| is_known(now.status));
    let change = value_now.zip(value_then).map(|(now, then)| now - then);
    let percent = change.zip(value_then).filter(|it| !is_share && it.1 > 0.0);
    Change {
        baseline: baseline.to_owned(),
        metric: now.metric.clone(),
        clock: now.clock.clone(),
        area_type: now.area_type,
        area_code: now.area_code.clone(),
        quarter: now.period.first,
        then: value_then,
        now: value_now,
        difference: change,
        percent: percent.map(|(change, then)| 100.0 * change / then),
        points: change.filter(|_| is_share).map(|it| 100.0 * it),
        status: now.status.max(then_status),
    }
}

/// Exact up to 2^53 units, which is more than there are people.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of units stay far below 2^53"
)]
fn float(units: i64) -> f64 {
    units as f64
}

#[cfg(test)]
mod tests;
