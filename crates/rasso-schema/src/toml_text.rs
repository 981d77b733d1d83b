//! Texts as TOML writes them, for files that the program drafts.

use std::fmt::Write as _;

/// A text in quotes, on one line whatever it holds: some stand in comments.
pub fn toml_text(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            it if it.is_control() || matches!(it, '\u{2028}' | '\u{2029}') => {
                // Writing into a text cannot fail.
                write!(quoted, "\\u{:04X}", u32::from(it)).unwrap_or_default();
            }
            it => quoted.push(it),
        }
    }
    quoted.push('"');
    quoted
}

/// A list of texts, on one line.
pub fn toml_texts(texts: &[String]) -> String {
    let quoted: Vec<String> = texts.iter().map(|it| toml_text(it)).collect();
    format!("[{}]", quoted.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_back_as_it_was_and_stays_on_one_line() {
        let texts = [
            "a\"b",
            "a\\b",
            "a\nb\r\t",
            "Größe – 1",
            "\u{7f}\u{85}\u{2028}\u{2029}",
            "",
        ]
        .map(str::to_owned);
        let written = toml_texts(&texts);
        assert!(!written.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']));
        let table: toml::Table = format!("a = {written}").parse().unwrap();
        let read: Vec<&str> = table["a"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it.as_str().unwrap())
            .collect();
        assert_eq!(read, texts);
    }
}
