//! The headings of a file: their words, which are alike, and which are numbered.

use super::profile::Profile;
use rasso_schema::{HeadingWords, words_of};
use std::collections::{BTreeMap, BTreeSet};

/// A heading, or several that differ by the number of a record only.
pub(super) struct Heading {
    /// As it is written; with `{n}` in the place of the number.
    pub(super) text: String,
    pub(super) words: Vec<String>,
    /// The people that its words stand for.
    pub(super) people: BTreeSet<String>,
    /// The words that stand for them.
    pub(super) person_words: Vec<String>,
    /// Which of those written the same it is, counting from 1; nothing where it is the only one.
    pub(super) nth: Option<usize>,
    /// Whom it is about as far as its place says, of several alike.
    pub(super) guess: Option<&'static str>,
    /// What `{n}` stands for.
    pub(super) numbers: Option<Vec<String>>,
    pub(super) profile: Profile,
}

impl Heading {
    /// The headings of the file that it stands for.
    pub(super) fn written(&self) -> Vec<String> {
        match &self.numbers {
            None => vec![self.text.clone()],
            Some(numbers) => numbers
                .iter()
                .map(|n| self.text.replace("{n}", n))
                .collect(),
        }
    }
}

/// The headings with what can be said of each. In a file of persons only, and where a heading names
/// the suspect, numbered headings become one.
pub(super) fn headings(
    texts: &[String],
    profiles: Vec<Profile>,
    words: &HeadingWords,
    numbered: Numbered,
) -> Vec<Heading> {
    let mut headings: Vec<Heading> = Vec::new();
    for (at, (text, profile)) in texts.iter().zip(profiles).enumerate() {
        let own = words_of(text);
        let of_people: Vec<String> = own
            .iter()
            .filter(|it| words.person(it).is_some())
            .cloned()
            .collect();
        let people = of_people
            .iter()
            .filter_map(|it| words.person(it))
            .map(str::to_owned)
            .collect();
        let is_same = |it: &&String| *it == text;
        let before = texts.iter().take(at).filter(is_same).count();
        let is_alone = texts.iter().filter(is_same).count() == 1;
        headings.push(Heading {
            text: text.clone(),
            words: own,
            people,
            person_words: of_people,
            nth: (!is_alone).then_some(before + 1),
            guess: None,
            numbers: None,
            profile,
        });
    }
    let headings = match numbered {
        Numbered::Apart => headings,
        Numbered::OfSuspects | Numbered::All => joined(headings, numbered),
    };
    with_guesses(headings)
}

/// What becomes of headings that differ by a number only.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Numbered {
    /// They stay apart: no table is of persons.
    Apart,
    /// Those that name the suspect are columns of several records.
    OfSuspects,
    /// All are, for everything in the file is about one kind of person.
    All,
}

/// The number in a heading, and the heading without it; `Gender` is the first of `Gender.1`.
fn templates(text: &str, all: &BTreeSet<&str>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    if all.contains(format!("{text}.1").as_str()) {
        found.push((format!("{text}{{n}}"), String::new()));
    }
    if let Some((stem, number)) = text.rsplit_once('.')
        && all.contains(stem)
        && number.parse::<u32>().is_ok()
    {
        found.push((format!("{stem}{{n}}"), format!(".{number}")));
    }
    let is_digit = |it: char| it.is_ascii_digit();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|it| it.find(is_digit)) {
        let start = from + start;
        let rest = text.get(start..).unwrap_or_default();
        let length = rest.find(|it| !is_digit(it)).unwrap_or(rest.len());
        let end = start + length;
        let (head, number) = text.split_at(start);
        let (number, tail) = number.split_at(length);
        found.push((format!("{head}{{n}}{tail}"), number.to_owned()));
        from = end;
    }
    found
}

/// Puts numbered headings together: those that have the numbers that most of them have.
fn joined(headings: Vec<Heading>, numbered: Numbered) -> Vec<Heading> {
    let all: BTreeSet<&str> = headings.iter().map(|it| it.text.as_str()).collect();
    let mut groups: BTreeMap<String, Vec<(String, usize)>> = BTreeMap::new();
    for (at, heading) in headings.iter().enumerate() {
        let may = heading.people.contains("suspect") || numbered == Numbered::All;
        if may && heading.nth.is_none() && !heading.text.contains("{n}") {
            for (template, number) in templates(&heading.text, &all) {
                groups.entry(template).or_default().push((number, at));
            }
        }
    }
    groups.retain(|_, of| of.len() > 1);
    let numbers =
        |of: &[(String, usize)]| -> Vec<String> { of.iter().map(|it| it.0.clone()).collect() };
    let mut times: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for of in groups.values() {
        *times.entry(numbers(of)).or_default() += 1;
    }
    let Some((usual, _)) = times.into_iter().max_by_key(|it| it.1) else {
        return headings;
    };
    groups.retain(|_, of| numbers(of) == usual);
    let mut of: BTreeMap<usize, (String, bool)> = BTreeMap::new();
    for (template, places) in groups {
        for (nth, (_, at)) in places.iter().enumerate() {
            of.entry(*at).or_insert((template.clone(), nth == 0));
        }
    }
    let mut out: Vec<Heading> = Vec::new();
    for (at, mut heading) in headings.into_iter().enumerate() {
        match of.remove(&at) {
            None => out.push(heading),
            Some((template, true)) => {
                heading.words = words_of(&template.replace("{n}", " "));
                heading.text = template;
                heading.numbers = Some(usual.clone());
                out.push(heading);
            }
            Some((template, false)) => {
                if let Some(first) = out.iter_mut().find(|it| it.text == template) {
                    first.profile.join(&heading.profile);
                }
            }
        }
    }
    out
}

