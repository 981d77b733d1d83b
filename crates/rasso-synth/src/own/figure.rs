//! Ages, durations and dates, as a spreadsheet works them out or shows them.

use rasso_terms::Day;

/// A number that a spreadsheet works out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Figure {
    Number(i32),
    /// There was nothing to work it out from.
    Blank,
    /// What there was is no date or number.
    Broken,
}

/// A number as it was sent.
pub(crate) fn whole(text: &str) -> Figure {
    match text.parse() {
        Ok(number) => Figure::Number(number),
        Err(_) if text.is_empty() => Figure::Blank,
        Err(_) => Figure::Broken,
    }
}

/// Days between two dates.
pub(crate) fn days(from: &str, to: &str) -> Figure {
    match (from.parse::<Day>(), to.parse::<Day>()) {
        _ if from.is_empty() || to.is_empty() => Figure::Blank,
        (Ok(from), Ok(to)) => Figure::Number(to.number() - from.number()),
        (Err(_), _) | (_, Err(_)) => Figure::Broken,
    }
}

/// Birthdays passed.
pub(crate) fn age(birth: &str, on: &str) -> Figure {
    let (Figure::Number(_), Some((year, birthday)), Some((in_year, day))) =
        (days(birth, on), birth.split_once('-'), on.split_once('-'))
    else {
        return if days(birth, on) == Figure::Blank {
            Figure::Blank
        } else {
            Figure::Broken
        };
    };
    match (whole(year), whole(in_year)) {
        (Figure::Number(year), Figure::Number(in_year)) => {
            Figure::Number(in_year - year - i32::from(day < birthday))
        }
        _ => Figure::Broken,
    }
}

/// A date by day, month and year; of the year the last two digits where it is not `full`.
pub(crate) fn written(date: &str, full: bool) -> String {
    match (
        date.get(8..10),
        date.get(5..7),
        date.get(if full { 0..4 } else { 2..4 }),
    ) {
        (Some(day), Some(month), Some(year)) => format!("{day}/{month}/{year}"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_a_year_older_on_the_day_before_the_birthday() {
        assert_eq!(age("2000-06-30", "2020-06-29"), Figure::Number(19));
        assert_eq!(age("2000-06-30", "2020-06-30"), Figure::Number(20));
        assert_eq!(age("", "2020-06-30"), Figure::Blank);
        assert_eq!(age("2000-06-30", "2020-02-31"), Figure::Broken);
    }

    #[test]
    fn a_date_of_no_calendar_is_written_as_it_came() {
        assert_eq!(written("2024-02-31", true), "31/02/2024");
        assert_eq!(written("1973-11-05", false), "05/11/73");
        assert_eq!(written("", false), "");
    }
}
