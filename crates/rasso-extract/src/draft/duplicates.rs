//! Headings by which an agency marks rows as duplicates itself.

use super::{heading::Heading, recoding::may_show};

/// A heading that marks duplicates, and what its values say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DuplicateFlag {
    pub(super) heading: String,
    /// The table whose rows it marks.
    pub(super) table: String,
    pub(super) rule: Option<(Polarity, Vec<String>)>,
    pub(super) is_guess: bool,
}

/// What the values mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Polarity {
    /// The copies.
    Copy,
    /// The original.
    Original,
}

const DUPLICATE: [&str; 4] = ["duplicate", "dup", "dupe", "duplicated"];
const ORIGINAL: [&str; 3] = ["original", "first", "unique"];
const COPY: [&str; 7] = ["duplicate", "dup", "copy", "y", "yes", "true", "1"];
const NO_COPY: [&str; 4] = ["n", "no", "false", "0"];

/// Whether a heading speaks of duplicates.
pub(super) fn speaks_of_duplicates(heading: &Heading) -> bool {
    heading
        .words
        .iter()
        .any(|it| DUPLICATE.contains(&it.as_str()))
}

/// What the heading marks. Its values are shown only where they are words of a flag.
pub(super) fn flag(heading: &Heading, table: &str) -> DuplicateFlag {
    let profile = &heading.profile;
    let among = |words: &[&str]| -> Vec<String> {
        let is_one = |it: &&String| words.iter().any(|word| word.eq_ignore_ascii_case(it));
        let found = profile.values.keys().filter(is_one);
        found.filter(|it| may_show(profile, it)).cloned().collect()
    };
    let (originals, copies) = (among(&ORIGINAL), among(&COPY));
    let (rule, is_guess) = if let Some(value) = told(&heading.text) {
        (Some((Polarity::Original, vec![value])), false)
    } else if !originals.is_empty() {
        (Some((Polarity::Original, originals)), false)
    } else if !copies.is_empty() && (!among(&NO_COPY).is_empty() || profile.blank > 0) {
        let has_count = profile
            .values
            .keys()
            .any(|it| it.parse().is_ok_and(|it: u32| it > 1));
        if has_count {
            // 0, 1, 2: the number of the copy.
            (Some((Polarity::Original, vec!["0".to_owned()])), true)
        } else {
            (Some((Polarity::Copy, copies)), false)
        }
    } else {
        (None, true)
    };
    DuplicateFlag {
        heading: heading.text.clone(),
        table: table.to_owned(),
        rule,
        is_guess,
    }
}

/// What marks the original, where the heading itself tells it: `(0=original)`.
fn told(heading: &str) -> Option<String> {
    let (before, after) = heading.split_once('=')?;
    let after = after.trim_start().to_lowercase();
    let is_original = ORIGINAL.iter().any(|it| after.starts_with(it));
    let is_no_word = |it: char| !it.is_alphanumeric();
    let value = before.trim_end().rsplit(is_no_word).next()?;
    (is_original && !value.is_empty()).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        draft::heading::{Numbered, headings},
        draft::profile::Profile,
        testing::schemas,
    };

    fn said(text: &str, values: &[(&str, u64)]) -> Option<(Polarity, Vec<String>)> {
        let mut profile = Profile::default();
        let values = values
            .iter()
            .map(|(text, count)| ((*text).to_owned(), *count));
        profile.values.extend(values);
        let words = schemas().heading_words();
        let headings = headings(&[text.to_owned()], vec![profile], words, Numbered::Apart);
        flag(&headings[0], "police_crime").rule
    }

    #[test]
    fn a_flag_marks_the_copy_or_the_original() {
        let original = |value: &str| Some((Polarity::Original, vec![value.to_owned()]));
        assert_eq!(
            said("Duplicate ref (0=original)", &[("0", 9)]),
            original("0")
        );
        let words = [("Original", 9), ("Duplicate", 9)];
        assert_eq!(said("Duplicate(URN)", &words), original("Original"));
        let copy = Some((Polarity::Copy, vec!["Y".to_owned()]));
        assert_eq!(said("Is duplicate", &[("Y", 9), ("N", 90)]), copy);
        assert_eq!(
            said("Duplicates", &[("0", 90), ("1", 9), ("2", 5)]),
            original("0")
        );
    }

    #[test]
    fn what_is_rare_or_no_word_of_a_flag_is_not_shown() {
        assert_eq!(said("Duplicate", &[("Y", 4), ("N", 90)]), None);
        assert_eq!(said("Duplicate of", &[("12/345", 50)]), None);
    }
}
