//! Cells made from others.

use crate::{
    Rule,
    batch::Row,
    cell::{Cell, CellReader, is_below_zero},
    date::{DateFormats, YEARS},
    pseudonym::Domain,
};
use rasso_schema::Pattern;
use rasso_terms::{Day, Quarter};
use std::borrow::Cow;

/// How a cell is made from others. Numbers are places among the headings.
#[derive(Debug, Clone)]
pub(crate) enum Derived {
    FirstOf(Vec<usize>),
    Concat {
        parts: Vec<usize>,
        separator: String,
    },
    Slice {
        heading: usize,
        start: usize,
        length: usize,
    },
    Extract {
        heading: usize,
        pattern: Pattern,
    },
    Digest {
        parts: Vec<usize>,
        references: Domain,
    },
    Days {
        date: usize,
        days: usize,
        /// 1 for days after the date, -1 for days before it.
        sign: i32,
        formats: DateFormats,
    },
    MiddleOfYear {
        heading: usize,
        /// The day of the extract: what it tells of has happened by then.
        not_after: Day,
    },
    FinancialQuarter {
        year: usize,
        quarter: usize,
    },
}

impl Derived {
    /// The places it is made from.
    pub(crate) fn parts(&self) -> Vec<usize> {
        match self {
            Self::FirstOf(parts) | Self::Concat { parts, .. } | Self::Digest { parts, .. } => {
                parts.clone()
            }
            Self::Slice { heading, .. }
            | Self::Extract { heading, .. }
            | Self::MiddleOfYear { heading, .. } => vec![*heading],
            Self::Days { date, days, .. } => vec![*date, *days],
            Self::FinancialQuarter { year, quarter } => vec![*year, *quarter],
        }
    }

    /// The cell of a row; what stands for nothing is that of the column.
    pub(crate) fn cell<'a>(&'a self, row: Row<'a>, column: &'a CellReader) -> Cell<'a> {
        let part = |at: usize| part(row, at, column);
        match self {
            Self::FirstOf(parts) => {
                let mut parts = parts.iter().map(|at| part(*at));
                parts.find(|it| *it != Cell::Blank).unwrap_or(Cell::Blank)
            }
            Self::Concat {
                parts: places,
                separator,
            } => match parts(places, part) {
                Ok(texts) if texts.contains(&None) => Cell::Blank,
                Ok(texts) => {
                    let texts: Vec<Cow<'_, str>> = texts.into_iter().flatten().collect();
                    Cell::Text(Cow::Owned(texts.join(separator)))
                }
                Err(rule) => Cell::Broken(rule),
            },
            Self::Slice {
                heading,
                start,
                length,
            } => on_text(part(*heading), |text| {
                let slice: String = text.chars().skip(*start).take(*length).collect();
                Cell::Text(Cow::Owned(slice.trim().to_owned()))
            }),
            Self::Extract { heading, pattern } => {
                on_text(part(*heading), |text| match pattern.find(&text) {
                    Some(found) => Cell::Text(Cow::Owned(found.trim().to_owned())),
                    None => Cell::Broken(Rule::WrongForm),
                })
            }
            Self::Digest {
                parts: places,
                references,
            } => match parts(places, part) {
                Ok(texts) => digest(&texts, references),
                Err(rule) => Cell::Broken(rule),
            },
            Self::Days {
                date,
                days,
                sign,
                formats,
            } => match (part(*date), part(*days)) {
                (Cell::Broken(rule), _) | (_, Cell::Broken(rule)) => Cell::Broken(rule),
                (Cell::Blank, _) | (_, Cell::Blank) => Cell::Blank,
                (Cell::Text(_), Cell::Text(days))
                    if column.negative_is_blank && is_below_zero(&days) =>
                {
                    Cell::Blank
                }
                (Cell::Text(date), Cell::Text(days)) => {
                    days_from(&date, &days, *sign, formats).unwrap_or_else(Cell::Broken)
                }
            },
            Self::FinancialQuarter { year, quarter } => match (part(*year), part(*quarter)) {
                (Cell::Broken(rule), _) | (_, Cell::Broken(rule)) => Cell::Broken(rule),
                (Cell::Blank, _) | (_, Cell::Blank) => Cell::Blank,
                (Cell::Text(year), Cell::Text(quarter)) => {
                    let quarter = Quarter::of_financial_year(&year, &quarter);
                    quarter.map_or(Cell::Broken(Rule::WrongForm), |it| {
                        Cell::Text(Cow::Owned(it.to_string()))
                    })
                }
            },
            Self::MiddleOfYear { heading, not_after } => on_text(part(*heading), |text| {
                let year = whole(&text).and_then(|it| i16::try_from(it).ok());
                let middle = year.and_then(|it| Day::from_ymd(it, 7, 1));
                // In the year of the extract its middle may be yet to come.
                let is_this_year = year == Some(not_after.year_month().0);
                match middle {
                    Some(day) if is_this_year => {
                        Cell::Text(Cow::Owned(day.min(*not_after).to_string()))
                    }
                    Some(day) => Cell::Text(Cow::Owned(day.to_string())),
                    None => Cell::Broken(Rule::BadDate),
                }
            }),
        }
    }
}

