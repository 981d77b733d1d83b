//! The rules of quality: asked, written and told.

use crate::{failure::Failure, pipeline::Pipeline, run::Input};
use rasso_engine::Core;
use rasso_extract::{QualityCount, TableQuality, write_table};
use rasso_quality::{RunQuality, counts_batch, findings_batch, run_quality};
use rasso_report::RuleRow;
use rasso_schema::{QualityRule, QualityRules, RuleReads};
use serde_json::{Value, json};
use std::path::Path;

/// Asks every rule, and writes `quality.parquet` and `quality_findings.parquet`.
pub(crate) fn quality(
    pipeline: &Pipeline,
    input: &Input,
    core: &mut Core,
    run_dir: &Path,
) -> Result<RunQuality, Failure> {
    let rules = pipeline.schemas.quality_rules();
    let quality = run_quality(core, rules, &input.extracted)?;
    write_table(run_dir, "quality.parquet", &counts_batch(&quality, rules)?)?;
    let findings = findings_batch(&quality)?;
    write_table(run_dir, "quality_findings.parquet", &findings)?;
    Ok(quality)
}

/// Every rule with how often it was asked and broken, as `run.json` has it.
pub(crate) fn totals(quality: &RunQuality, rules: &QualityRules) -> Vec<Value> {
    let told = rules.iter().map(|rule| match &rule.asks {
        Ok(asks) => {
            let count = quality.of(rule.code);
            json!({
                "rule": rule.code.as_str(),
                "title": rule.title,
                "severity": rule.severity.as_str(),
                "effect": asks.effect.as_str(),
                "checked": count.checked,
                "broken": count.broken,
            })
        }
        Err(why) => json!({
            "rule": rule.code.as_str(),
            "title": rule.title,
            "severity": rule.severity.as_str(),
            "not_carried": why,
        }),
    });
    told.collect()
}

/// The same for the page.
pub(crate) fn page_rows(quality: &RunQuality, rules: &QualityRules) -> Vec<RuleRow> {
    let row = |rule: &QualityRule| {
        let asks = rule.asks.as_ref();
        let count = asks.map(|_| quality.of(rule.code));
        RuleRow {
            code: rule.code.to_string(),
            title: rule.title.clone(),
            is_hard: rule.severity == rasso_schema::Severity::Hard,
            effect: asks.map_or_else(Clone::clone, |it| effect_words(it.effect).to_owned()),
            counts: count.ok().map(|it| (it.checked, it.broken)),
        }
    };
    rules.iter().map(row).collect()
}

/// What becomes of a record that breaks a rule.
pub(crate) const fn effect_words(effect: rasso_schema::Effect) -> &'static str {
    match effect {
        rasso_schema::Effect::QuarantineRow => "the row is quarantined",
        rasso_schema::Effect::EmptyCell => "cells are emptied",
        rasso_schema::Effect::Warning => "counted and listed",
    }
}

/// The rules within tables that something broke, with how often: what can be told before records are
/// linked.
pub(crate) fn broken_in_tables<'r>(
    quality: &TableQuality,
    rules: &'r QualityRules,
) -> Vec<(&'r QualityRule, rasso_schema::Effect, QualityCount)> {
    let of_table = rules
        .asked()
        .filter(|(_, asks)| matches!(asks.reads, RuleReads::Table(_)));
    let counted = of_table.map(|(rule, asks)| (rule, asks.effect, quality.of(rule.code)));
    counted.filter(|it| it.2.broken > 0).collect()
}
