//! Reads one file: every row checked, counted and kept, quarantined or dropped.

mod check;

use crate::{
    DroppedDuplicate, ExtractError, Fault, FileTally, ReadOptions, Scope, SourceFile,
    batch::Batch,
    error::arrow_bug,
    format::{Fingerprint, Limits, OpenFile},
    lines::Lines,
    plan::plan,
    quality::BrokenRow,
};
use arrow::{array::ArrayRef, compute::concat};
use check::{Checked, Names, check};
use rasso_schema::{Schemas, TableSchema};
use rayon::prelude::*;

/// How many batches are read before they are checked together.
const AT_ONCE: usize = 16;

/// The rows of one file that broke no rule that costs a row.
pub(crate) struct CheckedFile {
    /// The content columns, as `table::layout` orders them.
    pub(crate) arrays: Vec<ArrayRef>,
    /// The number of each row.
    pub(crate) rows: Vec<u64>,
    /// The line of every row, kept or not.
    pub(crate) lines: Lines,
    pub(crate) faults: Vec<Fault>,
    /// Rows that broke a rule of quality which cost them something.
    pub(crate) broken: Vec<BrokenRow>,
    pub(crate) dropped: Vec<DroppedDuplicate>,
    pub(crate) tally: FileTally,
}

/// How many faults of one file are put down: past them the file is not what it was taken for, and
/// memory is not taken for each of its rows.
const MOST_FAULTS: usize = 2_000_000;

pub(crate) fn tally_of(file: &SourceFile) -> FileTally {
    FileTally {
        label: file.label.as_str().into(),
        table: file.table.as_str().into(),
        agency: file.agency,
        source: file.source.as_str().into(),
        extract_date: file.extract_date,
        rows_seen: 0,
        unfolded: 0,
        corrects: file.corrects.as_deref().map(Into::into),
        recovered: 0,
        sent_anew: Vec::new(),
        accepted: 0,
        quarantined: 0,
        dropped: 0,
        cell_faults: 0,
        bytes: 0,
        sha256: String::new(),
        constant_columns: Vec::new(),
        derived_columns: Vec::new(),
        absent_columns: Vec::new(),
        unmapped_headings: Vec::new(),
        last_line_open: false,
        nul_bytes: 0,
        used: false,
    }
}

pub(crate) fn read(
    file: &SourceFile,
    table: &TableSchema,
    schemas: &Schemas,
    options: &ReadOptions,
) -> Result<CheckedFile, ExtractError> {
    check_length(file)?;
    let mut open = OpenFile::open(file, &Limits::DEFAULT)?;
    let dated;
    let file = if open.has_dates() {
        dated = with_iso_dates(file);
        &dated
    } else {
        file
    };
    let headings = open.headings().to_vec();
    let plan = plan(file, &headings, || open.likely(), table, schemas, options)?;
    open.need(&plan.needed(headings.len()))?;
    let mut tally = tally_of(file);
    let names = Names::of(&tally);
    let mut faults = 0;
    let mut lines = Lines::default();
    // One empty part, so that there is something to join in a file without rows.
    let mut parts = vec![check(&Batch::default(), &plan, &names)?];
    loop {
        let mut batches = Vec::new();
        while batches.len() < AT_ONCE
            && let Some(batch) = open.next_batch()?
        {
            if open.is_text() {
                tally.nul_bytes += count(memchr::memchr_iter(0, &batch.bytes).count());
            }
            for row in batch.rows() {
                lines.push(row.place);
                tally.rows_seen += 1;
            }
            batches.push(batch);
        }
        if batches.is_empty() {
            break;
        }
        let checked: Vec<_> = batches
            .par_iter()
            .map(|it| check(it, &plan, &names))
            .collect();
        for part in checked {
            let part = part?;
            faults += part.faults.len();
            parts.push(part);
        }
        if faults > MOST_FAULTS {
            let label = file.label.clone();
            return Err(ExtractError::TooManyFaults {
                label,
                most: MOST_FAULTS,
            });
        }
    }
    if let Some(declared) = file.rows.filter(|it| *it != tally.rows_seen) {
        return Err(ExtractError::ControlTotal {
            label: file.label.clone(),
            what: "number of rows",
            declared: declared.to_string(),
            found: tally.rows_seen.to_string(),
        });
    }
    let is_told_whole = file.rows.is_some() || file.bytes.is_some() || file.sha256.is_some();
    tally.last_line_open = open.last_line_open() && !is_told_whole;
    let Fingerprint { length, sha256 } = open.finish()?;
    (tally.bytes, tally.sha256) = (length, sha256);
    (tally.derived_columns, tally.absent_columns) = (plan.derived, plan.absent);
    (tally.constant_columns, tally.unmapped_headings) = (plan.constant, plan.unmapped);
    join(parts, tally, lines)
}

/// A file that cannot even be looked at is told as such when it is opened.
fn check_length(file: &SourceFile) -> Result<(), ExtractError> {
    let length = std::fs::metadata(&file.path).map(|it| it.len()).ok();
    match (file.bytes, length) {
        (Some(declared), Some(found)) if declared != found => Err(ExtractError::ControlTotal {
            label: file.label.clone(),
            what: "number of bytes",
            declared: declared.to_string(),
            found: found.to_string(),
        }),
        _ => Ok(()),
    }
}

/// Dates that the file itself knows as dates are read year first, before the formats of the mapping.
fn with_iso_dates(file: &SourceFile) -> SourceFile {
    const ISO: &str = "%Y-%m-%d";
    let mut file = file.clone();
    if let Some(mapping) = &mut file.mapping {
        let own = mapping.columns.values_mut();
        let own = own.filter_map(|it| it.date_formats.as_mut());
        for formats in own.chain([&mut mapping.date_formats]) {
            formats.retain(|it| it != ISO);
            formats.insert(0, ISO.to_owned());
        }
    }
    file
}

fn join(
    parts: Vec<Checked>,
    mut tally: FileTally,
    lines: Lines,
) -> Result<CheckedFile, ExtractError> {
    let width = parts.first().map_or(0, |it| it.arrays.len());
    let mut arrays = Vec::with_capacity(width);
    for at in 0..width {
        let column: Vec<_> = parts
            .iter()
            .filter_map(|it| it.arrays.get(at))
            .map(AsRef::as_ref)
            .collect();
        arrays.push(concat(&column).map_err(arrow_bug("joined"))?);
    }
    let (mut rows, mut faults, mut dropped) = (Vec::new(), Vec::new(), Vec::new());
    let mut broken = Vec::new();
    for part in parts {
        rows.extend(part.rows);
        faults.extend(part.faults);
        broken.extend(part.broken);
        dropped.extend(part.dropped);
        tally.quarantined += part.quarantined;
        tally.unfolded += part.unfolded;
    }
    tally.dropped = count(dropped.len());
    tally.cell_faults = count(faults.iter().filter(|it| it.scope == Scope::Cell).count());
    Ok(CheckedFile {
        arrays,
        rows,
        lines,
        faults,
        broken,
        dropped,
        tally,
    })
}

pub(crate) fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
