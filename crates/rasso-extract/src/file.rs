//! Reads one file: every row checked, counted and kept, quarantined or dropped.

use crate::{
    DroppedDuplicate, ExtractError, Fault, FileTally, ReadOptions, Rule, Scope, SourceFile,
    bytes::{self, Content},
    cell::{Cell, field},
    column::ColumnValues,
    error::arrow_bug,
    looks,
    plan::{LeaveOut, Plan, RecordReader, plan},
    rows::{Batch, Row, Rows},
};
use arrow::{
    array::{ArrayRef, BooleanArray},
    compute::{concat, filter},
};
use rasso_schema::{Schemas, TableSchema, Values};
use rayon::prelude::*;
use std::sync::Arc;

/// How many batches are read before they are checked together.
const AT_ONCE: usize = 16;

/// The rows of one file that broke no rule that costs a row.
pub(crate) struct CheckedFile {
    /// The content columns, as `table::layout` orders them.
    pub(crate) arrays: Vec<ArrayRef>,
    /// The number of each row.
    pub(crate) rows: Vec<u64>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) dropped: Vec<DroppedDuplicate>,
    pub(crate) tally: FileTally,
}

/// What one batch gives.
#[derive(Default)]
struct Checked {
    arrays: Vec<ArrayRef>,
    rows: Vec<u64>,
    faults: Vec<Fault>,
    dropped: Vec<DroppedDuplicate>,
    quarantined: u64,
    /// Records beyond the first of each row.
    unfolded: u64,
}

/// Why a row of a wide file makes no record.
const NOTHING_TO_UNFOLD: &str = "nothing_to_unfold";

/// The names that every fault of a file shares.
struct Names {
    table: Arc<str>,
    file: Arc<str>,
}

pub(crate) fn tally_of(file: &SourceFile) -> FileTally {
    FileTally {
        label: file.label.as_str().into(),
        table: file.table.as_str().into(),
        agency: file.agency,
        source: file.source.as_str().into(),
        extract_date: file.extract_date,
        rows_seen: 0,
        unfolded: 0,
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
        used: false,
    }
}

pub(crate) fn read(
    file: &SourceFile,
    table: &TableSchema,
    schemas: &Schemas,
    options: &ReadOptions,
) -> Result<CheckedFile, ExtractError> {
    let Content {
        text,
        length,
        sha256,
    } = bytes::load(file)?;
    let delimiter = file
        .mapping
        .as_ref()
        .and_then(|it| u8::try_from(it.delimiter).ok());
    let mut rows = Rows::new(&file.label, &text, delimiter.unwrap_or(b','));
    let headings = rows.headings()?;
    let likely = || looks::likely(&text, &headings, file.mapping.as_ref());
    let plan = plan(file, &headings, likely, table, schemas, options)?;
    let mut tally = tally_of(file);
    let names = Names {
        table: Arc::clone(&tally.table),
        file: Arc::clone(&tally.label),
    };
    // One empty part, so that there is something to join in a file without rows.
    let mut parts = vec![check(&Batch::default(), &plan, &names)?];
    loop {
        let mut batches = Vec::new();
        while batches.len() < AT_ONCE
            && let Some(batch) = rows.next_batch()?
        {
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
            parts.push(part?);
        }
    }
    tally.rows_seen = rows.seen();
    if let Some(declared) = file.rows.filter(|it| *it != tally.rows_seen) {
        return Err(ExtractError::ControlTotal {
            label: file.label.clone(),
            what: "number of rows",
            declared: declared.to_string(),
            found: tally.rows_seen.to_string(),
        });
    }
    (tally.bytes, tally.sha256) = (length, sha256);
    (tally.derived_columns, tally.absent_columns) = (plan.derived, plan.absent);
    (tally.constant_columns, tally.unmapped_headings) = (plan.constant, plan.unmapped);
    join(parts, tally)
}

fn join(parts: Vec<Checked>, mut tally: FileTally) -> Result<CheckedFile, ExtractError> {
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
    for part in parts {
        rows.extend(part.rows);
        faults.extend(part.faults);
        dropped.extend(part.dropped);
        tally.quarantined += part.quarantined;
        tally.unfolded += part.unfolded;
    }
    tally.dropped = count(dropped.len());
    tally.cell_faults = count(faults.iter().filter(|it| it.scope == Scope::Cell).count());
    Ok(CheckedFile {
        arrays,
        rows,
        faults,
        dropped,
        tally,
    })
}

