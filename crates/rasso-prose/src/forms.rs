//! How sentences are formed, and which a summary says: files of `data-schemas/prose`.

use crate::{ProseError, Words};
use rasso_schema::Schemas;
use serde::Deserialize;

const FORMS: &str = "prose/forms.toml";
const SUMMARY: &str = "prose/summary.toml";

/// What stands between braces in a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    Figure,
    Value,
    Of,
    Period,
    Status,
    Change,
    Earlier,
    EarlierPeriod,
}

const SLOTS: [(&str, Slot); 8] = [
    ("figure", Slot::Figure),
    ("value", Slot::Value),
    ("of", Slot::Of),
    ("period", Slot::Period),
    ("status", Slot::Status),
    ("change", Slot::Change),
    ("earlier", Slot::Earlier),
    ("earlier_period", Slot::EarlierPeriod),
];

/// A piece of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String),
    Slot(Slot),
}

/// The forms of sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forms {
    pub(crate) level: Vec<Piece>,
    pub(crate) change: Vec<Piece>,
    pub(crate) missing: Vec<Piece>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormsFile {
    /// A figure by itself.
    level: String,
    /// A figure and how it changed since an earlier one.
    change: String,
    /// That there is no figure.
    missing: String,
}

/// Which sentences a summary says, in which order.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SummaryPlan {
    /// Its title.
    pub title: String,
    /// Said before all sentences.
    pub opening: Vec<String>,
    /// Its parts.
    #[serde(rename = "section")]
    pub sections: Vec<Heading>,
}

/// A part of a summary.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heading {
    /// Its title.
    pub title: String,
    /// What it says.
    #[serde(rename = "say")]
    pub statements: Vec<Statement>,
}

/// A figure to be told.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// The metric.
    pub metric: String,
    /// Its clock.
    pub clock: String,
}

impl Forms {
    /// Reads `data-schemas/prose/forms.toml`; words that only a figure may say are refused.
    pub fn load(schemas: &Schemas, words: &Words) -> Result<Self, ProseError> {
        let broken = |reason: String| ProseError::Definition {
            file: FORMS.to_owned(),
            reason,
        };
        let file: FormsFile =
            toml::from_str(schemas.file(FORMS)?).map_err(|it| broken(it.message().to_owned()))?;
        let form = |name: &str, text: &str| {
            pieces(text, words).map_err(|it| broken(format!("`{name}`: {it}")))
        };
        Ok(Self {
            level: form("level", &file.level)?,
            change: form("change", &file.change)?,
            missing: form("missing", &file.missing)?,
        })
    }
}

impl SummaryPlan {
    /// Reads `data-schemas/prose/summary.toml`; words that only a figure may say are refused.
    pub fn load(schemas: &Schemas, words: &Words) -> Result<Self, ProseError> {
        let broken = |reason: String| ProseError::Definition {
            file: SUMMARY.to_owned(),
            reason,
        };
        let plan: Self =
            toml::from_str(schemas.file(SUMMARY)?).map_err(|it| broken(it.message().to_owned()))?;
        let titles = plan.sections.iter().map(|it| &it.title);
        for text in titles.chain(&plan.opening).chain([&plan.title]) {
            may_say(text, words).map_err(broken)?;
        }
        Ok(plan)
    }
}

fn may_say(text: &str, words: &Words) -> Result<(), String> {
    let refused = words.refused(text);
    if refused.is_empty() {
        return Ok(());
    }
    Err(format!(
        "`{}` may not stand in text: only a figure says it, from its cell (prose/words.toml says why)",
        refused.join("`, `")
    ))
}

/// A form in pieces.
fn pieces(text: &str, words: &Words) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        may_say(before, words)?;
        pieces.extend((!before.is_empty()).then(|| Piece::Text(before.to_owned())));
        let (name, after) = after
            .split_once('}')
            .ok_or_else(|| "a `{` without its `}`".to_owned())?;
        let slot = SLOTS.iter().find(|it| it.0 == name);
        let known: Vec<&str> = SLOTS.iter().map(|it| it.0).collect();
        let slot = slot.ok_or_else(|| {
            format!(
                "`{{{name}}}` is nothing that can be filled in; there are: {}",
                known.join(", ")
            )
        })?;
        pieces.push(Piece::Slot(slot.1));
        rest = after;
    }
    may_say(rest, words)?;
    pieces.extend((!rest.is_empty()).then(|| Piece::Text(rest.to_owned())));
    if pieces.first() != Some(&Piece::Slot(Slot::Figure)) {
        return Err(
            "a sentence begins with `{figure}`, which says what its numbers are of".to_owned(),
        );
    }
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_may_not_say_what_only_a_figure_says() {
        let words = Words::load(&Schemas::embedded().unwrap()).unwrap();
        for (text, says) in [
            ("{figure}: {value}% in {period}", "`%` may not stand"),
            (
                "{figure}, adult: {value} in {period}",
                "`adult` may not stand",
            ),
            ("{figure}: {value} in June", "`June` may not stand"),
            (
                "{figure}: {value}, the conviction rate",
                "`conviction`, `rate` may not stand",
            ),
            ("{figure}: 81.0", "`81`, `0` may not stand"),
            ("{value} in {period}", "begins with `{figure}`"),
            (
                "{figure}: {valeu}",
                "`{valeu}` is nothing that can be filled in",
            ),
            ("{figure}: {value", "without its `}`"),
        ] {
            let said = pieces(text, &words).unwrap_err();
            assert!(said.contains(says), "{text}: {said}");
        }
        assert_eq!(
            pieces("{figure}: {value} in {period}.", &words)
                .unwrap()
                .len(),
            6
        );
    }
}
