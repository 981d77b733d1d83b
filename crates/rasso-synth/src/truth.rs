//! The truth: which records are one person in one case, and what was laid over them.

use crate::SynthError;
use crate::part::{Part, copy};
use crate::sheet::Sheet;
use rasso_terms::Day;
use std::path::Path;

const RECORDS: &str = "records.csv";
const MESS: &str = "mess.csv";

/// The truth of one delivery while it is written. Within a batch the lines of each table stand in
/// their own order, and batches follow each other, so a file of more than one batch is not sorted
/// as a whole.
pub(crate) struct TruthFiles {
    records: Part,
    mess: Part,
}

impl TruthFiles {
    /// Begins the truth of an extract date.
    pub(crate) fn begin(at: Day, out: &Path) -> Result<Self, SynthError> {
        let begin = |name, header| Part::begin(out, &path(at, name), header);
        Ok(Self {
            records: begin(RECORDS, "table,key,crime,person,case\n")?,
            mess: begin(MESS, "table,key,column,mess\n")?,
        })
    }

    /// Adds what there is to say of a batch.
    pub(crate) fn append<const N: usize>(
        &mut self,
        sheets: &[[Sheet; N]],
    ) -> Result<(), SynthError> {
        self.records.append(sorted(sheets, |it| &it.truth))?;
        self.mess.append(sorted(sheets, |it| &it.notes))
    }

    /// Gives the files their names; gives how many records they speak of, and how many faults.
    pub(crate) fn finish(self) -> Result<(u64, u64), SynthError> {
        Ok((self.records.finish()?.rows, self.mess.finish()?.rows))
    }
}

/// Puts the truth of the last delivery where a reader of only that one looks for it.
pub(crate) fn copy_last(at: Day, out: &Path) -> Result<(), SynthError> {
    [RECORDS, MESS]
        .iter()
        .try_for_each(|name| copy(out, &path(at, name), &format!("truth/{name}")))
}

fn path(at: Day, name: &str) -> String {
    format!("truth/{at}/{name}")
}

fn sorted<const N: usize>(
    sheets: &[[Sheet; N]],
    lines: impl Fn(&Sheet) -> &Vec<String>,
) -> Vec<&str> {
    let mut all = Vec::new();
    for table in 0..N {
        let begin = all.len();
        let of_table = sheets.iter().flat_map(|it| lines(&it[table]));
        all.extend(of_table.map(String::as_str));
        all[begin..].sort_unstable();
    }
    all
}
