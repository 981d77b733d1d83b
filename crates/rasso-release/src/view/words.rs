//! Dates, numbers and figures as the page writes them.

use crate::PublishedRow;
use maud::{Markup, html};
use rasso_stats::thousands;
use rasso_terms::{Day, Period, PeriodType, Quarter};

/// What is said beside a share of cases that are followed on from their period.
pub const TOO_EARLY: &str = "A recent period has had less time than an earlier one and its share still rises, so the two are not set side by side.";

/// A day or a month in words, `30 June 2025`; what is neither stays as it is.
pub fn date(iso: &str) -> String {
    let day = iso.parse::<Day>().map(Day::words);
    let month = || format!("{iso}-01").parse::<Day>().map(Day::month_words);
    day.or_else(|_| month()).unwrap_or_else(|_| iso.to_owned())
}

/// A date and time of day in words: `9:30am on 25 September 2025`.
pub fn moment(iso: &str) -> String {
    let split = iso.split_once('T').and_then(|(day, time)| {
        let (hour, minute) = time.split_once(':')?;
        Some((day, hour.parse::<u8>().ok()?, minute))
    });
    let Some((day, hour, minute)) = split else {
        return date(iso);
    };
    let half = if hour < 12 { "am" } else { "pm" };
    let hour = match hour % 12 {
        0 => 12,
        it => it,
    };
    format!("{hour}:{minute}{half} on {}", date(day))
}

/// The months of a quarter, `2025-Q2`, in words; what is none stays as it is.
pub fn quarter(name: &str) -> String {
    let in_words = |it: Quarter| {
        let period = Period {
            period_type: PeriodType::Quarter,
            first: it,
            last: it,
        };
        period.words()
    };
    name.parse().map_or_else(|_| name.to_owned(), in_words)
}

/// A number as it is in a file, with separators of thousands; what is not whole stays as it is.
pub fn number(text: &str) -> String {
    text.parse::<u64>()
        .map_or_else(|_| text.to_owned(), thousands)
}

/// How many, with separators.
pub fn how_many(count: usize) -> String {
    number(&count.to_string())
}

/// The figure of a row without its markers; nothing where there is none.
pub fn value(row: &PublishedRow) -> Option<String> {
    let sign = if row.unit == "per cent" { "%" } else { "" };
    (!row.value.is_empty()).then(|| format!("{}{sign}", number(&row.value)))
}

/// The months and the year of a quarter, short enough for an axis.
pub fn short_quarter(quarter: &str) -> [&str; 2] {
    let (year, quarter) = quarter.split_once('-').unwrap_or(("", quarter));
    let months = match quarter {
        "Q1" => "Jan–Mar",
        "Q2" => "Apr–Jun",
        "Q3" => "Jul–Sep",
        "Q4" => "Oct–Dec",
        other => other,
    };
    [months, year]
}

/// The figure of a row in a sentence: the number and what is to know of it, or why there is none.
pub fn told(row: &PublishedRow) -> String {
    let Some(value) = value(row) else {
        return match row.marker.as_str() {
            "[c]" => "withheld [c]".to_owned(),
            "[x]" => "not available [x]".to_owned(),
            "[z]" => "none, as there is nothing to divide by [z]".to_owned(),
            other => other.to_owned(),
        };
    };
    let mut known = Vec::new();
    if !row.lower.is_empty() {
        known.push(format!("95% interval {}% to {}%", row.lower, row.upper));
    }
    for (marker, word) in [
        ("[u]", "of low reliability"),
        ("[p]", "provisional"),
        ("[low]", "rounds to 0 and is not 0"),
    ] {
        if row.marker.contains(marker) {
            known.push(format!("{word} {marker}"));
        }
    }
    if known.is_empty() {
        return value;
    }
    format!("{value} ({})", known.join("; "))
}

/// The figure of a row in a cell of a table.
pub fn cell(row: Option<&PublishedRow>) -> Markup {
    let Some(row) = row else {
        return html! { td.n { span.mark { "no figure" } } };
    };
    html! {
        td.n {
            @if let Some(value) = value(row) { (value) @if !row.marker.is_empty() { " " } }
            @if !row.marker.is_empty() { span.mark { (row.marker) } }
            @if !row.lower.is_empty() { span.basis { (row.lower) " to " (row.upper) } }
        }
    }
}

/// What the shorthand of a table or picture stands for, said before it.
pub fn shorthand(used: &[(&str, &str)]) -> Markup {
    html! {
        @if !used.is_empty() {
            p.note {
                "Shorthand here: "
                @for (at, (marker, meaning)) in used.iter().enumerate() {
                    @if at > 0 { "; " }
                    span.mark { (marker) } " " (meaning)
                }
                "."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_are_in_words() {
        assert_eq!(date("2025-06-30"), "30 June 2025");
        assert_eq!(date("2026-03"), "March 2026");
        for odd in ["", "soon", "2025-13-01", "2025-00-01", "2025-06-xx"] {
            assert_eq!(date(odd), odd);
        }
        assert_eq!(quarter("2025-Q2"), "April to June 2025 (2025-26 Q1)");
        assert_eq!(quarter("soon"), "soon");
        assert_eq!(moment("2025-09-25T09:30"), "9:30am on 25 September 2025");
        assert_eq!(moment("2025-09-25T00:05"), "12:05am on 25 September 2025");
        assert_eq!(moment("2025-09-25T12:00"), "12:00pm on 25 September 2025");
    }

    #[test]
    fn numbers_have_separators_and_shares_stay_as_they_are() {
        assert_eq!(number("1234567"), "1,234,567");
        assert_eq!(number("12.3"), "12.3");
        assert_eq!(number(""), "");
    }
}
