//! Cases counted by group, as they are read.

mod counted;
mod reader;

use super::ends::{Ends, Statuses};
use super::label::Labels;
use crate::{
    args::Cases,
    failure::{Failure, USAGE},
};
use counted::Days;
use rasso_extract::ExtractError;
use rasso_stats::survival::{RiskTable, Spell, Step};
use reader::Reader;
use std::rc::Rc;

/// The cases of each group, groups and causes in order.
pub(super) struct Cohorts {
    pub(super) groups: Vec<(Rc<str>, RiskTable)>,
    /// Each cause, with its number in the tables.
    pub(super) causes: Vec<(Rc<str>, usize)>,
    /// What is to be said of them.
    pub(super) notes: Vec<String>,
}

/// Why the reading ends.
enum Stop {
    /// There are times that are no whole days, or too far off.
    NotDays,
    Failed(Failure),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<ExtractError> for Stop {
    fn from(error: ExtractError) -> Self {
        Self::Failed(error.into())
    }
}

/// Reads and counts the cases. Whole days are counted as they come, and no case is held. At the first
/// time that is none the file is begun again, and cases are held until all are read.
pub(super) fn read(asked: &Cases, statuses: Statuses) -> Result<Cohorts, Failure> {
    let mut reader = Reader::new(asked, statuses);
    let mut days = Days::default();
    match reader.each(|case| days.add(&case)) {
        Ok(()) => return Ok(cohorts(&reader, |group| days.table(group))),
        Err(Stop::Failed(failure)) => return Err(failure),
        Err(Stop::NotDays) => {}
    }
    let mut reader = Reader::new(asked, statuses);
    let mut groups: Vec<Vec<Spell<f64>>> = Vec::new();
    reader.each::<Failure>(|case| {
        if groups.len() <= case.group {
            groups.resize_with(case.group + 1, Vec::new);
        }
        groups[case.group].push(case.spell());
        Ok(())
    })?;
    let causes = reader.ends.len();
    let tables = groups.iter().map(|it| RiskTable::from_spells(causes, it));
    let tables: Vec<RiskTable> = tables.collect::<Result<_, _>>()?;
    Ok(cohorts(&reader, |group| tables.get(group).cloned()))
}

fn cohorts(reader: &Reader<'_>, table: impl Fn(usize) -> Option<RiskTable>) -> Cohorts {
    let of_group = |(label, group): (Rc<str>, usize)| Some((label, table(group)?));
    let groups = reader.groups.in_order().into_iter();
    Cohorts {
        groups: groups.filter_map(of_group).collect(),
        causes: reader.ends.in_order(),
        notes: reader.ends.notes(),
    }
}

/// Of each time how many of something there were after the one before it, up to it.
pub(super) fn between(table: &RiskTable, times: &[f64], of: impl Fn(Step<'_>) -> u64) -> Vec<u64> {
    let mut steps = table.steps().peekable();
    let up_to = |time: &f64| {
        let mut sum = 0;
        while let Some(step) = steps.next_if(|it| it.time <= *time) {
            sum += of(step);
        }
        sum
    };
    times.iter().map(up_to).collect()
}

/// The times asked for, in their order, or those at which a case ended.
pub(super) fn times(asked: &[f64], table: &RiskTable) -> Vec<f64> {
    if asked.is_empty() {
        let ends = table.steps().filter(|it| it.all_events() > 0);
        return ends.map(|it| it.time).collect();
    }
    in_order(asked)
}

/// Times in their order, each once.
pub(super) fn in_order(times: &[f64]) -> Vec<f64> {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    times.dedup_by(|a, b| a.total_cmp(b).is_eq());
    times
}

/// Times to estimate at are numbers from 0 up.
pub(super) fn check_times(times: &[f64]) -> Result<(), Failure> {
    if times.iter().all(|it| it.is_finite() && *it >= 0.0) {
        return Ok(());
    }
    let message = "--at takes times, numbers from 0 up, with commas between them";
    Err(Failure::new(USAGE, message))
}
