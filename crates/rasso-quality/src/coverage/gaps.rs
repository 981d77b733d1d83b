//! Months of which a sender has no record, and ought to have some.

use super::{MonthSpan, Sender, month_of};
use rasso_schema::CoverageLimits;
use rasso_terms::Day;
use std::collections::BTreeMap;

/// How many records a sender has of each month.
pub(super) struct Months(BTreeMap<i32, u64>);

impl Months {
    pub(super) fn of(days: &[Day]) -> Self {
        let mut months = BTreeMap::new();
        for day in days {
            *months.entry(month_of(*day)).or_default() += 1;
        }
        Self(months)
    }

    fn within(&self, span: MonthSpan) -> u64 {
        if span.first > span.last {
            return 0;
        }
        self.0.range(span.first..=span.last).map(|it| it.1).sum()
    }

    /// Runs of months without a record within a span.
    fn empty(&self, span: MonthSpan) -> Vec<MonthSpan> {
        let mut runs: Vec<MonthSpan> = Vec::new();
        for month in (span.first..=span.last).filter(|it| !self.0.contains_key(it)) {
            match runs.last_mut() {
                Some(run) if run.last + 1 == month => run.last = month,
                _ => runs.push(MonthSpan {
                    first: month,
                    last: month,
                }),
            }
        }
        runs
    }
}

/// The months that are gone, of each sender that has such.
pub(super) fn gaps<'s>(
    senders: &BTreeMap<&'s Sender, Months>,
    known: MonthSpan,
    around: i32,
    rule: &CoverageLimits,
) -> BTreeMap<&'s Sender, Vec<MonthSpan>> {
    let in_all = |span: MonthSpan| senders.values().map(|it| it.within(span)).sum::<u64>();
    let sent = senders.values().filter(|it| !it.0.is_empty()).count();
    let average = in_all(known) / u64::try_from(sent.max(1)).unwrap_or(u64::MAX);
    let mut found = BTreeMap::new();
    for (sender, months) in senders {
        if months.0.is_empty() {
            if average >= rule.average_records {
                found.insert(*sender, vec![known]);
            }
            continue;
        }
        let is_gone = |gap: &MonthSpan| {
            let others = in_all(*gap);
            let own = months.within(known);
            let share = (others > 0).then_some((own, others, in_all(known) - own));
            let usual = usual(months, *gap, known, around);
            let expected = rule.expected_records;
            match (usual, share) {
                (Some(usual), Some(share)) => {
                    reaches(usual, expected) && is_no_chance(share, expected)
                }
                (Some(only), None) => reaches(only, expected),
                // Before the first record of its own only the others tell that there were any.
                (None, Some(share)) => is_no_chance(share, expected),
                (None, None) => false,
            }
        };
        let gone: Vec<MonthSpan> = months.empty(known).into_iter().filter(is_gone).collect();
        if !gone.is_empty() {
            found.insert(*sender, gone);
        }
    }
    found
}

/// Whether so many parts of a whole are as many as expected; the whole may be nothing, and then nobody
/// can tell.
const fn reaches((parts, whole): (u64, u64), expected: u64) -> bool {
    whole > 0 && parts >= expected * whole
}

/// Whether it is no chance that none of so many own records is in the gap, where so many of the others'
/// are, out of all of theirs: as little chance as of none where so many are expected. Few own records say
/// little, whatever the others have.
fn is_no_chance((own, in_gap, others): (u64, u64, u64), expected: u64) -> bool {
    let float = |it: u64| u32::try_from(it).map_or(f64::from(u32::MAX), f64::from);
    let outside = float(others.saturating_sub(in_gap)) / float(others.max(1));
    outside > 0.0 && -outside.ln() * float(own) >= float(expected)
}

/// How many records the months around would lead one to expect, as a number over a number of months;
/// nothing where the sender has no record before.
fn usual(months: &Months, gap: MonthSpan, known: MonthSpan, around: i32) -> Option<(u64, u64)> {
    let (first, _) = months.0.first_key_value()?;
    if *first > gap.last {
        return None;
    }
    let before = MonthSpan {
        first: (gap.first - around).max(*first),
        last: gap.first - 1,
    };
    let after = MonthSpan {
        first: gap.last + 1,
        last: (gap.last + around).min(known.last),
    };
    let length = |it: MonthSpan| u64::try_from(it.last - it.first + 1).unwrap_or_default();
    let records = months.within(before) + months.within(after);
    Some((records * length(gap), length(before) + length(after)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The gaps of the first sender, by months counted from 0; of each sender the records of 24 months.
    fn gaps_of_first(senders: &[[u64; 24]]) -> Vec<(i32, i32)> {
        let names: Vec<Sender> = (0..senders.len())
            .map(|it| Sender::Force(format!("{it:02}")))
            .collect();
        let months = |counts: &[u64; 24]| {
            let filled = (0..).zip(counts).filter(|it| *it.1 > 0);
            Months(filled.map(|(month, count)| (month, *count)).collect())
        };
        let all = names.iter().zip(senders.iter().map(months)).collect();
        let known = MonthSpan { first: 0, last: 23 };
        let rule = CoverageLimits {
            table: "police_crime".to_owned(),
            expected_records: 12,
            average_records: 120,
        };
        let found = gaps(&all, known, 6, &rule);
        assert!(found.keys().all(|it| **it == names[0]), "others are named");
        let of_first = found.get(&names[0]).into_iter().flatten();
        of_first.map(|it| (it.first, it.last)).collect()
    }

    /// Nothing of some months, and so many of the others.
    fn without(months: std::ops::Range<usize>, usual: u64) -> [u64; 24] {
        let mut counts = [usual; 24];
        counts[months].fill(0);
        counts
    }

    #[test]
    fn months_are_gone_where_so_many_records_ought_to_be_there() {
        let others = [40; 24];
        assert_eq!(gaps_of_first(&[without(6..9, 5), others]), [(6, 8)]);
        assert_eq!(gaps_of_first(&[without(6..8, 4), others]), []);
        assert_eq!(gaps_of_first(&[without(18..24, 4), others]), [(18, 23)]);
        assert_eq!(gaps_of_first(&[without(0..6, 4), others]), [(0, 5)]);
    }

    #[test]
    fn a_small_sender_with_an_empty_month_is_not_accused() {
        let mut small = [1; 24];
        for month in [2, 3, 4, 9, 15, 16] {
            small[month] = 0;
        }
        assert_eq!(gaps_of_first(&[small, [40; 24]]), []);
    }

    #[test]
    fn nobody_is_accused_of_months_in_which_nobody_had_a_record_yet() {
        assert_eq!(gaps_of_first(&[without(0..9, 9), without(0..8, 90)]), []);
    }

    #[test]
    fn a_single_late_record_says_nothing_of_the_months_before() {
        let mut late = [0; 24];
        late[23] = 1;
        assert_eq!(gaps_of_first(&[late, [40; 24]]), []);
    }

    #[test]
    fn a_sender_alone_is_held_to_its_own_months() {
        assert_eq!(gaps_of_first(&[without(6..9, 4)]), [(6, 8)]);
        assert_eq!(gaps_of_first(&[without(0..9, 4)]), []);
    }

    #[test]
    fn who_never_sent_anything_is_named_where_others_sent_much() {
        assert_eq!(gaps_of_first(&[[0; 24], [40; 24]]), [(0, 23)]);
        assert_eq!(gaps_of_first(&[[0; 24], [1; 24]]), []);
    }
}
