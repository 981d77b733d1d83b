//! How the dates of a heading are written.

use super::profile::{Profile, per_mille};
use crate::date::DateFormats;

/// How dates are written. Of two that differ in the order of day and month only, the second is the
/// one with the month first.
const FORMATS: [(&str, Option<&str>); 19] = [
    ("%Y-%m-%d", None),
    ("%d/%m/%Y", Some("%m/%d/%Y")),
    ("%d/%m/%y", Some("%m/%d/%y")),
    ("%-d/%-m/%Y", Some("%-m/%-d/%Y")),
    ("%d-%m-%Y", Some("%m-%d-%Y")),
    ("%d.%m.%Y", Some("%m.%d.%Y")),
    ("%d/%m/%Y %H:%M", Some("%m/%d/%Y %H:%M")),
    ("%d/%m/%Y %H:%M:%S", Some("%m/%d/%Y %H:%M:%S")),
    ("%d-%b-%Y", None),
    ("%d-%b-%y", None),
    ("%d %b %Y", None),
    ("%d %B %Y", None),
    ("%Y/%m/%d", None),
    ("%Y%m%d", None),
    ("%Y-%m-%d %H:%M", None),
    ("%Y-%m-%d %H:%M:%S", None),
    ("%Y-%m-%d %H:%M:%S%.f", None),
    ("%Y-%m-%dT%H:%M:%S", None),
    ("%Y-%m-%dT%H:%M:%S%.f", None),
];

/// The word for dates as the number of days that spreadsheets count, and those of 1940 to 2064.
const EXCEL_SERIAL: &str = "excel-serial";
const SERIALS: std::ops::Range<u32> = 14_611..60_265;
/// Years that an extract may tell instead of a date.
const YEARS: std::ops::Range<u32> = 1950..2100;
/// How many different values are tried: enough to see a day after the twelfth.
const TRIED: usize = 2_000;
/// A format is taken that reads one value in so many.
const ONE_IN: u64 = 200;

/// What tells the day from the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// A number above 12, or a form in which they cannot be mistaken.
    Told,
    /// Nothing: no number is above 12.
    Untold,
    /// Numbers above 12 stand in both places.
    Both,
}

/// How the dates of a heading are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dates {
    pub(super) formats: Vec<String>,
    /// How many in a thousand of the filled cells they read.
    pub(super) share: Option<u64>,
    pub(super) order: Order,
}

struct Way {
    format: &'static str,
    order: Order,
}

/// The formats that read most of the cells.
pub(super) fn dates(profile: &Profile) -> Dates {
    let values: Vec<(&str, u64)> = profile.telling(false).take(TRIED).collect();
    let all: u64 = values.iter().map(|it| it.1).sum();
    let mut unread = values;
    let mut dates = Dates {
        formats: Vec::new(),
        share: None,
        order: Order::Told,
    };
    let mut read = 0;
    if unread
        .iter()
        .any(|it| it.0.bytes().any(|it| it.is_ascii_digit()))
    {
        while let Some((way, gain)) = best(&unread) {
            if gain * ONE_IN < all {
                break;
            }
            let read_now = formats(way.format);
            unread.retain(|it| read_now.day(it.0).is_none());
            read += gain;
            dates.formats.push(way.format.to_owned());
            if dates.order == Order::Told {
                dates.order = way.order;
            }
        }
    }
    if dates.formats.is_empty() {
        let serial: u64 = unread
            .iter()
            .filter(|it| is_serial(it.0))
            .map(|it| it.1)
            .sum();
        if serial > 0 {
            dates.formats.push(EXCEL_SERIAL.to_owned());
            read = serial;
        }
    }
    dates.share = (all > 0).then(|| per_mille(read, all));
    dates
}

/// The format that reads most of the values, and how many cells it reads.
fn best(values: &[(&str, u64)]) -> Option<(Way, u64)> {
    let way = |(day_first, month_first): &(&'static str, Option<&'static str>)| {
        let (mut read, mut turned, mut both) = (0, 0, 0);
        let first = formats(day_first);
        let second = month_first.map(formats);
        for (text, count) in values {
            let is_first = first.day(text).is_some();
            let is_second = second.as_ref().is_some_and(|it| it.day(text).is_some());
            read += if is_first { *count } else { 0 };
            turned += if is_second { *count } else { 0 };
            both += if is_first && is_second { *count } else { 0 };
        }
        let (format, read, other) = match month_first {
            Some(month_first) if turned > read => (*month_first, turned, read),
            Some(_) | None => (*day_first, read, turned),
        };
        let order = match (read - both, other - both) {
            _ if month_first.is_none() => Order::Told,
            (0, _) => Order::Untold,
            (_, 0) => Order::Told,
            _ => Order::Both,
        };
        (Way { format, order }, read)
    };
    let ways = FORMATS.iter().map(way).filter(|it| it.1 > 0);
    // Of two that read as many the first: the list begins with the usual ones.
    ways.reduce(|best, it| if it.1 > best.1 { it } else { best })
}

fn formats(format: &str) -> DateFormats {
    DateFormats::new(&[format.to_owned()], None)
}

fn reads(format: &str, text: &str) -> bool {
    formats(format).day(text).is_some()
}

fn is_serial(text: &str) -> bool {
    let days = text.split_once('.').map_or(text, |it| it.0);
    reads(EXCEL_SERIAL, text) && days.parse().is_ok_and(|it| SERIALS.contains(&it))
}

/// Whether a text is a year.
pub(super) fn is_year(text: &str) -> bool {
    text.len() == 4 && text.parse().is_ok_and(|it| YEARS.contains(&it))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(values: &[&str]) -> Dates {
        let mut profile = Profile::default();
        for value in values {
            *profile.values.entry((*value).to_owned()).or_default() += 1;
        }
        dates(&profile)
    }

    #[test]
    fn a_number_above_twelve_tells_the_day_from_the_month() {
        let day_first = said(&["03/04/2024", "25/04/2024"]);
        assert_eq!(day_first.formats, ["%d/%m/%Y"]);
        assert_eq!(day_first.order, Order::Told);
        let month_first = said(&["03/04/2024", "04/25/2024"]);
        assert_eq!(month_first.formats, ["%m/%d/%Y"]);
        assert_eq!(month_first.order, Order::Told);
        assert_eq!(said(&["03/04/2024", "05/06/2024"]).order, Order::Untold);
        let both = said(&["25/04/2024", "26/04/2024", "04/25/2024"]);
        assert_eq!(both.order, Order::Both);
        assert_eq!(both.formats[0], "%d/%m/%Y");
    }

    #[test]
    fn a_column_may_need_several_formats() {
        let mixed = said(&["25/04/2024", "26/04/24", "2024-04-27", "28-Apr-2024", "x"]);
        assert_eq!(mixed.formats.len(), 4);
        assert_eq!(mixed.share, Some(800));
        assert_eq!(said(&["1/2/2024", "14/2/2024"]).formats, ["%-d/%-m/%Y"]);
    }

    #[test]
    fn numbers_of_days_are_dates_and_ages_are_not() {
        assert_eq!(said(&["45351", "45352.5"]).formats, ["excel-serial"]);
        assert_eq!(said(&["31", "18"]).share, Some(0));
        assert!(said(&["31", "18"]).formats.is_empty());
        assert_eq!(said(&["NULL", "n/a"]).share, None);
    }
}
