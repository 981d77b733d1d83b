//! The day in London of a moment of UTC.
//!
//! Programs that know time zones write the midnight at which a day of summer begins as 23:00 UTC of the
//! day before: its day in UTC is a day too early, and some cases are a quarter too early.

const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

/// The number of the day from 1970-01-01, by seconds from its beginning.
///
/// Summer time is from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last of October, the
/// rule since 1996 (directive 2000/84/EC, and the Summer Time Order 2002). Earlier years ended it
/// up to some days away from that: a date of birth written as a midnight is right all the same.
pub(crate) fn day_of(seconds: i64) -> i64 {
    let is_summer = |year: i64| {
        let begin = last_sunday(year, 3) * DAY + HOUR;
        let end = last_sunday(year, 10) * DAY + HOUR;
        (begin..end).contains(&seconds)
    };
    // The year by its mean length is at most one off; a day of summer is never near its end.
    let year = 1970 + seconds.div_euclid(31_556_952);
    let offset = if is_summer(year) { HOUR } else { 0 };
    seconds.saturating_add(offset).div_euclid(DAY)
}

/// The day number of the last Sunday of a month of 31 days.
fn last_sunday(year: i64, month: i64) -> i64 {
    let last = day_number(year, month, 31);
    // 1970-01-01 was a Thursday.
    last - (last + 4).rem_euclid(7)
}

/// The number of a day of the Gregorian calendar.
fn day_number(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let from_march = (month + 9) % 12;
    let in_year = (153 * from_march + 2) / 5 + day - 1;
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + in_year
        - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn day(text: &str) -> i64 {
        let seconds = text.parse::<jiff::Timestamp>().unwrap().as_second();
        day_of(seconds)
    }

    fn number(year: i16, month: i8, day: i8) -> i64 {
        i64::from((date(year, month, day) - date(1970, 1, 1)).get_days())
    }

    #[test]
    fn a_midnight_of_summer_is_its_own_day() {
        assert_eq!(day("2024-05-31T23:00:00Z"), number(2024, 6, 1));
        assert_eq!(day("2024-05-31T22:59:59Z"), number(2024, 5, 31));
        assert_eq!(day("2024-12-31T23:00:00Z"), number(2024, 12, 31));
        // A day that was written as a midnight of UTC stays what it is, in summer and in winter.
        assert_eq!(day("2024-06-01T00:00:00Z"), number(2024, 6, 1));
        assert_eq!(day("2024-01-01T00:00:00Z"), number(2024, 1, 1));
        assert_eq!(day("1961-03-07T00:00:00Z"), number(1961, 3, 7));
        // The Sundays on which the clocks change: 31 March and 27 October 2024.
        assert_eq!(day("2024-03-31T23:30:00Z"), number(2024, 4, 1));
        assert_eq!(day("2024-03-30T23:30:00Z"), number(2024, 3, 30));
        assert_eq!(day("2024-10-26T23:30:00Z"), number(2024, 10, 27));
        assert_eq!(day("2024-10-27T23:30:00Z"), number(2024, 10, 27));
    }
}