/// Of headings alike that name nobody: whom each is about, by the heading in front of it or of its
/// group, else the victim first and the suspect second.
fn with_guesses(mut headings: Vec<Heading>) -> Vec<Heading> {
    let stem = |it: &Heading| {
        let suffix = it
            .text
            .rsplit_once('.')
            .filter(|it| it.1.parse::<u32>().is_ok());
        let stem = suffix.map_or(it.text.as_str(), |it| it.0);
        let is_alike = headings.iter().any(|other| other.text == stem);
        (if is_alike { stem } else { it.text.as_str() }).to_owned()
    };
    let stems: Vec<String> = headings.iter().map(stem).collect();
    let times = |stem: &String| stems.iter().filter(|it| *it == stem).count();
    let is_alike: Vec<bool> = stems
        .iter()
        .zip(&headings)
        .map(|(stem, it)| it.people.is_empty() && it.numbers.is_none() && times(stem) > 1)
        .collect();
    let in_front = |at: usize| {
        let before = headings.iter().zip(&is_alike).take(at);
        let (heading, _) = before.rev().find(|(_, is_alike)| !**is_alike)?;
        let mut people = heading.people.iter();
        match (people.next().map(String::as_str), people.next()) {
            (Some("victim"), None) => Some("victim"),
            (Some("suspect"), None) => Some("suspect"),
            _ => None,
        }
    };
    let mut guesses = vec![None; headings.len()];
    for at in 0..headings.len() {
        let is_first =
            |it: &usize| stems.iter().position(|stem| Some(stem) == stems.get(*it)) == Some(*it);
        if !is_alike.get(at).is_some_and(|it| *it) || !is_first(&at) {
            continue;
        }
        let places: Vec<usize> = (at..headings.len())
            .filter(|it| stems.get(*it) == stems.get(at))
            .collect();
        let told: Vec<Option<&'static str>> = places.iter().map(|it| in_front(*it)).collect();
        let differ: BTreeSet<_> = told.iter().flatten().collect();
        let by_place = [Some("victim"), Some("suspect")];
        let is_told = differ.len() == places.len();
        for (nth, place) in places.iter().enumerate() {
            let guess = if is_told {
                told.get(nth)
            } else {
                by_place.get(nth)
            };
            if let Some(slot) = guesses.get_mut(*place) {
                *slot = guess.copied().flatten();
            }
        }
    }
    for (heading, guess) in headings.iter_mut().zip(guesses) {
        heading.guess = guess;
    }
    headings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::schemas;

    fn said(texts: &[&str], numbered: Numbered) -> Vec<String> {
        let texts: Vec<String> = texts.iter().map(|it| (*it).to_owned()).collect();
        let profiles = vec![Profile::default(); texts.len()];
        let headings = headings(&texts, profiles, schemas().heading_words(), numbered);
        let said = |it: &Heading| {
            let nth = it.nth.map(|it| format!(" {it}")).unwrap_or_default();
            format!("{}{nth} {}", it.text, it.guess.unwrap_or("-"))
        };
        headings.iter().map(said).collect()
    }

    #[test]
    fn of_two_headings_alike_the_first_is_the_victims_unless_one_in_front_says_otherwise() {
        let plain = ["Ref", "Gender", "Age", "Gender", "Age", "Town"];
        assert_eq!(
            said(&plain, Numbered::Apart)[1..5],
            [
                "Gender 1 victim",
                "Age 1 victim",
                "Gender 2 suspect",
                "Age 2 suspect"
            ]
        );
        let told = ["Susp", "Gender", "Age", "Vic", "Gender", "Age"];
        let told = said(&told, Numbered::Apart);
        assert_eq!([&told[1], &told[2]], ["Gender 1 suspect", "Age 1 suspect"]);
        assert_eq!([&told[4], &told[5]], ["Gender 2 victim", "Age 2 victim"]);
        let suffixed = said(&["Gender", "Gender.1"], Numbered::Apart);
        assert_eq!(suffixed, ["Gender victim", "Gender.1 suspect"]);
    }

    #[test]
    fn numbered_headings_of_suspects_become_one() {
        let texts = [
            "Crime 1",
            "Suspect 1 Name",
            "Suspect 1 DOB",
            "Suspect 2 Name",
            "Suspect 2 DOB",
        ];
        let joined = said(&texts, Numbered::OfSuspects);
        assert_eq!(
            joined,
            ["Crime 1 -", "Suspect {n} Name -", "Suspect {n} DOB -"]
        );
        let suffixed = said(&["Gender", "Gender.1", "Ref"], Numbered::All);
        assert_eq!(suffixed, ["Gender{n} -", "Ref -"]);
    }
}
