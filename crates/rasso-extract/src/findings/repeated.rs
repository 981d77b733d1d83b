//! Two months of a sender whose records are alike: the same period under another date.
//!
//! What is compared of a record is all but references, identifiers and dates, because these are what
//! changes when an old month is sent as a new one. Months of few or common records are alike by
//! chance; so the chance is worked out. With `p` the share of a content among all records of the
//! table, the chance that n records drawn so are exactly this multiset is multinomial,
//! `n! * product(p_i^k_i / k_i!)`, and it is this that must be small.

use super::{FindingKind, Findings, Months, month_name};
use crate::{
    ExtractError,
    key::{Holds, layout},
    known::fingerprints,
};
use arrow::array::ArrayRef;
use rasso_schema::{ColumnType, RepeatedPeriod, Sensitivity, TableSchema};
use std::{collections::BTreeMap, sync::Arc};

/// How often each content stands in a month.
type Content = BTreeMap<u128, u64>;

/// Compares the months of each sender, each with each.
pub(crate) fn repeated_periods(
    arrays: &[ArrayRef],
    table: &TableSchema,
    months: &Months,
    rule: RepeatedPeriod,
    findings: &mut Findings<'_>,
) -> Result<(), ExtractError> {
    let compared: Vec<ArrayRef> = layout(table)
        .into_iter()
        .zip(arrays)
        .filter(|((column, holds), _)| {
            *holds == Holds::Value
                && column.sensitivity == Sensitivity::Open
                && column.kind != ColumnType::Date
        })
        .map(|(_, array)| Arc::clone(array))
        .collect();
    if compared.is_empty() {
        return Ok(());
    }
    let contents = fingerprints(&compared)?;
    let mut all = Content::new();
    let mut of_month: BTreeMap<u32, BTreeMap<i32, Content>> = BTreeMap::new();
    for (content, of) in contents.iter().zip(&months.0) {
        *all.entry(*content).or_default() += 1;
        if let Some((sender, month)) = of {
            let of_sender = of_month.entry(*sender).or_default();
            *of_sender
                .entry(*month)
                .or_default()
                .entry(*content)
                .or_default() += 1;
        }
    }
    let records: u64 = all.values().sum();
    for (sender, months) in &of_month {
        let months: Vec<(&i32, &Content)> = months.iter().collect();
        for (at, (later, content)) in months.iter().enumerate() {
            // The nearest month before it that is alike.
            let mut earlier = months.iter().take(at).rev();
            let alike = earlier.find_map(|(earlier, other)| {
                let shared = shared(content, other);
                is_alike(&shared, content, other, rule)
                    .then_some((**earlier, shared))
                    .filter(|(_, shared)| is_no_chance(shared, &all, records, rule))
            });
            if let Some((earlier, shared)) = alike {
                let words = format!(
                    "{} of its {} records are alike those of {} in all but references and dates",
                    shared.values().sum::<u64>(),
                    content.values().sum::<u64>(),
                    month_name(earlier)
                );
                findings.add(
                    *sender,
                    FindingKind::RepeatedPeriod,
                    month_name(**later),
                    words,
                );
            }
        }
    }
    Ok(())
}

/// The records that two months have in common.
fn shared(a: &Content, b: &Content) -> Content {
    a.iter()
        .filter_map(|(content, n)| Some((*content, *n.min(b.get(content)?))))
        .collect()
}

fn is_alike(shared: &Content, a: &Content, b: &Content, rule: RepeatedPeriod) -> bool {
    let total = |it: &Content| it.values().sum::<u64>();
    let larger = total(a).max(total(b));
    total(shared) >= rule.records && total(shared) * 100 >= rule.percent * larger
}

fn is_no_chance(shared: &Content, all: &Content, records: u64, rule: RepeatedPeriod) -> bool {
    let log = |n: u64| f64::from(u32::try_from(n).unwrap_or(u32::MAX)).ln();
    let log_factorial = |n: u64| (2..=n).map(log).sum::<f64>();
    let mut chance = log_factorial(shared.values().sum());
    for (content, n) in shared {
        let times = f64::from(u32::try_from(*n).unwrap_or(u32::MAX));
        let common = all.get(content).copied().unwrap_or(1);
        chance += times * (log(common) - log(records)) - log_factorial(*n);
    }
    chance / std::f64::consts::LN_10 <= -f64::from(rule.chance_of_10_to_minus)
}
