//! What the files of a table give: an empty cell of a file that has no such column is another thing than
//! one that nobody filled.

use crate::{Extracted, FileTally};
use std::collections::{BTreeMap, BTreeSet};

/// What each file of a table gives. Of a file that it does not know it holds that all is given.
#[derive(Debug, Clone, Default)]
pub struct Given<'e> {
    of_file: BTreeMap<&'e str, &'e FileTally>,
    /// The tables that each sender's files fill.
    sent: BTreeSet<(&'e str, &'e str)>,
}

impl Extracted {
    /// What the files of a table give that the run uses.
    pub fn given(&self, table: &str) -> Given<'_> {
        let used = || self.files.iter().filter(|it| it.used);
        let of_table = used().filter(|it| &*it.table == table);
        Given {
            of_file: of_table.map(|it| (&*it.label, it)).collect(),
            sent: used().map(|it| (&*it.source, &*it.table)).collect(),
        }
    }
}

impl Given<'_> {
    /// Whether a file has no such column, and no constant or other column in its place.
    pub fn lacks(&self, file: &str, column: &str) -> bool {
        let tally = self.of_file.get(file);
        tally.is_some_and(|it| it.absent_columns.iter().any(|it| it == column))
    }

    /// Whether the sender of a file sends another table too.
    pub fn sends(&self, file: &str, table: &str) -> bool {
        let tally = self.of_file.get(file);
        tally.is_none_or(|it| self.sent.contains(&(&*it.source, table)))
    }
}
