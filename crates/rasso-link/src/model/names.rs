//! First names that are forms of one, and names of other scripts in Latin letters.

use rasso_schema::Nicknames;
use std::borrow::Cow;

/// A text in plain Latin letters: without accents, and as far as can be of other scripts. What has no like is left out.
pub(crate) fn latin(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let plain = deunicode::deunicode_with_tofu(text, "");
    Cow::Owned(plain.trim().to_owned())
}

/// The names that a text may stand for: as a whole, or else by its first word, because agencies differ in how many
/// forenames they record.
pub(crate) fn names_of(nicknames: &Nicknames, text: &str) -> Vec<u32> {
    let letters = |it: &str| -> String {
        let latin = latin(it);
        let letters = latin.chars().filter(char::is_ascii_alphabetic);
        letters.map(|it| it.to_ascii_lowercase()).collect()
    };
    let whole = nicknames.names_of(&letters(text));
    if !whole.is_empty() {
        return whole.to_vec();
    }
    let mut words = text.split(|it: char| it.is_whitespace() || it == '-');
    let first = words.find(|it| !it.is_empty()).unwrap_or_default();
    nicknames.names_of(&letters(first)).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rasso_schema::Files;

    #[test]
    fn accents_and_other_scripts_become_latin_letters() {
        for (text, plain) in [
            ("Zoë Łukasz", "Zoe Lukasz"),
            ("Zoe\u{308}", "Zoe"),
            ("Владимир", "Vladimir"),
            ("Γιώργος", "Giorgos"),
            ("plain", "plain"),
        ] {
            assert_eq!(latin(text), plain);
        }
    }

    #[test]
    fn a_name_is_known_as_a_whole_or_by_its_first_word() {
        let nicknames = Nicknames::load(&Files::embedded()).unwrap();
        let same = |a: &str, b: &str| {
            let (a, b) = (names_of(&nicknames, a), names_of(&nicknames, b));
            a.iter().any(|it| b.contains(it))
        };
        assert!(same("Liz Ann", "elizabeth") && same("Abdul-Rahman", "abdurrahman"));
        assert!(same("Małgorzata", "Gosia") && same("Мария", "mary"));
        assert!(!same("Ann Liz", "elizabeth") && !same("", ""));
    }
}
