//! Whether period estimates of earlier days came true.
//!
//! For each day to stand on, everything after it is forgotten and the period estimate is made as it
//! would have been made then. Beside it stands what became of the cases that had just begun, from all
//! that is known now. An estimate whose pace did not last misses by more than its interval.

use super::{
    At, CumulativeIncidence, DatedCase, DayCube, IncidencePoint, Window, cumulative_incidence,
};
use crate::proportion::Share;
use crate::{Confidence, StatsError};

/// What is estimated, and for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackTestPlan {
    /// How many causes there are.
    pub causes: usize,
    /// Which of them is estimated, counted from 1.
    pub cause: usize,
    /// How many days after their origin.
    pub horizon: u32,
    /// How many days the window is long that the estimate is made from.
    pub window: u32,
    /// How many days' new cases it is held against.
    pub cohort: u32,
    /// How sure the interval is to be.
    pub confidence: Confidence,
}

/// An estimate as it would have been made on one day, and what came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BackTest {
    /// The day stood on.
    pub as_at: i32,
    /// The period estimate of that day.
    pub estimate: At<IncidencePoint>,
    /// What is known now of the cases that had just begun.
    pub came: At<IncidencePoint>,
}

impl BackTest {
    /// Whether what came is within the estimate's interval. Nothing when one of them is not known, or
    /// the estimate has no interval.
    ///
    /// What came is itself a share of a few cases and has an error of its own, so of right 95 %
    /// intervals fewer than 95 % hold it: see [`BackTest::deviation`].
    pub fn is_within(&self) -> Option<bool> {
        let limits = self.estimate.value()?.interval?;
        let came = self.came.value()?.value;
        Some(limits.lower <= came && came <= limits.upper)
    }

    /// By how many standard errors, of both together, what came is above the estimate. Nothing when
    /// one of them is not known or neither has an error.
    pub fn deviation(&self) -> Option<f64> {
        let (estimate, came) = (self.estimate.value()?, self.came.value()?);
        let error = estimate.std_error.hypot(came.std_error);
        (error > 0.0).then(|| (came.value - estimate.value) / error)
    }
}

/// Of how many estimates what came is within the interval, of those for which both are known.
/// [`StatsError::TooFew`] when there are none.
pub fn share_within(tests: &[BackTest]) -> Result<Share, StatsError> {
    let known = || tests.iter().filter_map(BackTest::is_within);
    let count = |of: usize| u64::try_from(of).or(Err(StatsError::TooMany));
    Share::new(
        count(known().filter(|it| *it).count())?,
        count(known().count())?,
    )
}

/// Makes the period estimate of each day and holds it against what came.
///
/// What came is told only where cases were followed for so long: [`At::NotObserved`] otherwise.
pub fn back_test(
    cases: &[DatedCase],
    plan: &BackTestPlan,
    days: &[i32],
) -> Result<Vec<BackTest>, StatsError> {
    let no_such = StatsError::NoSuchCause {
        causes: plan.causes,
    };
    let stand_on = |day: &i32| {
        let window = ending(*day, plan.window)?;
        let cohort = ending(*day, plan.cohort)?;
        let found = look_back(cases, plan.causes, window, cohort)?;
        let horizon = f64::from(plan.horizon);
        found
            .at(plan.cause, horizon, plan.confidence)
            .ok_or(no_such)
    };
    days.iter().map(stand_on).collect()
}

/// All that was known of a window on its last day, of every cause, and what became of a cohort.
#[derive(Debug, Clone, PartialEq)]
pub struct LookBack {
    as_at: i32,
    estimate: CumulativeIncidence,
    came: CumulativeIncidence,
}

impl LookBack {
    /// One cause, counted from 1, at a time after the origin. Nothing when there is no such cause.
    pub fn at(&self, cause: usize, time: f64, confidence: Confidence) -> Option<BackTest> {
        Some(BackTest {
            as_at: self.as_at,
            estimate: self.estimate.at(cause, time, confidence)?,
            came: self.came.at(cause, time, confidence)?,
        })
    }
}

/// Makes the period estimate of a window, with nothing known after its last day, and the incidence of
/// the cases that began within the cohort's days, with all that is known now.
pub fn look_back(
    dated: &[DatedCase],
    causes: usize,
    window: Window,
    cohort: Window,
) -> Result<LookBack, StatsError> {
    let mut then = DayCube::new(1, causes);
    let mut now = DayCube::new(1, causes);
    for case in dated {
        if let Some(spell) = window.spell(*case) {
            then.add(0, spell)?;
        }
        if (cohort.first..=cohort.last).contains(&case.origin)
            && let Some(spell) = case.spell()
        {
            now.add(0, spell)?;
        }
    }
    Ok(LookBack {
        as_at: window.last,
        estimate: cumulative_incidence(&then.pooled()),
        came: cumulative_incidence(&now.pooled()),
    })
}

/// So many days up to and with a day.
fn ending(day: i32, days: u32) -> Result<Window, StatsError> {
    let first = i64::from(day) - i64::from(days) + 1;
    Ok(Window {
        first: i32::try_from(first).or(Err(StatsError::BadTime))?,
        last: day,
    })
}
