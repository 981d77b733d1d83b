//! Reads a file of settings, the world's or the mess's.

use crate::SynthError;
use serde::de::DeserializeOwned;
use std::path::Path;

/// The text of a file.
pub(crate) fn text_of(path: &Path) -> Result<String, SynthError> {
    std::fs::read_to_string(path).map_err(|source| SynthError::Read {
        path: path.to_owned(),
        source,
    })
}

/// Settings from their text, in which each share of `tables` is at most one.
pub(crate) fn parse<T: DeserializeOwned>(
    text: &str,
    path: &Path,
    tables: &[&str],
) -> Result<T, SynthError> {
    let settings = toml::from_str(text).map_err(|it| wrong(path, it.to_string()))?;
    match too_large(text, tables) {
        Some(what) => Err(wrong(path, what)),
        None => Ok(settings),
    }
}

/// Why a file's settings cannot be taken.
pub(crate) fn wrong(path: &Path, what: String) -> SynthError {
    SynthError::Settings {
        path: path.to_owned(),
        what,
    }
}

/// A share above one, where a file has one: each number that stands directly in one of these tables,
/// and each `at_once` below them, is in ten-thousandths.
fn too_large(text: &str, tables: &[&str]) -> Option<String> {
    let file: toml::Table = text.parse().ok()?;
    let tables = tables
        .iter()
        .filter_map(|it| Some((it, file.get(*it)?.as_table()?)));
    let mut shares = tables.flat_map(|(table, entries)| {
        entries.iter().filter_map(move |(name, value)| {
            let share = value
                .as_integer()
                .or_else(|| value.get("at_once")?.as_integer())?;
            Some((format!("{table}.{name}"), share))
        })
    });
    let (name, share) = shares.find(|(_, share)| *share > 10_000)?;
    Some(format!(
        "`{name}` is {share}, and a share is at most 10000: ten-thousandths"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_above_one_is_named() {
        let text = "[shares]\nlow = 10000\nhigh = 10001\n[hazards.refer]\nat_once = 20000\n";
        let said = |tables: &[&str]| too_large(text, tables).unwrap_or_default();
        assert!(said(&["shares"]).contains("`shares.high` is 10001"));
        assert!(said(&["hazards"]).contains("`hazards.refer`"));
        assert_eq!(said(&["other"]), "");
    }
}
