//! How well a heading and its values fit a column, in thousandths.

use super::{dates, heading::Heading, profile::Profile, target::Target};
use crate::derived::whole;
use rasso_schema::{ColumnType, words_of};
use rasso_terms::{Asn, IdentifierFault, PncId, Urn};

/// How well a heading fits a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Score {
    pub(super) words: u64,
    /// Of the cells that say something, those that fit; nothing where none does.
    pub(super) values: Option<u64>,
    /// Whether the heading is the column's own name.
    pub(super) is_own_name: bool,
    /// Both together; 0 is no match.
    pub(super) total: u64,
}

/// Words that weigh nothing in a heading.
const WEIGHTLESS: [&str; 20] = [
    "of", "the", "a", "at", "for", "in", "by", "and", "or", "from", "to", "on", "is", "final",
    "integer", "text", "data", "update", "renamed", "column",
];
/// Less is no match.
const LEAST: u64 = 400;
/// Values of which so few fit are of something else.
const FEW: u64 = 200;

pub(super) fn score(heading: &Heading, target: &Target<'_>, people_differ: bool) -> Score {
    let is_own_name = heading.text == target.name();
    let words = if is_own_name {
        1_000
    } else {
        words_fit(heading, target, people_differ)
    };
    let none = Score::default();
    // A check letter tells more than a heading.
    let proves_itself = matches!(target.column.kind, ColumnType::Asn | ColumnType::PncId);
    if words == 0 && (!proves_itself || heading.profile.values.is_empty()) {
        return none;
    }
    let values = values_fit(&heading.profile, target);
    if words == 0 && values.is_none_or(|it| it < 900) {
        return none;
    }
    if !is_own_name && values.is_some_and(|it| it < FEW && !may_be_local(&heading.profile, target))
    {
        return none;
    }
    let together = (words * 6 + values.unwrap_or(500) * 4) / 10;
    let total = match (is_own_name, heading.guess.zip(target.person())) {
        (true, _) => together.max(LEAST) + 300,
        (false, Some((guess, person))) if guess == person => together + 40,
        (false, Some(_)) => together.saturating_sub(40),
        (false, None) => together,
    };
    Score {
        words,
        values,
        is_own_name,
        total: if total < LEAST { 0 } else { total },
    }
}

/// Whether values that fit no code may be a force's own codes: there are few, and they are no dates.
fn may_be_local(profile: &Profile, target: &Target<'_>) -> bool {
    let is_few = profile.values.len() <= 60 && profile.beyond == 0;
    target.codes.is_some()
        && target.column.kind != ColumnType::Flag
        && is_few
        && profile.dates().share.is_none_or(|it| it < FEW)
}

/// How much of a heading the words of a column are.
fn words_fit(heading: &Heading, target: &Target<'_>, people_differ: bool) -> u64 {
    let (mine, people) = (target.person(), &heading.people);
    if mine.is_some_and(|it| !people.is_empty() && !people.contains(it)) {
        return 0;
    }
    let names_mine = mine.is_some_and(|it| people.contains(it));
    let fit = |phrase: &Vec<String>| {
        let stands = |word: &String| heading.words.contains(word) || people.contains(word);
        if !phrase.iter().all(stands) {
            return 0;
        }
        let in_phrase = |word: &&String| phrase.contains(word);
        let weighs = |word: &&String| {
            in_phrase(word)
                || !WEIGHTLESS.contains(&word.as_str())
                    && !word.bytes().all(|it| it.is_ascii_digit())
                    && !heading.is_person(word)
        };
        let phrase_names = phrase.iter().any(|it| people.contains(it));
        let own = phrase.iter().filter(|it| !people.contains(*it)).count();
        let person = usize::from(names_mine || phrase_names);
        let all = heading
            .words
            .iter()
            .filter(weighs)
            .filter(|it| !heading.is_person(it));
        let all = all.count() + person;
        let matched = own + person;
        let matched = u64::try_from(matched).unwrap_or(0);
        let all = u64::try_from(all).unwrap_or(u64::MAX).max(matched).max(1);
        400 + 600 * matched / all
    };
    let best = target.words.phrases.iter().map(fit).max().unwrap_or(0);
    let may_be_anothers = people_differ && mine.is_some() && !names_mine;
    if may_be_anothers { best * 8 / 10 } else { best }
}

