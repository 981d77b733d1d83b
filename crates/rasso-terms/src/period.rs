//! The periods a measure is given for: quarters, years and rolling years.

use crate::Quarter;
use std::fmt;

/// The kind of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PeriodType {
    /// Three months: `2025-Q2`.
    Quarter,
    /// January to December: `2025`.
    YearCalendar,
    /// April to March: `2025-26`.
    YearFinancial,
    /// The four quarters ending with one: `YE 2025-06`.
    RollingYear,
}

impl PeriodType {
    /// Every kind, in the order of the output.
    pub const ALL: [Self; 4] = [
        Self::Quarter,
        Self::YearCalendar,
        Self::YearFinancial,
        Self::RollingYear,
    ];

    /// The word in the `period_type` column.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Quarter => "quarter",
            Self::YearCalendar => "year_calendar",
            Self::YearFinancial => "year_financial",
            Self::RollingYear => "rolling_year",
        }
    }
}

/// A run of whole quarters with a name.
#[expect(
    clippy::struct_field_names,
    reason = "`type` alone is a word of the language"
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// What kind of period it is.
    pub period_type: PeriodType,
    /// Its first quarter.
    pub first: Quarter,
    /// Its last quarter.
    pub last: Quarter,
}

impl Period {
    /// Every period that begins at or after `from` and has begun by `to`.
    ///
    /// A period that began before `from` is left out rather than shown with part of its quarters.
    /// A year that is still running is given, and its coverage says so; a rolling year ends with a
    /// quarter no later than `to`.
    pub fn between(from: Quarter, to: Quarter) -> Vec<Self> {
        let mut periods = Vec::new();
        for ordinal in from.ordinal()..=to.ordinal() {
            let quarter = Quarter::from_ordinal(ordinal);
            let mut add = |period_type, first: i32, last: i32| {
                periods.push(Self {
                    period_type,
                    first: Quarter::from_ordinal(first),
                    last: Quarter::from_ordinal(last),
                });
            };
            add(PeriodType::Quarter, ordinal, ordinal);
            if quarter.number() == 1 {
                add(PeriodType::YearCalendar, ordinal, ordinal + 3);
            }
            if quarter.number() == 2 {
                add(PeriodType::YearFinancial, ordinal, ordinal + 3);
            }
            if ordinal - 3 >= from.ordinal() {
                add(PeriodType::RollingYear, ordinal - 3, ordinal);
            }
        }
        periods.sort();
        periods
    }

    /// Whether a quarter lies in it.
    pub fn holds(&self, quarter: Quarter) -> bool {
        self.first <= quarter && quarter <= self.last
    }

    /// Its months in words, with the name of the other series: `April to June 2025 (2025-26 Q1)`.
    pub fn words(&self) -> String {
        let (first, last) = (self.first, self.last);
        let months = [
            ["January", "April", "July", "October"],
            ["March", "June", "September", "December"],
        ];
        let month = |ends: usize, quarter: Quarter| {
            let at = usize::try_from(quarter.number() - 1).unwrap_or(0);
            months[ends].get(at).copied().unwrap_or_default()
        };
        let (begins, ends) = (month(0, first), month(1, last));
        match self.period_type {
            PeriodType::Quarter => format!("{begins} to {ends} {} ({})", last.year(), self.label()),
            PeriodType::YearCalendar => format!("{begins} to {ends} {self}"),
            PeriodType::YearFinancial => {
                let (from, to) = (first.year(), last.year());
                format!("{begins} {from} to {ends} {to} ({self})")
            }
            PeriodType::RollingYear => format!("the year to {ends} {}", last.year()),
        }
    }

    /// The name the other series uses for it: a quarter's financial name, else its own.
    pub fn label(&self) -> String {
        match self.period_type {
            PeriodType::Quarter => self.first.financial_label(),
            PeriodType::YearCalendar | PeriodType::YearFinancial | PeriodType::RollingYear => {
                self.to_string()
            }
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.period_type {
            PeriodType::Quarter => self.first.fmt(f),
            PeriodType::YearCalendar => write!(f, "{}", self.first.year()),
            PeriodType::YearFinancial => {
                let year = self.first.financial_year();
                write!(f, "{year}-{:02}", (year + 1).rem_euclid(100))
            }
            PeriodType::RollingYear => {
                write!(f, "YE {}-{:02}", self.last.year(), self.last.number() * 3)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_says_which_months_it_is_of() {
        let (from, to) = ("2024-Q1".parse().unwrap(), "2025-Q1".parse().unwrap());
        let words = |name: &str| {
            let all = Period::between(from, to);
            all.iter()
                .find(|it| it.to_string() == name)
                .unwrap()
                .words()
        };
        for (name, expected) in [
            ("2024-Q2", "April to June 2024 (2024-25 Q1)"),
            ("2024-Q1", "January to March 2024 (2023-24 Q4)"),
            ("2024", "January to December 2024"),
            ("2024-25", "April 2024 to March 2025 (2024-25)"),
            ("YE 2025-03", "the year to March 2025"),
        ] {
            assert_eq!(words(name), expected);
        }
    }

    #[test]
    fn a_period_that_began_before_the_first_quarter_is_left_out() {
        let (from, to) = ("2024-Q2".parse().unwrap(), "2025-Q1".parse().unwrap());
        let names: Vec<_> = Period::between(from, to)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            names,
            [
                "2024-Q2",
                "2024-Q3",
                "2024-Q4",
                "2025-Q1",
                "2025",
                "2024-25",
                "YE 2025-03"
            ]
        );
    }
}
