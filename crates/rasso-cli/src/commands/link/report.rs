//! What a job came to, as tables or JSON.

use crate::{args::Link, terminal::columns};
use rasso_link::model::{Became, BlockCost, ChangedLink, Chosen, Learnt, Model, Outcome};
use rasso_stats::thousands;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What each block costs.
pub(super) fn costs(model: &Model, costs: &[BlockCost], is_json: bool) -> String {
    if is_json {
        let blocks: Vec<Value> = costs.iter().map(block_json).collect();
        return json!({ "model": model.name, "version": model.version, "blocks": blocks })
            .to_string();
    }
    let head = ["Block", "pairs", "of its most common key"].map(str::to_owned);
    let line = |it: &BlockCost| vec![it.on.clone(), thousands(it.pairs), thousands(it.largest)];
    let rows: Vec<Vec<String>> = std::iter::once(head.to_vec())
        .chain(costs.iter().map(line))
        .collect();
    columns(&rows).trim_end().to_owned()
}

fn block_json(it: &BlockCost) -> Value {
    json!({ "on": it.on, "pairs": it.pairs, "of_most_common_key": it.largest })
}

/// What is otherwise than when it was kept.
pub(super) struct SinceThen {
    /// What became of the records of the left file and of the right.
    pub(super) became: [Became; 2],
    /// The links that are not made any more.
    pub(super) changed: Vec<ChangedLink>,
}

