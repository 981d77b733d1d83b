//! The evidence for one pair, added up step by step.

use crate::waterfall;
use rasso_link::model::{Chosen, LevelWeight, Model};
use serde_json::json;

/// A line for each comparison, with what it adds and where the sum then stands. No value of a record is
/// shown: the ids lead to them.
pub(super) fn of(
    model: &Model,
    pair: Option<&Chosen>,
    weights: Option<&(f64, Vec<LevelWeight>)>,
    is_json: bool,
) -> String {
    let (Some(pair), Some((start, levels))) = (pair, weights) else {
        if is_json {
            return json!({ "model": model.name, "candidate": false }).to_string();
        }
        return format!(
            "The two records agree on no block of `{}`, or their weight is below {}: they were not held to be one person.",
            model.name, model.floor
        );
    };
    let block = usize::try_from(pair.pair.block)
        .ok()
        .and_then(|it| model.blocks.get(it));
    let block = block.map(|it| it.labels().join("+")).unwrap_or_default();
    if is_json {
        let level = |it: &LevelWeight| json!({ "comparison": it.comparison, "level": it.level, "m": it.m, "u": it.u, "weight": it.weight, "rarity": it.rarity });
        return json!({
            "model": model.name, "version": model.version, "candidate": true, "block": block,
            "start": start, "comparisons": levels.iter().map(level).collect::<Vec<_>>(),
            "weight_alone": pair.pair.weight, "probability_alone": pair.pair.probability(),
            "match_probability": pair.probability, "runner_up": pair.runner_up,
            "is_link": pair.is_link, "is_tie": pair.is_tie,
        })
        .to_string();
    }
    drawn(model, pair, &block, *start, levels)
}

fn drawn(model: &Model, pair: &Chosen, block: &str, start: f64, levels: &[LevelWeight]) -> String {
    let mut steps = vec![("any two records".to_owned(), start)];
    for it in levels {
        steps.push((format!("{}: {}", it.comparison, it.level), it.weight));
        if it.rarity.abs() > 0.005 {
            steps.push((
                format!("{}: how rare the value is", it.comparison),
                it.rarity,
            ));
        }
    }
    let mut lines = vec![format!(
        "Model {} {}, found by the block on {block}",
        model.name, model.version
    )];
    lines.extend(waterfall::lines(&steps));
    lines.push(format!(
        "Odds of 2 to the power of {:+.2}: probability {:.6} by itself, {:.6} given what else the two may be linked to",
        pair.pair.weight,
        pair.pair.probability(),
        pair.probability
    ));
    if pair.runner_up > 0.0 {
        lines.push(format!(
            "The likeliest other link of one of the two has {:.6}",
            pair.runner_up
        ));
    }
    let is = if pair.is_tie {
        "Not chosen: another choice is just as good."
    } else if pair.is_link && pair.probability >= 0.5 {
        "A link."
    } else if pair.runner_up > pair.probability {
        "Not a link: another is likelier."
    } else {
        "Not a link: more likely no match than one."
    };
    lines.push(is.to_owned());
    lines.join("\n")
}
