//! Calendar quarters, the grain of every measure.

use crate::Day;
use std::{fmt, str::FromStr};

/// A calendar quarter, written `2025-Q2` for April to June 2025.
///
/// The CPS calls the same three months `2025-26 Q1`; a quarter is stored once, under the calendar
/// name, with [`Quarter::financial_label`] beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter(i32);

/// A quarter was not written `YYYY-Qn`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a quarter; write it as 2025-Q2")]
pub struct MalformedQuarter(String);

impl Quarter {
    /// Quarter 1 to 4 of a calendar year.
    pub fn new(year: i32, quarter: i32) -> Option<Self> {
        (1..=4)
            .contains(&quarter)
            .then_some(Self(year * 4 + quarter - 1))
    }

    /// The quarter with this ordinal: quarters since the first of the year 0.
    pub const fn from_ordinal(ordinal: i32) -> Self {
        Self(ordinal)
    }

    /// Quarters since the first of the year 0.
    pub const fn ordinal(self) -> i32 {
        self.0
    }

    /// The quarter a day falls in.
    pub fn of(day: Day) -> Self {
        let (year, month) = day.year_month();
        Self(i32::from(year) * 4 + (i32::from(month) - 1) / 3)
    }

    /// The calendar year.
    pub const fn year(self) -> i32 {
        self.0.div_euclid(4)
    }

    /// 1 to 4 within the calendar year.
    pub const fn number(self) -> i32 {
        self.0.rem_euclid(4) + 1
    }

    /// The year in which the financial year began: April 2025 to March 2026 is 2025.
    pub const fn financial_year(self) -> i32 {
        (self.0 - 1).div_euclid(4)
    }

    /// The quarter after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// The first day.
    pub fn first_day(self) -> Day {
        let month = (self.number() - 1) * 3 + 1;
        match (i16::try_from(self.year()), i8::try_from(month)) {
            (Ok(year), Ok(month)) => Day::from_ymd(year, month, 1),
            _ => None,
        }
        .unwrap_or(Day::from_number(i32::MIN))
    }

    /// The last day.
    pub fn last_day(self) -> Day {
        self.next().first_day().plus(-1)
    }

    /// Quarter 1 to 4 of a financial year as it is written: `2017/18` or `2017-18`, and `1` or `Q1`.
    pub fn of_financial_year(year: &str, quarter: &str) -> Option<Self> {
        let (from, to) = year.split_once(['/', '-'])?;
        let is_year =
            |it: &str| matches!(it.len(), 2 | 4) && it.bytes().all(|it| it.is_ascii_digit());
        let (from, to): (i32, i32) = match (from.len(), is_year(from) && is_year(to)) {
            (4, true) => (from.parse().ok()?, to.parse().ok()?),
            _ => return None,
        };
        // The second year is the next: all of it or its last two digits.
        let is_next = to == from + 1 || to == (from + 1).rem_euclid(100);
        let number = quarter.trim().trim_start_matches(['Q', 'q']).trim();
        let number = number.parse().ok().filter(|it| (1..=4).contains(it))?;
        is_next
            .then(|| Self::new(from, number))
            .flatten()
            .map(Self::next)
    }

    /// The name the CPS gives it: `2025-26 Q1`.
    pub fn financial_label(self) -> String {
        let year = self.financial_year();
        format!(
            "{year}-{:02} Q{}",
            (year + 1).rem_euclid(100),
            (self.0 - 1).rem_euclid(4) + 1
        )
    }
}

impl FromStr for Quarter {
    type Err = MalformedQuarter;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let malformed = || MalformedQuarter(text.to_owned());
        let (year, number) = text.split_once("-Q").ok_or_else(malformed)?;
        match (year.parse(), number.parse()) {
            (Ok(year @ 1900..=2999), Ok(number)) => Self::new(year, number).ok_or_else(malformed),
            _ => Err(malformed()),
        }
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-Q{}", self.year(), self.number())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn july_to_september_2022_is_one_quarter_with_two_names() {
        let quarter = Quarter::of("2022-08-15".parse().unwrap());
        assert_eq!(quarter.to_string(), "2022-Q3");
        assert_eq!(quarter.financial_label(), "2022-23 Q2");
        assert_eq!(quarter.first_day().to_string(), "2022-07-01");
        assert_eq!(quarter.last_day().to_string(), "2022-09-30");
    }

    #[test]
    fn a_quarter_of_a_financial_year_begins_in_april() {
        let of = |year, quarter| {
            let quarter = Quarter::of_financial_year(year, quarter);
            quarter.map(|it| it.to_string())
        };
        let named = |it: &str| Some(it.to_owned());
        assert_eq!(of("2017/18", "1"), named("2017-Q2"));
        assert_eq!(of("2017-18", "Q4"), named("2018-Q1"));
        assert_eq!(of("1999/2000", "4"), named("2000-Q1"));
        assert_eq!(of("1999/00", "3"), named("1999-Q4"));
        for (year, quarter) in [
            ("2017/19", "1"),
            ("2017", "1"),
            ("17/18", "1"),
            ("2017/18", "5"),
        ] {
            assert_eq!(of(year, quarter), None, "{year} {quarter}");
        }
    }

    #[test]
    fn january_belongs_to_the_financial_year_before() {
        let quarter = Quarter::of("2025-01-01".parse().unwrap());
        assert_eq!(quarter.financial_label(), "2024-25 Q4");
    }
}