impl Heading {
    /// Whether a word of it stands for a person.
    fn is_person(&self, word: &str) -> bool {
        self.person_words.iter().any(|it| it == word)
    }
}

/// Of the cells that say something, how many in a thousand fit a column.
pub(super) fn values_fit(profile: &Profile, target: &Target<'_>) -> Option<u64> {
    if let Some(codes) = &target.codes {
        let fits = |it: &str| codes.accepts(it) || codes.meant(it).is_some();
        let exact = profile.share_of(codes.unknown().is_some(), |it| codes.accepts(it))?;
        // Words are compared where there are few: a list of codes is not told by ten thousand words.
        return if profile.values.len() > 300 || exact > 990 {
            Some(exact)
        } else {
            profile.share_of(codes.unknown().is_some(), fits)
        };
    }
    let is_real = |it: Result<(), IdentifierFault>| !matches!(it, Err(IdentifierFault::Malformed));
    match target.column.kind {
        ColumnType::Urn => profile.share(|it| is_real(Urn::parse(it).map(|_| ()))),
        ColumnType::Asn => profile.share(|it| is_real(Asn::parse(it).map(|_| ()))),
        ColumnType::PncId => profile.share(|it| is_real(PncId::parse(it).map(|_| ()))),
        ColumnType::Name => profile.share(|it| {
            let has_digit = it.bytes().any(|it| it.is_ascii_digit());
            !has_digit && words_of(it).len() <= 6
        }),
        ColumnType::Integer => profile.share(|it| {
            let (min, max) = (target.column.min, target.column.max);
            whole(it).is_some_and(|it| {
                min.is_none_or(|min| min <= it) && max.is_none_or(|max| it <= max)
            })
        }),
        ColumnType::Date | ColumnType::OffenceDate | ColumnType::BirthDate => {
            let years = profile.share(dates::is_year)?;
            let read = profile.dates().share?;
            // A year is better than nothing where a date is needed, and nowhere else.
            let years = if target.column.required {
                years * 8 / 10
            } else {
                0
            };
            Some(read.max(years))
        }
        ColumnType::Text | ColumnType::Code | ColumnType::Flag => text_fit(profile, target),
    }
}

/// Whether a text is a URN as prosecution files have it: two digits of the force, a unit with a letter,
/// seven digits. The courts' lenient form, which is read, takes many a crime reference for one.
pub(super) fn is_usual_urn(text: &str) -> bool {
    let urn: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let (force, unit) = (
        urn.get(..2).unwrap_or_default(),
        urn.get(2..4).unwrap_or_default(),
    );
    urn.len() == 11
        && force.bytes().all(|it| it.is_ascii_digit())
        && unit.bytes().any(|it| it.is_ascii_alphabetic())
        && Urn::parse(text).is_ok()
}

/// Text of a stated form has it; a reference has many values and is no date.
fn text_fit(profile: &Profile, target: &Target<'_>) -> Option<u64> {
    if let Some(pattern) = &target.column.pattern {
        return profile.share(|it| pattern.is_match(it));
    }
    let variety = profile.variety()?;
    let dates = profile.dates();
    // A reference of eight digits may read like a date without marks.
    let has_marks = |it: &String| it.starts_with('%') && it != "%Y%m%d";
    let is_dates = dates.share.is_some_and(|it| it > 800) && dates.formats.iter().all(has_marks);
    let is_reference = target.column.sensitivity == rasso_schema::Sensitivity::Key;
    Some(match (is_dates, is_reference) {
        (true, _) => 0,
        (false, true) if variety < 100 => 500,
        (false, _) => 1_000,
    })
}
