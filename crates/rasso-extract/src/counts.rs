//! Faults counted by file, column and reason.

use crate::{Fault, FileTally, Rule, Scope};
use std::{collections::BTreeMap, sync::Arc};

/// How often one rule was broken in one column of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultCount {
    /// The table.
    pub table: Arc<str>,
    /// The file.
    pub file: Arc<str>,
    /// The column.
    pub column: Arc<str>,
    /// The rule.
    pub rule: Rule,
    /// What it costs.
    pub scope: Scope,
    /// How many cells or rows.
    pub count: u64,
    /// How many of them are in rows in whose place a corrected file has sent others.
    pub sent_anew: u64,
}

/// What faults are counted by.
type Kind<'f> = (&'f Arc<str>, &'f Arc<str>, &'f Arc<str>, Rule, Scope);

/// The faults counted, in the order of file, column and rule. `files` are those that the faults are of.
pub fn fault_counts(files: &[FileTally], faults: &[Fault]) -> Vec<FaultCount> {
    let gone = sent_anew(files);
    let mut counts: BTreeMap<_, (u64, u64)> = BTreeMap::new();
    for it in faults {
        let kind = (&it.file, &it.table, &it.column, it.rule, it.scope);
        let (all, anew) = counts.entry(kind).or_default();
        *all += 1;
        *anew += u64::from(!stands(it, &gone));
    }
    let count =
        |((file, table, column, rule, scope), (count, sent_anew)): (Kind<'_>, _)| FaultCount {
            table: Arc::clone(table),
            file: Arc::clone(file),
            column: Arc::clone(column),
            rule,
            scope,
            count,
            sent_anew,
        };
    counts.into_iter().map(count).collect()
}

/// The faults that still stand: without those of rows in whose place a corrected file has sent
/// others. `files` are those that the faults are of.
pub fn standing_faults<'f>(files: &[FileTally], faults: &'f [Fault]) -> Vec<&'f Fault> {
    let gone = sent_anew(files);
    faults.iter().filter(|it| stands(it, &gone)).collect()
}

/// The rows of each file of a table that were sent anew.
type SentAnew<'t> = BTreeMap<(&'t str, &'t str), &'t [u64]>;

fn sent_anew(files: &[FileTally]) -> SentAnew<'_> {
    let used = files.iter().filter(|it| it.used);
    used.map(|it| ((&*it.table, &*it.label), it.sent_anew.as_slice()))
        .collect()
}

fn stands(fault: &Fault, gone: &SentAnew<'_>) -> bool {
    let gone = gone.get(&(&*fault.table, &*fault.file));
    gone.is_none_or(|rows| rows.binary_search(&fault.row).is_err())
}
