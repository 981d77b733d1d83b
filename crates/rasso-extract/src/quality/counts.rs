//! How often each rule was asked and broken, and by which rows.

use super::{ArrayRows, BrokenRow, row_rules::quarter_of};
use crate::SourceFile;
use arrow::array::ArrayRef;
use rasso_schema::{Effect, RuleCode, Schemas, TableSchema, Verdict};
use rasso_terms::Quarter;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// What records are counted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct QualityKey {
    /// The rule.
    pub rule: RuleCode,
    /// The force of the record, where its table has one.
    pub force: Option<String>,
    /// The series of deliveries that it came in.
    pub source: Arc<str>,
    /// The quarter of its own date, where it has one.
    pub quarter: Option<Quarter>,
}

/// How many records a rule was asked of, and how many broke it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct QualityCount {
    /// Those it was asked of.
    pub checked: u64,
    /// Those of them that broke it.
    pub broken: u64,
}

/// A row that breaks a rule. It has no field for what the row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QualityFinding {
    /// The rule.
    pub rule: RuleCode,
    /// The table.
    pub table: Arc<str>,
    /// The record; nothing where the row is in quarantine.
    pub record_id: Option<i64>,
    /// The file.
    pub file: Arc<str>,
    /// The row.
    pub row: u64,
}

/// What the rules of tables found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableQuality {
    /// How often, by rule, force, source and quarter.
    pub counts: BTreeMap<QualityKey, QualityCount>,
    /// Which rows, in the order of rules, files and rows.
    pub findings: Vec<QualityFinding>,
}

impl TableQuality {
    /// Takes in what was found in another table.
    pub(crate) fn add(&mut self, other: Self) {
        self.counts.extend(other.counts);
        self.findings.extend(other.findings);
    }

    /// How often a rule was asked and broken in all.
    pub fn of(&self, rule: RuleCode) -> QualityCount {
        let of_rule = self.counts.iter().filter(|it| it.0.rule == rule);
        of_rule.fold(QualityCount::default(), |all, (_, it)| QualityCount {
            checked: all.checked + it.checked,
            broken: all.broken + it.broken,
        })
    }
}

/// The records of a delivery, and the rows of it that broke a rule which cost them something and
/// that nothing took the place of.
pub(crate) struct Delivery<'d> {
    pub(crate) arrays: &'d [ArrayRef],
    /// The file and row of each record.
    pub(crate) from: &'d [(&'d SourceFile, u64)],
    pub(crate) broken: &'d [(&'d SourceFile, BrokenRow)],
}

/// Asks every rule of a table.
pub(crate) fn table_quality(
    table: &TableSchema,
    schemas: &Schemas,
    delivery: &Delivery<'_>,
) -> TableQuality {
    let mut quality = TableQuality::default();
    let name: Arc<str> = table.name.as_str().into();
    for (rule, asks) in schemas.quality_rules().of_table(&table.name) {
        let Some(rows) = ArrayRows::of(delivery.arrays, table, asks) else {
            continue;
        };
        // A record whose cells were emptied has nothing left to be asked, and is counted below.
        let emptied = emptied(delivery, rule.code);
        let mut findings = Vec::new();
        for (record, verdict) in asks.verdicts(&rows).into_iter().enumerate() {
            let Some((file, row)) = delivery.from.get(record) else {
                continue;
            };
            if verdict == Verdict::NotAsked || emptied.contains_key(&record) {
                continue;
            }
            let key = QualityKey {
                rule: rule.code,
                force: asks.force_of(&rows, record).map(str::to_owned),
                source: file.source.as_str().into(),
                quarter: quarter_of(asks, &rows, record),
            };
            let count = quality.counts.entry(key).or_default();
            count.checked += 1;
            if verdict == Verdict::Broken {
                count.broken += 1;
                findings.push((Some(record), file.label.as_str(), *row));
            }
        }
        let quarantined = delivery
            .broken
            .iter()
            .filter(|(_, it)| it.rule == rule.code && it.effect == Effect::QuarantineRow);
        let quarantined = quarantined.map(|it| (None, it));
        let costly = emptied.into_iter().map(|(record, it)| (Some(record), it));
        for (record, (file, broken)) in costly.chain(quarantined) {
            let key = QualityKey {
                rule: rule.code,
                force: broken.force.clone(),
                source: file.source.as_str().into(),
                quarter: broken.quarter,
            };
            let count = quality.counts.entry(key).or_default();
            count.checked += 1;
            count.broken += 1;
            findings.push((record, file.label.as_str(), broken.row));
        }
        findings.sort_by_key(|(record, file, row)| (*file, *row, *record));
        let finding = |(record, file, row): (Option<usize>, &str, u64)| QualityFinding {
            rule: rule.code,
            table: Arc::clone(&name),
            record_id: record.and_then(|it| i64::try_from(it).ok()),
            file: file.into(),
            row,
        };
        quality.findings.extend(findings.into_iter().map(finding));
    }
    quality
}

/// The records of which a rule has emptied cells. Of a row that holds several, each break is one of
/// its records, in their order.
fn emptied<'d>(
    delivery: &Delivery<'d>,
    rule: RuleCode,
) -> BTreeMap<usize, &'d (&'d SourceFile, BrokenRow)> {
    let is_meant =
        |it: &&(&SourceFile, BrokenRow)| it.1.rule == rule && it.1.effect == Effect::EmptyCell;
    let broken: Vec<_> = delivery.broken.iter().filter(is_meant).collect();
    let mut emptied = BTreeMap::new();
    if broken.is_empty() {
        return emptied;
    }
    let wanted: BTreeSet<(&str, u64)> = broken
        .iter()
        .map(|(file, it)| (file.label.as_str(), it.row))
        .collect();
    let mut records: BTreeMap<(&str, u64), Vec<usize>> = BTreeMap::new();
    for (record, (file, row)) in delivery.from.iter().enumerate().rev() {
        let place = (file.label.as_str(), *row);
        if wanted.contains(&place) {
            records.entry(place).or_default().push(record);
        }
    }
    for it in broken {
        let of_row = records.get_mut(&(it.0.label.as_str(), it.1.row));
        // A row that is the copy of another has no record of its own.
        if let Some(record) = of_row.and_then(Vec::pop) {
            emptied.insert(record, it);
        }
    }
    emptied
}
