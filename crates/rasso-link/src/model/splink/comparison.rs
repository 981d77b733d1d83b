//! A comparison of Splink as one of a model.

use super::{
    about::about,
    json::{Comparison, Level},
    levels,
    made::{Fields, Made},
    sql,
};
use crate::model::number::length;
use rasso_schema::{toml_text, toml_texts};

/// A probability is no less, and no more than what this leaves.
const LEAST: f64 = 1e-12;

/// A comparison as a model file has it.
pub(super) struct Written {
    pub(super) text: String,
    /// Whether it was trained.
    pub(super) is_trained: bool,
}

/// A level that is carried over, `else` among them.
struct Carried {
    text: String,
    /// The field whose rarity counts.
    rare: Option<String>,
    /// How likely it is between two records of one person, and of two.
    shares: [f64; 2],
}

/// Writes a comparison, and notes what is not carried over as it is; nothing where no level is.
pub(super) fn written(
    comparison: &Comparison,
    fields: &mut Fields,
    notes: &mut Vec<String>,
) -> Option<Written> {
    let name = toml_text(&comparison.output_column_name);
    let mut note = |what: &str| {
        let said = format!("comparison {name}: {what}");
        if !notes.contains(&said) {
            notes.push(said);
        }
    };
    let all = comparison.comparison_levels.iter();
    let (nulls, levels): (Vec<&Level>, Vec<&Level>) = all.partition(|it| it.is_null);
    let about = about(&nulls, &levels, &mut note)?;
    let own = about.first()?;
    let known = [
        levels.iter().any(|it| it.m_probability.is_some()),
        levels.iter().any(|it| it.u_probability.is_some()),
    ];
    let carried = carried(&levels, own, known, fields, &mut note);
    if carried.len() < 2 {
        note("it is left out: none of its levels has a like in rasso");
        return None;
    }
    let also: Vec<String> = about.iter().skip(1).map(|it| fields.name(it)).collect();
    let field = fields.name(own);
    let mut lines = vec![
        "[[comparison]]".to_owned(),
        format!("name = {name}"),
        format!("field = {}", toml_text(&field)),
    ];
    if !also.is_empty() {
        lines.push(format!("also = {}", toml_texts(&also)));
    }
    let rare: Vec<String> = carried.iter().filter_map(|it| it.rare.clone()).collect();
    let first = carried.first().and_then(|it| it.rare.as_ref());
    if rare.len() == 1 && first == Some(&field) {
        lines.push("term_frequency = true".to_owned());
    } else if !rare.is_empty() {
        lines.push(format!("term_frequency = {}", toml_texts(&rare)));
    }
    let of_levels = carried.iter().take(carried.len() - 1);
    let of_levels: Vec<String> = of_levels.map(|it| it.text.clone()).collect();
    lines.push(format!("levels = {}", toml_texts(&of_levels)));
    for (at, letter) in ["m", "u"].into_iter().enumerate().filter(|it| known[it.0]) {
        let shares = carried.iter().map(|it| it.shares[at]).collect();
        let shares = sound(shares, letter, &mut note);
        lines.push(format!("{letter} = {shares:?}"));
    }
    Some(Written {
        text: lines.join("\n"),
        is_trained: known == [true, true],
    })
}

