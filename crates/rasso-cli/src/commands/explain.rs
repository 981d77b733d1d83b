//! `rasso explain`.

use super::{
    explain_breakdown, explain_rule,
    explain_words::{all_of, clock_text, end_text, words},
};
use crate::methodology::{Defined, methodology};
use crate::{args::Explain, commands::load_schemas, failure::Failure, terminal};
use rasso_attrition::{
    Baseline, Breakdown, Bridge, Clock, Condition, End, Interval, Kind, Metric, Units,
};
use rasso_schema::{Code, CodeList, QualityRules, Reason, Reasons, Schemas, UnknownName};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) fn explain(asked: &Explain) -> Result<u8, Failure> {
    if let Some(run) = &asked.run {
        if let Some(to) = &asked.to {
            return super::explain_walk::explain(asked, run, to);
        }
        if let Some(by) = &asked.by {
            return explain_breakdown::of_cell(asked, run, by);
        }
        let is_cell = asked.word.as_ref().is_some_and(|it| it.contains('/'));
        return if is_cell {
            super::explain_cell::explain(asked, run)
        } else {
            super::explain_link::explain(asked, run)
        };
    }
    let schemas = load_schemas(asked.schemas.as_deref())?;
    let reasons = Reasons::load(&schemas)?;
    let units = Units::load(&schemas)?;
    let metrics = Metric::load_all(&schemas, &units)?;
    if let Some(out) = &asked.html {
        let bridges = Bridge::load_all(&schemas, &metrics, &units)?;
        let baselines = Baseline::load_all(&schemas, &metrics)?;
        let breakdowns = Breakdown::load_all(&schemas, &units, &metrics)?;
        let breakdowns: Vec<Breakdown> = breakdowns.into_values().collect();
        let metrics: Vec<Metric> = metrics.into_values().collect();
        let defined = Defined {
            metrics: &metrics,
            breakdowns: &breakdowns,
            bridges: &bridges,
            baselines: &baselines,
        };
        let methods = methodology(&defined, &units, &schemas);
        let page = rasso_report::methodology_page(&methods);
        super::replace::replace(out, |it| std::fs::write(it, &page))?;
        return Ok(0);
    }
    let breakdowns = Breakdown::load_all(&schemas, &units, &metrics)?;
    let known = Known {
        reasons,
        rules: schemas.quality_rules(),
        metrics,
        breakdowns,
    };
    let (text, json) = match asked.word.as_deref() {
        None => (known.list(), known.list_json()),
        Some(word) => known.told(word, &schemas)?,
    };
    let told = if asked.json { json.to_string() } else { text };
    terminal::data(told.trim_end());
    Ok(0)
}

/// The keys of both.
fn merged(mut one: Value, mut other: Value) -> Value {
    if let (Some(one), Some(other)) = (one.as_object_mut(), other.as_object_mut()) {
        one.append(other);
    }
    one
}

fn code_list_text(list: &CodeList) -> String {
    let width = list.codes().map(|it| it.0.len()).max().unwrap_or_default();
    let lines = list
        .codes()
        .map(|(code, it)| format!("  {code:width$}  {}\n", it.label));
    format!(
        "{}: a list of codes\n\n{}",
        list.name(),
        lines.collect::<String>()
    )
}

fn code_list_json(list: &CodeList) -> Value {
    let code = |(code, it): (&str, &Code)| json!({ "code": code, "label": it.label });
    json!({ "code_list": list.name(), "codes": list.codes().map(code).collect::<Vec<_>>() })
}

/// What can be explained by its name alone, but for code lists.
struct Known<'s> {
    reasons: Reasons,
    rules: &'s QualityRules,
    metrics: BTreeMap<String, Metric>,
    breakdowns: BTreeMap<String, Breakdown>,
}

