//! Dates as agencies write them.

use jiff::fmt::strtime;
use rasso_schema::{ColumnSchema, ColumnType};
use rasso_terms::Day;

/// The day numbers of 1900-01-01 and 2200-01-01: a year outside is a slip of the keyboard.
pub(crate) const YEARS: std::ops::Range<i32> = -25_567..84_006;

/// How a date is written.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Format {
    /// 2025-06-30
    Iso,
    /// 30/06/2025
    DayMonthYear,
    /// The number of days that spreadsheets count.
    ExcelSerial,
    /// Any other, as `strptime` writes it.
    Other { pattern: String, short_year: bool },
}

/// The formats of one column, tried in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateFormats {
    formats: Vec<Format>,
    /// For dates that may lie decades back: a year of two digits that gives a later day is a century too late.
    not_after: Option<Day>,
}

impl DateFormats {
    /// Patterns as a mapping writes them. A year of two digits gives no day after `not_after`.
    pub fn new(patterns: &[String], not_after: Option<Day>) -> Self {
        let format = |it: &String| match it.as_str() {
            "%Y-%m-%d" => Format::Iso,
            "%d/%m/%Y" => Format::DayMonthYear,
            "excel-serial" => Format::ExcelSerial,
            _ => Format::Other {
                pattern: it.clone(),
                short_year: it.contains("%y"),
            },
        };
        Self {
            formats: patterns.iter().map(format).collect(),
            not_after,
        }
    }

    /// The day a text stands for in the first format it fits.
    pub fn day(&self, text: &str) -> Option<Day> {
        self.formats.iter().find_map(|it| self.read(it, text))
    }

    fn read(&self, format: &Format, text: &str) -> Option<Day> {
        match format {
            Format::Iso => fixed(text, b'-', [0..4, 5..7, 8..10]),
            Format::DayMonthYear => fixed(text, b'/', [6..10, 3..5, 0..2]),
            Format::ExcelSerial => excel_serial(text),
            Format::Other {
                pattern,
                short_year,
            } => {
                let date = strtime::parse(pattern, text).ok()?.to_date().ok()?;
                let day = Day::from_date(date);
                match self.not_after {
                    Some(limit) if *short_year && day > limit => {
                        Day::from_ymd(date.year() - 100, date.month(), date.day())
                    }
                    _ => Some(day),
                }
            }
        }
        // `%Y` also reads `24` as the year 24: such a reading is no reading.
        .filter(|it| YEARS.contains(&it.number()))
    }
}

/// The last day that a year of two digits may stand for in a column whose dates may lie decades back; none for the
/// others, where a day to come is a slip that a check finds, and must not turn into one of a century ago.
///
/// Nobody is born after the extract. An offence typed a month ahead of it is such a slip too, so that its century is
/// told by the year alone.
pub(crate) fn last_of_short_years(column: &ColumnSchema, extract: Day) -> Option<Day> {
    match column.kind {
        ColumnType::BirthDate => Some(extract),
        ColumnType::OffenceDate => Day::from_ymd(extract.date().year(), 12, 31),
        ColumnType::Text
        | ColumnType::Code
        | ColumnType::Date
        | ColumnType::Integer
        | ColumnType::Flag
        | ColumnType::Urn
        | ColumnType::Asn
        | ColumnType::PncId
        | ColumnType::Name => None,
    }
}

/// The day number of 1899-12-30, from which spreadsheets count. They take 1900 for a leap year, so
/// numbers up to 60 are a day off: no date of these records is so early.
const EXCEL_EPOCH: i32 = -25_569;

/// A day as a spreadsheet counts it; the time of the day is a fraction, and is left out.
fn excel_serial(text: &str) -> Option<Day> {
    let (days, time) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    if !is_number(days) || !is_number(time) {
        return None;
    }
    let days: i32 = days.parse().ok().filter(|it| *it > 60)?;
    Some(Day::from_number(EXCEL_EPOCH.checked_add(days)?))
}

