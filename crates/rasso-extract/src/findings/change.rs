//! More or fewer records of the same months than the delivery before had.

use super::{FindingKind, Findings, period_name};
use rasso_schema::SharpChange;
use rasso_terms::Day;
use std::collections::BTreeMap;

/// What the delivery before held.
pub(crate) struct Before {
    pub(crate) day: Day,
    pub(crate) counts: BTreeMap<u32, BTreeMap<i32, u64>>,
}

/// Compares each sender's records of the months that had settled by the delivery before.
pub(crate) fn sharp_changes(
    before: &Before,
    counts: &BTreeMap<u32, BTreeMap<i32, u64>>,
    rule: SharpChange,
    findings: &mut Findings<'_>,
) {
    let settled = super::months::month_of(before.day) - rule.settling_months;
    let nothing = BTreeMap::new();
    for (sender, then) in &before.counts {
        let now = counts.get(sender).unwrap_or(&nothing);
        let Some(first) = then.keys().next().copied().filter(|it| *it < settled) else {
            continue;
        };
        let total = |it: &BTreeMap<i32, u64>| it.range(first..settled).map(|it| it.1).sum();
        let (old, new): (u64, u64) = (total(then), total(now));
        let changed = old.abs_diff(new);
        if changed >= rule.records && changed * 100 >= rule.percent * old {
            let words = format!(
                "{new} records, where the delivery of {} had {old}",
                before.day
            );
            let period = period_name(first, settled - 1);
            findings.add(*sender, FindingKind::SharpChange, period, words);
        }
    }
}
