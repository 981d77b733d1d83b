//! Records that fill a column and leave empty the one without which it counts for nothing.

use super::{
    FindingKind, Findings, Senders,
    columns::{column, texts},
};
use crate::SourceFile;
use arrow::array::{Array, ArrayRef};
use rasso_schema::{HalfTold, Pair, TableSchema};
use rasso_stats::thousands;
use std::collections::BTreeMap;

/// Of one sender: records that fill the first column, and those of them without the second.
type Told = BTreeMap<u32, (u64, u64)>;

/// `from` gives the file of each record.
pub(crate) fn half_told(
    arrays: &[ArrayRef],
    table: &TableSchema,
    rule: &HalfTold,
    from: &[(&SourceFile, u64)],
    senders: &mut Senders,
) -> Vec<(u32, String)> {
    let mut found = Vec::new();
    for pair in rule.pair.iter().filter(|it| it.table == table.name) {
        for (sender, (told, half)) in counted(arrays, table, pair, from, senders) {
            if half >= rule.records && half * 100 >= rule.percent * told {
                let Pair {
                    column,
                    needs,
                    costs,
                    ..
                } = pair;
                let (told, half) = (thousands(told), thousands(half));
                let words = format!(
                    "{half} of the {told} records with `{column}` have no `{needs}`: {costs}"
                );
                found.push((sender, words));
            }
        }
    }
    found
}

fn counted(
    arrays: &[ArrayRef],
    table: &TableSchema,
    pair: &Pair,
    from: &[(&SourceFile, u64)],
    senders: &mut Senders,
) -> Told {
    let mut told = Told::new();
    let column = |name: &str| column(arrays, table, name);
    let (Some(first), Some(second)) = (column(&pair.column), column(&pair.needs)) else {
        return told;
    };
    let names = texts(arrays, table, &pair.sender);
    for (row, (file, _)) in from.iter().enumerate() {
        if first.is_valid(row) {
            let name = names.filter(|it| it.is_valid(row));
            let sender = senders.place(&file.source, name.map_or("", |it| it.value(row)));
            let (all, half) = told.entry(sender).or_default();
            *all += 1;
            *half += u64::from(second.is_null(row));
        }
    }
    told
}

/// Puts down what was found of each sender.
pub(super) fn tell(found: Vec<(u32, String)>, kind: FindingKind, findings: &mut Findings<'_>) {
    for (sender, words) in found {
        findings.add(sender, kind, String::new(), words);
    }
}
