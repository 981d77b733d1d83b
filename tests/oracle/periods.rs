//! Quarters, and the longer periods a quarter falls into.

use jiff::civil::Date;

/// A calendar quarter, numbered so that the next one is one more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Quarter(i32);

impl Quarter {
    /// The quarter a date falls in.
    pub(crate) fn of(date: Date) -> Self {
        Self(i32::from(date.year()) * 4 + (i32::from(date.month()) - 1) / 3)
    }

    /// Reads `2025-Q2`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (year, quarter) = text.split_once("-Q")?;
        let quarter: i32 = quarter.parse().ok()?;
        (1..=4).contains(&quarter).then_some(())?;
        Some(Self(year.parse::<i32>().ok()? * 4 + quarter - 1))
    }

    /// Its last day.
    pub(crate) fn last_day(self) -> Date {
        let month = i8::try_from(self.season() * 3 + 3).expect("a month");
        let year = i16::try_from(self.year()).expect("a year of the calendar");
        jiff::civil::date(year, month, 1).last_of_month()
    }

    fn year(self) -> i32 {
        self.0.div_euclid(4)
    }

    /// 0 for January to March.
    fn season(self) -> i32 {
        self.0.rem_euclid(4)
    }

    /// The quarter so many later.
    pub(crate) fn plus(self, quarters: i32) -> Self {
        Self(self.0 + quarters)
    }
}

/// The quarters a run reports.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    /// The first quarter reported.
    pub(crate) from: Quarter,
    /// The quarter that holds the as-at date.
    pub(crate) last: Quarter,
}

impl Span {
    /// Every period that holds the quarter, as `(period_type, period)`.
    ///
    /// A year is reported only when all its quarters from the first are; one still running is.
    pub(crate) fn periods(self, quarter: Quarter) -> Vec<(&'static str, String)> {
        if quarter < self.from || quarter > self.last {
            return Vec::new();
        }
        let mut periods = vec![(
            "quarter",
            format!("{}-Q{}", quarter.year(), quarter.season() + 1),
        )];

        let january = quarter.plus(-quarter.season());
        if january >= self.from {
            periods.push(("year_calendar", january.year().to_string()));
        }

        // Seasons 1, 2 and 3 belong to the financial year that began this April.
        let april = quarter.plus(-(quarter.season() + 3) % 4);
        if april >= self.from {
            let year = april.year();
            periods.push(("year_financial", format!("{year}-{:02}", (year + 1) % 100)));
        }

        for later in 0..4 {
            let end = quarter.plus(later);
            if end <= self.last && end.plus(-3) >= self.from {
                let month = (end.season() + 1) * 3;
                periods.push(("rolling_year", format!("YE {}-{month:02}", end.year())));
            }
        }
        periods
    }

    /// One period that holds everything the span holds.
    pub(crate) fn whole(self, quarter: Quarter) -> Vec<(&'static str, String)> {
        let inside = quarter >= self.from && quarter <= self.last;
        inside
            .then(|| ("all", "all".to_owned()))
            .into_iter()
            .collect()
    }
}

#[test]
fn a_quarter_falls_into_its_years() {
    let quarter = |text| Quarter::parse(text).unwrap();
    let span = Span {
        from: quarter("2023-Q2"),
        last: quarter("2025-Q1"),
    };
    let named = |text| {
        let words: Vec<String> = span
            .periods(quarter(text))
            .into_iter()
            .map(|it| it.1)
            .collect();
        words.join(", ")
    };
    assert_eq!(named("2023-Q1"), "");
    assert_eq!(named("2023-Q2"), "2023-Q2, 2023-24, YE 2024-03");
    assert_eq!(
        named("2024-Q1"),
        "2024-Q1, 2024, 2023-24, YE 2024-03, YE 2024-06, YE 2024-09, YE 2024-12"
    );
    assert_eq!(named("2025-Q1"), "2025-Q1, 2025, 2024-25, YE 2025-03");
    assert_eq!(
        quarter("2024-Q1").last_day(),
        jiff::civil::date(2024, 3, 31)
    );
    assert_eq!(
        Quarter::of(jiff::civil::date(2025, 6, 30)),
        quarter("2025-Q2")
    );
}
