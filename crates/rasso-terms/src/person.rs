//! What makes two records speak of the same person.

use crate::Day;
use std::fmt;

/// Name and date of birth, normalised, as far as the record has them.
///
/// It never shows itself: `Debug` is withheld and there is no `Display`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct PersonKey {
    surname: Option<Box<str>>,
    forename: Option<Box<str>>,
    born: Option<Day>,
}

impl PersonKey {
    /// Takes surname, forenames and date of birth; of the forenames only the first is kept,
    /// because agencies differ in how many they record.
    pub fn new(surname: Option<&str>, forenames: Option<&str>, born: Option<Day>) -> Self {
        let first = forenames.and_then(|it| it.split_whitespace().next());
        Self {
            surname: normalise(surname),
            forename: normalise(first),
            born,
        }
    }

    /// All three parts are present.
    pub fn is_complete(&self) -> bool {
        self.surname.is_some() && self.forename.is_some() && self.born.is_some()
    }

    /// Surname and forename are both present.
    pub fn has_name(&self) -> bool {
        self.surname.is_some() && self.forename.is_some()
    }

    /// All three parts are present in both and equal.
    pub fn same_as(&self, other: &Self) -> bool {
        self.is_complete() && self == other
    }

    /// Surname or date of birth is present in both and equal.
    pub fn partly_agrees(&self, other: &Self) -> bool {
        let equal = |a: bool, b: bool| a && b;
        equal(self.surname.is_some(), self.surname == other.surname)
            || equal(self.born.is_some(), self.born == other.born)
    }

    /// Some part is present in both and differs. A forename of one letter agrees with a forename
    /// that begins with it.
    pub fn contradicts(&self, other: &Self) -> bool {
        differ(self.surname.as_ref(), other.surname.as_ref())
            || differ(self.born.as_ref(), other.born.as_ref())
            || match (&self.forename, &other.forename) {
                (Some(a), Some(b)) if a.chars().count() == 1 || b.chars().count() == 1 => {
                    a.chars().next() != b.chars().next()
                }
                (a, b) => differ(a.as_ref(), b.as_ref()),
            }
    }
}

fn differ<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a != b)
}

/// Upper case, letters only: hyphens, apostrophes and spaces are written differently everywhere.
fn normalise(text: Option<&str>) -> Option<Box<str>> {
    let letters: String = text?
        .chars()
        .filter(|it| it.is_alphabetic())
        .flat_map(char::to_uppercase)
        .collect();
    (!letters.is_empty()).then(|| letters.into_boxed_str())
}

impl fmt::Debug for PersonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonKey(withheld)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(surname: &str, forenames: &str, born: i32) -> PersonKey {
        PersonKey::new(Some(surname), Some(forenames), Some(Day::from_number(born)))
    }

    #[test]
    fn case_hyphens_and_second_forenames_do_not_make_another_person() {
        assert!(person("O'Hara-Smith", "Sam Lee", 9).same_as(&person("OHARA SMITH", "sam", 9)));
    }

    #[test]
    fn an_initial_agrees_and_another_name_contradicts() {
        assert!(!person("Oyelaran", "T", 9).contradicts(&person("Oyelaran", "Tolu", 9)));
        assert!(person("Oyelaran", "K", 9).contradicts(&person("Oyelaran", "Tolu", 9)));
        assert!(person("Oyelaran", "Tolu", 9).contradicts(&person("Oyelaran", "Tolu", 10)));
    }

    #[test]
    fn what_is_blank_neither_agrees_nor_contradicts() {
        let blank = PersonKey::default();
        assert!(!blank.contradicts(&person("A", "B", 1)));
        assert!(!blank.same_as(&blank) && !blank.partly_agrees(&blank));
    }
}
