//! Checks the cells of one column and gathers their values.

use crate::{
    Rule, Scope,
    cell::Cell,
    date::{DateFormats, last_of_short_years},
    derived::whole,
    name,
};
use arrow::array::{
    ArrayRef, BooleanBuilder, Int32Builder, Int64Builder, StringBuilder, UInt8Builder,
};
use rasso_schema::{CodeList, ColumnSchema, ColumnType, Constraint, Schemas};
use rasso_terms::{Asn, Day, IdentifierFault, PncId, Urn};
use std::{collections::BTreeMap, sync::Arc};

/// The states of an identifier; a missing one has none.
pub(crate) const STATES: [&str; 4] = ["valid", "malformed", "check_letter", "dummy"];

/// What the cells of one column must be.
pub(crate) struct ColumnCheck<'s> {
    pub(crate) name: Arc<str>,
    column: &'s ColumnSchema,
    codes: Option<&'s CodeList>,
    dates: DateFormats,
    must_be: Arc<str>,
    other_words: BTreeMap<Rule, Arc<str>>,
}

/// The values of one column, one for each row that was not dropped.
pub(crate) enum ColumnValues {
    Text(StringBuilder),
    Day(Int32Builder),
    Whole(Int64Builder),
    Flag(BooleanBuilder),
    Identifier {
        number: StringBuilder,
        state: UInt8Builder,
    },
}

impl ColumnValues {
    pub(crate) fn of(kind: ColumnType) -> Self {
        match kind {
            ColumnType::Text | ColumnType::Code | ColumnType::Name => {
                Self::Text(StringBuilder::new())
            }
            ColumnType::Date | ColumnType::OffenceDate | ColumnType::BirthDate => {
                Self::Day(Int32Builder::new())
            }
            ColumnType::Integer => Self::Whole(Int64Builder::new()),
            ColumnType::Flag => Self::Flag(BooleanBuilder::new()),
            ColumnType::Urn | ColumnType::Asn | ColumnType::PncId => Self::Identifier {
                number: StringBuilder::new(),
                state: UInt8Builder::new(),
            },
        }
    }

    /// The values as arrays: one, or number and state of an identifier.
    pub(crate) fn finish(self, into: &mut Vec<ArrayRef>) {
        match self {
            Self::Text(mut it) => into.push(Arc::new(it.finish())),
            Self::Day(mut it) => into.push(Arc::new(it.finish())),
            Self::Whole(mut it) => into.push(Arc::new(it.finish())),
            Self::Flag(mut it) => into.push(Arc::new(it.finish())),
            Self::Identifier {
                mut number,
                mut state,
            } => {
                into.push(Arc::new(number.finish()));
                into.push(Arc::new(state.finish()));
            }
        }
    }

    fn push_null(&mut self, identifier_state: Option<u8>) {
        match self {
            Self::Text(it) => it.append_null(),
            Self::Day(it) => it.append_null(),
            Self::Whole(it) => it.append_null(),
            Self::Flag(it) => it.append_null(),
            Self::Identifier { number, state } => {
                number.append_null();
                state.append_option(identifier_state);
            }
        }
    }
}

impl<'s> ColumnCheck<'s> {
    pub(crate) fn new(
        column: &'s ColumnSchema,
        schemas: &'s Schemas,
        formats: Option<&[String]>,
        extract_date: Day,
    ) -> Self {
        let iso = ["%Y-%m-%d".to_owned()];
        let formats = formats.unwrap_or(&iso);
        let mut constraint = schemas.constraint(column);
        if let Constraint::Date(written) = &mut constraint {
            *written = formats.to_vec();
        }
        let codes = column
            .code_list
            .as_ref()
            .and_then(|it| schemas.code_list(it).ok());
        let other = [
            Rule::Required,
            Rule::UnreadableText,
            Rule::LineBreak,
            Rule::CheckLetter,
            Rule::Dummy,
            Rule::NegativeDuration,
            Rule::SpreadsheetError,
        ];
        Self {
            name: column.name.as_str().into(),
            column,
            codes,
            dates: DateFormats::new(formats, last_of_short_years(column, extract_date)),
            must_be: constraint.describe(),
            other_words: other
                .into_iter()
                .map(|it| (it, it.words().into()))
                .collect(),
        }
    }

    pub(crate) const fn kind(&self) -> ColumnType {
        self.column.kind
    }

