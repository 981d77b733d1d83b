//! The forms in which one name or number is written down.

use crate::dice::Dice;
use crate::mess_settings::{NameVariants, Typing};

/// Short forms of forenames, and names spelled in more than one way.
const FORENAMES: &str = include_str!("../data/forenames.csv");
const SPELLINGS: &str = include_str!("../data/spellings.csv");

/// One or two characters from `range` of the text are wrong: another of its kind, or two changed
/// about. The text is of one byte a character.
pub(crate) fn mistype(
    dice: &mut Dice,
    typing: Typing,
    text: &str,
    range: std::ops::Range<usize>,
) -> String {
    let bytes = text.as_bytes();
    let place = range.start + dice.index(range.len());
    let transposed = dice.weighted(&[(false, typing.substituted), (true, typing.transposed)]);
    let other = other(dice, bytes.get(place).copied().unwrap_or_default());
    let mut letters: Vec<char> = text.chars().collect();
    let next = place + 1;
    let differ = next < range.end && letters[place] != letters[next];
    let alike = differ && letters[place].is_ascii_digit() == letters[next].is_ascii_digit();
    if transposed && alike {
        letters.swap(place, next);
    } else if let Some(letter) = letters.get_mut(place) {
        *letter = char::from(other);
    }
    letters.into_iter().collect()
}

/// Another character of the same kind. Letters are those of the check alphabet: they may stand
/// anywhere in an identifier.
fn other(dice: &mut Dice, than: u8) -> u8 {
    let kind: &[u8] = match than {
        b'0'..=b'9' => b"0123456789",
        b'a'..=b'z' => b"abcdefghijklmnoprstuvwyz",
        _ => b"ABCDEFGHJKLMNPQRTUVWXYZ",
    };
    let place = dice.index(kind.len());
    if kind[place] == than {
        kind[(place + 1) % kind.len()]
    } else {
        kind[place]
    }
}

/// A name as someone else wrote it, and what was done to it.
pub(crate) fn name(
    dice: &mut Dice,
    (how, typing): (NameVariants, Typing),
    surname: &str,
    forenames: &str,
) -> (String, String, &'static str) {
    let own = || (surname.to_owned(), forenames.to_owned());
    let (first, rest) = forenames.split_once(' ').unwrap_or((forenames, ""));
    let kind = dice.weighted(&[
        (Kind::Typed, how.typed),
        (Kind::Short, how.short),
        (Kind::Spelled, how.spelled),
        (Kind::Swapped, how.swapped),
        (Kind::FirstOnly, how.first_only),
        (Kind::Half, how.half),
    ]);
    let place = dice.below(1_000);
    match kind {
        Kind::Swapped if !surname.contains(' ') => {
            (first.to_owned(), surname.to_owned(), "name_swapped")
        }
        Kind::FirstOnly if !rest.is_empty() => (own().0, first.to_owned(), "name_first_only"),
        Kind::Half if surname.contains('-') => {
            let half = surname.split('-').next_back().unwrap_or(surname);
            (half.to_owned(), own().1, "name_half")
        }
        Kind::Short => match form(FORENAMES, first, place) {
            Some(short) => (own().0, short.to_owned(), "name_short"),
            None => typed(dice, typing, surname, forenames),
        },
        Kind::Spelled => match (
            form(SPELLINGS, surname, place),
            form(SPELLINGS, first, place),
        ) {
            (Some(spelling), _) => (spelling.to_owned(), own().1, "name_spelled"),
            (None, Some(spelling)) => (own().0, spelling.to_owned(), "name_spelled"),
            (None, None) => typed(dice, typing, surname, forenames),
        },
        Kind::Typed | Kind::Swapped | Kind::FirstOnly | Kind::Half => {
            typed(dice, typing, surname, forenames)
        }
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Typed,
    Short,
    Spelled,
    Swapped,
    FirstOnly,
    Half,
}

/// A surname with a letter wrong; the first stays, as people mostly get that right.
fn typed(
    dice: &mut Dice,
    typing: Typing,
    surname: &str,
    forenames: &str,
) -> (String, String, &'static str) {
    let letters = 1..surname.len();
    let wrong = if letters.is_empty() {
        format!("{surname}e")
    } else {
        mistype(dice, typing, surname, letters)
    };
    (wrong, forenames.to_owned(), "name_typed")
}

/// Another form of a name from a list of them; one of several by `place`.
fn form(list: &'static str, name: &str, place: u64) -> Option<&'static str> {
    let forms = list.lines().filter_map(|line| line.split_once(','));
    let forms: Vec<_> = forms
        .filter(|(it, _)| *it == name)
        .map(|(_, form)| form)
        .collect();
    let count = u64::try_from(forms.len()).ok()?;
    let place = usize::try_from(place.checked_rem(count)?).ok()?;
    forms.get(place).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Purpose;
    use crate::mess_settings::MessSettings;

    #[test]
    fn a_mistyped_urn_keeps_its_form_and_is_another() {
        let mut dice = Dice::new(5, Purpose::Case, 0);
        let typing = MessSettings::built_in().unwrap().typing;
        let mut transposed = 0;
        for _ in 0..2_000 {
            let wrong = mistype(&mut dice, typing, "52AB0123424", 0..11);
            let differing = wrong
                .chars()
                .zip("52AB0123424".chars())
                .filter(|(a, b)| a != b);
            let differing = differing.count();
            assert!((1..=2).contains(&differing));
            transposed += usize::from(differing == 2);
            assert!(wrong.bytes().enumerate().all(|(i, b)| {
                if (2..4).contains(&i) {
                    b.is_ascii_uppercase()
                } else {
                    b.is_ascii_digit()
                }
            }));
        }
        assert!((300..700).contains(&transposed), "{transposed}");
    }

    #[test]
    fn a_name_is_varied_in_the_way_that_is_told() {
        let (settings, mut dice) = (
            MessSettings::built_in().unwrap(),
            Dice::new(6, Purpose::Case, 0),
        );
        let how = (settings.name.how, settings.typing);
        let mut kinds = std::collections::BTreeSet::new();
        for _ in 0..500 {
            let (surname, forenames, told) = name(&mut dice, how, "Khan-Hussain", "Thomas Ali");
            assert!((&*surname, &*forenames) != ("Khan-Hussain", "Thomas Ali"));
            assert_eq!(told == "name_half", surname == "Hussain");
            assert_eq!(told == "name_short", forenames == "Tom");
            assert_eq!(told == "name_swapped", surname == "Thomas");
            assert_eq!(told == "name_first_only", forenames == "Thomas");
            kinds.insert(told);
        }
        let spelled = (0..200).map(|_| name(&mut dice, how, "Hussain", "Aisha").2);
        kinds.extend(spelled);
        assert_eq!(kinds.len(), 6);
    }
}
