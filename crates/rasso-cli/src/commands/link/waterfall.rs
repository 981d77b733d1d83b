//! The evidence for one pair, added up step by step.

use rasso_link::model::{Chosen, LevelWeight, Model};
use serde_json::json;

/// How wide the bars are, in characters.
const WIDTH: f64 = 40.0;

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
    let block = block.map(|it| it.on.join("+")).unwrap_or_default();
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
    let sums: Vec<f64> = steps
        .iter()
        .scan(0.0, |sum, it| {
            *sum += it.1;
            Some(*sum)
        })
        .collect();
    let lowest = sums.iter().copied().fold(0.0, f64::min);
    let highest = sums.iter().copied().fold(0.0, f64::max);
    let scale = WIDTH / (highest - lowest).max(1.0);
    let names = steps
        .iter()
        .map(|it| it.0.chars().count())
        .max()
        .unwrap_or(0);
    let mut lines = vec![format!(
        "Model {} {}, found by the block on {block}",
        model.name, model.version
    )];
    let mut before = 0.0;
    for ((name, weight), sum) in steps.iter().zip(&sums) {
        let bar = bar((before - lowest) * scale, (sum - lowest) * scale);
        lines.push(format!(
            "  {name:names$}  {weight:>+7.2}  {sum:>+7.2}  {bar}"
        ));
        before = *sum;
    }
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

/// A bar from one place to another; `+` where it adds, `-` where it takes away.
fn bar(from: f64, to: f64) -> String {
    let (start, end, mark) = if from <= to {
        (from, to, '+')
    } else {
        (to, from, '-')
    };
    let mut bar = String::new();
    let mut at = 0.5;
    while at < end {
        bar.push(if at >= start { mark } else { ' ' });
        at += 1.0;
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn a_bar_stands_between_its_two_sums() {
        assert_eq!(bar(2.0, 5.0), "  +++");
        assert_eq!(bar(5.0, 2.0), "  ---");
        assert_eq!(bar(3.0, 3.0), "   ");
    }
}