    /// What a cell must be to keep a rule.
    pub(crate) fn must_be(&self, rule: Rule) -> Arc<str> {
        Arc::clone(self.other_words.get(&rule).unwrap_or(&self.must_be))
    }

    /// What breaking a rule in this column costs. An identifier of a person never costs the row:
    /// linking has other ways, and the record counts all the same.
    pub(crate) fn scope(&self, rule: Rule) -> Scope {
        let costs_the_row = self.column.required && !self.column.is_personal();
        if costs_the_row || rule == Rule::LineBreak {
            Scope::Row
        } else {
            Scope::Cell
        }
    }

    /// Checks a cell and appends exactly one value: nothing in the place of a broken one.
    pub(crate) fn push(&self, cell: &Cell<'_>, values: &mut ColumnValues) -> Option<Rule> {
        let broken = match cell {
            Cell::Blank => self.column.required.then_some(Rule::Required),
            Cell::Broken(rule) => Some(*rule),
            Cell::Text(text) => match self.push_text(text, values) {
                Ok(()) => return None,
                Err(rule) => Some(rule),
            },
        };
        values.push_null(match broken {
            None | Some(Rule::Required) => None,
            Some(Rule::CheckLetter) => Some(2),
            Some(Rule::Dummy) => Some(3),
            Some(_) => Some(1),
        });
        broken
    }

    fn push_text(&self, text: &str, values: &mut ColumnValues) -> Result<(), Rule> {
        match values {
            ColumnValues::Text(out) => match self.column.kind {
                ColumnType::Code => out.append_value(
                    self.codes
                        .and_then(|it| it.canonical(text))
                        .ok_or(Rule::UnknownCode)?,
                ),
                ColumnType::Name => {
                    let mut normal = String::new();
                    name::normalise(text, &mut normal);
                    out.append_option((!normal.is_empty()).then_some(normal));
                }
                ColumnType::Text
                | ColumnType::Date
                | ColumnType::OffenceDate
                | ColumnType::BirthDate
                | ColumnType::Integer
                | ColumnType::Flag
                | ColumnType::Urn
                | ColumnType::Asn
                | ColumnType::PncId => {
                    if self
                        .column
                        .pattern
                        .as_ref()
                        .is_some_and(|it| !it.is_match(text))
                    {
                        return Err(Rule::WrongForm);
                    }
                    out.append_value(text);
                }
            },
            ColumnValues::Day(out) => {
                out.append_value(self.dates.day(text).ok_or(Rule::BadDate)?.number());
            }
            ColumnValues::Whole(out) => out.append_value(self.whole(text)?),
            ColumnValues::Flag(out) => out.append_value(flag(text).ok_or(Rule::NotAFlag)?),
            ColumnValues::Identifier { number, state } => {
                number.append_value(self.identifier(text).map_err(rule_of)?);
                state.append_value(0);
            }
        }
        Ok(())
    }

    fn whole(&self, text: &str) -> Result<i64, Rule> {
        let number = whole(text).ok_or(Rule::NotANumber)?;
        let in_bounds = self.column.min.is_none_or(|it| number >= it)
            && self.column.max.is_none_or(|it| number <= it);
        if in_bounds {
            Ok(number)
        } else {
            Err(Rule::OutOfRange)
        }
    }

    fn identifier(&self, text: &str) -> Result<Box<str>, IdentifierFault> {
        match self.column.kind {
            ColumnType::Asn => Asn::parse(text).map(|it| it.expose().into()),
            ColumnType::PncId => PncId::parse(text).map(|it| it.expose().into()),
            ColumnType::Urn
            | ColumnType::Text
            | ColumnType::Code
            | ColumnType::Date
            | ColumnType::OffenceDate
            | ColumnType::Integer
            | ColumnType::Flag
            | ColumnType::Name
            | ColumnType::BirthDate => Urn::parse(text).map(|it| it.expose().into()),
        }
    }
}

const fn rule_of(fault: IdentifierFault) -> Rule {
    match fault {
        IdentifierFault::Malformed => Rule::Malformed,
        IdentifierFault::CheckLetter => Rule::CheckLetter,
        IdentifierFault::Dummy => Rule::Dummy,
    }
}

pub(crate) fn flag(text: &str) -> Option<bool> {
    let is = |words: [&str; 4]| words.iter().any(|it| it.eq_ignore_ascii_case(text));
    if is(["Y", "1", "true", "yes"]) {
        Some(true)
    } else if is(["N", "0", "false", "no"]) {
        Some(false)
    } else {
        None
    }
}
