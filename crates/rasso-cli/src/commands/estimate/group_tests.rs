//! `rasso estimate gray` and `logrank`: whether groups differ.

use super::cases;
use super::ends::Statuses;
use super::table::{Cell, Table};
use crate::{
    args::{Cases, GroupTests},
    failure::{Failure, USAGE},
};
use rasso_stats::survival::{RiskTable, gray as gray_of, log_rank};
use rasso_stats::{GroupTest, StatsError};

const COLUMNS: [&str; 6] = ["cause", "groups", "statistic", "degrees", "p_value", "note"];

pub(super) fn gray(asked: &GroupTests) -> Result<Table, Failure> {
    tests(&asked.cases, asked.cause.as_deref(), gray_of)
}

pub(super) fn logrank(asked: &GroupTests) -> Result<Table, Failure> {
    tests(&asked.cases, asked.cause.as_deref(), log_rank)
}

/// The test of each cause, or of the one asked for.
fn tests(
    asked: &Cases,
    cause: Option<&str>,
    test: impl Fn(&[RiskTable], usize) -> Result<GroupTest, StatsError>,
) -> Result<Table, Failure> {
    let cohorts = cases::read(asked, Statuses::Causes)?;
    let tables: Vec<RiskTable> = cohorts.groups.into_iter().map(|it| it.1).collect();
    let groups = u64::try_from(tables.len()).unwrap_or(u64::MAX);
    let is_asked = |it: &str| cause.is_none_or(|asked| asked == it);
    let mut rows = Vec::new();
    for (label, number) in cohorts.causes.iter().filter(|it| is_asked(&it.0)) {
        let found = test(&tables, *number);
        let note = found.err().map(|it| it.to_string());
        let found = found.ok();
        rows.push(vec![
            label.into(),
            groups.into(),
            found.map(|it| it.statistic).into(),
            found.map(|it| u64::from(it.degrees)).into(),
            found.map(|it| it.p_value).into(),
            Cell::from(note.as_deref()),
        ]);
    }
    if cause.is_some() && rows.is_empty() {
        // The causes there are would help, but they are cells of the file.
        let failure = Failure::new(USAGE, "--cause names a status that no case has");
        return Err(failure.hint("leave it out for every cause"));
    }
    Ok(Table {
        columns: &COLUMNS,
        rows,
        notes: cohorts.notes,
    })
}
