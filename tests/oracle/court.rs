//! What the counts and hearings of a defendant tell of a case.

use crate::oracle::codes::Codes;
use crate::oracle::extracts::{Count, Hearing};
use jiff::civil::Date;

/// When in a case the first plea of guilty was entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Up to the plea hearing; where there was none, the first hearing.
    PleaHearing,
    BeforeTrial,
    /// On the day of the first trial that was not vacated, or later.
    AtTrial,
}

/// What the counts and hearings tell.
#[derive(Default)]
pub(crate) struct AtCourt {
    pub(crate) counts: usize,
    pub(crate) rape_counts: usize,
    pub(crate) charged_rape: bool,
    pub(crate) plea_entered: bool,
    pub(crate) guilty_plea: bool,
    pub(crate) stage: Option<Stage>,
    pub(crate) section_28: Option<Date>,
    /// The day of each listing for trial, and what became of it.
    pub(crate) trials: Vec<(Date, Option<String>)>,
}

/// What the counts and hearings of one defendant tell.
pub(crate) fn at_court(counts: &[&Count], hearings: &[&Hearing], codes: &Codes) -> AtCourt {
    let guilty = || {
        counts
            .iter()
            .filter(|it| it.plea.as_deref() == Some("guilty"))
    };
    let first_guilty = guilty().filter_map(|it| it.plea_date).min();
    let recorded = hearings.iter().filter(|it| it.kind == "s28");
    let trials = hearings.iter().filter(|it| it.kind == "trial");
    AtCourt {
        counts: counts.len(),
        rape_counts: counts
            .iter()
            .filter(|it| codes.is_rape(&it.offence))
            .count(),
        charged_rape: counts.iter().any(|it| codes.is_rape(&it.offence)),
        plea_entered: counts.iter().any(|it| it.plea.is_some()),
        guilty_plea: guilty().next().is_some(),
        stage: first_guilty.and_then(|day| stage(day, hearings)),
        section_28: recorded.map(|it| it.date).min(),
        trials: trials.map(|it| (it.date, it.listing.clone())).collect(),
    }
}

fn stage(plea: Date, hearings: &[&Hearing]) -> Option<Stage> {
    let first = |kind: &str| {
        let own = hearings.iter().filter(|it| it.kind == kind);
        own.filter(|it| it.listing.as_deref() != Some("vacated"))
            .map(|it| it.date)
            .min()
    };
    match (first("trial"), first("ptph").or_else(|| first("first"))) {
        (Some(trial), _) if plea >= trial => Some(Stage::AtTrial),
        (_, Some(hearing)) if plea <= hearing => Some(Stage::PleaHearing),
        (_, Some(_)) => Some(Stage::BeforeTrial),
        (_, None) => None,
    }
}
