//! What to measure: periods, areas, and how far the records reach.

use crate::Reference;
use rasso_terms::{Agency, Day, Period, Quarter};
use std::collections::BTreeSet;

/// How far the records of a run reach.
#[derive(Debug, Clone)]
pub struct Coverage {
    /// The last day that every source is known for.
    pub censored: Day,
    /// The agencies that sent anything.
    pub agencies: BTreeSet<Agency>,
}

impl Coverage {
    /// Share of the period's days that are known, 0 to 1; 0 when an agency it needs sent nothing.
    pub(crate) fn share(&self, period: &Period, sources: &[String]) -> f64 {
        if !self.has(sources) {
            return 0.0;
        }
        let first = period.first.first_day().number();
        let last = period.last.last_day().number();
        let known = self.censored.number().min(last) - first + 1;
        f64::from(known.max(0)) / f64::from(last - first + 1)
    }

    /// Whether every agency that a metric needs sent something.
    pub fn has(&self, sources: &[String]) -> bool {
        sources
            .iter()
            .all(|it| self.agencies.iter().any(|agency| agency.as_str() == it))
    }
}

/// What to measure.
#[derive(Debug, Clone)]
pub struct MeasurePlan {
    /// The first quarter.
    pub from: Quarter,
    /// The last quarter.
    pub to: Quarter,
    /// How far the records reach.
    pub coverage: Coverage,
    /// Numbers that no case gives.
    pub reference: Reference,
}
