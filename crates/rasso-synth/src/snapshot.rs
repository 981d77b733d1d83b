//! One delivery while it is written: the tables of every agency, and the truth of them.

use crate::SynthError;
use crate::part::Part;
use crate::plan::TableSummary;
use crate::sheet::Sheet;
use crate::table::TABLES;
use crate::truth::TruthFiles;
use rasso_terms::Day;
use rayon::prelude::*;
use std::path::Path;

/// A sheet for each of [`TABLES`].
pub(crate) type Sheets = [Sheet; TABLES.len()];

/// The files of one extract date.
pub(crate) struct Snapshot {
    pub(crate) at: Day,
    tables: Vec<Part>,
    truth: TruthFiles,
}

/// A delivery whose files are whole.
pub(crate) struct Delivered {
    pub(crate) tables: Vec<TableSummary>,
    pub(crate) truth_records: u64,
    pub(crate) mess_notes: u64,
}

impl Snapshot {
    /// Begins the files of an extract date.
    pub(crate) fn begin(at: Day, out: &Path) -> Result<Self, SynthError> {
        let table = |table: usize| {
            let header = TABLES[table].columns.join(",") + "\n";
            Part::begin(out, &path(at, table), &header)
        };
        Ok(Self {
            at,
            tables: (0..TABLES.len()).map(table).collect::<Result<_, _>>()?,
            truth: TruthFiles::begin(at, out)?,
        })
    }

    /// Adds the records of a batch: a set of sheets a block.
    pub(crate) fn append(&mut self, sheets: &[Sheets]) -> Result<(), SynthError> {
        let (tables, truth) = (&mut self.tables, &mut self.truth);
        let (tables, truth) = rayon::join(
            || {
                tables
                    .par_iter_mut()
                    .enumerate()
                    .try_for_each(|(table, part)| append(part, sheets, table))
            },
            || truth.append(sheets),
        );
        tables.and(truth)
    }

    /// Gives every file its name.
    pub(crate) fn finish(self) -> Result<Delivered, SynthError> {
        let mut tables = Vec::new();
        for (table, part) in self.tables.into_iter().enumerate() {
            let whole = part.finish()?;
            tables.push(TableSummary {
                table: TABLES[table].name,
                agency: TABLES[table].agency,
                extract_date: self.at,
                path: path(self.at, table),
                rows: whole.rows,
                sha256: whole.sha256,
            });
        }
        let (truth_records, mess_notes) = self.truth.finish()?;
        Ok(Delivered {
            tables,
            truth_records,
            mess_notes,
        })
    }
}

/// Puts the rows that a batch has of one table in order, and adds them to its file.
fn append(part: &mut Part, sheets: &[Sheets], table: usize) -> Result<(), SynthError> {
    let sheets: Vec<_> = sheets.iter().map(|it| &it[table]).collect();
    let mut order: Vec<_> = sheets
        .iter()
        .enumerate()
        .flat_map(|(sheet, it)| it.rows.iter().map(move |row| (row.0, sheet, row.1, row.2)))
        .collect();
    order.sort_unstable();
    let row = |&(_, sheet, start, end): &(_, usize, usize, usize)| &sheets[sheet].text[start..end];
    part.append(order.iter().map(row))
}

fn path(at: Day, table: usize) -> String {
    format!("extracts/{at}/{}.csv", TABLES[table].name)
}