/// The levels that rasso has, and `else`. `known`: whether any level has an `m`, and a `u`.
fn carried(
    levels: &[&Level],
    own: &Made,
    known: [bool; 2],
    fields: &mut Fields,
    note: &mut impl FnMut(&str),
) -> Vec<Carried> {
    let mut carried: Vec<Carried> = Vec::new();
    // What no level of rasso is for waits for one below.
    let mut waiting = [0.0; 2];
    for (at, level) in levels.iter().enumerate() {
        let label = level.label();
        let given = [level.m_probability, level.u_probability];
        for ((given, is_known), letter) in given.iter().zip(known).zip(["m", "u"]) {
            if is_known && given.is_none() {
                note(&format!(
                    "level {label} has no {letter}: it gets the one that Splink begins with"
                ));
            }
        }
        let [m, u] = beginning(at, levels.len());
        let mut shares = [given[0].unwrap_or(m), given[1].unwrap_or(u)];
        let text = if level.is_else() {
            "else".to_owned()
        } else {
            let read = sql::parse(&level.sql_condition);
            let Some(read) = read.and_then(|it| levels::written(&it, own, fields)) else {
                note(&format!(
                    "level {label} has no like in rasso. Its m and u are added to those of the next level that asks for less than the same text, or of `else`; the pairs that it had may fall to another, and their weights differ"
                ));
                waiting = [waiting[0] + shares[0], waiting[1] + shares[1]];
                continue;
            };
            for it in read.remarks {
                note(&format!("level {label}: {it}"));
            }
            read.text
        };
        if !text.split(" and ").all(|it| it.starts_with("exact")) {
            let waited = std::mem::take(&mut waiting);
            shares = [shares[0] + waited[0], shares[1] + waited[1]];
        }
        carried.push(Carried {
            rare: rare(level, &text, own, fields, note),
            text,
            shares,
        });
    }
    if carried.last().is_none_or(|it| it.text != "else") {
        note("it has no level for all the rest, and gets one");
        carried.push(Carried {
            text: "else".to_owned(),
            rare: None,
            shares: waiting,
        });
    }
    carried
}

/// The field whose rarity counts on a level.
fn rare(
    level: &Level,
    text: &str,
    own: &Made,
    fields: &mut Fields,
    note: &mut impl FnMut(&str),
) -> Option<String> {
    let column = level.tf_adjustment_column.as_ref()?;
    let label = level.label();
    if level.tf_weight() == 0.0 {
        return None;
    }
    let plain = Made::of(column);
    let is_own = text == "exact" && (*own == plain || own.is_date_of(&plain));
    let field = if is_own {
        fields.name(own)
    } else {
        fields.name(&plain)
    };
    if !is_own && text != format!("exact {field}") {
        note(&format!(
            "level {label}: how rare a value of {} is counts only where it is the same, so not on this level",
            toml_text(column)
        ));
        return None;
    }
    if (level.tf_weight() - 1.0).abs() > LEAST {
        note(&format!(
            "level {label}: rarity counts in full, and not by {}",
            level.tf_weight()
        ));
    }
    if level.tf_minimum_u_value > 0.0 {
        note(&format!(
            "level {label}: rarity has no limit, where Splink takes no value for rarer than {}",
            level.tf_minimum_u_value
        ));
    }
    Some(field)
}

/// What Splink takes for m and u of a level where its model gives none: of the first, m is 0.95, and the others
/// share the rest; weights go from 10 for the first over 3 for the second in even steps to -5 for the last.
fn beginning(at: usize, levels: usize) -> [f64; 2] {
    let others = length(levels.saturating_sub(1)).max(1.0);
    let (m, weight) = if at == 0 {
        (0.95, 10.0)
    } else {
        let steps = (others - 1.0).max(1.0);
        let down = if levels == 2 {
            1.0
        } else {
            length(at - 1) / steps
        };
        (0.05 / others, 3.0 - 8.0 * down)
    };
    [m, m / f64::exp2(weight)]
}

/// Shares that a model takes: each between 0 and 1, and 1 in all.
fn sound(shares: Vec<f64>, letter: &str, note: &mut impl FnMut(&str)) -> Vec<f64> {
    let mut shares: Vec<f64> = shares
        .into_iter()
        .map(|it| it.clamp(LEAST, 1.0 - LEAST))
        .collect();
    let sum: f64 = shares.iter().sum();
    // What Splink's own rounding leaves is let be, so that weights stay what they are.
    if (sum - 1.0).abs() > 5e-4 {
        note(&format!(
            "its {letter} come to {sum:.4} in all, and are scaled to 1"
        ));
        shares = shares.iter().map(|it| it / sum).collect();
    }
    shares
}
