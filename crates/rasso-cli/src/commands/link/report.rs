//! What a job came to, as tables or JSON.

use crate::{args::Link, terminal::columns};
use rasso_link::model::{BlockCost, Learnt, Model, Outcome};
use rasso_stats::thousands;
use serde_json::{Value, json};

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

/// What came of a job.
pub(super) fn of(model: &Model, outcome: &Outcome, asked: &Link) -> String {
    let written = outcome
        .pairs
        .iter()
        .filter(|it| it.is_link && it.probability >= asked.least);
    let (mut rows, mut sum) = (0_u64, 0.0);
    for it in written {
        rows += 1;
        sum += it.probability;
    }
    let ties = outcome
        .pairs
        .iter()
        .filter(|it| it.is_link && it.is_tie)
        .count();
    if asked.json {
        let block = |(cost, matches): (&BlockCost, &f64)| {
            let mut block = block_json(cost);
            block["expected_matches"] = json!(rounded(*matches));
            block
        };
        let level = |it: &Learnt| json!({ "comparison": it.comparison, "level": it.level, "m": it.m, "u": it.u });
        return json!({
            "model": model.name,
            "version": model.version,
            "pairs_compared": outcome.compared,
            "expected_matches": rounded(outcome.expected),
            "rounds": outcome.rounds,
            "rows_written": rows,
            "sum_of_probabilities": rounded(sum),
            "links": outcome.links(),
            "ties": ties,
            "groups_not_summed_exactly": outcome.approximate,
            "blocks": outcome.costs.iter().zip(&outcome.matches).map(block).collect::<Vec<_>>(),
            "levels": outcome.levels.iter().map(level).collect::<Vec<_>>(),
        })
        .to_string();
    }
    let head = ["Block", "pairs", "expected matches found first by it"].map(str::to_owned);
    let mut table = vec![head.to_vec()];
    for (cost, matches) in outcome.costs.iter().zip(&outcome.matches) {
        table.push(vec![
            cost.on.clone(),
            thousands(cost.pairs),
            format!("{matches:.1}"),
        ]);
    }
    let mut text = columns(&table);
    let head = ["Comparison", "m", "u", "weight"].map(str::to_owned);
    let mut table = vec![head.to_vec()];
    for it in &outcome.levels {
        table.push(vec![
            format!("{}: {}", it.comparison, it.level),
            format!("{:.4}", it.m),
            format!("{:.6}", it.u),
            format!("{:+.2}", (it.m / it.u).log2()),
        ]);
    }
    text.push('\n');
    text += &columns(&table);
    text += &format!(
        "\n{} pairs compared, {:.1} matches expected among them; {} links more likely than not",
        thousands(outcome.compared),
        outcome.expected,
        thousands(u64::try_from(outcome.links()).unwrap_or(u64::MAX)),
    );
    if ties > 0 {
        text += &format!("\n{ties} links for which another choice is just as good");
    }
    if outcome.approximate > 0 {
        text += &format!(
            "\n{} groups of competing records were too large to be summed exactly",
            outcome.approximate
        );
    }
    if let Some(out) = &asked.out {
        text += &format!(
            "\n{}: {} rows of probability {} and more, {sum:.1} matches expected among them",
            out.display(),
            thousands(rows),
            asked.least
        );
    }
    text
}

/// To a thousandth: the rest is noise of the order of sums.
fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}