fn check(batch: &Batch, plan: &Plan<'_>, names: &Names) -> Result<Checked, ExtractError> {
    let mut checked = Checked::default();
    let mut values: Vec<ColumnValues> = plan
        .checks
        .iter()
        .map(|it| ColumnValues::of(it.kind()))
        .collect();
    let mut sound = Vec::with_capacity(batch.rows().len());
    for row in batch.rows() {
        if row.len() != plan.cells {
            checked.faults.push(Fault {
                table: Arc::clone(&names.table),
                file: Arc::clone(&names.file),
                row: row.number,
                column: "(row)".into(),
                rule: Rule::RaggedRow,
                locator: None,
                scope: Scope::Row,
                must_be: Rule::RaggedRow.words().into(),
            });
            checked.quarantined += 1;
        } else if let Some(reason) = left_out(row, plan) {
            checked.dropped.push(dropped(row, reason, names));
        } else {
            let mut made = 0;
            for record in plan.records.iter().filter(|it| it.is_there(row)) {
                let faults = &mut checked.faults;
                let is_sound = check_record(row, record, plan, names, &mut values, faults);
                made += 1;
                sound.push(is_sound);
                if is_sound {
                    checked.rows.push(row.number);
                } else {
                    checked.quarantined += 1;
                }
            }
            if made == 0 {
                checked
                    .dropped
                    .push(dropped(row, NOTHING_TO_UNFOLD.into(), names));
            }
            checked.unfolded += made.max(1) - 1;
        }
    }
    for column in values {
        column.finish(&mut checked.arrays);
    }
    if sound.contains(&false) {
        let sound = BooleanArray::from(sound);
        for array in &mut checked.arrays {
            *array = filter(array, &sound).map_err(arrow_bug("filtered"))?;
        }
    }
    Ok(checked)
}

fn dropped(row: Row<'_>, reason: Arc<str>, names: &Names) -> DroppedDuplicate {
    DroppedDuplicate {
        table: Arc::clone(&names.table),
        file: Arc::clone(&names.file),
        row: row.number,
        kept_file: None,
        kept_row: None,
        reason,
    }
}

/// Checks every cell of a record; says whether it may stay.
fn check_record(
    row: Row<'_>,
    record: &RecordReader,
    plan: &Plan<'_>,
    names: &Names,
    values: &mut [ColumnValues],
    faults: &mut Vec<Fault>,
) -> bool {
    let mut is_sound = true;
    let columns = plan.checks.iter().zip(&record.cells);
    for ((check, reader), values) in columns.zip(values) {
        if let Some(rule) = check.push(&reader.read(row), values) {
            let scope = check.scope(rule);
            is_sound &= scope == Scope::Cell;
            faults.push(Fault {
                table: Arc::clone(&names.table),
                file: Arc::clone(&names.file),
                row: row.number,
                column: Arc::clone(&check.name),
                rule,
                locator: reader.locator(row),
                scope,
                must_be: check.must_be(rule),
            });
        }
    }
    is_sound
}

impl RecordReader {
    /// Whether the row holds this record at all.
    fn is_there(&self, row: Row<'_>) -> bool {
        let is_filled = |at: &usize| field(row, *at) != Cell::Blank;
        self.when_filled.is_empty() || self.when_filled.iter().any(is_filled)
    }
}

fn left_out(row: Row<'_>, plan: &Plan<'_>) -> Option<Arc<str>> {
    let applies = |rule: &&LeaveOut| {
        let text = match field(row, rule.heading) {
            Cell::Text(text) => text,
            Cell::Blank => "".into(),
            // What cannot be read says nothing about the row: its cells are checked.
            Cell::Broken(_) => return false,
        };
        match &rule.values {
            Values::Are(values) => values.iter().any(|it| *it == text),
            Values::AreNot(values) => values.iter().all(|it| *it != text),
        }
    };
    let rule = plan.leave_out.iter().find(applies)?;
    Some(Arc::clone(&rule.reason))
}

pub(crate) fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
