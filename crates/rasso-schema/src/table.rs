//! The canonical tables, column by column.

use crate::Constraint;
use rasso_terms::Agency;
use regex_lite::Regex;
use serde::Deserialize;

/// What a cell of a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnType {
    /// Text, of a stated form where the column has one.
    Text,
    /// A code of a closed list.
    Code,
    /// A date of the calendar.
    Date,
    /// A date of an offence: it may lie decades before anybody wrote it down.
    OffenceDate,
    /// A whole number.
    Integer,
    /// Yes or no.
    Flag,
    /// A unique reference number.
    Urn,
    /// An arrest summons number.
    Asn,
    /// A Police National Computer identifier.
    PncId,
    /// A person's name.
    Name,
    /// A person's date of birth.
    BirthDate,
}

impl ColumnType {
    /// The word used in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Code => "code",
            Self::Date => "date",
            Self::OffenceDate => "offence_date",
            Self::Integer => "integer",
            Self::Flag => "flag",
            Self::Urn => "urn",
            Self::Asn => "asn",
            Self::PncId => "pnc_id",
            Self::Name => "name",
            Self::BirthDate => "birth_date",
        }
    }

    /// Whether it is a date of the calendar, of whatever kind.
    pub const fn is_day(self) -> bool {
        matches!(self, Self::Date | Self::OffenceDate | Self::BirthDate)
    }

    /// Whether such a cell leads to a person, and so never leaves `working/`.
    pub const fn is_personal(self) -> bool {
        match self {
            Self::Urn | Self::Asn | Self::PncId | Self::Name | Self::BirthDate => true,
            Self::Text
            | Self::Code
            | Self::Date
            | Self::OffenceDate
            | Self::Integer
            | Self::Flag => false,
        }
    }
}

/// Whom a column leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    /// Nobody.
    Open,
    /// A record, not a person.
    Key,
    /// A person: the column is kept in `working/` only.
    Person,
}

impl Sensitivity {
    /// The word used in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Key => "key",
            Self::Person => "person",
        }
    }
}

/// The columns that tell one record from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// These columns, in this order.
    Columns(Vec<String>),
    /// Every column: two equal rows are one record.
    WholeRow,
}

/// One column of a table.
#[derive(Debug, Clone)]
pub struct ColumnSchema {
    /// Its name in the header.
    pub name: String,
    /// What its cells hold.
    pub kind: ColumnType,
    /// Whether every record must fill it.
    pub required: bool,
    /// Whom it leads to.
    pub sensitivity: Sensitivity,
    /// What it means.
    pub meaning: String,
    /// The list its codes belong to.
    pub code_list: Option<String>,
    /// The form of its text.
    pub pattern: Option<Regex>,
    /// The smallest number it may hold.
    pub min: Option<i64>,
    /// The largest number it may hold.
    pub max: Option<i64>,
}

impl ColumnSchema {
    /// Whether the column is kept in `working/` only.
    pub fn is_personal(&self) -> bool {
        self.sensitivity == Sensitivity::Person
    }

    /// The rule on what a filled cell holds; `codes` are those of the column's list.
    pub fn constraint<'c>(&self, codes: impl IntoIterator<Item = &'c str>) -> Constraint {
        match self.kind {
            ColumnType::Text => self.pattern.as_ref().map_or(Constraint::Readable, |it| {
                Constraint::Form(it.as_str().to_owned())
            }),
            ColumnType::Name => Constraint::Readable,
            ColumnType::Code => Constraint::OneOf {
                list: self.code_list.clone().unwrap_or_default(),
                codes: codes.into_iter().map(str::to_owned).collect(),
            },
            ColumnType::Date | ColumnType::OffenceDate | ColumnType::BirthDate => {
                Constraint::Date(vec!["%Y-%m-%d".to_owned()])
            }
            ColumnType::Integer => Constraint::Whole {
                min: self.min,
                max: self.max,
            },
            ColumnType::Flag => Constraint::YesOrNo,
            ColumnType::Urn => Constraint::Identifier("URN"),
            ColumnType::Asn => Constraint::Identifier("ASN"),
            ColumnType::PncId => Constraint::Identifier("PNC ID"),
        }
    }
}

/// One table: what an extract of it must look like.
#[derive(Debug, Clone)]
pub struct TableSchema {
    /// Its name.
    pub name: String,
    /// Who sends it.
    pub agency: Agency,
    /// The version of its layout.
    pub version: String,
    /// Its title for people.
    pub title: String,
    /// What one row stands for.
    pub one_row_per: String,
    /// What tells records apart.
    pub key: Key,
    /// Its columns, in order.
    pub columns: Vec<ColumnSchema>,
}

impl TableSchema {
    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&ColumnSchema> {
        self.columns.iter().find(|it| it.name == name)
    }

    /// Where the key columns stand among the columns, in the order of the key.
    ///
    /// A table keyed by the whole row is ordered by its references, then its required dates, then
    /// the rest as they stand, so that the events of one case come together and in time.
    pub fn key_positions(&self) -> Vec<usize> {
        match &self.key {
            Key::Columns(names) => names
                .iter()
                .filter_map(|key| self.columns.iter().position(|it| it.name == *key))
                .collect(),
            Key::WholeRow => {
                let rank = |at: &usize| {
                    self.columns
                        .get(*at)
                        .map_or(2, |it| match (it.sensitivity, it.kind) {
                            (Sensitivity::Key, _) => 0,
                            (_, ColumnType::Date) if it.required => 1,
                            _ => 2,
                        })
                };
                let mut positions: Vec<usize> = (0..self.columns.len()).collect();
                positions.sort_by_key(rank);
                positions
            }
        }
    }
}
