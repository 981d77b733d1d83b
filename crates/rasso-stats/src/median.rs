//! Medians of whole days, from a count of each number of days.

use crate::number::float;
use std::collections::BTreeMap;
use std::fmt;

/// How many times each number of days was seen. Two are merged exactly, in any order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DayHistogram {
    counts: BTreeMap<i32, u64>,
}

impl DayHistogram {
    /// One more record that took `days`.
    pub fn add(&mut self, days: i32) {
        self.add_many(days, 1);
    }

    /// `times` more records that took `days`.
    pub fn add_many(&mut self, days: i32, times: u64) {
        if times > 0 {
            *self.counts.entry(days).or_default() += times;
        }
    }

    /// Takes in all of another histogram.
    pub fn merge(&mut self, other: &Self) {
        for (&days, &times) in &other.counts {
            self.add_many(days, times);
        }
    }

    /// Takes all of another histogram out again: what is not in this one is not taken.
    pub fn remove(&mut self, other: &Self) {
        for (days, times) in &other.counts {
            if let Some(held) = self.counts.get_mut(days) {
                *held = held.saturating_sub(*times);
            }
        }
        self.counts.retain(|_, times| *times > 0);
    }

    /// Where the days are those on which something began, how many days it has lasted on another: none
    /// where it begins on that day or after.
    #[must_use]
    pub fn ages_on(&self, day: i32) -> Self {
        let mut ages = Self::default();
        for (&began, &times) in &self.counts {
            ages.add_many(day.saturating_sub(began).max(0), times);
        }
        ages
    }

    /// How many records there are.
    pub fn n(&self) -> u64 {
        self.counts.values().sum()
    }

    /// All their days together.
    pub fn total(&self) -> i64 {
        let of_each = self.counts.iter();
        of_each.fold(0, |sum, (&days, &times)| {
            let times = i64::try_from(times).unwrap_or(i64::MAX);
            i64::from(days).saturating_mul(times).saturating_add(sum)
        })
    }

    /// The least number of days; nothing when there are none.
    pub fn least(&self) -> Option<i32> {
        self.counts.first_key_value().map(|it| *it.0)
    }

    /// The most.
    pub fn most(&self) -> Option<i32> {
        self.counts.last_key_value().map(|it| *it.0)
    }

    /// The standard deviation of the days, with n - 1 below; nothing where there are fewer than two.
    pub fn deviation(&self) -> Option<f64> {
        let n = self.n();
        let below = float(n.checked_sub(1).filter(|it| *it > 0)?);
        let mean = self.counts.iter().fold(0.0, |sum, (&days, &times)| {
            sum + f64::from(days) * (float(times) / float(n))
        });
        let squares = self.counts.iter().fold(0.0, |sum, (&days, &times)| {
            sum + (f64::from(days) - mean).powi(2) * float(times)
        });
        Some((squares / below).sqrt())
    }

    /// The middle number of days, or the mean of the middle two when there is an even number of
    /// records. Nothing when there are none.
    pub fn median(&self) -> Option<Median> {
        let n = self.n();
        let lower = self.nth(n.checked_sub(1)? / 2)?;
        let upper = self.nth(n / 2)?;
        Some(Median {
            twice: i64::from(lower) + i64::from(upper),
        })
    }

    /// The number of days at a place in the sorted list, counting from 0.
    fn nth(&self, place: u64) -> Option<i32> {
        let mut passed = 0;
        self.counts.iter().find_map(|(&days, &times)| {
            passed += times;
            (place < passed).then_some(days)
        })
    }
}

impl FromIterator<i32> for DayHistogram {
    fn from_iter<I: IntoIterator<Item = i32>>(days: I) -> Self {
        let mut histogram = Self::default();
        days.into_iter().for_each(|days| histogram.add(days));
        histogram
    }
}

/// A median of days, kept in half days so that it stays exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Median {
    /// Twice the median: 25 for twelve and a half days.
    pub twice: i64,
}

impl Median {
    /// The median in days, exact: the sum of two day counts is far below 2^53.
    pub fn days(self) -> f64 {
        let whole = i32::try_from(self.twice.div_euclid(2)).map_or(f64::NAN, f64::from);
        if self.twice.rem_euclid(2) == 1 {
            whole + 0.5
        } else {
            whole
        }
    }
}

impl fmt::Display for Median {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.twice < 0 { "-" } else { "" };
        let half = if self.twice % 2 == 0 { "" } else { ".5" };
        write!(f, "{sign}{}{half}", self.twice.unsigned_abs() / 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn median(days: &[i32]) -> Option<String> {
        let histogram: DayHistogram = days.iter().copied().collect();
        histogram.median().map(|median| median.to_string())
    }

    #[test]
    fn the_middle_one_or_the_mean_of_the_middle_two() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[7]).as_deref(), Some("7"));
        assert_eq!(median(&[9, 1, 4]).as_deref(), Some("4"));
        assert_eq!(median(&[12, 13]).as_deref(), Some("12.5"));
        assert_eq!(median(&[0, -1]).as_deref(), Some("-0.5"));
        assert_eq!(median(&[-3, -2]).as_deref(), Some("-2.5"));
        assert_eq!(median(&[i32::MAX, i32::MAX]).as_deref(), Some("2147483647"));
    }

    #[test]
    fn the_total_counts_each_as_often_as_it_was_seen() {
        let total = |days: &[i32]| days.iter().copied().collect::<DayHistogram>().total();
        assert_eq!(total(&[]), 0);
        assert_eq!(total(&[7, 7, 0, -1]), 13);
    }

    #[test]
    fn days_are_the_same_number_as_the_text() {
        for twice in [-5, -4, -1, 0, 1, 25, 730] {
            let median = Median { twice };
            let text: f64 = median.to_string().parse().unwrap();
            assert!((median.days() - text).abs() < f64::EPSILON);
        }
    }

    #[test]
    fn an_age_is_counted_from_the_day_on_which_it_began() {
        let began: DayHistogram = [10, 10, 12, 20].into_iter().collect();
        let ages: DayHistogram = [5, 5, 3, 0].into_iter().collect();
        assert_eq!(began.ages_on(15), ages);
        let mut left = began;
        left.remove(&[10, 20, 33].into_iter().collect());
        assert_eq!(left, [10, 12].into_iter().collect());
    }

    proptest! {
        #[test]
        fn a_histogram_agrees_with_sorting(mut days in prop::collection::vec(-400_i32..4000, 1..200)) {
            let histogram: DayHistogram = days.iter().copied().collect();
            days.sort_unstable();
            let n = days.len();
            let twice = i64::from(days[(n - 1) / 2]) + i64::from(days[n / 2]);
            prop_assert_eq!(histogram.n(), u64::try_from(n).unwrap());
            prop_assert_eq!(histogram.median(), Some(Median { twice }));
        }

        #[test]
        fn merging_is_counting_both(a in prop::collection::vec(0_i32..50, 0..50), b in prop::collection::vec(0_i32..50, 0..50)) {
            let both: DayHistogram = a.iter().chain(&b).copied().collect();
            let mut merged: DayHistogram = b.into_iter().collect();
            merged.merge(&a.into_iter().collect());
            prop_assert_eq!(merged, both);
        }
    }
}