impl Known<'_> {
    /// A reason, a rule, a metric, a breakdown or a code list, in words and as JSON.
    fn told(&self, word: &str, schemas: &Schemas) -> Result<(String, Value), Failure> {
        if let Ok(reason) = self.reasons.get(word) {
            return Ok((reason_text(reason), json!(reason)));
        }
        if let Some(metric) = self.metrics.get(word) {
            return Ok((metric_text(metric), metric_json(metric)));
        }
        let rules = self.rules.named(word);
        if !rules.is_empty() {
            return Ok((explain_rule::text(&rules), explain_rule::as_json(&rules)));
        }
        let list = schemas.code_list(word).ok();
        let breakdown = self.breakdowns.get(word);
        // A breakdown by the codes of a list may have the list's name.
        let texts = [
            breakdown.map(explain_breakdown::text),
            list.map(code_list_text),
        ];
        let told: Vec<String> = texts.into_iter().flatten().collect();
        let json = [
            breakdown.map(explain_breakdown::as_json),
            list.map(code_list_json),
        ];
        let json = json.into_iter().flatten().reduce(merged);
        json.map(|it| (told.join("\n"), it))
            .ok_or_else(|| self.unknown(word))
    }

    fn unknown(&self, word: &str) -> Failure {
        let codes = self.reasons.iter().map(|it| it.code.as_str());
        let codes = codes.chain(self.rules.iter().map(|it| it.code.as_str()));
        let known = codes.chain(self.metrics.keys().map(String::as_str));
        let known = known.chain(self.breakdowns.keys().map(String::as_str));
        Failure::from(UnknownName::among("reason, rule, metric or breakdown", word, known)).hint(
            "`rasso explain` alone lists them, and takes the name of a code list too; a mapping has words of its own for the rows it drops",
        )
    }

    fn list(&self) -> String {
        let lines = |all: Vec<(&str, &str)>| {
            let width = all.iter().map(|it| it.0.len()).max().unwrap_or(0);
            let line = |(word, title): &(&str, &str)| format!("  {word:width$}  {title}\n");
            all.iter().map(line).collect::<String>()
        };
        let reasons = self.reasons.iter();
        let reasons = reasons.map(|it| (it.code.as_str(), it.title.as_str()));
        let rules = self.rules.iter();
        let rules = rules.map(|it| (it.code.as_str(), it.title.as_str()));
        let metrics = self.metrics.values();
        let metrics = metrics.map(|it| (it.name.as_str(), it.title.as_str()));
        let breakdowns = self.breakdowns.values();
        let breakdowns = breakdowns.map(|it| (it.name.as_str(), it.title.as_str()));
        format!(
            "Why a cell is emptied, a row quarantined or left out:\n{}\nRules of quality:\n{}\nMetrics:\n{}\nBreakdowns:\n{}",
            lines(reasons.collect()),
            lines(rules.collect()),
            lines(metrics.collect()),
            lines(breakdowns.collect())
        )
    }

    fn list_json(&self) -> Value {
        let reasons = self.reasons.iter();
        let reasons = reasons.map(|it| json!({ "code": it.code, "title": it.title }));
        let rules = self.rules.iter();
        let rules = rules.map(|it| json!({ "code": it.code.as_str(), "title": it.title }));
        let metrics = self.metrics.values();
        let metrics = metrics.map(|it| json!({ "name": it.name, "title": it.title }));
        let breakdowns = self.breakdowns.values();
        let breakdowns = breakdowns.map(|it| json!({ "name": it.name, "title": it.title }));
        json!({
            "reasons": reasons.collect::<Vec<_>>(),
            "rules": rules.collect::<Vec<_>>(),
            "metrics": metrics.collect::<Vec<_>>(),
            "breakdowns": breakdowns.collect::<Vec<_>>(),
        })
    }
}

/// No metric has this name.
pub(super) fn unknown_metric(word: &str, metrics: &BTreeMap<String, Metric>) -> Failure {
    let known = metrics.keys().map(String::as_str);
    Failure::from(UnknownName::among("metric", word, known))
        .hint("`rasso explain` alone lists them")
}

pub(super) fn points(title: &str, points: &[String]) -> String {
    let mut text = format!("\n{title}:\n");
    for point in points {
        text.extend(["- ", point.as_str(), "\n"]);
    }
    text
}

fn reason_text(reason: &Reason) -> String {
    let Reason {
        code,
        title,
        meaning,
        costs,
        usual_causes,
        what_to_do,
    } = reason;
    format!(
        "{code}: {title}\n\n{meaning}\n\nCosts: {costs}\n{}{}",
        points("Usual causes", usual_causes),
        points("What to do", what_to_do)
    )
}

fn metric_text(metric: &Metric) -> String {
    let mut text = format!(
        "{}: {}\n\n{}\n\nUnit: {}\nKind: {}\nVersion: {}\nRecords of: {}\n",
        metric.name,
        metric.title,
        metric.definition,
        metric.unit,
        metric.kind,
        metric.version,
        metric.sources.join(", "),
    );
    if metric.numerator_unit() != metric.unit {
        text += &line("Unit of the numerator", metric.numerator_unit());
    }
    if let Some(bridge) = &metric.bridge {
        text += &line("How one is the other", bridge);
    }
    if let Some(value) = metric.averaged() {
        let what = if metric.kind == Kind::Mean {
            "Mean of"
        } else {
            "Median of"
        };
        text += &line(what, value);
    }
    if let Some(it) = &metric.published {
        text += &line(
            "Read from",
            &format!("{} of the table {}", it.column, it.table),
        );
    }
    if let Some(it) = &metric.per {
        let (scale, column) = (rasso_stats::thousands(it.scale.into()), &it.column);
        text += &line(
            "For each",
            &format!("{scale} of {column}, of the table {}", it.table),
        );
    }
    if metric.kind == Kind::Incidence {
        text += &line("Followed", &all_of(&metric.numerator_conditions()));
        let ends: Vec<String> = metric.ends.iter().map(end_text).collect();
        text += &points("Ends, the first of which counts", &ends);
    } else {
        text += &line("Numerator", &all_of(&metric.numerator_conditions()));
    }
    if let Some(conditions) = metric.denominator_conditions() {
        text += &line("Denominator", &all_of(&conditions));
    }
    let clocks: Vec<String> = metric.clocks.iter().map(clock_text).collect();
    text += &points("Clocks", &clocks);
    text += &comparison_text(metric);
    if !metric.caveats.is_empty() {
        text += &points("Before comparing", &metric.caveats);
    }
    text + &format!("\nSource: {}\n", metric.source)
}

