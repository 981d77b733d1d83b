//! Names. Each is put together from lists and syllables, so every person is invented.

use crate::dice::Dice;

/// Surnames and forenames by the culture they come from.
const NAMES: &str = include_str!("../data/names.csv");

/// Ethnicities by weight.
type Ethnicities = &'static [(&'static str, u64)];

/// Each culture, how many in a hundred bear its names, and the ethnicities recorded for them.
const CULTURES: &[(&str, u64, Ethnicities)] = &[
    ("british", 67, &[("W", 88), ("B", 5), ("M", 5), ("O", 2)]),
    ("south_asian", 11, &[("A", 97), ("M", 3)]),
    ("african", 7, &[("B", 95), ("M", 5)]),
    ("east_european", 6, &[("W", 99), ("O", 1)]),
    ("arabic", 4, &[("O", 70), ("A", 20), ("W", 10)]),
    ("chinese", 2, &[("O", 60), ("A", 40)]),
    ("latin", 3, &[("W", 70), ("M", 15), ("O", 15)]),
];

/// Parts of surnames that are in no list, for the long tail of rare names.
const BEGINNINGS: &[&str] = &[
    "B", "Bl", "Br", "C", "Cl", "Cr", "D", "Dr", "F", "Fl", "G", "Gr", "H", "K", "L", "M", "N",
    "P", "Pr", "R", "S", "Sh", "St", "T", "Th", "Tr", "W", "Wh",
];
const VOWELS: &[&str] = &["a", "e", "i", "o", "u", "ea", "oo", "ai", "ou"];
const MIDDLES: &[&str] = &[
    "n", "r", "l", "s", "t", "d", "m", "ck", "nd", "rt", "st", "ng", "ll",
];
const ENDINGS: &[&str] = &[
    "ton", "ley", "ham", "ford", "er", "field", "worth", "by", "man", "wood", "well", "ett",
    "bourne", "shaw", "wick",
];

/// The lists of one culture.
#[derive(Debug)]
struct Culture {
    weight: u64,
    ethnicities: Ethnicities,
    british: bool,
    surnames: Vec<&'static str>,
    male: Vec<&'static str>,
    female: Vec<&'static str>,
}

/// Every list of names.
#[derive(Debug)]
pub(crate) struct NameBook(Vec<Culture>);

/// A name, and the ethnicity recorded with it.
pub(crate) struct Name {
    pub(crate) surname: String,
    pub(crate) forenames: String,
    pub(crate) ethnicity: &'static str,
}

impl NameBook {
    /// Reads the lists.
    pub(crate) fn read() -> Self {
        let list = |culture: &str, kind: &str| {
            let prefix = format!("{culture},{kind},");
            NAMES
                .lines()
                .filter_map(|line| line.strip_prefix(prefix.as_str()))
                .collect()
        };
        let culture = |&(name, weight, ethnicities): &(&str, u64, _)| Culture {
            weight,
            ethnicities,
            british: name == "british",
            surnames: list(name, "surname"),
            male: list(name, "male"),
            female: list(name, "female"),
        };
        Self(CULTURES.iter().map(culture).collect())
    }

    /// Draws a name.
    pub(crate) fn draw(&self, dice: &mut Dice, male: bool) -> Name {
        let weights: Vec<_> = self
            .0
            .iter()
            .enumerate()
            .map(|(i, it)| (i, it.weight))
            .collect();
        let culture = &self.0[dice.weighted(&weights)];
        let forenames = if male { &culture.male } else { &culture.female };
        let first = common(dice, forenames);
        let second = common(dice, forenames);
        let both = dice.chance(4_500) && first != second;
        Name {
            surname: surname(dice, culture),
            forenames: if both {
                format!("{first} {second}")
            } else {
                first.to_owned()
            },
            ethnicity: dice.weighted(culture.ethnicities),
        }
    }
}

fn surname(dice: &mut Dice, culture: &Culture) -> String {
    if culture.british && dice.chance(3_500) {
        let mut parts = vec![dice.pick(BEGINNINGS), dice.pick(VOWELS), dice.pick(MIDDLES)];
        if dice.chance(2_500) {
            parts.extend([dice.pick(VOWELS), dice.pick(MIDDLES)]);
        }
        parts.push(dice.pick(ENDINGS));
        return parts.concat();
    }
    let one = common(dice, &culture.surnames);
    let other = common(dice, &culture.surnames);
    let double = dice.chance(250)
        && one != other
        && !one.contains(['-', ' '])
        && !other.contains(['-', ' ']);
    if double {
        format!("{one}-{other}")
    } else {
        one.to_owned()
    }
}

/// The earlier of two draws: the names at the head of a list are the common ones.
fn common(dice: &mut Dice, list: &[&'static str]) -> &'static str {
    list[dice.index(list.len()).min(dice.index(list.len()))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Purpose;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_of_many_cultures_and_need_no_quoting() {
        let (book, mut dice) = (NameBook::read(), Dice::new(3, Purpose::Case, 0));
        assert!(
            book.0
                .iter()
                .all(|it| it.surnames.len() > 20 && it.female.len() > 5)
        );
        let mut surnames = BTreeSet::new();
        for _ in 0..5_000 {
            let name = book.draw(&mut dice, true);
            assert!(!name.surname.contains([',', '"']) && !name.forenames.is_empty());
            surnames.insert(name.surname);
        }
        assert!(surnames.len() > 1_200, "{}", surnames.len());
    }
}
