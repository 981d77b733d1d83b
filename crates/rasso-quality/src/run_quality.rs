//! What the rules found in a run.

use crate::{QualityError, units};
use rasso_engine::Core;
use rasso_extract::{Extracted, QualityCount};
use rasso_schema::{QualityRules, RuleCode};
use rasso_terms::Quarter;
use std::{collections::BTreeMap, sync::Arc};

/// How often a rule was asked and broken, of a force or source and a quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleCount {
    /// The rule.
    pub rule: RuleCode,
    /// The force, where the record has one.
    pub force: Option<String>,
    /// The series of deliveries, of a rule of a table.
    pub source: Option<Arc<str>>,
    /// The quarter of the record's own date, where it has one.
    pub quarter: Option<Quarter>,
    /// How often.
    pub count: QualityCount,
}

/// A record that breaks a rule. It has no field for what the record says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFinding {
    /// The rule.
    pub rule: RuleCode,
    /// The table or unit.
    pub of: String,
    /// The record; nothing where its row is in quarantine.
    pub record_id: Option<i64>,
    /// The file, where it is known.
    pub file: Option<String>,
    /// The row, where it is known.
    pub row: Option<i64>,
}

/// What the rules found in a run, rule after rule in the order of their file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunQuality {
    /// How often.
    pub counts: Vec<RuleCount>,
    /// Which records.
    pub findings: Vec<RuleFinding>,
}

/// Asks the rules of units, and takes in what the rules of tables have found.
pub fn run_quality(
    core: &mut Core,
    rules: &QualityRules,
    extracted: &Extracted,
) -> Result<RunQuality, QualityError> {
    let (mut counts, mut findings) = units::ask(core, rules, &extracted.tables)?;
    for (key, count) in &extracted.quality.counts {
        counts.push(RuleCount {
            rule: key.rule,
            force: key.force.clone(),
            source: Some(Arc::clone(&key.source)),
            quarter: key.quarter,
            count: *count,
        });
    }
    for it in &extracted.quality.findings {
        findings.push(RuleFinding {
            rule: it.rule,
            of: it.table.to_string(),
            record_id: it.record_id,
            file: Some(it.file.to_string()),
            row: i64::try_from(it.row).ok(),
        });
    }
    let order: BTreeMap<RuleCode, usize> = (0..)
        .zip(rules.iter())
        .map(|(at, it)| (it.code, at))
        .collect();
    let at = |rule: RuleCode| order.get(&rule).copied();
    // Both sorts keep the order within a rule, which is that of its counts and records.
    counts.sort_by_key(|it| at(it.rule));
    findings.sort_by_key(|it| at(it.rule));
    Ok(RunQuality { counts, findings })
}

impl RunQuality {
    /// How often a rule was asked and broken in all.
    pub fn of(&self, rule: RuleCode) -> QualityCount {
        let of_rule = self.counts.iter().filter(|it| it.rule == rule);
        of_rule.fold(QualityCount::default(), |all, it| QualityCount {
            checked: all.checked + it.count.checked,
            broken: all.broken + it.count.broken,
        })
    }
}