/// What the figure may be held against.
fn comparison_text(metric: &Metric) -> String {
    let mut text = String::new();
    let lists = [
        ("Left out", &metric.exclusions),
        ("Breaks in published series", &metric.series_breaks),
    ];
    for (title, list) in lists {
        if !list.is_empty() {
            text += &points(title, list);
        }
    }
    let told = [
        "\n",
        &line("Rape by", &metric.basis.to_string()),
        &line("Ages", &metric.ages.to_string()),
        &line("Comparable", &metric.comparability.to_string()),
    ];
    text += &told.concat();
    text
}

fn end_json(end: &End) -> Value {
    let when: Vec<&Condition> = end.when.iter().collect();
    json!({ "date": end.date, "when": words(&when), "counted": end.counted })
}

fn line(name: &str, said: &str) -> String {
    format!("{name}: {said}\n")
}

fn metric_json(metric: &Metric) -> Value {
    let clock = |(name, clock): (&String, &Clock)| {
        let interval = match clock.interval {
            Interval::Wilson => Some("wilson"),
            Interval::LogLog => Some("log_log"),
            Interval::None => None,
        };
        let told = json!({
            "numerator_date": clock.numerator_date,
            "denominator_date": clock.denominator_date,
            "until": clock.until,
            "interval": interval,
        });
        (name.clone(), told)
    };
    let denominator = metric.denominator_conditions();
    json!({
        "name": metric.name,
        "title": metric.title,
        "version": metric.version,
        "definition": metric.definition,
        "unit": metric.unit,
        "numerator_unit": metric.numerator_unit(),
        "bridge": metric.bridge,
        "kind": metric.kind.to_string(),
        "value": metric.value,
        "sources": metric.sources,
        "basis": metric.basis.to_string(),
        "ages": metric.ages.to_string(),
        "exclusions": metric.exclusions,
        "series_breaks": metric.series_breaks,
        "comparability": metric.comparability.to_string(),
        "numerator": words(&metric.numerator_conditions()),
        "ends": metric.ends.iter().map(end_json).collect::<Vec<_>>(),
        "denominator": denominator.map(|it| words(&it)),
        "clocks": metric.clocks.iter().map(clock).collect::<serde_json::Map<_, _>>(),
        "caveats": metric.caveats,
        "source": metric.source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_and_metric_is_told_whole() {
        let schemas = Schemas::embedded().unwrap();
        for reason in Reasons::load(&schemas).unwrap().iter() {
            let told = reason_text(reason);
            let lists = reason.usual_causes.iter().chain(&reason.what_to_do);
            for part in [&reason.meaning, &reason.costs].into_iter().chain(lists) {
                assert!(told.contains(part.as_str()), "{told}");
            }
        }
        let metrics = Metric::load_all(&schemas, &Units::load(&schemas).unwrap()).unwrap();
        for metric in metrics.values() {
            let told = metric_text(metric);
            let lists = [&metric.exclusions, &metric.series_breaks];
            for part in metric
                .caveats
                .iter()
                .chain(lists.into_iter().flatten())
                .chain([&metric.definition, &metric.source])
            {
                assert!(told.contains(part.as_str()), "{told}");
            }
            let json = metric_json(metric);
            assert_eq!(
                json["clocks"].as_object().unwrap().len(),
                metric.clocks.len()
            );
        }
    }

    #[test]
    fn the_conditions_of_a_metric_are_told_in_words() {
        let schemas = Schemas::embedded().unwrap();
        let metrics = Metric::load_all(&schemas, &Units::load(&schemas).unwrap()).unwrap();
        let told = metric_text(&metrics["charge_rate.legal_decisions"]);
        let said = "Denominator: final_decision is charge or nfa or oocd; rape_flag is yes\n";
        assert!(told.contains(said), "{told}");
        assert!(
            told.contains("- flow: by final_date, with Wilson's 95% interval\n"),
            "{told}"
        );
    }
}
