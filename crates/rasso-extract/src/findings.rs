//! What is wrong with a delivery as a whole: a file sent twice, a month missing or repeated, a change
//! that nobody would expect. Each is named; none takes a row away.

mod change;
mod columns;
mod foreign_urns;
mod half_told;
mod look;
mod missing;
mod months;
mod open_end;
mod repeated;
mod twice;

pub(crate) use look::Look;
pub(crate) use open_end::{files_with_an_open_end, files_with_nul_bytes};
pub(crate) use twice::files_sent_twice;

use crate::SourceFile;
use change::{Before, sharp_changes};
use foreign_urns::foreign_urns;
use half_told::half_told;
use missing::missing_periods;
use months::{Months, Senders};
use repeated::repeated_periods;
use twice::periods_sent_twice;

use std::{fmt, sync::Arc};

/// What is wrong with a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// The same file under two names or dates.
    FileSentTwice,
    /// A file that may have been cut.
    LastLineOpen,
    /// A text file with NUL bytes, in which rows may have been lost.
    NulBytes,
    /// Cells without the cell that they need.
    HalfTold,
    /// URNs of another force than the records'.
    ForeignUrns,
    /// Months without a record where the months around have many.
    MissingPeriod,
    /// A month whose records stand there twice.
    PeriodSentTwice,
    /// Two months whose records are alike.
    RepeatedPeriod,
    /// More or fewer records of the same months than in the delivery before.
    SharpChange,
}

impl FindingKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::FileSentTwice,
        Self::LastLineOpen,
        Self::NulBytes,
        Self::HalfTold,
        Self::ForeignUrns,
        Self::MissingPeriod,
        Self::PeriodSentTwice,
        Self::RepeatedPeriod,
        Self::SharpChange,
    ];

    /// The word used in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FileSentTwice => "file_sent_twice",
            Self::LastLineOpen => "last_line_open",
            Self::NulBytes => "nul_bytes",
            Self::HalfTold => "half_told",
            Self::ForeignUrns => "foreign_urns",
            Self::MissingPeriod => "missing_period",
            Self::PeriodSentTwice => "period_sent_twice",
            Self::RepeatedPeriod => "repeated_period",
            Self::SharpChange => "sharp_change",
        }
    }
}

/// Something wrong with a delivery. It holds counts and dates, and nothing of a record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DeliveryFinding {
    /// The table.
    pub table: Arc<str>,
    /// The series of deliveries it is found in.
    pub source: Arc<str>,
    /// Whose records they are, where the table says it: the code of a force.
    pub sender: Arc<str>,
    /// What is wrong.
    pub kind: FindingKind,
    /// The months it is about, `2024-05` or `2024-05 to 2024-07`; empty where it is about a file.
    pub period: String,
    /// What was found, in words.
    pub words: String,
}

impl fmt::Display for DeliveryFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.table)?;
        if &*self.source != SourceFile::ANY_SOURCE {
            write!(f, ", {}", self.source)?;
        }
        if !self.sender.is_empty() {
            write!(f, ", force {}", self.sender)?;
        }
        if !self.period.is_empty() {
            write!(f, ", {}", self.period)?;
        }
        write!(f, ": {} ({})", self.words, self.kind.as_str())
    }
}

/// Findings of one table, in the making.
pub(crate) struct Findings<'t> {
    table: Arc<str>,
    found: Vec<DeliveryFinding>,
    senders: &'t Senders,
}

impl<'t> Findings<'t> {
    pub(crate) fn new(table: &str, senders: &'t Senders) -> Self {
        Self {
            table: table.into(),
            found: Vec::new(),
            senders,
        }
    }

    /// Adds a finding about a sender.
    fn add(&mut self, sender: u32, kind: FindingKind, period: String, words: String) {
        let (source, name) = self.senders.named(sender);
        self.found.push(DeliveryFinding {
            table: Arc::clone(&self.table),
            source,
            sender: name,
            kind,
            period,
            words,
        });
    }

    /// The findings, in order.
    pub(crate) fn into_sorted(mut self) -> Vec<DeliveryFinding> {
        self.found.sort();
        self.found
    }
}

/// A month as people write it; months are counted from the year 0.
pub(crate) fn month_name(month: i32) -> String {
    format!("{}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1)
}

/// Months from the first to the last.
fn period_name(first: i32, last: i32) -> String {
    if first == last {
        month_name(first)
    } else {
        format!("{} to {}", month_name(first), month_name(last))
    }
}
