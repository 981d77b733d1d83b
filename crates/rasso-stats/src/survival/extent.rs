//! How far a risk table can be read.

use super::{At, RiskTable};

/// How far estimates may go: from the origin on without a gap in which nobody was under
/// observation.
///
/// Cases that enter late leave gaps. A gap ends the estimate, and so does a time at which all who
/// are at risk end while others are still to enter: those show that more cases last longer, but not
/// how many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    /// How many steps of the table may be used.
    pub(super) steps: usize,
    until: Option<f64>,
    settled: bool,
}

impl Extent {
    pub(super) fn of(table: &RiskTable) -> Self {
        let mut extent = Self {
            steps: 0,
            until: None,
            settled: false,
        };
        let mut seen_open = 0;
        for step in table.steps() {
            if step.at_risk == 0 || extent.settled {
                extent.settled = false;
                break;
            }
            extent.steps += 1;
            extent.until = Some(step.time);
            seen_open += step.censored;
            // One case that ends last says nothing of those that were open when last seen.
            extent.settled = step.all_events() == step.at_risk && seen_open == 0;
        }
        extent
    }

    /// What is known at a time, when `read` tells the estimate after so many steps.
    pub(super) fn at<T>(
        &self,
        time: f64,
        times: &[f64],
        read: impl FnOnce(Option<usize>) -> T,
    ) -> At<T> {
        let Some(until) = self.until else {
            return At::NotObserved { until: None };
        };
        let last_step = times.partition_point(|it| *it <= time).checked_sub(1);
        if time <= until {
            At::Observed(read(last_step))
        } else if self.settled && time > until {
            At::Settled(read(last_step))
        } else {
            // A time that is no number comes here too: it is neither before the end nor past it.
            At::NotObserved { until: self.until }
        }
    }
}
