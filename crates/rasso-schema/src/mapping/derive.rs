//! Columns made from others.

use regex_lite::Regex;
use serde::Deserialize;
use std::fmt;

/// A column made from others. Parts are headings of the file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Derive {
    /// The first part that is not blank.
    FirstOf(Vec<String>),
    /// All parts one after another; blank when any part is.
    Concat(Vec<String>),
    /// Some characters of one column.
    Slice(Slice),
    /// What a pattern finds in one column: a code inside a label.
    Extract(Extract),
    /// A keyed digest of the parts, 16 hexadecimal characters: for a key that would otherwise show
    /// an identifier of a person.
    Digest(Vec<String>),
    /// The day a number of days after a date.
    DaysAfter(Days),
    /// The day a number of days before a date.
    DaysBefore(Days),
    /// The first of July of a year: where a force sends no more than the year. Figures by quarter
    /// of such a force say nothing.
    MiddleOfYear(String),
    /// The quarter of a financial year, as `2017-Q2` of the year `2017/18` and its quarter 1.
    FinancialQuarter(FinancialQuarter),
}

impl Derive {
    /// The headings it is made from.
    pub fn parts(&self) -> Vec<&str> {
        match self {
            Self::FirstOf(parts) | Self::Concat(parts) | Self::Digest(parts) => {
                parts.iter().map(String::as_str).collect()
            }
            Self::Slice(slice) => vec![slice.column.as_str()],
            Self::Extract(extract) => vec![extract.column.as_str()],
            Self::DaysAfter(days) | Self::DaysBefore(days) => {
                vec![days.date.as_str(), days.days.as_str()]
            }
            Self::MiddleOfYear(year) => vec![year.as_str()],
            Self::FinancialQuarter(it) => vec![it.year.as_str(), it.quarter.as_str()],
        }
    }

    /// How the column is made, in words: `digest of scenario, ptiurn`.
    pub fn describe(&self) -> String {
        let how = match self {
            Self::FirstOf(_) => "first filled of",
            Self::Concat(_) => "joined from",
            Self::Slice(_) | Self::Extract(_) => "part of",
            Self::Digest(_) => "keyed digest of",
            Self::DaysAfter(days) => return format!("{} days after {}", days.days, days.date),
            Self::DaysBefore(days) => return format!("{} days before {}", days.days, days.date),
            Self::MiddleOfYear(_) => "the middle of the year in",
            Self::FinancialQuarter(_) => "the quarter of the financial year in",
        };
        format!("{how} {}", self.parts().join(", "))
    }

    /// Whether it is a digest, and so depends on the key of the run.
    pub const fn is_digest(&self) -> bool {
        matches!(self, Self::Digest(_))
    }

    /// Whether it gives a date that it has worked out itself.
    pub const fn gives_a_day(&self) -> bool {
        matches!(
            self,
            Self::DaysAfter(_) | Self::DaysBefore(_) | Self::MiddleOfYear(_)
        )
    }
}

/// Some characters of a column.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slice {
    /// The heading.
    pub column: String,
    /// The first character, counting from 0.
    pub start: usize,
    /// How many characters.
    pub length: usize,
}

/// What a pattern finds in a column.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extract {
    /// The heading.
    pub column: String,
    /// What is looked for; its first group is taken, or all of it where it has none. A cell in which
    /// it finds nothing is a fault.
    pub pattern: Pattern,
}

/// A date and a number of days.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Days {
    /// The heading of the date.
    pub date: String,
    /// The heading of the number. One below zero is a fault: what is counted from comes first.
    pub days: String,
}

/// A financial year and its quarter.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FinancialQuarter {
    /// The heading of the year: `2017/18` or `2017-18`, from April on.
    pub year: String,
    /// The heading of the quarter: 1 to 4, or `Q1` to `Q4`.
    pub quarter: String,
}

/// A regular expression.
#[derive(Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct Pattern(Regex);

impl Pattern {
    /// What the first group finds in a text, or the whole where there is no group.
    pub fn find<'t>(&self, text: &'t str) -> Option<&'t str> {
        let found = self.0.captures(text)?;
        found
            .get(1)
            .or_else(|| found.get(0))
            .map(|it| it.as_str())
            .filter(|it| !it.is_empty())
    }
}

impl TryFrom<String> for Pattern {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Regex::new(&text)
            .map(Self)
            .map_err(|it| format!("the pattern cannot be used: {it}"))
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0.as_str())
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Eq for Pattern {}
