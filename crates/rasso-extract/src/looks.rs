//! What a file whose header does not match may have been written as instead.

use rasso_schema::{Encoding, Mapping};

/// What may stand between two cells.
const DELIMITERS: [(u8, &str); 4] = [(b',', ","), (b';', ";"), (b'\t', "\\t"), (b'|', "|")];

/// What to say in the mapping, where the first line looks otherwise than it was read. Nothing of the
/// line itself is told: without a header it holds values.
pub(crate) fn likely(
    text: &[u8],
    headings: &[String],
    mapping: Option<&Mapping>,
) -> Option<String> {
    let line = text.split(|it| *it == b'\n').next().unwrap_or_default();
    let encoding = mapping.map(|it| it.encoding).unwrap_or_default();
    if let Some(name) = other_encoding(line, headings, encoding) {
        return Some(format!(
            "the first line looks like {name}: set `encoding = \"{name}\"` in the mapping"
        ));
    }
    let declared = mapping
        .and_then(|it| u8::try_from(it.delimiter).ok())
        .unwrap_or(b',');
    let times = |delimiter: u8| line.split(|it| *it == delimiter).count();
    let (delimiter, shown) = DELIMITERS.into_iter().max_by_key(|it| times(it.0))?;
    (times(delimiter) > times(declared)).then(|| {
        format!(
            "the first line looks split by `{shown}`: set `delimiter = \"{shown}\"` in the mapping"
        )
    })
}

fn other_encoding(line: &[u8], headings: &[String], declared: Encoding) -> Option<&'static str> {
    let is_wide = matches!(declared, Encoding::Utf16Le | Encoding::Utf16Be);
    match line {
        // In UTF-16 every second byte of a plain letter is nothing.
        [_, 0, ..] => Some("utf-16le"),
        [0, _, ..] => Some("utf-16be"),
        _ if is_wide => {
            let is_plain = headings
                .iter()
                .any(|it| it.contains(char::is_alphabetic) && it.is_ascii());
            (!is_plain).then_some("utf-8")
        }
        _ => {
            let unread = headings
                .iter()
                .any(|it| it.contains(char::REPLACEMENT_CHARACTER));
            unread.then_some("windows-1252")
        }
    }
}
