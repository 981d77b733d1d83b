//! What is the same for a workbook of any format: it is checked before it is opened, one sheet of it
//! is meant, and a thread of its own reads that.

use crate::format::{
    Limits, RawFile, Refusal, parts,
    sheet::Sheet,
    worker::{Send, Worker},
};
use std::fs::File;

pub(crate) const BROKEN: Refusal = Refusal::Damaged("its sheets cannot be read");

/// What is wanted of a workbook: one sheet of it.
pub(crate) struct Wanted {
    /// Its name, where the mapping says it.
    sheet: Option<String>,
    skip: u32,
    length: u64,
    pub(crate) limits: Limits,
}

/// Opens a workbook; `read` reads what is wanted of it, in the way of its format.
pub(crate) fn open(
    raw: &RawFile,
    sheet: Option<&str>,
    skip: u32,
    limits: &Limits,
    read: fn(&File, &Wanted, &Send) -> Result<(), Refusal>,
) -> Result<Worker, Refusal> {
    parts::check(&raw.file, limits)?;
    let file = raw.file.try_clone()?;
    let wanted = Wanted {
        sheet: sheet.map(str::to_owned),
        skip,
        length: raw.length,
        limits: limits.clone(),
    };
    Worker::start(move |send| read(&file, &wanted, send))
}

impl Wanted {
    /// The sheet that is meant, of those there are.
    pub(crate) fn choose(&self, sheets: Vec<Listed>) -> Result<String, Refusal> {
        choose(self.sheet.as_deref(), sheets)
    }

    /// The sheet before its first row.
    pub(crate) fn rows(&self) -> Sheet {
        Sheet::new(self.skip, self.length, &self.limits)
    }
}

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) name: String,
    pub(crate) is_visible: bool,
    pub(crate) is_filled: bool,
}

/// The sheet that is meant: the one named, or the only visible one that holds anything.
fn choose(named: Option<&str>, sheets: Vec<Listed>) -> Result<String, Refusal> {
    if let Some(named) = named {
        if sheets.iter().any(|it| it.name == named) {
            return Ok(named.to_owned());
        }
        return Err(Refusal::NoSheet {
            sheet: named.to_owned(),
            sheets: sheets.into_iter().map(|it| it.name).collect(),
        });
    }
    let mut filled: Vec<String> = sheets
        .into_iter()
        .filter(|it| it.is_visible && it.is_filled)
        .map(|it| it.name)
        .collect();
    if filled.len() > 1 {
        return Err(Refusal::WhichSheet { sheets: filled });
    }
    filled.pop().ok_or(Refusal::Empty)
}
