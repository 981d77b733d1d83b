//! Whole civil days. No clock time and no time zone enters a measure.

use jiff::civil::Date;
use std::{fmt, str::FromStr};

/// A civil date, held as whole days since 1970-01-01.
///
/// Day numbers let the relational core stay in portable SQL: a duration is a subtraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// A text was not a real calendar date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a calendar date written YYYY-MM-DD")]
pub struct MalformedDate;

const EPOCH: Date = Date::constant(1970, 1, 1);

impl Day {
    /// The day with this number of days since 1970-01-01.
    pub const fn from_number(number: i32) -> Self {
        Self(number)
    }

    /// Days since 1970-01-01.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The day of a real calendar date; nothing for 31 February.
    pub fn from_ymd(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self::from_date)
    }

    /// The day of a civil date.
    pub fn from_date(date: Date) -> Self {
        Self((date - EPOCH).get_days())
    }

    /// The civil date; the last one jiff can hold when the number is beyond the calendar.
    pub fn date(self) -> Date {
        EPOCH.saturating_add(jiff::Span::new().try_days(self.0).unwrap_or_default())
    }

    /// Year and month, 1 to 12.
    pub fn year_month(self) -> (i16, i8) {
        let date = self.date();
        (date.year(), date.month())
    }

    /// In words: `30 June 2025`.
    pub fn words(self) -> String {
        format!("{} {}", self.date().day(), self.month_words())
    }

    /// Its month in words: `June 2025`.
    pub fn month_words(self) -> String {
        self.date().strftime("%B %Y").to_string()
    }

    /// This many days later.
    #[must_use]
    pub const fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }
}

impl FromStr for Day {
    type Err = MalformedDate;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return Err(MalformedDate);
        }
        let part = |range| text.get(range).and_then(digits).ok_or(MalformedDate);
        let month = i8::try_from(part(5..7)?).or(Err(MalformedDate))?;
        let day = i8::try_from(part(8..10)?).or(Err(MalformedDate))?;
        Self::from_ymd(part(0..4)?, month, day).ok_or(MalformedDate)
    }
}

/// Digits only: a sign would pass `parse`.
fn digits(text: &str) -> Option<i16> {
    text.bytes()
        .all(|it| it.is_ascii_digit())
        .then(|| text.parse().ok())
        .flatten()
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_goes_to_its_day_number_and_back() {
        for (text, number) in [("1970-01-01", 0), ("2024-02-29", 19782), ("1969-12-31", -1)] {
            let day: Day = text.parse().unwrap();
            assert_eq!((day.number(), day.to_string()), (number, text.to_owned()));
        }
    }

    #[test]
    fn a_day_is_said_in_words() {
        for (text, words) in [
            ("2025-06-30", "30 June 2025"),
            ("2024-01-01", "1 January 2024"),
        ] {
            assert_eq!(text.parse::<Day>().unwrap().words(), words);
        }
    }

    #[test]
    fn what_is_no_calendar_date_is_refused() {
        for text in [
            "2023-02-29",
            "2024-13-01",
            "24-01-01",
            "2024-1-01x",
            "+024-01-01",
            "2024-+1-01",
            "",
        ] {
            assert_eq!(text.parse::<Day>(), Err(MalformedDate));
        }
    }
}
