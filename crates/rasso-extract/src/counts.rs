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
}

/// The faults counted, in the order of file, column and rule.
pub fn fault_counts(faults: &[Fault]) -> Vec<FaultCount> {
    let mut counts: BTreeMap<_, u64> = BTreeMap::new();
    for it in faults {
        let kind = (&it.file, &it.table, &it.column, it.rule, it.scope);
        *counts.entry(kind).or_default() += 1;
    }
    let count = |((file, table, column, rule, scope), count): ((&Arc<str>, _, _, _, _), u64)| {
        let (table, column): (&Arc<str>, &Arc<str>) = (table, column);
        FaultCount {
            table: Arc::clone(table),
            file: Arc::clone(file),
            column: Arc::clone(column),
            rule,
            scope,
            count,
        }
    };
    counts.into_iter().map(count).collect()
}

/// The faults that still stand: without those of rows in whose place a corrected file has sent
/// others. `files` are those that the faults are of.
pub fn standing_faults<'f>(files: &[FileTally], faults: &'f [Fault]) -> Vec<&'f Fault> {
    let mut gone: BTreeMap<(&str, &str), &[u64]> = BTreeMap::new();
    for file in files.iter().filter(|it| it.used) {
        gone.insert((&file.table, &file.label), &file.sent_anew);
    }
    let stands = |it: &&Fault| {
        let gone = gone.get(&(&*it.table, &*it.file));
        gone.is_none_or(|rows| rows.binary_search(&it.row).is_err())
    };
    faults.iter().filter(stands).collect()
}
