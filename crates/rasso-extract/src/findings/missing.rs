//! Months in which a sender has no record, where the months around have many.

use super::{FindingKind, Findings, period_name};
use rasso_schema::MissingPeriod;
use std::collections::BTreeMap;

/// `counts` are those of every sender and month; `last` gives, of a sender, the last month that it
/// should have told of whole.
pub(crate) fn missing_periods(
    counts: &BTreeMap<u32, BTreeMap<i32, u64>>,
    last: impl Fn(u32) -> i32,
    rule: MissingPeriod,
    findings: &mut Findings<'_>,
) {
    for (sender, months) in counts {
        let Some(latest) = months.keys().next_back().copied() else {
            continue;
        };
        let end = latest.max(last(*sender));
        let Some(first) = start(months, end, rule) else {
            continue;
        };
        let mut month = first;
        while month <= end {
            if months.contains_key(&month) {
                month += 1;
                continue;
            }
            let next = months.range(month..).next().map_or(end + 1, |(it, _)| *it);
            let usual = around(months, first, (month, next), end, rule.months_around);
            // A month has `usual.0 / usual.1` records; both stay whole.
            let length = u64::try_from(next - month).unwrap_or_default();
            let is_frequent = usual.0 >= rule.records_a_month * usual.1;
            let is_long = usual.0 * length >= rule.expected_records * usual.1;
            if usual.1 > 0 && is_frequent && is_long {
                let words = format!(
                    "no record, where about {} a month are usual",
                    usual.0 / usual.1
                );
                let period = period_name(month, next - 1);
                findings.add(*sender, FindingKind::MissingPeriod, period, words);
            }
            month = next;
        }
    }
}

/// The month from which a sender's records are usual: the first with a record that is followed by as
/// many months as are looked at around a gap, itself among them, of which at least half have as many
/// records as a month usually has. A date that a system fills in where it has none, 1900-01-01,
/// stands alone and starts nothing, however many records have it.
fn start(months: &BTreeMap<i32, u64>, end: i32, rule: MissingPeriod) -> Option<i32> {
    let is_usual = |month: &i32| {
        let following = (*month..=end).take(rule.months_around);
        let (mut length, mut frequent) = (0, 0);
        for month in following {
            length += 1;
            let records = months.get(&month).copied().unwrap_or_default();
            frequent += usize::from(records >= rule.records_a_month);
        }
        frequent * 2 >= length
    };
    months.keys().copied().find(is_usual)
}

/// Records and months on either side of a gap; the months after it up to the last.
fn around(
    months: &BTreeMap<i32, u64>,
    first: i32,
    (start, end): (i32, i32),
    last: i32,
    width: usize,
) -> (u64, u64) {
    let before = (first..start).rev().take(width);
    let after = (end..=last).take(width);
    let (mut records, mut length) = (0, 0);
    for month in before.chain(after) {
        records += months.get(&month).copied().unwrap_or_default();
        length += 1;
    }
    (records, length)
}
