//! The words that agencies put into their headings, and the columns that they mean.

use crate::{SchemaError, TableSchema, UnknownName, files::Files};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const PEOPLE: &str = "headings/people.csv";
const WORDS: &str = "headings/words.csv";

/// The words by which headings are known.
#[derive(Debug, Clone, Default)]
pub struct HeadingWords {
    /// A word, and the person that it stands for.
    people: BTreeMap<String, String>,
    columns: BTreeMap<String, ColumnWords>,
}

/// The words by which headings of one column are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnWords {
    /// Whom the column is about, where headings say so.
    pub person: Option<String>,
    /// Words that stand together in a heading, in any order.
    pub phrases: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonRow {
    person: String,
    words: String,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsRow {
    column: String,
    person: String,
    words: String,
    source: String,
}

impl HeadingWords {
    /// The words of a column.
    pub fn column(&self, name: &str) -> Option<&ColumnWords> {
        self.columns.get(name)
    }

    /// The person that a word stands for: `complainant` for the victim.
    pub fn person(&self, word: &str) -> Option<&str> {
        self.people.get(word).map(String::as_str)
    }

    pub(crate) fn load<'t>(
        files: &Files,
        tables: impl Iterator<Item = &'t TableSchema>,
    ) -> Result<Self, SchemaError> {
        let mut all = Self::default();
        for row in files.csv::<PersonRow>(PEOPLE)? {
            sourced(PEOPLE, &row.person, &row.source)?;
            for word in row.words.split('|') {
                let words = words_of(word);
                let [word] = words.as_slice() else {
                    let what = format!("a word of `{}` is no single word", row.person);
                    return Err(SchemaError::malformed(PEOPLE, what));
                };
                let other = all.people.insert(word.clone(), row.person.clone());
                if other.is_some_and(|it| it != row.person) {
                    let what = format!("a word of `{}` stands for someone else, too", row.person);
                    return Err(SchemaError::malformed(PEOPLE, what));
                }
            }
        }
        let columns = tables.flat_map(|it| &it.columns);
        for column in columns {
            let words = all.columns.entry(column.name.clone()).or_default();
            words.phrases = vec![words_of(&column.name)];
        }
        for row in files.csv::<WordsRow>(WORDS)? {
            all.add(row)?;
        }
        Ok(all)
    }

    fn add(&mut self, row: WordsRow) -> Result<(), SchemaError> {
        sourced(WORDS, &row.column, &row.source)?;
        let people: BTreeSet<&String> = self.people.values().collect();
        let person = Some(row.person).filter(|it| !it.is_empty());
        if let Some(person) = person.as_ref().filter(|it| !people.contains(it)) {
            let known = people.iter().map(|it| it.as_str());
            let unknown = UnknownName::among("person", person, known);
            return Err(SchemaError::unknown_in(WORDS, unknown));
        }
        let Some(words) = self.columns.get_mut(&row.column) else {
            let known = self.columns.keys().map(String::as_str);
            let unknown = UnknownName::among("column of any table", &row.column, known);
            return Err(SchemaError::unknown_in(WORDS, unknown));
        };
        if person.is_some() {
            words.person = person;
        }
        for phrase in row.words.split('|').map(words_of) {
            if phrase.is_empty() {
                let what = format!("`{}` has an empty place among its words", row.column);
                return Err(SchemaError::malformed(WORDS, what));
            }
            if !words.phrases.contains(&phrase) {
                words.phrases.push(phrase);
            }
        }
        Ok(())
    }
}

fn sourced(file: &str, what: &str, source: &str) -> Result<(), SchemaError> {
    if source.is_empty() {
        let what = format!("`{what}` does not say where its words come from");
        return Err(SchemaError::malformed(file, what));
    }
    Ok(())
}

/// The words of a heading, in small letters and without the s of a plural.
///
/// ```
/// use rasso_schema::words_of;
/// assert_eq!(words_of("SuspectSex2"), ["suspect", "sex", "2"]);
/// assert_eq!(words_of("* Vic - CrimeURN.codes"), ["vic", "crime", "urn", "code"]);
/// ```
pub fn words_of(heading: &str) -> Vec<String> {
    let letters: Vec<char> = heading.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut is_open = false;
    for (at, letter) in letters.iter().enumerate() {
        if !letter.is_alphanumeric() {
            is_open = false;
            continue;
        }
        let before = at.checked_sub(1).and_then(|it| letters.get(it));
        if !before
            .is_some_and(|it| is_one_word(*it, *letter, letters.get(at + 1..).unwrap_or_default()))
        {
            is_open = false;
        }
        if !is_open {
            words.push(String::new());
            is_open = true;
        }
        if let Some(word) = words.last_mut() {
            word.extend(letter.to_lowercase());
        }
    }
    words.into_iter().map(singular).collect()
}

