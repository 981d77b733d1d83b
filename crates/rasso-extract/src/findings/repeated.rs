//! Two months of a sender whose records are alike: the same period under another date.
//!
//! What is compared of a record is all but references, identifiers and dates, because these are what
//! changes when an old month is sent as a new one. Months of few or common records are alike by
//! chance, so the chance is worked out. A content that has the share `p` of the sender's other months
//! is expected `n p` times in a month of n records; that it stands there as often as the earlier month
//! has it, or more often, has the chance of a Poisson tail. The chances of all contents of the earlier
//! month are combined by Fisher's method (Statistical Methods for Research Workers, 1932, section 21.1):
//! with m of them, `-2 sum ln p` is chi-squared with 2m degrees of freedom.

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
                && !matches!(column.kind, ColumnType::Date | ColumnType::OffenceDate)
        })
        .map(|(_, array)| Arc::clone(array))
        .collect();
    if compared.is_empty() {
        return Ok(());
    }
    let contents = fingerprints(&compared)?;
    let mut of_sender: BTreeMap<u32, (Content, BTreeMap<i32, Content>)> = BTreeMap::new();
    for (content, of) in contents.iter().zip(&months.of) {
        if let Some((sender, month)) = of {
            let (all, months) = of_sender.entry(*sender).or_default();
            *all.entry(*content).or_default() += 1;
            *months
                .entry(*month)
                .or_default()
                .entry(*content)
                .or_default() += 1;
        }
    }
    for (sender, (all, months)) in &of_sender {
        let months: Vec<(&i32, &Content)> = months.iter().collect();
        for (at, (later, content)) in months.iter().enumerate() {
            // The nearest month before it that is alike.
            let mut earlier = months.iter().take(at).rev();
            let alike = earlier.find_map(|(earlier, other)| {
                if !may_be_alike(content, other) {
                    return None;
                }
                let shared = shared(content, other);
                (is_alike(shared, content, other, rule) && is_no_chance(content, other, all, rule))
                    .then_some((**earlier, shared))
            });
            if let Some((earlier, shared)) = alike {
                let words = format!(
                    "{shared} of its {} records are alike those of {} in all but references and dates",
                    total(content),
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

/// How many contents stand for all of a month at first sight.
const SKETCH: usize = 64;

/// Whether two months may be alike, at first sight: contents are fingerprints, so the smallest are a
/// fair sample of them, and of months that are alike most of these are the same.
fn may_be_alike(a: &Content, b: &Content) -> bool {
    if a.len().min(b.len()) < SKETCH {
        return true;
    }
    let same = a
        .keys()
        .take(SKETCH)
        .filter(|it| b.contains_key(it))
        .count();
    same * 2 >= SKETCH
}

fn total(content: &Content) -> u64 {
    content.values().sum()
}

/// How many records two months have in common.
fn shared(a: &Content, b: &Content) -> u64 {
    let common = |(content, n): (&u128, &u64)| Some(*n.min(b.get(content)?));
    a.iter().filter_map(common).sum()
}

fn is_alike(shared: u64, a: &Content, b: &Content, rule: RepeatedPeriod) -> bool {
    shared >= rule.records && shared * 100 >= rule.percent * total(a).max(total(b))
}

/// Whether the later month has the contents of the earlier too often for chance.
fn is_no_chance(later: &Content, earlier: &Content, all: &Content, rule: RepeatedPeriod) -> bool {
    let number = |n: u64| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let of = |content: &Content, it: &u128| content.get(it).copied().unwrap_or_default();
    let (n, others) = (total(later), total(all) - total(later) - total(earlier));
    let mut sum = 0.0;
    for (content, times) in earlier {
        let common = times.min(later.get(content).unwrap_or(&0));
        let elsewhere = of(all, content) - times - of(later, content);
        // Half a record more, so that what no other month has is rare and not impossible.
        let expected = number(n) * (number(elsewhere) + 0.5) / (number(others) + 1.0);
        sum -= log_chance_of_at_least(*common, expected);
    }
    let chance = log_chance_of_at_most(earlier.len(), sum);
    chance / std::f64::consts::LN_10 <= -f64::from(rule.chance_of_10_to_minus)
}

/// The logarithm of the chance that a Poisson variable is `k` or more.
fn log_chance_of_at_least(k: u64, mean: f64) -> f64 {
    if k == 0 {
        return 0.0;
    }
    // The terms below k, and so what is left; where that is nearly nothing, the first term from k on.
    let (mut term, mut below, mut i) = (-mean, 0.0, 0.0);
    for _ in 0..k {
        below += f64::exp(term);
        i += 1.0;
        term += mean.ln() - f64::ln(i);
    }
    if below < 1.0 - 1e-9 {
        (1.0 - below).ln()
    } else {
        term
    }
}

/// The logarithm of the chance that a Poisson variable of this mean is below `m`: the upper tail of
/// chi-squared with 2m degrees of freedom at twice the mean.
fn log_chance_of_at_most(m: usize, mean: f64) -> f64 {
    if mean <= 0.0 {
        return 0.0;
    }
    let (mut term, mut i) = (-mean, 0.0);
    let mut terms = Vec::new();
    for _ in 0..m {
        terms.push(term);
        i += 1.0;
        term += mean.ln() - f64::ln(i);
    }
    let largest = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = terms.iter().map(|it| (it - largest).exp()).sum();
    (largest + sum.ln()).min(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    #[test]
    fn the_tails_are_those_of_the_tables() {
        // Poisson of mean 3: P(X >= 2) = 1 - 4 e^-3; P(X <= 1) = 4 e^-3.
        let low = 4.0 * f64::exp(-3.0);
        assert!(is_near(log_chance_of_at_least(2, 3.0), (1.0 - low).ln()));
        assert!(is_near(log_chance_of_at_most(2, 3.0), low.ln()));
        // Chi-squared with 4 degrees of freedom passes 9.487729 with a chance of 0.05.
        let tail = log_chance_of_at_most(2, 9.487_729_036_781_154 / 2.0).exp();
        assert!((tail - 0.05).abs() < 1e-9, "{tail}");
        // Far out, where one less the sum would be nothing: e^-0.001 0.001^20 / 20!.
        let far = log_chance_of_at_least(20, 0.001);
        assert!((-181.0..-180.0).contains(&far), "{far}");
    }
}
