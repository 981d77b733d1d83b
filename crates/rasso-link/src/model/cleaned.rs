//! What a cell says.

use super::{field::Field, names::latin, words::Words};
use rasso_extract::DateFormats;
use std::borrow::Cow;

/// What a cell says, as the field has it; nothing where it says nothing.
pub(crate) fn cleaned<'t>(
    words: &'t Words,
    field: &Field,
    formats: Option<&DateFormats>,
    text: &'t str,
) -> Option<Cow<'t, str>> {
    let text = text.trim();
    let mut said = Cow::Borrowed(words.of(field, text)?);
    if let Some(formats) = formats {
        said = Cow::Owned(formats.day(text)?.to_string());
    }
    if field.latin && !said.is_ascii() {
        said = Cow::Owned(latin(&said).into_owned());
    }
    if field.lower && said.chars().any(char::is_uppercase) {
        said = Cow::Owned(said.to_lowercase());
    }
    if let Some(word) = field.word {
        let words = &mut said.split_whitespace();
        let word = words.nth(word.checked_sub(1)?)?;
        said = Cow::Owned(word.to_owned());
    }
    if field.plain && !said.chars().all(char::is_alphanumeric) {
        said = Cow::Owned(said.chars().filter(|it| it.is_alphanumeric()).collect());
    }
    if let Some(mark) = &field.before {
        let (before, _) = said.split_once(mark.as_str())?;
        said = Cow::Owned(before.to_owned());
    }
    if let Some(mark) = &field.after {
        let (_, after) = said.split_once(mark.as_str())?;
        said = Cow::Owned(after.to_owned());
    }
    if let Some(first) = field.first {
        said = Cow::Owned(ends(&said, first)?);
    }
    if let Some([from, to]) = field.slice {
        let letters: Vec<char> = said.chars().collect();
        said = Cow::Owned(letters.get(from..to)?.iter().collect());
    }
    let is_nothing = said.is_empty() || field.null.iter().any(|it| *it == *said || it == text);
    (!is_nothing).then_some(said)
}

/// So many characters from the start, or from the end where it is negative; nothing where there are fewer.
fn ends(text: &str, first: i32) -> Option<String> {
    let letters: Vec<char> = text.chars().collect();
    let wanted = usize::try_from(first.unsigned_abs()).ok()?;
    let kept = if first < 0 {
        letters.get(letters.len().checked_sub(wanted)?..)
    } else {
        letters.get(..wanted)
    };
    kept.map(|it| it.iter().collect())
}
