//! URNs that another force registered than the one whose records they are in.

use super::{Senders, columns::texts};
use crate::SourceFile;
use arrow::array::{Array, ArrayRef};
use rasso_schema::{ForeignUrns, Schemas, TableSchema};
use rasso_stats::thousands;
use std::collections::BTreeMap;

/// Of one sender: records with a URN, and how many of these begin with each other force.
#[derive(Default)]
struct Urns<'a> {
    all: u64,
    foreign: BTreeMap<&'a str, u64>,
}

/// `from` gives the file of each record.
pub(crate) fn foreign_urns(
    arrays: &[ArrayRef],
    table: &TableSchema,
    schemas: &Schemas,
    rule: &ForeignUrns,
    from: &[(&SourceFile, u64)],
    senders: &mut Senders,
) -> Vec<(u32, String)> {
    let mut found = Vec::new();
    // Some forces have had two codes.
    let force = |code| schemas.geography().canonical_force(code).unwrap_or(code);
    for of in rule.of.iter().filter(|it| it.table == table.name) {
        let urns = texts(arrays, table, &of.urn).zip(texts(arrays, table, &of.force));
        let Some((urns, forces)) = urns else {
            continue;
        };
        let mut counts: BTreeMap<u32, Urns<'_>> = BTreeMap::new();
        for (row, (file, _)) in from.iter().enumerate() {
            if urns.is_null(row) || forces.is_null(row) {
                continue;
            }
            let own = forces.value(row);
            let registered = urns.value(row).get(..2).unwrap_or_default();
            let count = counts.entry(senders.place(&file.source, own)).or_default();
            count.all += 1;
            if force(registered) != force(own) {
                *count.foreign.entry(registered).or_default() += 1;
            }
        }
        for (sender, Urns { all, foreign }) in counts {
            let many: u64 = foreign.values().sum();
            let most = foreign
                .iter()
                .max_by_key(|it| (it.1, std::cmp::Reverse(it.0)));
            if let Some((code, _)) = most
                && many >= rule.records
                && many * 100 >= rule.percent * all
            {
                let (many, all) = (thousands(many), thousands(all));
                let words = format!(
                    "{many} of its {all} URNs are of other forces, most of force {code}: is `{}` right?",
                    of.force
                );
                found.push((sender, words));
            }
        }
    }
    found
}
