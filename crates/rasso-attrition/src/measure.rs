//! A measure: a metric for an area and a period.

use rasso_stats::{Interval, Median};
use rasso_terms::Period;

/// The kind of an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AreaType {
    /// England and Wales.
    National,
    /// A CPS area.
    CpsArea,
    /// A police force.
    Force,
}

impl AreaType {
    /// The word in the `area_type` column.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::National => "national",
            Self::CpsArea => "cps_area",
            Self::Force => "force",
        }
    }
}

/// How far a measure can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Complete.
    Ok,
    /// Some of its units are still open, so it will change.
    Provisional,
    /// The records do not reach over the whole period, or some units ended nobody knows when.
    PartialCoverage,
    /// There is nothing to divide by.
    NotEstimable,
    /// An agency it needs sent nothing.
    NotApplicable,
}

impl Status {
    /// The word in the `status` column.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Provisional => "provisional",
            Self::PartialCoverage => "partial_coverage",
            Self::NotEstimable => "not_estimable",
            Self::NotApplicable => "not_applicable",
        }
    }
}

/// When an incidence was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Horizon {
    /// Days since the units began.
    pub days: u32,
    /// How many units had not ended before this day, and were followed to it.
    pub at_risk: u64,
    /// How many units are left out, because they ended nobody knows when.
    pub undated: u64,
}

/// A metric for an area and a period, not yet checked for disclosure.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// The metric's name.
    pub metric: String,
    /// What it counts.
    pub unit: String,
    /// The clock.
    pub clock: String,
    /// The kind of area.
    pub area_type: AreaType,
    /// The area: a force code, a CPS area, or `EW`.
    pub area_code: String,
    /// The period.
    pub period: Period,
    /// The days after which an incidence was read, and how many units were still at risk then.
    pub horizon: Option<Horizon>,
    /// Units in the numerator, or a published number, which may be below zero; none for a median, and for a mean the sum. Of an incidence, those that had
    /// ended so by then.
    pub numerator: Option<i64>,
    /// Units in the denominator; none for a count, and the number of units for a median or mean.
    pub denominator: Option<i64>,
    /// The figure: a count, a share, a ratio, or a number of days.
    pub value: Option<f64>,
    /// The exact median, where the figure is one.
    pub median: Option<Median>,
    /// The 95 per cent interval, where the metric has one.
    pub interval: Option<Interval>,
    /// Share of the units that are still open.
    pub open_share: Option<f64>,
    /// Of the units counted that are linked, and those that ought to be and would be counted as far
    /// as their own record tells, the share that are linked: what it does not tell may rule some of
    /// them out, so the share is the least that it can be. None where the date comes through the link.
    pub linked_share: Option<f64>,
    /// Share of the period's days that the records reach.
    pub coverage: f64,
    /// How far to rely on it.
    pub status: Status,
}
