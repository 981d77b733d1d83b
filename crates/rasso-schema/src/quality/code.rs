//! The code of a rule: `H2a`.

use std::fmt;

/// The code of a rule of quality: a capital letter, a number and perhaps a letter, as `H2a`. It is
/// copied with every fault, so it is held in place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleCode([u8; 8]);

impl RuleCode {
    /// The code of a text; nothing where it is not written as one.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix(|it: char| it.is_ascii_uppercase())?;
        let number = rest
            .strip_suffix(|it: char| it.is_ascii_lowercase())
            .unwrap_or(rest);
        let is_number =
            (1..=3).contains(&number.len()) && number.bytes().all(|it| it.is_ascii_digit());
        let mut bytes = [0; 8];
        let place = bytes.get_mut(..text.len()).filter(|_| is_number)?;
        place.copy_from_slice(text.as_bytes());
        Some(Self(bytes))
    }

    /// The code as it is written.
    pub fn as_str(&self) -> &str {
        let length = self.0.iter().take_while(|it| **it != 0).count();
        let bytes = self.0.get(..length).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// The code without the letter of its part: `H2` of `H2a`.
    pub fn whole(&self) -> &str {
        let code = self.as_str();
        code.strip_suffix(|it: char| it.is_ascii_lowercase())
            .unwrap_or(code)
    }
}

impl fmt::Debug for RuleCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for RuleCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::RuleCode;

    #[test]
    fn a_code_is_a_letter_a_number_and_perhaps_a_part() {
        for code in ["H2", "H10b", "W5", "X123z"] {
            assert_eq!(RuleCode::parse(code).unwrap().as_str(), code);
        }
        assert_eq!(RuleCode::parse("H10b").unwrap().whole(), "H10");
        for text in ["", "H", "2a", "h2", "H2ab", "H1234", "bad_date"] {
            assert!(RuleCode::parse(text).is_none(), "{text}");
        }
    }
}
