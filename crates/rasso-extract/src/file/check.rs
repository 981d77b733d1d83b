//! Checks one batch of rows: each is kept, quarantined or dropped.

use crate::{
    DroppedDuplicate, ExtractError, Fault, FileTally, Rule, Scope,
    batch::{Batch, Place, Row},
    cell::{Cell, Nothing, field},
    column::ColumnValues,
    error::arrow_bug,
    plan::{LeaveOut, Plan, RecordReader},
    quality::BrokenRow,
};
use arrow::{
    array::{ArrayRef, BooleanArray},
    compute::filter,
};
use rasso_schema::{Effect, Values};
use std::{collections::BTreeMap, sync::Arc};

/// What one batch gives.
#[derive(Default)]
pub(super) struct Checked {
    pub(super) arrays: Vec<ArrayRef>,
    pub(super) rows: Vec<u64>,
    pub(super) faults: Vec<Fault>,
    pub(super) dropped: Vec<DroppedDuplicate>,
    pub(super) quarantined: u64,
    /// Rows that broke a rule of quality which cost them something.
    pub(super) broken: Vec<BrokenRow>,
    /// Records beyond the first of each row.
    pub(super) unfolded: u64,
}

/// Why a row of a wide file makes no record.
const NOTHING_TO_UNFOLD: &str = "nothing_to_unfold";

/// The names that every fault of a file shares.
pub(super) struct Names {
    table: Arc<str>,
    file: Arc<str>,
    /// What stands in the place of a column where a row is broken.
    row: Arc<str>,
    words: BTreeMap<Rule, Arc<str>>,
}

impl Names {
    pub(super) fn of(tally: &FileTally) -> Self {
        let words = |it: &Rule| (*it, Arc::from(it.words()));
        Self {
            table: Arc::clone(&tally.table),
            file: Arc::clone(&tally.label),
            row: "(row)".into(),
            words: Rule::ALL.iter().map(words).collect(),
        }
    }

    fn words(&self, rule: Rule) -> Arc<str> {
        let known = self.words.get(&rule).map(Arc::clone);
        known.unwrap_or_else(|| rule.words().into())
    }
}

/// Checks every row of a batch, and takes out those that broke a rule that costs a row.
pub(super) fn check(
    batch: &Batch,
    plan: &Plan<'_>,
    names: &Names,
) -> Result<Checked, ExtractError> {
    let mut checked = Checked::default();
    let mut values: Vec<ColumnValues> = plan
        .checks
        .iter()
        .map(|it| ColumnValues::of(it.kind()))
        .collect();
    let mut sound = Vec::with_capacity(batch.rows().len());
    let mut places = Vec::with_capacity(batch.rows().len());
    for row in batch.rows() {
        if let Some(rule) = row.broken(plan.cells) {
            checked.faults.push(Fault {
                table: Arc::clone(&names.table),
                file: Arc::clone(&names.file),
                row: row.place.number,
                line: row.place.line,
                lines: row.place.lines,
                column: Arc::clone(&names.row),
                headings: None,
                rule,
                locator: None,
                scope: Scope::Row,
                must_be: names.words(rule),
            });
            checked.quarantined += 1;
        } else if let Some(reason) = left_out(row, plan) {
            checked.dropped.push(dropped(row, reason, names));
        } else {
            let mut made = 0;
            for record in plan
                .records
                .iter()
                .filter(|it| it.is_there(row, &plan.nothing))
            {
                let faults = &mut checked.faults;
                let is_sound = check_record(row, record, plan, names, &mut values, faults);
                made += 1;
                sound.push(is_sound);
                places.push(row.place);
                checked.quarantined += u64::from(!is_sound);
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
    if !plan.quality.is_empty() {
        ask_rules(plan, names, &places, &mut sound, &mut checked)?;
    }
    let kept = places.iter().zip(&sound).filter(|it| *it.1);
    checked.rows = kept.map(|it| it.0.number).collect();
    if sound.contains(&false) {
        let sound = BooleanArray::from(sound);
        for array in &mut checked.arrays {
            *array = filter(array, &sound).map_err(arrow_bug("filtered"))?;
        }
    }
    Ok(checked)
}

/// Quarantines the rows that break a rule of quality, or empties their cells.
fn ask_rules(
    plan: &Plan<'_>,
    names: &Names,
    places: &[Place],
    sound: &mut [bool],
    checked: &mut Checked,
) -> Result<(), ExtractError> {
    let numbers: Vec<u64> = places.iter().map(|it| it.number).collect();
    let found = plan.quality.ask(&checked.arrays, &numbers, sound);
    let fault = |place: usize, code, column, scope| {
        let Place {
            number,
            line,
            lines,
        } = places.get(place).copied().unwrap_or_default();
        Fault {
            table: Arc::clone(&names.table),
            file: Arc::clone(&names.file),
            row: number,
            line,
            lines,
            column,
            headings: None,
            rule: Rule::Quality(code),
            locator: None,
            scope,
            must_be: plan.quality.must_be(code),
        }
    };
    for (place, broken) in &found.broken {
        if broken.effect == Effect::QuarantineRow {
            let row = Arc::clone(&names.row);
            checked
                .faults
                .push(fault(*place, broken.rule, row, Scope::Row));
            checked.quarantined += 1;
            if let Some(is_sound) = sound.get_mut(*place) {
                *is_sound = false;
            }
        }
    }
    for (place, column, code) in &found.emptied {
        let column = column.as_str().into();
        checked
            .faults
            .push(fault(*place, *code, column, Scope::Cell));
    }
    plan.quality.empty(&mut checked.arrays, &found)?;
    checked.broken = found.broken.into_iter().map(|it| it.1).collect();
    Ok(())
}

fn dropped(row: Row<'_>, reason: Arc<str>, names: &Names) -> DroppedDuplicate {
    DroppedDuplicate {
        table: Arc::clone(&names.table),
        file: Arc::clone(&names.file),
        row: row.place.number,
        line: row.place.line,
        lines: row.place.lines,
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
                row: row.place.number,
                line: row.place.line,
                lines: row.place.lines,
                column: Arc::clone(&check.name),
                headings: reader.headings.clone(),
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
    fn is_there(&self, row: Row<'_>, nothing: &Nothing) -> bool {
        let is_filled = |at: &usize| nothing.field(row, *at) != Cell::Blank;
        self.when_filled.is_empty() || self.when_filled.iter().any(is_filled)
    }
}

fn left_out(row: Row<'_>, plan: &Plan<'_>) -> Option<Arc<str>> {
    let applies = |rule: &&LeaveOut| {
        let is = |values: &[String], text: &str| values.iter().any(|it| it == text);
        let as_written = match field(row, rule.heading) {
            Cell::Text(text) => text,
            Cell::Blank => "".into(),
            // What cannot be read says nothing about the row: its cells are checked.
            Cell::Broken(_) => return false,
        };
        let meant = plan.nothing.field(row, rule.heading);
        match &rule.values {
            // A word that stands for nothing counts as an empty cell, and as itself where it is named.
            Values::Are(values) => {
                is(values, &as_written) || (meant == Cell::Blank && is(values, ""))
            }
            // A cell that says nothing is not another word: an unknown flag drops no row.
            Values::AreNot(values) => match meant {
                Cell::Text(text) => !is(values, &text),
                Cell::Blank | Cell::Broken(_) => false,
            },
        }
    };
    let rule = plan.leave_out.iter().find(applies)?;
    Some(Arc::clone(&rule.reason))
}
