//! Words that say what a figure is: only the mark of a figure may say them.

use crate::ProseError;
use rasso_schema::Schemas;
use serde::Deserialize;
use std::collections::BTreeSet;

/// The file of them.
const FILE: &str = "prose/words.toml";

/// What stands between plain words.
const PLAIN: &str = " \n\t.,;:!?()'\"-\u{2019}\u{2013}";
/// What words are made with.
const ENDINGS: [&str; 8] = ["s", "es", "ed", "d", "ing", "ly", "fold", "ies"];

/// Words that plain text may not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words(BTreeSet<String>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    groups: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    /// Why plain text may not say them: for whoever reads the file.
    #[serde(rename = "why")]
    _why: String,
    words: Vec<String>,
}

impl Words {
    /// Reads `data-schemas/prose/words.toml`.
    pub fn load(schemas: &Schemas) -> Result<Self, ProseError> {
        let file: File =
            toml::from_str(schemas.file(FILE)?).map_err(|it| ProseError::Definition {
                file: FILE.to_owned(),
                reason: it.message().to_owned(),
            })?;
        let words = file.groups.into_iter().flat_map(|it| it.words);
        Ok(Self(words.map(|it| it.to_lowercase()).collect()))
    }

    /// What of a text only the mark of a figure may say: numbers, signs of per cent, and these words.
    pub(crate) fn refused<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let words = text.split(|it: char| PLAIN.contains(it));
        words
            .filter(|it| {
                // Other letters look like these, and other signs like digits.
                !it.bytes().all(|it| it.is_ascii_alphabetic()) || self.is_refused(it)
            })
            .collect()
    }

    /// Whether a word, or what it is made from, is one of those.
    fn is_refused(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        let made = |ending: &&str| {
            let stem = word.strip_suffix(*ending);
            let stem = stem.filter(|it| it.len() > 2);
            stem.is_some_and(|it| self.0.contains(it) || self.0.contains(&format!("{it}e")))
        };
        self.0.contains(&word) || ENDINGS.iter().any(made)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_says_no_number_and_no_word_of_a_figure() {
        let words = Words::load(&Schemas::embedded().unwrap()).unwrap();
        for (text, refused) in [
            ("What the police recorded of it.", vec![]),
            ("a gap of 1.5", vec!["1", "5"]),
            ("Adult rape", vec!["Adult"]),
            (
                "by two percentage points",
                vec!["two", "percentage", "points"],
            ),
            ("the conviction-rate", vec!["conviction", "rate"]),
            ("\u{663} of them", vec!["\u{663}"]),
            (
                "ad\u{ad}ults, \u{430}dults",
                vec!["ad\u{ad}ults", "\u{430}dults"],
            ),
            (
                "fourteen women, a tenfold",
                vec!["fourteen", "women", "tenfold"],
            ),
            (
                "found guilty, per report",
                vec!["found", "guilty", "per", "report"],
            ),
            ("it doubled in March", vec!["doubled", "March"]),
        ] {
            assert_eq!(words.refused(text), refused, "{text}");
        }
    }
}
