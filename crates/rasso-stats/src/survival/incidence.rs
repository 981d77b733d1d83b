//! Cumulative incidence of causes that compete: Aalen and Johansen's estimator.
//!
//! With n(u) cases at risk at time u, of which `d_k(u)` end of cause k and d(u) of any,
//!
//! > S(t) = Π (1 - d(u) / n(u)),  `F_k(t)` = Σ S(u-) `d_k(u)` / n(u),  over u <= t.
//!
//! n(u) counts those with entry < u <= exit; cases seen from their origin enter before time 0, so
//! what happens on day 0 counts. Σ `F_k` + S = 1 at every time.
//!
//! Of the variances in use this is Aalen's (Aalen 1978; the form with n - 1 of Choudhury 2002,
//! Statistics in Medicine 21, 1129-1144):
//!
//! > Var `F_k(t)` = Σ (`F_k(t)` - `F_k(u)`)² d / ((n - 1)(n - d)) + Σ S(u-)² `d_k` (n - `d_k`) / (n² (n - 1))
//! > - 2 Σ (`F_k(t)` - `F_k(u)`) S(u-) `d_k` (n - `d_k`) / (n (n - d)(n - 1)).
//!
//! The interval is taken on the scale of log(-log F), and so stays within 0 to 1:
//! F ^ exp(± z se / (F log F)). There is none where F is 0 or 1.

use super::extent::Extent;
use super::{At, RiskTable, Step};
use crate::confidence::{Confidence, Interval};
use crate::number::float;

/// The cumulative incidence of every cause, at every time of a risk table as far as it was observed.
#[derive(Debug, Clone, PartialEq)]
pub struct CumulativeIncidence {
    extent: Extent,
    table: RiskTable,
    times: Vec<f64>,
    survival: Vec<f64>,
    causes: Vec<Curve>,
}

/// One cause's estimates after each step.
#[derive(Debug, Clone, Default, PartialEq)]
struct Curve {
    values: Vec<f64>,
    variances: Vec<f64>,
    events: Vec<u64>,
}

/// The cumulative incidence of one cause at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IncidencePoint {
    /// The time asked for.
    pub time: f64,
    /// How many are at risk at it.
    pub at_risk: u64,
    /// How many have ended of this cause up to it.
    pub events: u64,
    /// The share of all cases that end of this cause by then.
    pub value: f64,
    /// Its standard error.
    pub std_error: f64,
    /// Its interval; nothing where the share is 0 or 1.
    pub interval: Option<Interval>,
}

/// Estimates how many cases end of each cause by when.
///
/// ```
/// use rasso_stats::{Confidence, survival::{At, DayCube, HORIZONS, Spell, cumulative_incidence}};
/// let mut cube = DayCube::new(1, 2);
/// for (day, status) in [(0, 2), (20, 1), (45, 0), (70, 2), (200, 0)] {
///     cube.add(0, Spell::from_origin(day, status)).unwrap();
/// }
/// let incidence = cumulative_incidence(&cube.risk_table(0).unwrap());
/// let at = |day: u32| incidence.at(1, f64::from(day), Confidence::Percent95).unwrap();
/// let At::Observed(month) = at(HORIZONS[0]) else { panic!("three are at risk then") };
/// assert_eq!((month.at_risk, month.events), (3, 1));
/// assert!((month.value - 0.2).abs() < 1e-15);
/// // Nobody was followed for a year: that is no number.
/// assert_eq!(at(HORIZONS[3]), At::NotObserved { until: Some(200.0) });
/// ```
pub fn cumulative_incidence(table: &RiskTable) -> CumulativeIncidence {
    let extent = Extent::of(table);
    let mut times = Vec::with_capacity(extent.steps);
    let mut survival = Vec::with_capacity(extent.steps);
    let mut causes = vec![Curve::with_capacity(extent.steps); table.causes()];
    let mut sums = vec![Sums::default(); table.causes()];
    let mut before = 1.0;
    for step in table.steps().take(extent.steps) {
        for (cause, (sums, curve)) in sums.iter_mut().zip(&mut causes).enumerate() {
            sums.add(before, &step, cause);
            curve.values.push(sums.value);
            curve.variances.push(sums.variance());
            curve.events.push(sums.events);
        }
        let (n, d) = (step.at_risk, step.all_events());
        before *= float(n - d) / float(n);
        times.push(step.time);
        survival.push(before);
    }
    CumulativeIncidence {
        extent,
        table: table.clone(),
        times,
        survival,
        causes,
    }
}

