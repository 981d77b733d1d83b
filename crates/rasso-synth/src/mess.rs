//! What becomes of an identifier when an agency writes it down.

use crate::dice::Dice;
use crate::identifiers::dummy_asn;
use crate::mess_rates as rates;

/// A fault laid over one record: the column, and what was done to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) column: &'static str,
    pub(crate) mess: &'static str,
}

/// The identifiers of a person-in-case as one record has them.
#[derive(Debug, Default)]
pub(crate) struct Written {
    pub(crate) urn: String,
    /// Empty also when there is no ASN yet.
    pub(crate) asn: String,
    pub(crate) name_missing: bool,
    pub(crate) birth_missing: bool,
    pub(crate) notes: Vec<Note>,
}

impl Written {
    /// Writes a URN down.
    pub(crate) fn urn(&mut self, dice: &mut Dice, mess: bool, urn: &str) {
        let (fate, style) = (dice.below(10_000), dice.below(10_000));
        let mistyped = mistype(dice, urn, 0);
        let reformatted = reformat(dice, if is_mistyped(fate) { &mistyped } else { urn });
        if !mess {
            urn.clone_into(&mut self.urn);
        } else if fate < rates::URN_MISSING {
            self.note("urn", "urn_missing");
        } else {
            self.urn = if is_mistyped(fate) {
                mistyped
            } else {
                urn.to_owned()
            };
            if is_mistyped(fate) {
                self.note("urn", "urn_mistyped");
            }
            if style < rates::URN_REFORMATTED {
                self.urn = reformatted;
                self.note("urn", "urn_reformatted");
            }
        }
    }

    /// Writes an ASN down.
    pub(crate) fn asn(&mut self, dice: &mut Dice, mess: bool, asn: &str) {
        let fate = dice.below(10_000);
        let (mistyped, dummy) = (mistype(dice, asn, asn.len() - 12), dummy_asn(dice));
        let missing = rates::ASN_MISSING;
        let (asn, mess) = match mess.then_some(fate) {
            Some(fate) if fate < missing => (String::new(), "asn_missing"),
            Some(fate) if fate < missing + rates::ASN_MISTYPED => (mistyped, "asn_mistyped"),
            Some(fate) if fate < missing + rates::ASN_MISTYPED + rates::ASN_DUMMY => {
                (dummy, "asn_dummy")
            }
            Some(_) | None => (asn.to_owned(), ""),
        };
        self.asn = asn;
        if !mess.is_empty() {
            self.note("asn", mess);
        }
    }

    /// Leaves out name and date of birth where the clerk did.
    pub(crate) fn person(&mut self, dice: &mut Dice, mess: bool) {
        self.name_missing = dice.chance(rates::NAME_MISSING) && mess;
        self.birth_missing = dice.chance(rates::BIRTH_MISSING) && mess;
        if self.name_missing {
            self.note("surname", "name_missing");
        }
        if self.birth_missing {
            self.note("date_of_birth", "birth_missing");
        }
    }

    /// Remembers what was done.
    pub(crate) fn note(&mut self, column: &'static str, mess: &'static str) {
        self.notes.push(Note { column, mess });
    }
}

fn is_mistyped(fate: u64) -> bool {
    (rates::URN_MISSING..rates::URN_MISSING + rates::URN_MISTYPED).contains(&fate)
}

/// One character from `from` on is replaced by another of its kind.
fn mistype(dice: &mut Dice, text: &str, from: usize) -> String {
    let place = from + dice.index(text.len().saturating_sub(from));
    let others: &[u8] = match text.as_bytes().get(place) {
        Some(b'0'..=b'9') => b"0123456789",
        // The letters of the check alphabet: they may stand anywhere in a URN too.
        Some(_) | None => b"ABCDEFGHJKLMNPQRTUVWXYZ",
    };
    let other = dice.pick(others);
    let same = text.as_bytes().get(place) == Some(&other);
    let next = others
        .iter()
        .position(|it| *it == other)
        .unwrap_or_default()
        + 1;
    let other = if same {
        others[next % others.len()]
    } else {
        other
    };
    text.char_indices()
        .map(|(i, c)| if i == place { char::from(other) } else { c })
        .collect()
}

/// The same URN as people write it.
fn reformat(dice: &mut Dice, urn: &str) -> String {
    let parts = [&urn[..2], &urn[2..4], &urn[4..9], &urn[9..]];
    match dice.below(4) {
        0 => urn.to_lowercase(),
        1 => parts.join(" "),
        2 => parts.join("/"),
        _ => parts.join(" ").to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Purpose;

    #[test]
    fn a_mistyped_urn_differs_in_one_character_and_keeps_its_form() {
        let mut dice = Dice::new(5, Purpose::Case, 0);
        for _ in 0..2_000 {
            let wrong = mistype(&mut dice, "52AB0123424", 0);
            let differing = wrong
                .chars()
                .zip("52AB0123424".chars())
                .filter(|(a, b)| a != b);
            assert_eq!(differing.count(), 1);
            assert!(wrong.bytes().enumerate().all(|(i, b)| {
                if (2..4).contains(&i) {
                    b.is_ascii_uppercase()
                } else {
                    b.is_ascii_digit()
                }
            }));
        }
    }

    #[test]
    fn a_reformatted_urn_is_still_the_same_number() {
        let mut dice = Dice::new(5, Purpose::Case, 0);
        for _ in 0..50 {
            let written = reformat(&mut dice, "52AB0123424");
            let bare: String = written
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .collect();
            assert_ne!(written, "52AB0123424");
            assert_eq!(bare.to_uppercase(), "52AB0123424");
        }
    }
}