/// What came of a job.
pub(super) fn of(
    model: &Model,
    outcome: &Outcome,
    since: Option<&SinceThen>,
    stages: &[(&'static str, u128)],
    asked: &Link,
) -> String {
    let written = outcome
        .pairs
        .iter()
        .filter(|it| it.is_link && it.probability >= asked.least);
    let written = Written {
        rows: written.clone().fold(0, |sum, _| sum + 1),
        sum: written.map(|it| it.probability).sum(),
    };
    let is_tie = |it: &&Chosen| it.is_tie;
    let ties = outcome.pairs.iter().filter(is_tie).count();
    if asked.json {
        let mut summary = summary(model, outcome, &written, ties);
        let stage = |it: &(&str, u128)| json!({ "stage": it.0, "milliseconds": it.1 });
        summary["stages"] = stages.iter().map(stage).collect();
        if let Some(since) = since {
            summary["since"] = since_json(since, asked);
        }
        summary.to_string()
    } else {
        text(outcome, since, asked, &written, ties)
    }
}

/// What was written: rows, and the sum of their probabilities.
struct Written {
    rows: u64,
    sum: f64,
}

fn summary(model: &Model, outcome: &Outcome, written: &Written, ties: usize) -> Value {
    let block = |(cost, matches): (&BlockCost, &f64)| {
        let mut block = block_json(cost);
        block["expected_matches"] = json!(rounded(*matches));
        block
    };
    let level = |it: &Learnt| json!({ "comparison": it.comparison, "level": it.level, "m": it.m, "u": it.u });
    let blocks = outcome.costs.iter().zip(&outcome.matches).map(block);
    json!({
        "model": model.name,
        "version": model.version,
        "pairs_compared": outcome.compared,
        "pairs_taken_over": outcome.taken_over,
        "expected_matches": rounded(outcome.expected),
        "rounds": outcome.rounds,
        "rows_written": written.rows,
        "sum_of_probabilities": rounded(written.sum),
        "links": outcome.links(),
        "ties": ties,
        "groups_not_exact": outcome.approximate,
        "blocks": blocks.collect::<Vec<_>>(),
        "levels": outcome.levels.iter().map(level).collect::<Vec<_>>(),
    })
}

fn since_json(since: &SinceThen, asked: &Link) -> Value {
    let became = |it: &Became| json!({ "new": it.new, "changed": it.changed, "gone": it.gone, "as_they_were": it.same });
    let [left, right] = &since.became;
    let right = asked.right.as_ref().map(|_| became(right));
    let why = reasons(&since.changed);
    json!({ "left": became(left), "right": right, "links_changed": why })
}

/// How many links are not made any more, by the word for the reason.
fn reasons(changed: &[ChangedLink]) -> BTreeMap<&'static str, u64> {
    let mut reasons = BTreeMap::new();
    for it in changed {
        *reasons.entry(it.why.word()).or_default() += 1;
    }
    reasons
}

fn since_lines(since: &SinceThen, outcome: &Outcome, asked: &Link) -> Vec<String> {
    let number = |it: usize| thousands(u64::try_from(it).unwrap_or(u64::MAX));
    let line = |(side, it): (&str, &Became)| {
        format!(
            "Records{side}: {} new, {} changed, {} gone, {} as they were",
            number(it.new),
            number(it.changed),
            number(it.gone),
            number(it.same)
        )
    };
    let sides = if asked.right.is_some() {
        vec![" on the left", " on the right"]
    } else {
        vec![""]
    };
    let mut lines: Vec<String> = sides.into_iter().zip(&since.became).map(line).collect();
    if asked.onto.is_some() {
        lines.push(format!(
            "{} taken over as they were weighed",
            counted(
                u64::try_from(outcome.taken_over).unwrap_or(u64::MAX),
                "pair",
                "pairs"
            )
        ));
    }
    let reasons = reasons(&since.changed);
    let told = reasons
        .iter()
        .map(|(why, number)| format!("{why} {}", thousands(*number)));
    let told: Vec<String> = told.collect();
    lines.push(if told.is_empty() {
        "Every link of then is made now".to_owned()
    } else {
        format!("Links of then that are not made now: {}", told.join(", "))
    });
    lines
}

fn text(
    outcome: &Outcome,
    since: Option<&SinceThen>,
    asked: &Link,
    written: &Written,
    ties: usize,
) -> String {
    let head = ["Block", "pairs", "expected matches found first by it"].map(str::to_owned);
    let mut blocks = vec![head.to_vec()];
    for (cost, matches) in outcome.costs.iter().zip(&outcome.matches) {
        blocks.push(vec![
            cost.on.clone(),
            thousands(cost.pairs),
            format!("{matches:.1}"),
        ]);
    }
    let head = ["Comparison", "m", "u", "weight"].map(str::to_owned);
    let mut levels = vec![head.to_vec()];
    for it in &outcome.levels {
        levels.push(vec![
            format!("{}: {}", it.comparison, it.level),
            format!("{:.4}", it.m),
            format!("{:.6}", it.u),
            format!("{:+.2}", (it.m / it.u).log2()),
        ]);
    }
    let mut lines = vec![columns(&blocks), columns(&levels)];
    lines.push(format!(
        "{} compared, {:.1} matches expected among {}; {} more likely than not",
        counted(outcome.compared, "pair", "pairs"),
        outcome.expected.abs(),
        if asked.onto.is_some() {
            "them and those taken over"
        } else {
            "them"
        },
        counted(
            u64::try_from(outcome.links()).unwrap_or(u64::MAX),
            "link",
            "links"
        ),
    ));
    if let Some(since) = since {
        lines.extend(since_lines(since, outcome, asked));
    }
    if ties > 0 {
        lines.push(format!(
            "{ties} more for which another choice is just as good: none of these is chosen"
        ));
    }
    if outcome.approximate > 0 {
        lines.push(format!(
            "{} groups of competing records were too large to be worked out exactly",
            outcome.approximate
        ));
    }
    if let Some(out) = &asked.out {
        lines.push(format!(
            "{}: {} of probability {} and more, {:.1} matches expected among them",
            out.display(),
            counted(written.rows, "row", "rows"),
            asked.least,
            // A sum of nothing is -0.
            written.sum.abs()
        ));
    }
    lines.join("\n")
}

fn counted(number: u64, one: &str, several: &str) -> String {
    let word = if number == 1 { one } else { several };
    format!("{} {word}", thousands(number))
}

/// To a thousandth: the rest is noise of the order of sums.
fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}