impl CumulativeIncidence {
    /// The incidence of a cause, counted from 1, by a time. Nothing when there is no such cause.
    pub fn at(
        &self,
        cause: usize,
        time: f64,
        confidence: Confidence,
    ) -> Option<At<IncidencePoint>> {
        let curve = self.causes.get(cause.checked_sub(1)?)?;
        Some(self.extent.at(time, &self.times, |step| {
            let (value, variance, events) = step.map_or((0.0, 0.0, 0), |it| {
                (curve.values[it], curve.variances[it], curve.events[it])
            });
            let std_error = variance.sqrt();
            IncidencePoint {
                time,
                at_risk: self.table.at_risk_at(time),
                events,
                value,
                std_error,
                interval: log_log(value, std_error, confidence),
            }
        }))
    }

    /// The share of cases that have not ended by a time.
    pub fn survival_at(&self, time: f64) -> At<f64> {
        let read = |step: Option<usize>| step.map_or(1.0, |it| self.survival[it]);
        self.extent.at(time, &self.times, read)
    }

    /// The times at which something happened, as far as the estimate goes.
    pub fn times(&self) -> &[f64] {
        &self.times
    }
}

impl Curve {
    fn with_capacity(steps: usize) -> Self {
        Self {
            values: Vec::with_capacity(steps),
            variances: Vec::with_capacity(steps),
            events: Vec::with_capacity(steps),
        }
    }
}

/// The sums of the variance, carried from step to step.
///
/// F(t) - F(u) grows for all earlier u alike by what F rises at a step, so three sums over u follow
/// it without going back, and without taking two large numbers from each other.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    value: f64,
    events: u64,
    /// Σ (F(t) - F(u))^p a(u) for p = 0, 1, 2, where a = d / ((n - 1)(n - d)).
    hazard: [f64; 3],
    /// Σ (F(t) - F(u))^p c(u) for p = 0, 1, where c = S `d_k` (n - `d_k`) / (n (n - d)(n - 1)).
    both: [f64; 2],
    /// Σ S² `d_k` (n - `d_k`) / (n² (n - 1)).
    own: f64,
}

impl Sums {
    fn add(&mut self, survival: f64, step: &Step<'_>, cause: usize) {
        let of_cause = step.events[cause];
        self.events += of_cause;
        let (n, d) = (float(step.at_risk), float(step.all_events()));
        let d_k = float(of_cause);
        let rise = survival * d_k / n;
        self.value += rise;
        self.hazard[2] += rise * (2.0 * self.hazard[1] + rise * self.hazard[0]);
        self.hazard[1] += rise * self.hazard[0];
        self.both[1] += rise * self.both[0];
        // Where one is left or all end, F does not rise any more and the terms are 0.
        if step.at_risk > 1 {
            let spread = d_k * (n - d_k) / (n - 1.0);
            self.own += survival * survival * spread / (n * n);
            if n > d {
                self.hazard[0] += d / ((n - 1.0) * (n - d));
                self.both[0] += survival * spread / (n * (n - d));
            }
        }
    }

    fn variance(&self) -> f64 {
        (self.hazard[2] + self.own - 2.0 * self.both[1]).max(0.0)
    }
}

/// The limits of a share on the scale of log(-log); nothing where that has no end.
pub(super) fn log_log(share: f64, std_error: f64, confidence: Confidence) -> Option<Interval> {
    // A sum of fractions that is 1 may come out a trace below it.
    if share <= 0.0 || share >= 1.0 - 1e-12 {
        return None;
    }
    let reach = confidence.standard_errors() * std_error / (share * share.ln());
    Some(Interval {
        lower: share.powf((-reach).exp()),
        upper: share.powf(reach.exp()),
    })
}