/// A part of a derived cell.
fn part<'a>(row: Row<'a>, at: usize, column: &CellReader) -> Cell<'a> {
    match column.nothing.field(row, at) {
        Cell::Text(text) if column.is_null(&text) => Cell::Blank,
        other @ (Cell::Blank | Cell::Text(_) | Cell::Broken(_)) => other,
    }
}

/// The texts of all parts, unless one is broken.
fn parts<'a>(
    places: &[usize],
    part: impl Fn(usize) -> Cell<'a>,
) -> Result<Vec<Option<Cow<'a, str>>>, Rule> {
    let text = |at: &usize| match part(*at) {
        Cell::Text(text) => Ok(Some(text)),
        Cell::Blank => Ok(None),
        Cell::Broken(rule) => Err(rule),
    };
    places.iter().map(text).collect()
}

fn on_text<'a>(cell: Cell<'a>, made: impl FnOnce(Cow<'a, str>) -> Cell<'a>) -> Cell<'a> {
    match cell {
        Cell::Text(text) => made(text),
        other @ (Cell::Blank | Cell::Broken(_)) => other,
    }
}

/// How many characters of a digest are kept.
const DIGEST: usize = 16;

fn digest(texts: &[Option<Cow<'_, str>>], references: &Domain) -> Cell<'static> {
    if texts.iter().all(Option::is_none) {
        return Cell::Blank;
    }
    let mut parts = texts.iter().flatten();
    if parts.any(|it| it.contains(char::REPLACEMENT_CHARACTER)) {
        return Cell::Broken(Rule::UnreadableText);
    }
    let texts = texts.iter().map(|it| it.as_deref().unwrap_or_default());
    let mut made = references.pseudonym(texts.map(str::as_bytes));
    made.truncate(DIGEST);
    Cell::Text(Cow::Owned(made))
}

fn days_from(
    date: &str,
    days: &str,
    sign: i32,
    formats: &DateFormats,
) -> Result<Cell<'static>, Rule> {
    let date = formats.day(date).ok_or(Rule::BadDate)?;
    let days = whole(days).ok_or(Rule::NotANumber)?;
    if days < 0 {
        return Err(Rule::NegativeDuration);
    }
    let days = i32::try_from(days).or(Err(Rule::OutOfRange))?;
    let number = date.number().saturating_add(days.saturating_mul(sign));
    if !YEARS.contains(&number) {
        return Err(Rule::OutOfRange);
    }
    let day = Day::from_number(number);
    Ok(Cell::Text(Cow::Owned(day.to_string())))
}

/// `45.0` is 45: spreadsheets and data frames write whole numbers so.
pub(crate) fn whole(text: &str) -> Option<i64> {
    let whole = match text.split_once('.') {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|it| it == b'0') => whole,
        Some(_) => return None,
        None => text,
    };
    whole.parse().ok()
}