/// Whether a word goes on from one letter to the next: `crimeRef` and `CRIMERef` are two words.
fn is_one_word(before: char, letter: char, after: &[char]) -> bool {
    // The last capital of `DoB` begins no word: a word has two letters.
    let is_last = !after.first().is_some_and(|it| it.is_alphanumeric());
    if is_last && before.is_lowercase() && letter.is_uppercase() {
        return true;
    }
    // The s of `URNs` begins no word.
    let begins = match after {
        ['s'] | [] => false,
        ['s', next, ..] => next.is_alphanumeric(),
        [next, ..] => next.is_lowercase(),
    };
    let is_new =
        letter.is_uppercase() && (before.is_lowercase() || before.is_uppercase() && begins);
    before.is_numeric() == letter.is_numeric() && !is_new
}

fn singular(word: String) -> String {
    match word.strip_suffix('s') {
        Some(one) if one.chars().count() > 2 && !one.ends_with('s') => one.to_owned(),
        Some(_) | None => word,
    }
}

#[cfg(test)]
mod tests {
    use crate::{Files, SchemaError, Schemas};
    use std::collections::BTreeMap;

    fn with(path: &str, line: &str) -> Result<Schemas, SchemaError> {
        let built_in = Files::embedded();
        let text = |it: &str| built_in.text(it).unwrap().to_owned();
        let mut files: BTreeMap<String, String> = built_in
            .paths()
            .map(|it| (it.to_owned(), text(it)))
            .collect();
        files.get_mut(path).unwrap().push_str(line);
        let files = files.into_iter().map(|(path, it)| (path, it.into_bytes()));
        Schemas::from_files(Files::from_contents(files))
    }

    #[test]
    fn a_capital_at_the_end_begins_no_word() {
        for heading in ["DoB", "Suspect DoB", "DoB (suspect)"] {
            assert!(
                crate::words_of(heading).contains(&"dob".to_owned()),
                "{heading}"
            );
        }
        assert_eq!(crate::words_of("crimeRef"), ["crime", "ref"]);
    }

    #[test]
    fn a_word_of_an_unknown_column_or_person_is_refused_with_the_nearest() {
        let said = |line: &str| with("headings/words.csv", line).unwrap_err().to_string();
        let column = said("victim_sx,victim,sexe,x\n");
        assert!(column.contains("did you mean `victim_sex`?"), "{column}");
        let person = said("victim_sex,victm,sexe,x\n");
        assert!(person.contains("did you mean `victim`?"), "{person}");
        let empty = said("victim_sex,victim,sexe||gender,x\n");
        assert!(empty.contains("an empty place"), "{empty}");
        let source = said("victim_sex,victim,sexe,\n");
        assert!(source.contains("where its words come from"), "{source}");
    }

    #[test]
    fn a_line_more_gives_a_column_more_words() {
        let more = with("headings/words.csv", "plea,,how they plead,x\n").unwrap();
        let phrases = &more.heading_words().column("plea").unwrap().phrases;
        assert!(phrases.contains(&vec!["how".into(), "they".into(), "plead".into()]));
        assert_eq!(more.heading_words().person("complainant"), Some("victim"));
    }

    #[test]
    fn a_word_of_a_person_is_one_word_for_one_person() {
        let said = |line: &str| with("headings/people.csv", line).unwrap_err().to_string();
        assert!(said("victim,injured party,x\n").contains("no single word"));
        assert!(said("victim,suspect,x\n").contains("someone else"));
    }

    #[test]
    fn numbers_and_plurals_are_words_of_their_own() {
        let words = crate::words_of;
        assert_eq!(words("ASNs"), ["asn"]);
        assert_eq!(words("HOText 2018-20"), ["ho", "text", "2018", "20"]);
        assert_eq!(words("bail_status"), ["bail", "statu"]);
        assert!(words("** - ").is_empty());
    }
}