/// A date of ten characters: year, month and day at fixed places.
fn fixed(text: &str, mark: u8, [year, month, day]: [std::ops::Range<usize>; 3]) -> Option<Day> {
    let bytes = text.as_bytes();
    let marks = if mark == b'-' { [4, 7] } else { [2, 5] };
    if bytes.len() != 10 || marks.iter().any(|at| bytes.get(*at) != Some(&mark)) {
        return None;
    }
    let number = |range| {
        let digits: &[u8] = bytes.get(range)?;
        digits.iter().try_fold(0_i16, |sum, it| {
            it.is_ascii_digit().then(|| sum * 10 + i16::from(it - b'0'))
        })
    };
    let small = |range| i8::try_from(number(range)?).ok();
    Day::from_ymd(number(year)?, small(month)?, small(day)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rasso_schema::Schemas;

    fn day(patterns: &[&str], text: &str) -> Option<String> {
        let patterns: Vec<String> = patterns.iter().map(|it| (*it).to_owned()).collect();
        let limit = Day::from_ymd(2025, 6, 30);
        DateFormats::new(&patterns, limit)
            .day(text)
            .map(|it| it.to_string())
    }

    #[test]
    fn formats_are_tried_in_order_and_only_real_dates_pass() {
        let both = ["%Y-%m-%d", "%d/%m/%Y"];
        assert_eq!(day(&both, "03/04/2024").as_deref(), Some("2024-04-03"));
        assert_eq!(day(&both, "2024-02-29").as_deref(), Some("2024-02-29"));
        for text in [
            "2023-02-29",
            "31/02/2024",
            "2024-02-31",
            "1/2/2024",
            "0024-02-03",
            "2024-2-003",
            "é024-02-0",
        ] {
            assert_eq!(day(&both, text), None);
        }
    }

    #[test]
    fn a_four_digit_year_format_does_not_take_a_short_year() {
        assert_eq!(
            day(&["%d/%m/%Y", "%d/%m/%y"], "01/02/19").as_deref(),
            Some("2019-02-01")
        );
        assert_eq!(
            day(&["%d-%m-%Y", "%d-%m-%y"], "01-02-19").as_deref(),
            Some("2019-02-01")
        );
    }

    #[test]
    fn a_number_of_days_counts_as_a_spreadsheet_counts() {
        let serial = |text| day(&["excel-serial"], text);
        assert_eq!(serial("45351").as_deref(), Some("2024-02-29"));
        assert_eq!(serial("45351.75").as_deref(), Some("2024-02-29"));
        assert!(
            ["", "-1", "45", "4e4", "45351.", "99999999999"]
                .iter()
                .all(|it| serial(it).is_none())
        );
    }

    #[test]
    fn nobody_is_born_after_the_extract() {
        assert_eq!(
            day(&["%d-%b-%y"], "07-Mar-61").as_deref(),
            Some("1961-03-07")
        );
    }

    #[test]
    fn an_offence_of_long_ago_is_not_one_to_come() {
        let schemas = Schemas::embedded().unwrap();
        let extract = Day::from_ymd(2025, 6, 30).unwrap();
        let day = |column: &str, text| {
            let table = schemas.table("police_crime").unwrap();
            let column = table.columns.iter().find(|it| it.name == column).unwrap();
            DateFormats::new(
                &["%d/%m/%y".to_owned()],
                last_of_short_years(column, extract),
            )
            .day(text)
            .unwrap()
            .to_string()
        };
        assert_eq!(day("offence_start_date", "07/10/65"), "1965-10-07");
        assert_eq!(day("offence_end_date", "31/12/26"), "1926-12-31");
        assert_eq!(day("offence_start_date", "01/08/25"), "2025-08-01");
        assert_eq!(day("recorded_date", "07/10/65"), "2065-10-07");
    }
}
