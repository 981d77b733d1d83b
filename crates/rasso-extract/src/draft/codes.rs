//! Which code of a list a force's own word means.

use super::nothing;
use crate::column::flag;
use rasso_schema::{CodeList, ColumnSchema, ColumnType, Schemas, words_of};

/// The codes that a column may hold.
pub(super) struct Codes<'s> {
    list: Option<&'s CodeList>,
    column: &'s ColumnSchema,
    entries: Vec<Entry>,
}

struct Entry {
    code: String,
    code_words: Vec<String>,
    label_words: Vec<String>,
}

/// Words that weigh nothing in a label.
const WEIGHTLESS: [&str; 11] = [
    "or", "and", "of", "the", "a", "an", "to", "by", "it", "aged", "child",
];
/// Words that turn a meaning round.
const TURNS: [&str; 5] = ["not", "no", "non", "never", "without"];
/// The list of offences: a column of offence codes has a form and no closed list.
const OFFENCES: &str = "rape_offence";

impl<'s> Codes<'s> {
    /// The codes of a column; nothing where it holds no codes.
    pub(super) fn of(column: &'s ColumnSchema, schemas: &'s Schemas) -> Option<Self> {
        let is_offence = column.pattern.is_some() && column.name.ends_with("offence_code");
        let name = column
            .code_list
            .as_deref()
            .or(is_offence.then_some(OFFENCES));
        let list = name.and_then(|it| schemas.code_list(it).ok());
        let entries = match (column.kind, list) {
            (ColumnType::Flag, _) => vec![entry("Y", "Yes"), entry("N", "No")],
            (_, Some(list)) => {
                // Of offences the classes: a label does not tell which code of a class is meant.
                let is_class = |code: &str| list.attribute(code, "scheme") == Some("ho_class");
                let codes = list
                    .codes()
                    .filter(|(code, _)| !is_offence || is_class(code));
                codes.map(|(code, it)| entry(code, &it.label)).collect()
            }
            (_, None) => return None,
        };
        Some(Self {
            list,
            column,
            entries,
        })
    }

    /// Whether the list has a code for what is not known.
    pub(super) fn unknown(&self) -> Option<&str> {
        let has = |code: &str| self.entries.iter().find(|it| it.code == code);
        let found = has("not_recorded").or_else(|| has("unknown"));
        found.map(|it| it.code.as_str())
    }

    /// Whether a text is a code as it stands.
    pub(super) fn accepts(&self, text: &str) -> bool {
        match (&self.column.pattern, self.list) {
            _ if self.column.kind == ColumnType::Flag => flag(text).is_some(),
            (Some(pattern), _) => pattern.is_match(text),
            (None, Some(list)) => list.canonical(text).is_some(),
            (None, None) => false,
        }
    }

    /// The one code that a text means, by codes and labels: whole words, whatever their case and
    /// what stands between them; else the code in front of a dash. A number in front of a full stop
    /// only counts the labels.
    pub(super) fn meant(&self, text: &str) -> Option<&str> {
        let of_label = || without_front(text).and_then(|it| self.meant_by_words(it));
        self.same(text)
            .or_else(|| self.meant_by_words(text))
            .or_else(of_label)
            .or_else(|| self.same(text.split_once(" - ")?.0.trim()))
    }

    fn meant_by_words(&self, text: &str) -> Option<&str> {
        let said = weighty(text);
        if said.is_empty() {
            return None;
        }
        let unknown = || self.unknown().filter(|_| nothing::say_unknown(&said));
        let fits: Vec<(usize, &Entry)> = self
            .entries
            .iter()
            .filter_map(|it| Some((fit(&said, it)?, it)))
            .collect();
        let most = fits.iter().map(|it| it.0).max();
        let best: Vec<&Entry> = fits
            .iter()
            .filter(|it| Some(it.0) == most)
            .map(|it| it.1)
            .collect();
        match best.as_slice() {
            [] => unknown(),
            [only] => Some(&only.code),
            several if self.list.is_some_and(|it| it.name() == OFFENCES) => {
                // The class before the codes within it.
                let shortest = several.iter().map(|it| it.code.len()).min();
                let mut short = several.iter().filter(|it| Some(it.code.len()) == shortest);
                let first = short.next();
                first
                    .filter(|_| short.next().is_none())
                    .map(|it| it.code.as_str())
            }
            _ => None,
        }
    }

    /// The code that a text is but for case and zeros in front.
    fn same(&self, text: &str) -> Option<&str> {
        let is_number = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
        let same = |it: &&Entry| {
            it.code.eq_ignore_ascii_case(text)
                || is_number(text)
                    && is_number(&it.code)
                    && it.code.trim_start_matches('0') == text.trim_start_matches('0')
        };
        let mut found = self.entries.iter().filter(same);
        let first = found.next();
        first
            .filter(|_| found.next().is_none())
            .map(|it| it.code.as_str())
    }
}

