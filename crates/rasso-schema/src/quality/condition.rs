//! Conditions on the cells of a record.

use super::cell::RuleCell;
use crate::{Pattern, RapeOffences};
use serde::Deserialize;
use std::fmt;

/// A condition as the file has it: a column and one thing that is asked of it, or several of which
/// one must hold.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    column: Option<String>,
    is: Option<Vec<String>>,
    is_not: Option<Vec<String>>,
    filled: Option<bool>,
    flag: Option<bool>,
    rape: Option<bool>,
    matches: Option<Pattern>,
    matches_not: Option<Pattern>,
    at_least: Option<i64>,
    at_most: Option<i64>,
    any: Option<Vec<Self>>,
}

/// A condition on the cells of a record. On an empty cell it does not hold, unless it is `is_not` or
/// asks for the emptiness itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// One of these.
    Any(Vec<Self>),
    /// What is asked of a column, by its place among the columns of the rule and its name.
    Of(usize, String, Test),
}

/// What is asked of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// One of these texts.
    Is(Vec<String>),
    /// None of these texts; an empty cell is none.
    IsNot(Vec<String>),
    /// Filled, or empty.
    Filled(bool),
    /// Set, or not set.
    Flag(bool),
    /// Whether the offence is on the list of rape offences; the codes that are.
    Rape(bool, Vec<String>),
    /// Of this form; a date is written as ISO 8601.
    Matches(Pattern),
    /// Not of this form.
    MatchesNot(Pattern),
    /// So much or more.
    AtLeast(i64),
    /// So much or less.
    AtMost(i64),
}

/// Gives a column its place among the columns of a rule, or says why it has none.
pub(super) type Places<'p> = &'p mut dyn FnMut(&str) -> Result<usize, String>;

impl Written {
    pub(super) fn resolved(
        &self,
        place: Places<'_>,
        rape: &RapeOffences,
    ) -> Result<Condition, String> {
        if let Some(any) = &self.any {
            if self.column.is_some() || any.is_empty() {
                return Err("`any` holds conditions and stands alone".to_owned());
            }
            let parts = any.iter().map(|it| it.resolved(place, rape));
            return Ok(Condition::Any(parts.collect::<Result<_, _>>()?));
        }
        let column = self.column.as_ref();
        let column = column.ok_or("a condition names a `column`, or holds `any`")?;
        let tests = [
            self.is.clone().map(Test::Is),
            self.is_not.clone().map(Test::IsNot),
            self.filled.map(Test::Filled),
            self.flag.map(Test::Flag),
            self.rape
                .map(|it| Test::Rape(it, rape.codes().map(str::to_owned).collect())),
            self.matches.clone().map(Test::Matches),
            self.matches_not.clone().map(Test::MatchesNot),
            self.at_least.map(Test::AtLeast),
            self.at_most.map(Test::AtMost),
        ];
        let mut tests = tests.into_iter().flatten();
        match (tests.next(), tests.next()) {
            (Some(test), None) => Ok(Condition::Of(place(column)?, column.clone(), test)),
            _ => Err(format!("the condition on `{column}` asks one thing")),
        }
    }
}

impl Condition {
    /// Whether it holds of the record whose cells these are.
    pub fn holds<'r>(&self, cell: &impl Fn(usize) -> RuleCell<'r>) -> bool {
        match self {
            Self::Any(parts) => parts.iter().any(|it| it.holds(cell)),
            Self::Of(at, _, test) => test.holds(cell(*at)),
        }
    }
}

impl Test {
    fn holds(&self, cell: RuleCell<'_>) -> bool {
        let is = |all: &[String]| match cell {
            RuleCell::Text(text) => all.iter().any(|it| it == text),
            RuleCell::Nothing | RuleCell::Number(_) | RuleCell::Day(_) => false,
        };
        let matches = |pattern: &Pattern| match cell {
            RuleCell::Text(text) => Some(pattern.find(text).is_some()),
            RuleCell::Day(day) => Some(pattern.find(&day.to_string()).is_some()),
            RuleCell::Nothing | RuleCell::Number(_) => None,
        };
        let number = match cell {
            RuleCell::Number(number) => Some(number),
            RuleCell::Nothing | RuleCell::Text(_) | RuleCell::Day(_) => None,
        };
        match self {
            Self::Is(all) => is(all),
            Self::IsNot(all) => !is(all),
            Self::Filled(filled) => cell.is_filled() == *filled,
            Self::Flag(set) => number == Some(i64::from(*set)),
            Self::Rape(rape, codes) => cell.is_filled() && is(codes) == *rape,
            Self::Matches(pattern) => matches(pattern) == Some(true),
            Self::MatchesNot(pattern) => matches(pattern) == Some(false),
            Self::AtLeast(least) => number.is_some_and(|it| it >= *least),
            Self::AtMost(most) => number.is_some_and(|it| it <= *most),
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any(parts) => f.write_str(&joined(parts, ", or ")),
            Self::Of(_, column, test) => match test {
                Test::Is(all) => write!(f, "{column} is {}", all.join(" or ")),
                Test::IsNot(all) => write!(f, "{column} is not {}", all.join(" or ")),
                Test::Filled(true) => write!(f, "{column} is filled"),
                Test::Filled(false) => write!(f, "{column} is empty"),
                Test::Flag(true) => write!(f, "{column} is yes"),
                Test::Flag(false) => write!(f, "{column} is no"),
                Test::Rape(true, _) => write!(f, "{column} is a rape offence"),
                Test::Rape(false, _) => write!(f, "{column} is no rape offence"),
                Test::Matches(it) => write!(f, "{column} is of the form {it:?}"),
                Test::MatchesNot(it) => write!(f, "{column} is not of the form {it:?}"),
                Test::AtLeast(least) => write!(f, "{column} is {least} or more"),
                Test::AtMost(most) => write!(f, "{column} is {most} or less"),
            },
        }
    }
}

/// Conditions in words.
pub(super) fn joined(conditions: &[Condition], between: &str) -> String {
    let words: Vec<String> = conditions.iter().map(ToString::to_string).collect();
    words.join(between)
}
