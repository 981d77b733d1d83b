//! What the words of a column become: those that mean a code, and those that a person must decide.
//!
//! This is the one place of a draft that values of cells come through, and what may is narrow: see
//! [`Shown`].

use super::{codes::Codes, nothing, profile::Profile};
use regex_lite::Regex;
use std::collections::{BTreeMap, BTreeSet};

/// A value may be shown if its column has no more different ones than this ..
const DIFFERENT: usize = 60;
/// .. and the value itself stands in so many rows ..
const ROWS: u64 = 5;
/// .. and so many in a thousand rows of the column hold a code, or a word that means one.
const LIKE_THE_LIST: u64 = 250;

/// Codes in front of labels: `b. Charged`, `IC1 - White`.
const IN_FRONT: [&str; 2] = [r"^([A-Za-z0-9]{1,3})[.)] ", r"^([A-Za-z0-9/]{1,6}) +- "];

/// What the words of a column become.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Recoding {
    /// The pattern by which a code is taken out of the label.
    pub(super) pattern: Option<&'static str>,
    /// A word, its code, and the label that the word was taken from.
    pub(super) lines: Vec<(String, String, Option<String>)>,
    /// Words that mean no code, and in how many rows each stands.
    pub(super) undecided: Vec<(String, u64, Option<String>)>,
    /// How many values are not shown, being rare or in a column that is not like its list, and in
    /// how many rows they stand.
    pub(super) withheld: (usize, u64),
}

impl Recoding {
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A value of a column of codes that may stand in a draft: there are few of them, it is frequent, and
/// the column looks like its list.
struct Shown<'p> {
    text: &'p str,
    rows: u64,
}

/// The values that may be shown, and how many may not and are no codes either, with their rows.
fn shown<'p>(profile: &'p Profile, codes: &Codes<'_>) -> (Vec<Shown<'p>>, (usize, u64)) {
    let is_few = profile.values.len() <= DIFFERENT && profile.beyond == 0;
    let has_unknown = codes.unknown().is_some();
    let values: Vec<(&str, u64)> = profile.telling(has_unknown).collect();
    // What has two characters at most, or no more than a letter beside its digits, names nobody.
    let is_bare = |it: &str| {
        it.chars().count() <= 2
            || it.chars().any(|it| it.is_ascii_digit())
                && it.chars().filter(|it| it.is_alphabetic()).count() <= 1
    };
    let is_like = profile
        .share_of(has_unknown, |it| {
            codes.accepts(it) || codes.meant(it).is_some()
        })
        .is_some_and(|it| it >= LIKE_THE_LIST)
        || values.iter().all(|(it, _)| is_bare(it));
    let (mut shown, mut withheld) = (Vec::new(), (0, 0));
    for (text, rows) in values {
        if is_few && is_like && rows >= ROWS {
            shown.push(Shown { text, rows });
        } else if !codes.accepts(text) {
            withheld.0 += 1;
            withheld.1 += rows;
        }
    }
    (shown, withheld)
}

/// Whether a value may be shown as that of a flag: it is frequent, and one of few.
pub(super) fn may_show(profile: &Profile, text: &str) -> bool {
    let is_few = profile.values.len() <= DIFFERENT && profile.beyond == 0;
    is_few && profile.values.get(text).is_some_and(|it| *it >= ROWS)
}

pub(super) fn recoding(profile: &Profile, codes: &Codes<'_>) -> Recoding {
    let (shown, withheld) = shown(profile, codes);
    let taken_out = IN_FRONT
        .iter()
        .find_map(|it| taken_out(it, &shown, codes, withheld));
    let mut recoding = taken_out.unwrap_or_else(|| {
        let mut plain = Recoding::default();
        for it in &shown {
            plain.take(it.text, None, codes.meant(it.text), it.rows, codes);
        }
        plain
    });
    recoding.withheld = withheld;
    recoding
}

impl Recoding {
    fn take(
        &mut self,
        word: &str,
        label: Option<&str>,
        code: Option<&str>,
        rows: u64,
        codes: &Codes<'_>,
    ) {
        let label = label.map(str::to_owned);
        match code {
            _ if label.is_none() && codes.accepts(word) => {}
            Some(code) if label.is_some() && codes.accepts(word) && code == word => {}
            Some(code) => self.lines.push((word.to_owned(), code.to_owned(), label)),
            None => self.undecided.push((word.to_owned(), rows, label)),
        }
    }
}