/// A label without the code in front of it: `White` of `IC1 - White`, `Familial` of `3. Familial`.
fn without_front(text: &str) -> Option<&str> {
    let is_code =
        |it: &str| it.len() <= 2 || it.len() <= 6 && it.bytes().any(|it| it.is_ascii_digit());
    let ways = [" - ", ". ", ") ", ": "];
    let mut cut = ways.iter().filter_map(|it| text.split_once(it));
    let (_, label) = cut.find(|(front, _)| is_code(front.trim()))?;
    Some(label)
}

fn entry(code: &str, label: &str) -> Entry {
    // A code of one letter is no word.
    let is_word = code.chars().filter(|it| it.is_alphabetic()).count() > 2;
    Entry {
        code: code.to_owned(),
        code_words: if is_word { weighty(code) } else { Vec::new() },
        label_words: weighty(label),
    }
}

fn weighty(text: &str) -> Vec<String> {
    let mut words = words_of(text);
    words.retain(|it| !WEIGHTLESS.contains(&it.as_str()));
    words
}

/// How well words fit an entry, or nothing where they do not. Equal words fit best, then those that
/// hold all of a label or a code, then the beginning of a label.
fn fit(said: &[String], entry: &Entry) -> Option<usize> {
    let turns = |words: &[String]| words.iter().any(|it| TURNS.contains(&it.as_str()));
    let holds = |all: &[String], some: &[String]| some.iter().all(|it| all.contains(it));
    let of_words = |meant: &[String]| {
        if meant.is_empty() {
            return None;
        }
        let is_inside = holds(said, meant);
        if is_inside && holds(meant, said) {
            return Some(1_000);
        }
        // `Not charged` holds `charged` and is not it.
        (is_inside && turns(said) == turns(meant)).then_some(10 * meant.len())
    };
    // `Asian` begins `Asian or Asian British`; `Relationship` only stands in `Other relationship`.
    let says_only_no = said.len() == 1 && turns(said);
    let is_head = entry.label_words.starts_with(said) && !says_only_no;
    let is_part = said.len() > 1
        && entry.label_words.first() == said.first()
        && holds(&entry.label_words, said)
        && turns(said) == turns(&entry.label_words);
    let begins = (is_head || is_part).then_some(said.len());
    [
        of_words(&entry.label_words),
        of_words(&entry.code_words),
        begins,
    ]
    .into_iter()
    .flatten()
    .max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::schemas;

    fn meant(table: &str, column: &str, text: &str) -> String {
        let column = schemas().table(table).unwrap().column(column).unwrap();
        let codes = Codes::of(column, schemas()).unwrap();
        codes.meant(text).unwrap_or("-").to_owned()
    }

    #[test]
    fn a_word_means_the_one_code_whose_words_it_has() {
        let sex = |text| meant("police_crime", "victim_sex", text);
        assert_eq!(sex("Female / Transgender Female"), "F");
        assert_eq!(sex("m"), "M");
        assert_eq!(sex("None recorded"), "not_recorded");
        assert_eq!(sex("Decoy"), "-");
        let ethnicity = |text| meant("police_crime", "victim_ethnicity", text);
        assert_eq!(ethnicity("IC1 - White N European"), "W");
        assert_eq!(ethnicity("Asian"), "A");
        assert_eq!(ethnicity("99 - Other"), "O");
        assert_eq!(ethnicity("IC3"), "-");
        let relationship = |text| meant("police_suspect", "relationship", text);
        assert_eq!(relationship("Relationship"), "-");
        assert_eq!(relationship("4. Friend/acquaintance"), "acquaintance");
        assert_eq!(relationship("6. Not recorded or unknown"), "not_recorded");
    }

    #[test]
    fn what_is_denied_is_not_meant() {
        let group = |text| meant("police_crime", "outcome_group", text);
        assert_eq!(group("b. Charged/summonsed (OC1)"), "charged");
        assert_eq!(group("Not charged"), "-");
        assert_eq!(group("k. No crime"), "no_crime");
        assert_eq!(meant("court_count", "plea", "Not guilty"), "not_guilty");
        assert_eq!(meant("court_count", "plea", "Guilty"), "guilty");
    }

    #[test]
    fn an_offence_means_its_class() {
        let offence = |text| meant("police_crime", "offence_code", text);
        assert_eq!(offence("Rape – male aged under 13"), "19H");
        assert_eq!(offence("RAPE"), "19");
        assert_eq!(offence("Reported incident of Rape"), "N100");
        assert_eq!(offence("Burglary"), "-");
        let flag = |text| meant("police_crime", "domestic_abuse", text);
        assert_eq!(flag("Yes - DA"), "Y");
        let outcome = |text| meant("police_crime", "outcome_code", text);
        assert_eq!([outcome("01"), outcome("66")], ["1", "-"]);
        assert_eq!([outcome("18 - Filed"), outcome("1. Filed")], ["18", "-"]);
    }
}
