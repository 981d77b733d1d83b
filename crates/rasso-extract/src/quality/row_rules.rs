//! The rules that cost a row or a cell, asked of the rows of a batch.

use super::ArrayRows;
use crate::{ExtractError, error::arrow_bug};
use arrow::{
    array::{Array, ArrayRef, BooleanArray},
    compute::nullif,
};
use rasso_schema::{
    Asks, Effect, QualityRule, RuleCell, RuleCode, RuleRows, Schemas, TableSchema, Verdict,
};
use rasso_terms::Quarter;
use std::{collections::BTreeMap, sync::Arc};

/// The rules of a table that cost something.
pub(crate) struct RowRules<'s> {
    table: &'s TableSchema,
    rules: Vec<(&'s QualityRule, &'s Asks)>,
    /// What a row that keeps each is, in words.
    must_be: BTreeMap<RuleCode, Arc<str>>,
}

/// A row that broke a rule which cost it something, and where it is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BrokenRow {
    pub(crate) rule: RuleCode,
    pub(crate) row: u64,
    pub(crate) effect: Effect,
    pub(crate) force: Option<String>,
    pub(crate) quarter: Option<Quarter>,
}

/// What the rules found in the rows of a batch, by their places.
#[derive(Default)]
pub(crate) struct Found {
    /// Each broken rule: the place of the row, the rule, and where it is counted.
    pub(crate) broken: Vec<(usize, BrokenRow)>,
    /// Cells to empty: the place of the row, the column and the rule.
    pub(crate) emptied: Vec<(usize, String, RuleCode)>,
}

impl<'s> RowRules<'s> {
    pub(crate) fn of(table: &'s TableSchema, schemas: &'s Schemas) -> Self {
        let all = schemas.quality_rules().of_table(&table.name);
        let rules: Vec<_> = all.filter(|it| it.1.effect != Effect::Warning).collect();
        let words = |(rule, _): &(&QualityRule, _)| {
            let words = format!("in keeping with the rule {} ({})", rule.code, rule.title);
            (rule.code, words.into())
        };
        Self {
            table,
            must_be: rules.iter().map(words).collect(),
            rules,
        }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    pub(crate) fn must_be(&self, rule: RuleCode) -> Arc<str> {
        let known = self.must_be.get(&rule).map(Arc::clone);
        known.unwrap_or_else(|| rule.as_str().into())
    }

    /// What the sound rows of a batch break; `numbers` are their numbers in the file. A row that one
    /// rule quarantines is asked no more.
    pub(crate) fn ask(&self, arrays: &[ArrayRef], numbers: &[u64], sound: &[bool]) -> Found {
        let mut found = Found::default();
        let mut stays = sound.to_vec();
        let in_order = [Effect::QuarantineRow, Effect::EmptyCell];
        for effect in in_order {
            for (rule, asks) in self.rules.iter().filter(|it| it.1.effect == effect) {
                let Some(rows) = ArrayRows::of(arrays, self.table, asks) else {
                    continue;
                };
                for (place, verdict) in asks.verdicts(&rows).into_iter().enumerate() {
                    if verdict != Verdict::Broken || stays.get(place) != Some(&true) {
                        continue;
                    }
                    if effect == Effect::QuarantineRow {
                        stays[place] = false;
                    }
                    for (at, column) in asks.columns.iter().enumerate() {
                        let is_filled = rows.cell(place, at) != RuleCell::Nothing;
                        if is_filled && asks.empties.contains(column) {
                            found.emptied.push((place, column.clone(), rule.code));
                        }
                    }
                    let broken = BrokenRow {
                        rule: rule.code,
                        row: numbers.get(place).copied().unwrap_or_default(),
                        effect,
                        force: asks.force_of(&rows, place).map(str::to_owned),
                        quarter: quarter_of(asks, &rows, place),
                    };
                    found.broken.push((place, broken));
                }
            }
        }
        found
    }

    /// Empties the cells found.
    pub(crate) fn empty(&self, arrays: &mut [ArrayRef], found: &Found) -> Result<(), ExtractError> {
        let layout = crate::key::layout(self.table);
        for (array, (column, _)) in arrays.iter_mut().zip(layout) {
            let mut mask = vec![false; array.len()];
            for (place, name, _) in &found.emptied {
                if let Some(cell) = mask.get_mut(*place) {
                    *cell |= *name == column.name;
                }
            }
            if mask.contains(&true) {
                *array = nullif(array, &BooleanArray::from(mask)).map_err(arrow_bug("emptied"))?;
            }
        }
        Ok(())
    }
}

/// The quarter of a record's own date.
pub(super) fn quarter_of(asks: &Asks, rows: &impl RuleRows, row: usize) -> Option<Quarter> {
    match rows.cell(row, asks.period) {
        RuleCell::Day(day) => Some(Quarter::of(day)),
        RuleCell::Nothing | RuleCell::Text(_) | RuleCell::Number(_) => None,
    }
}
