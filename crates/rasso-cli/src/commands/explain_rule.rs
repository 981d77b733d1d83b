//! `rasso explain H2`: what a rule of quality asks, what breaking it costs, and why.

use super::explain::points;
use crate::run::effect_words;
use rasso_schema::{Asks, QualityRule, RuleReads, Severity};
use serde_json::{Value, json};

/// A rule, or the parts of one.
pub(super) fn text(rules: &[&QualityRule]) -> String {
    let texts: Vec<String> = rules.iter().map(|it| rule_text(it)).collect();
    texts.join("\n")
}

/// The same for a machine.
pub(super) fn as_json(rules: &[&QualityRule]) -> Value {
    let rule = |it: &&QualityRule| {
        let asks = it.asks.as_ref();
        json!({
            "code": it.code.as_str(),
            "title": it.title,
            "meaning": it.meaning,
            "severity": it.severity.as_str(),
            "effect": asks.map(|it| it.effect.as_str()).ok(),
            "why_this_effect": asks.map(|it| it.why_this_effect.as_str()).ok(),
            "empties": asks.map(|it| it.empties.as_slice()).ok(),
            "reads": asks.map(reads).ok(),
            "asks": asks.map(Asks::words).ok(),
            "not_carried": asks.err(),
            "source": it.source,
            "what_to_do": it.what_to_do,
        })
    };
    json!({ "rules": rules.iter().map(rule).collect::<Vec<_>>() })
}

fn rule_text(rule: &QualityRule) -> String {
    let severity = match rule.severity {
        Severity::Hard => "hard: what breaks it cannot be",
        Severity::Soft => "soft: what breaks it is to be looked at",
    };
    let QualityRule {
        code,
        title,
        meaning,
        ..
    } = rule;
    let asks = match &rule.asks {
        Ok(asks) => {
            let empties = match asks.empties.as_slice() {
                [] => String::new(),
                columns => format!(": {}", columns.join(", ")),
            };
            format!(
                "Reads: {}\nAsks: {}\nEffect: {}{empties}\nWhy: {}\n",
                reads(asks),
                asks.words(),
                effect_words(asks.effect),
                asks.why_this_effect
            )
        }
        Err(why) => format!("Not asked: {why}\n"),
    };
    format!(
        "{code}: {title}\n\n{meaning}\n\nSeverity: {severity}\n{asks}Source: {}\n{}",
        rule.source,
        points("What to do", &rule.what_to_do)
    )
}

fn reads(asks: &Asks) -> String {
    match &asks.reads {
        RuleReads::Table(table) => format!("the table {table}"),
        RuleReads::Unit(unit, joined) => {
            let beside = joined.iter().map(|it| {
                format!(
                    ", with {} as {} (its {} is our {})",
                    it.table, it.name, it.key, it.by
                )
            });
            format!("the unit {unit}{}", beside.collect::<String>())
        }
    }
}
