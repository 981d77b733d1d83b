//! How cases ended, in the words of the file.

use super::fault::Fault;
use super::label::Labels;
use super::row::Row;
use std::{collections::BTreeMap, rc::Rc};

/// What a status may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Statuses {
    /// 0 or any cause.
    Causes,
    /// 0 or 1.
    OverOrOpen,
}

/// The causes met so far, numbered as they first come.
pub(super) struct Ends {
    statuses: Statuses,
    causes: Labels,
    /// Statuses by their text: `1` and `1.0` are one.
    known: BTreeMap<String, u8>,
}

impl Ends {
    pub(super) fn new(statuses: Statuses) -> Self {
        let mut causes = Labels::default();
        if statuses == Statuses::OverOrOpen {
            causes.number("1");
        }
        Self {
            statuses,
            causes,
            known: BTreeMap::new(),
        }
    }

    /// How many causes there are.
    pub(super) fn len(&self) -> usize {
        self.causes.len()
    }

    /// Each cause with its number, which counts from 1.
    pub(super) fn in_order(&self) -> Vec<(Rc<str>, usize)> {
        let all = self.causes.in_order().into_iter();
        all.map(|(label, number)| (label, number + 1)).collect()
    }

    /// What is to be said of causes that differ only by case. Which they are is not said: they are cells of
    /// the file.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut spellings: BTreeMap<String, usize> = BTreeMap::new();
        for (cause, _) in self.causes.in_order() {
            *spellings.entry(cause.to_lowercase()).or_default() += 1;
        }
        let alike: usize = spellings.values().filter(|it| **it > 1).sum();
        let note = || {
            format!(
                "{alike} causes differ from another only in small and capital letters: each is a cause of its own"
            )
        };
        (alike > 0).then(note).into_iter().collect()
    }

    /// How the case of a row ended: the number of its cause, 0 while it is open.
    pub(super) fn status(&mut self, row: &Row<'_>, at: usize) -> Result<u8, Fault> {
        let text = row.text(at);
        if let Some(status) = self.known.get(text) {
            return Ok(*status);
        }
        let status = self.new_status(row, at, text)?;
        self.known.insert(text.to_owned(), status);
        Ok(status)
    }

    fn new_status(&mut self, row: &Row<'_>, at: usize, text: &str) -> Result<u8, Fault> {
        if ["", "NA", "NaN", "nan"].contains(&text) {
            return Err(row.fault(at, "must be filled in: 0 is still open"));
        }
        // What a spreadsheet writes as 1.0 is 1.
        let whole = text.trim_end_matches('0').strip_suffix('.');
        let is_number = |it: &&str| it.bytes().all(|it| it.is_ascii_digit()) && !it.is_empty();
        let text = whole.filter(is_number).unwrap_or(text);
        if text == "0" {
            return Ok(0);
        }
        if self.statuses == Statuses::OverOrOpen && text != "1" {
            let fault = row.fault(at, "must be 0 (still open) or 1 (over)");
            return Err(
                fault.hint("where cases end in several ways take `rasso estimate incidence`")
            );
        }
        let Ok(status) = u8::try_from(self.causes.number(text) + 1) else {
            let fault = row.fault(at, "has more than 255 causes");
            return Err(fault.hint("is it the column of how a case ended?"));
        };
        Ok(status)
    }
}
