//! How many cases are not over yet: Kaplan and Meier's estimator, and its quantiles.
//!
//! > S(t) = Π (1 - d(u) / n(u)) over u <= t,  Var S = S² Σ d / (n (n - d))  (Greenwood 1926).
//!
//! The interval is taken on the scale of log(-log S), as lifelines does; R's `survfit` takes log S
//! unless told otherwise. There is none where S is 0 or 1. An end of any cause counts as the end:
//! to follow one cause of several, use [`cumulative_incidence`](super::cumulative_incidence).

use super::extent::Extent;
use super::incidence::log_log;
use super::{At, RiskTable};
use crate::confidence::{Confidence, Interval};
use crate::number::float;

/// The share of cases that are not over, at every time of a risk table as far as it was observed.
#[derive(Debug, Clone, PartialEq)]
pub struct Survival {
    extent: Extent,
    table: RiskTable,
    times: Vec<f64>,
    values: Vec<f64>,
    /// Greenwood's sum after each step.
    greenwood: Vec<f64>,
}

/// The share of cases that are not over at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SurvivalPoint {
    /// The time asked for.
    pub time: f64,
    /// How many are at risk at it.
    pub at_risk: u64,
    /// The share of all cases that last longer.
    pub value: f64,
    /// Its standard error.
    pub std_error: f64,
    /// Its interval; nothing where the share is 0 or 1.
    pub interval: Option<Interval>,
}

/// A time by which some share of cases is over.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reached {
    /// They were over by then, and not before.
    By(f64),
    /// So many are not over as far as cases were observed.
    NotReached,
}

/// A quantile of how long cases take, with its limits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantile {
    /// The first time at which this share of cases is over.
    pub estimate: Reached,
    /// Its lower limit.
    pub lower: Reached,
    /// Its upper limit.
    pub upper: Reached,
}

/// Estimates how many cases are over by when.
pub fn kaplan_meier(table: &RiskTable) -> Survival {
    let extent = Extent::of(table);
    let mut found = Survival {
        extent,
        table: table.clone(),
        times: Vec::with_capacity(extent.steps),
        values: Vec::with_capacity(extent.steps),
        greenwood: Vec::with_capacity(extent.steps),
    };
    let (mut share, mut sum) = (1.0, 0.0);
    for step in table.steps().take(extent.steps) {
        let (n, d) = (float(step.at_risk), step.all_events());
        let rest = float(step.at_risk - d);
        share *= rest / n;
        // Where none is left S is 0, and so is its error, whatever the sum.
        if step.at_risk > d {
            sum += float(d) / (n * rest);
        }
        found.times.push(step.time);
        found.values.push(share);
        found.greenwood.push(sum);
    }
    found
}

impl Survival {
    /// The share of cases that last longer than a time.
    pub fn at(&self, time: f64, confidence: Confidence) -> At<SurvivalPoint> {
        self.extent.at(time, &self.times, |step| {
            let (value, std_error) = step.map_or((1.0, 0.0), |it| self.after(it));
            SurvivalPoint {
                time,
                at_risk: self.table.at_risk_at(time),
                value,
                std_error,
                interval: log_log(value, std_error, confidence),
            }
        })
    }

    /// The first time by which a share of cases, such as 0.5 for the median, is over: the smallest t
    /// with S(t) <= 1 - share. Its limits are where the limits of S get there (Brookmeyer and
    /// Crowley 1982, on the scale of log(-log S)).
    ///
    /// Where S runs level at just that height R gives the middle of the level stretch, and this its
    /// beginning. Nothing when the share is not between 0 and 1.
    pub fn quantile(&self, share: f64, confidence: Confidence) -> Option<Quantile> {
        if !(share > 0.0 && share < 1.0) {
            return None;
        }
        let left = 1.0 - share;
        let limits: Vec<Option<Interval>> = (0..self.times.len())
            .map(|step| {
                let (value, std_error) = self.after(step);
                log_log(value, std_error, confidence)
            })
            .collect();
        let first = |is_over: &dyn Fn(usize) -> bool| {
            let step = (0..self.times.len()).find(|it| is_over(*it));
            step.map_or(Reached::NotReached, |it| Reached::By(self.times[it]))
        };
        Some(Quantile {
            estimate: first(&|it| at_most(self.values[it], left)),
            // Where none is left there is no band, and nothing below it either.
            lower: first(&|it| {
                limits[it].map_or(self.values[it] <= 0.0, |it| at_most(it.lower, left))
            }),
            upper: first(&|it| limits[it].is_some_and(|it| at_most(it.upper, left))),
        })
    }

    /// The times at which something happened, as far as the estimate goes.
    pub fn times(&self) -> &[f64] {
        &self.times
    }

    /// The share and its standard error after a step.
    fn after(&self, step: usize) -> (f64, f64) {
        let value = self.values[step];
        (value, value * self.greenwood[step].sqrt())
    }
}

/// Whether a share has come down to a height. A product of fractions that is the height exactly may
/// come out a trace above it: 1 - 0.9 is 0.09999999999999998.
fn at_most(share: f64, height: f64) -> bool {
    share <= height + 1e-12
}
