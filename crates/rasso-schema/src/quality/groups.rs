//! What is asked of a record among the others of its case.

use super::{cell::RuleRows, condition::Condition, rule::Verdict};
use rasso_terms::Day;
use std::collections::BTreeMap;

/// Records of one case have one value of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Single {
    pub(super) per: Vec<usize>,
    pub(super) column: usize,
    pub(super) words: String,
}

/// Another record of the case before or after this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sequence {
    pub(super) per: Vec<usize>,
    pub(super) date: usize,
    pub(super) needs: Needs,
    /// A record is asked only where the case has one that would do at all.
    pub(super) may_be_missing: bool,
    pub(super) words: String,
}

/// What a record needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Needs {
    /// One of these on its day or before.
    Earlier(Vec<Condition>),
    /// One of these on a later day, and no later than so many days.
    Later(Vec<Condition>, Option<i32>),
    /// Since the last of the first kind before its day, one of the second.
    Since(Vec<Condition>, Vec<Condition>),
}

/// The places of the records of each case that are wholly named, in the order of the cases.
pub(super) fn cases(rows: &impl RuleRows, per: &[usize]) -> Vec<Vec<usize>> {
    let mut cases: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    for row in 0..rows.len() {
        let cell = |at: &usize| rows.cell(row, *at);
        if per.iter().all(|at| cell(at).is_filled()) {
            let named = per.iter().map(|at| format!("{:?}", cell(at)));
            cases.entry(named.collect()).or_default().push(row);
        }
    }
    cases.into_values().collect()
}

fn all_hold(conditions: &[Condition], rows: &impl RuleRows, row: usize) -> bool {
    let cell = |at: usize| rows.cell(row, at);
    conditions.iter().all(|it| it.holds(&cell))
}

impl Single {
    /// The first record of a case answers for all of it.
    pub(super) fn judge(&self, rows: &impl RuleRows, asked: &[bool], verdicts: &mut [Verdict]) {
        for case in cases(rows, &self.per) {
            let filled = |row: &usize| {
                asked.get(*row) == Some(&true) && rows.cell(*row, self.column).is_filled()
            };
            let mut told: Vec<usize> = case.into_iter().filter(filled).collect();
            let Some(verdict) = told.first().and_then(|it| verdicts.get_mut(*it)) else {
                continue;
            };
            let first = told.remove(0);
            let value = rows.cell(first, self.column);
            let is_one = told.iter().all(|it| rows.cell(*it, self.column) == value);
            *verdict = Verdict::kept(is_one);
        }
    }
}

impl Sequence {
    pub(super) fn judge(&self, rows: &impl RuleRows, asked: &[bool], verdicts: &mut [Verdict]) {
        for case in cases(rows, &self.per) {
            for row in &case {
                if asked.get(*row) != Some(&true) {
                    continue;
                }
                if let (Some(is_kept), Some(verdict)) =
                    (self.is_kept(rows, &case, *row), verdicts.get_mut(*row))
                {
                    *verdict = Verdict::kept(is_kept);
                }
            }
        }
    }

    fn is_kept(&self, rows: &impl RuleRows, case: &[usize], row: usize) -> Option<bool> {
        let day_of = |row: usize| rows.cell(row, self.date).day();
        let day = day_of(row)?;
        let days = |conditions: &[Condition]| -> Vec<Day> {
            let others = case.iter().filter(|it| **it != row);
            let meant = others.filter(|it| all_hold(conditions, rows, **it));
            meant.filter_map(|it| day_of(*it)).collect()
        };
        match &self.needs {
            Needs::Earlier(conditions) => {
                let found = days(conditions);
                let is_asked = !found.is_empty() || !self.may_be_missing;
                is_asked.then(|| found.iter().any(|it| *it <= day))
            }
            Needs::Later(conditions, within) => {
                let found = days(conditions);
                let later = found.into_iter().filter(|it| *it > day).min();
                let is_asked = later.is_some() || !self.may_be_missing;
                let in_time = |it: Day| within.is_none_or(|most| it <= day.plus(most));
                is_asked.then(|| later.is_some_and(in_time))
            }
            Needs::Since(since, one_of) => {
                let last = days(since).into_iter().filter(|it| *it < day).max()?;
                Some(days(one_of).into_iter().any(|it| last <= it && it <= day))
            }
        }
    }
}
