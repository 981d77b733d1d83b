//! Typed values as the text that stands for them, whatever the format: dates year first, whole
//! numbers without a point, `true` and `false`.

use std::io::Write as _;

/// A date, by its number of days from 1970-01-01. One that no calendar writes in four digits is
/// written as that number, and so is no date.
pub(crate) fn date(days: i64, out: &mut Vec<u8>) {
    // Years from March on, in eras of 400: a leap day is then the last of its year.
    let from_era = days.saturating_add(719_468);
    let (era, day) = (from_era.div_euclid(146_097), from_era.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let in_year = day - (365 * year + year / 4 - year / 100);
    let march = (5 * in_year + 2) / 153;
    let day = in_year - (153 * march + 2) / 5 + 1;
    let month = if march < 10 { march + 3 } else { march - 9 };
    let year = era * 400 + year + i64::from(month <= 2);
    if (1..=9_999).contains(&year) {
        write(out, format_args!("{year:04}-{month:02}-{day:02}"));
    } else {
        write(out, format_args!("{days}"));
    }
}

/// The date of a date or date-time as ISO 8601 writes it. Its time is left out, and its offset from
/// UTC is not looked at.
pub(crate) fn iso_date(text: &str, out: &mut Vec<u8>) {
    let (date, time) = text.split_at_checked(10).unwrap_or((text, ""));
    let is_date_time = time.starts_with(['T', 't', ' ']);
    out.extend_from_slice(if is_date_time { date } else { text }.as_bytes());
}

/// The whole part of a number that a calendar could hold.
pub(crate) fn floor(number: f64) -> Option<i64> {
    // Through text, because a cast would hide what does not fit.
    let whole = number.floor();
    (whole.abs() < 1e9).then(|| format!("{whole:.0}").parse().ok())?
}

/// A time of day or a duration, by its seconds.
pub(crate) fn time(seconds: i64, out: &mut Vec<u8>) {
    let (hours, rest) = (seconds / 3_600, (seconds % 3_600).abs());
    write(
        out,
        format_args!("{hours:02}:{:02}:{:02}", rest / 60, rest % 60),
    );
}

/// A whole number.
pub(crate) fn whole(number: impl std::fmt::Display, out: &mut Vec<u8>) {
    write(out, format_args!("{number}"));
}

/// A number; a whole one without a point.
pub(crate) fn number(number: f64, out: &mut Vec<u8>) {
    // A negative zero is a zero.
    write(out, format_args!("{}", number + 0.0));
}

/// `true` or `false`.
pub(crate) fn flag(flag: bool, out: &mut Vec<u8>) {
    write(out, format_args!("{flag}"));
}

/// A decimal number, by its digits and how many of them stand behind the point.
pub(crate) fn decimal(unscaled: i128, scale: usize, out: &mut Vec<u8>) {
    let digits = unscaled.unsigned_abs().to_string();
    let digits = format!("{digits:0>width$}", width = scale + 1);
    let (whole, part) = digits.split_at(digits.len() - scale);
    let part = part.trim_end_matches('0');
    let sign = if unscaled < 0 { "-" } else { "" };
    let point = if part.is_empty() { "" } else { "." };
    write(out, format_args!("{sign}{whole}{point}{part}"));
}

fn write(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    // Writing to memory cannot fail.
    out.write_fmt(text).unwrap_or_default();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn dates_are_those_of_the_calendar() {
        let date = |days| text(|out| date(days, out));
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(19_782), "2024-02-29");
        assert_eq!(date(-25_567), "1900-01-01");
        assert_eq!(date(-1), "1969-12-31");
        assert_eq!(date(i64::MAX), i64::MAX.to_string());
        for days in (-700_000..2_900_000).step_by(997) {
            let jiff = jiff::civil::date(1970, 1, 1)
                .checked_add(jiff::Span::new().days(days))
                .unwrap();
            assert_eq!(date(days), jiff.to_string());
        }
    }

    #[test]
    fn numbers_are_written_plainly() {
        assert_eq!(text(|out| number(45.0, out)), "45");
        assert_eq!(text(|out| number(-0.0, out)), "0");
        assert_eq!(text(|out| number(0.1, out)), "0.1");
        assert_eq!(text(|out| decimal(1_250, 2, out)), "12.5");
        assert_eq!(text(|out| decimal(-5, 2, out)), "-0.05");
        assert_eq!(text(|out| decimal(1_200, 2, out)), "12");
        assert_eq!(text(|out| decimal(7, 0, out)), "7");
        assert_eq!(text(|out| time(94_530, out)), "26:15:30");
    }
}