/// The code in front of each label, where every label has one and it tells them apart.
fn taken_out(
    pattern: &'static str,
    shown: &[Shown<'_>],
    codes: &Codes<'_>,
    withheld: (usize, u64),
) -> Option<Recoding> {
    // A label that was not looked at may have no code in front, and would become a fault.
    if shown.len() < 2 || withheld.0 > 0 {
        return None;
    }
    let form = Regex::new(pattern).ok()?;
    let mut by_front: BTreeMap<&str, (&str, u64, BTreeSet<Option<&str>>)> = BTreeMap::new();
    for it in shown {
        let found = form.captures(it.text)?;
        let (whole, front) = (found.get(0)?, found.get(1)?.as_str());
        let label = it.text.get(whole.end()..)?;
        let meant = codes.meant(label);
        let is_code = pattern == IN_FRONT[1] && codes.accepts(front);
        let meant = meant.or_else(|| is_code.then_some(front));
        let entry = by_front
            .entry(front)
            .or_insert((it.text, 0, BTreeSet::new()));
        entry.1 += it.rows;
        entry.2.insert(meant);
    }
    let mut recoding = Recoding {
        pattern: Some(pattern),
        ..Recoding::default()
    };
    for (front, (label, rows, meant)) in by_front {
        let known: Vec<&str> = meant.into_iter().flatten().collect();
        match known.as_slice() {
            [] => recoding.take(front, Some(label), None, rows, codes),
            [code] => recoding.take(front, Some(label), Some(code), rows, codes),
            _ => return None,
        }
    }
    Some(recoding)
}

/// The non-values of a column that has no code for them, as the file writes them.
pub(super) fn unknown_words(profile: &Profile) -> Vec<String> {
    let values = profile.values.keys();
    values
        .filter(|it| nothing::is_unknown(it))
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::schemas;

    fn said(column: &str, values: &[(String, u64)]) -> Recoding {
        let table = schemas().table("police_crime").unwrap();
        let codes = Codes::of(table.column(column).unwrap(), schemas()).unwrap();
        let mut profile = Profile::default();
        profile.values.extend(values.iter().cloned());
        recoding(&profile, &codes)
    }

    fn values(values: &[(&str, u64)]) -> Vec<(String, u64)> {
        let owned = values
            .iter()
            .map(|(text, count)| ((*text).to_owned(), *count));
        owned.collect()
    }

    #[test]
    fn a_value_is_shown_from_its_fifth_row_on() {
        let four = said("victim_sex", &values(&[("Female", 50), ("Decoy", 4)]));
        assert_eq!(four.withheld, (1, 4));
        assert!(four.undecided.is_empty());
        let five = said("victim_sex", &values(&[("Female", 50), ("Decoy", 5)]));
        assert_eq!(five.withheld, (0, 0));
        assert_eq!(five.undecided, [("Decoy".to_owned(), 5, None)]);
        assert_eq!(five.lines, [("Female".to_owned(), "F".to_owned(), None)]);
    }

    #[test]
    fn a_column_of_more_than_sixty_values_shows_none() {
        let mut many = values(&[("Female", 500)]);
        many.extend((0..59).map(|it| (format!("Word {it}"), 9)));
        assert_eq!(said("victim_sex", &many).withheld, (0, 0));
        many.push(("One more".to_owned(), 9));
        let recoding = said("victim_sex", &many);
        assert_eq!(recoding.withheld.0, 61);
        assert!(recoding.lines.is_empty() && recoding.undecided.is_empty());
    }

    #[test]
    fn a_column_unlike_its_list_shows_none() {
        let names = values(&[("Quillfeather", 90), ("Marmaduke", 90), ("F", 30)]);
        let recoding = said("victim_sex", &names);
        assert_eq!(recoding.withheld, (2, 180));
        assert!(recoding.undecided.is_empty());
    }

    #[test]
    fn a_code_in_front_of_a_label_is_taken_out() {
        let front = said(
            "outcome_code",
            &values(&[
                ("1 - Charged", 9),
                ("18 - No suspect", 9),
                ("C5 - Local", 9),
            ]),
        );
        assert_eq!(front.pattern, Some(IN_FRONT[1]));
        assert!(front.lines.is_empty(), "{:?}", front.lines);
        assert_eq!(front.undecided[0].0, "C5");
        let mixed = said("outcome_code", &values(&[("1 - Charged", 9), ("18", 9)]));
        assert_eq!(mixed.pattern, None);
    }
}
