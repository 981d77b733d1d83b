//! Names of people, as linking compares them.

/// Upper case, letters only, single spaces; nothing when no letter is left.
///
/// Hyphens and apostrophes go without leaving a space: agencies write the same name with and
/// without them.
pub(crate) fn normalise(text: &str, out: &mut String) {
    out.clear();
    for word in text.split_whitespace() {
        let start = out.len();
        if start > 0 {
            out.push(' ');
        }
        let before = out.len();
        out.extend(
            word.chars()
                .filter(|it| it.is_alphabetic())
                .flat_map(char::to_uppercase),
        );
        if out.len() == before {
            out.truncate(start);
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_name_is_compared_without_case_and_marks() {
        let normal = |text| {
            let mut out = String::new();
            super::normalise(text, &mut out);
            out
        };
        assert_eq!(normal("  o'Hara -  Smith "), "OHARA SMITH");
        assert_eq!(normal("Zoë"), "ZOË");
        assert_eq!(normal(" - 3 "), "");
    }
}
