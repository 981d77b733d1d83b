//! Which force or Area told of which months of which table.

mod gaps;
mod senders;

use crate::QualityError;
use gaps::{Months, gaps};
use rasso_extract::Extracted;
use rasso_schema::Schemas;
use rasso_terms::{Agency, Day, Period, Quarter};
use senders::records;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// Whose records they are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sender {
    /// A police force; at court, the force that registered the case.
    Force(String),
    /// A CPS Area.
    CpsArea(String),
}

impl Sender {
    /// The force, of a force.
    pub fn force(&self) -> Option<&str> {
        match self {
            Self::Force(code) => Some(code),
            Self::CpsArea(_) => None,
        }
    }

    /// The Area, of an Area.
    pub fn cps_area(&self) -> Option<&str> {
        match self {
            Self::Force(_) => None,
            Self::CpsArea(code) => Some(code),
        }
    }
}

/// How much of a period a sender told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CoverageStatus {
    /// Every month that the records reach; one of nothing may be among them, where that is no wonder.
    Complete,
    /// Some of the months.
    Partial,
    /// None of them.
    None,
    /// The records do not reach the period.
    BeyondExtract,
}

impl CoverageStatus {
    /// The word in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Partial => "partial",
            Self::None => "none",
            Self::BeyondExtract => "beyond_extract",
        }
    }
}

/// Months, both counted from the year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MonthSpan {
    /// The first.
    pub first: i32,
    /// The last.
    pub last: i32,
}

impl fmt::Display for MonthSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |it: i32| format!("{}-{:02}", it.div_euclid(12), it.rem_euclid(12) + 1);
        f.write_str(&name(self.first))?;
        if self.first < self.last {
            write!(f, " to {}", name(self.last))?;
        }
        Ok(())
    }
}

/// What a sender told of a period in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageRow {
    /// The agency.
    pub agency: Agency,
    /// The table.
    pub table: String,
    /// Whose records they are.
    pub sender: Sender,
    /// The period.
    pub period: Period,
    /// Records of it.
    pub rows: u64,
    /// Months of it that the records reach.
    pub months: u64,
    /// Those of them with a record.
    pub months_with_rows: u64,
    /// The first day of a record of it.
    pub first: Option<Day>,
    /// The last.
    pub last: Option<Day>,
    /// How much of it was told.
    pub status: CoverageStatus,
    /// Months of it that are gone.
    pub gone: Vec<MonthSpan>,
    /// Whether the sender has no record in the table at all.
    pub sent_nothing: bool,
}

/// What every force and Area told of every period, by table, sender and period.
pub fn coverage(
    extracted: &Extracted,
    schemas: &Schemas,
    (from, to): (Quarter, Quarter),
    censored: Day,
) -> Result<Vec<CoverageRow>, QualityError> {
    let rules = &schemas.delivery_rules().coverage;
    let periods = Period::between(from, to);
    let known = MonthSpan {
        first: month_of(from.first_day()),
        last: last_whole_month(censored),
    };
    let mut all = Vec::new();
    for expected in &rules.table {
        let Ok(table) = schemas.table(&expected.table) else {
            continue;
        };
        // A table that nobody sent is told by the agency, which sent nothing.
        if extracted
            .files
            .iter()
            .all(|it| !it.used || *it.table != *table.name)
        {
            continue;
        }
        let senders = expected_senders(table.agency, schemas);
        let days = records(extracted, schemas, &table.name, &senders)?;
        let months: BTreeMap<&Sender, Months> = days
            .iter()
            .map(|(sender, days)| (sender, Months::of(days)))
            .collect();
        let found = gaps(&months, known, rules.months_around, expected);
        for (sender, days) in &days {
            let gone = found.get(sender).map_or(&[][..], Vec::as_slice);
            for period in &periods {
                let row = row(days, *period, known, gone);
                all.push(CoverageRow {
                    agency: table.agency,
                    table: table.name.clone(),
                    sender: sender.clone(),
                    sent_nothing: days.is_empty() && !gone.is_empty(),
                    ..row
                });
            }
        }
    }
    Ok(all)
}

/// What days within a period come to; agency, table and sender are still to be told.
fn row(days: &[Day], period: Period, known: MonthSpan, gone: &[MonthSpan]) -> CoverageRow {
    let (start, end) = (period.first.first_day(), period.last.last_day());
    let within: Vec<Day> = days
        .iter()
        .copied()
        .filter(|it| (start..=end).contains(it))
        .collect();
    let span = MonthSpan {
        first: month_of(start).max(known.first),
        last: month_of(end).min(known.last),
    };
    let count = |it: MonthSpan| u64::try_from(it.last - it.first + 1).unwrap_or_default();
    let with_rows: BTreeSet<i32> = within.iter().map(|it| month_of(*it)).collect();
    let cut = |it: &MonthSpan| MonthSpan {
        first: it.first.max(span.first),
        last: it.last.min(span.last),
    };
    let gone: Vec<MonthSpan> = gone
        .iter()
        .map(cut)
        .filter(|it| it.first <= it.last)
        .collect();
    let months = count(span);
    let status = match gone.iter().map(|it| count(*it)).sum::<u64>() {
        _ if months == 0 => CoverageStatus::BeyondExtract,
        0 => CoverageStatus::Complete,
        all if all == months => CoverageStatus::None,
        _ => CoverageStatus::Partial,
    };
    CoverageRow {
        agency: Agency::Police,
        table: String::new(),
        sender: Sender::Force(String::new()),
        period,
        rows: u64::try_from(within.len()).unwrap_or(u64::MAX),
        months,
        months_with_rows: u64::try_from(
            with_rows
                .range(span.first..=span.last.max(span.first))
                .count(),
        )
        .unwrap_or(u64::MAX),
        first: within.iter().min().copied(),
        last: within.iter().max().copied(),
        status,
        gone,
        sent_nothing: false,
    }
}

/// The forces or Areas that records of an agency are of.
fn expected_senders(agency: Agency, schemas: &Schemas) -> BTreeSet<Sender> {
    let geography = schemas.geography();
    match agency {
        // Files of numbers hold no records of anybody.
        Agency::Reference => BTreeSet::new(),
        Agency::Police | Agency::Courts => geography
            .forces()
            .map(|it| Sender::Force(it.code.clone()))
            .collect(),
        Agency::Cps => {
            let unallocated: BTreeSet<&str> = geography
                .force_areas()
                .iter()
                .filter(|it| it.rule == rasso_schema::AreaRule::Unallocated)
                .map(|it| it.cps_area.as_str())
                .collect();
            geography
                .cps_areas()
                .filter(|it| !unallocated.contains(it.code.as_str()))
                .map(|it| Sender::CpsArea(it.code.clone()))
                .collect()
        }
    }
}

/// Months counted from the year 0.
fn month_of(day: Day) -> i32 {
    let (year, month) = day.year_month();
    i32::from(year) * 12 + i32::from(month) - 1
}

/// The last month that is over on a day.
fn last_whole_month(day: Day) -> i32 {
    month_of(day.plus(1)) - 1
}
