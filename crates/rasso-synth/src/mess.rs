//! What becomes of identifiers when an agency writes them down.

use crate::cause::{Trait, Traits};
use crate::dice::{Dice, Share};
use crate::identifiers::dummy_asn;
use crate::mess_settings::MessSettings;
use crate::person::Identity;
use crate::variant::{mistype, name};
use rasso_terms::Day;

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
    pub(crate) surname: String,
    pub(crate) forenames: String,
    pub(crate) birth: Option<Day>,
    pub(crate) notes: Vec<Note>,
}

/// Whoever writes the records of one case down.
pub(crate) struct Clerk<'w> {
    /// Nothing when every record is written down as it should be.
    rates: Option<&'w MessSettings>,
    /// How often something is missing, in hundredths of the usual.
    missing: u64,
}

impl<'w> Clerk<'w> {
    /// The clerk for someone: who they are decides how often something is missing.
    pub(crate) fn new(rates: Option<&'w MessSettings>, traits: Traits, ethnicity: &str) -> Self {
        let factor = |rates: &MessSettings| {
            let when = rates.missing_when;
            let factors = [
                (traits.has(Trait::ChildSuspect), when.child_suspect),
                (traits.has(Trait::NonRecent), when.non_recent),
                (traits.has(Trait::Custody), when.custody),
                (ethnicity == "not_recorded", when.ethnicity_not_recorded),
                (
                    matches!(ethnicity, "A" | "B" | "M" | "O"),
                    when.ethnicity_not_white,
                ),
            ];
            let holding = factors.iter().filter(|(holds, _)| *holds);
            holding.fold(100, |product, (_, by)| product * by / 100)
        };
        Self {
            rates,
            missing: rates.map_or(100, factor),
        }
    }

    /// Writes a URN down.
    pub(crate) fn urn(&self, dice: &mut Dice, written: &mut Written, urn: &str) {
        urn.clone_into(&mut written.urn);
        let Some(rates) = self.rates else { return };
        let (fate, of) = (dice.below(10_000), &rates.urn);
        let missing = of.missing * self.missing / 100;
        let (dummy, mistyped) = (missing + of.dummy, missing + of.dummy + of.mistyped);
        let (start, end) = dice.weighted(&[
            ((0, 2), of.part.force),
            ((2, 4), of.part.station),
            ((4, 9), of.part.sequence),
            ((9, 11), of.part.year),
        ]);
        let wrong = mistype(dice, rates.typing, urn, start..end);
        if fate < missing {
            written.urn.clear();
            written.note("urn", "urn_missing");
        } else if fate < dummy {
            written.urn = format!("00NP{:05}{}", dice.below(100_000), &urn[9..]);
            written.note("urn", "urn_dummy");
        } else if fate < mistyped {
            written.urn = wrong;
            written.note("urn", "urn_mistyped");
        }
        if dice.chance(of.reformatted) && !written.urn.is_empty() {
            written.urn = reformat(dice, &written.urn);
            written.note("urn", "urn_reformatted");
        }
    }

    /// Writes an ASN down.
    pub(crate) fn asn(&self, dice: &mut Dice, written: &mut Written, asn: &str) {
        asn.clone_into(&mut written.asn);
        let Some(rates) = self.rates else { return };
        let (fate, of) = (dice.below(10_000), rates.asn);
        let missing = of.missing * self.missing / 100;
        let (dummy, mistyped) = (missing + of.dummy, missing + of.dummy + of.mistyped);
        if fate < missing {
            written.asn.clear();
            written.note("asn", "asn_missing");
        } else if fate < dummy {
            written.asn = dummy_asn(dice);
            written.note("asn", "asn_dummy");
        } else if fate < mistyped {
            written.asn = mistype(dice, rates.typing, asn, asn.len() - 12..asn.len());
            written.note("asn", "asn_mistyped");
        }
    }

    /// Writes a name and a date of birth down.
    pub(crate) fn person(&self, dice: &mut Dice, written: &mut Written, who: &Identity) {
        written.surname.clone_from(&who.surname);
        written.forenames.clone_from(&who.forenames);
        written.birth = Some(who.birth);
        let Some(rates) = self.rates else { return };
        let (fate, of) = (dice.below(10_000), &rates.name);
        let missing = of.missing * self.missing / 100;
        if fate < missing {
            written.surname.clear();
            written.forenames.clear();
            written.note("surname", "name_missing");
        } else if fate < missing + of.variant {
            let how = (of.how, rates.typing);
            let (surname, forenames, told) = name(dice, how, &who.surname, &who.forenames);
            (written.surname, written.forenames) = (surname, forenames);
            written.note("surname", told);
        }
        let (fate, of) = (dice.below(10_000), &rates.birth);
        let missing = of.missing * self.missing / 100;
        if fate < missing {
            written.birth = None;
            written.note("date_of_birth", "birth_missing");
        } else if fate < missing + of.wrong {
            let how = [
                (
                    swapped(who.birth).zip(Some("birth_swapped")),
                    of.how.swapped,
                ),
                (Some((new_year(who.birth), "birth_default")), of.how.default),
                (Some((year_before(who.birth), "birth_year")), of.how.year),
            ];
            // What would be no other date is a year off instead.
            let drawn = dice.weighted(&how).filter(|(it, _)| *it != who.birth);
            let (birth, told) = drawn.unwrap_or((year_before(who.birth), "birth_year"));
            written.birth = Some(birth);
            written.note("date_of_birth", told);
        }
    }

    /// Whether something happens to a record that happens to this share of them.
    pub(crate) fn chance(
        &self,
        dice: &mut Dice,
        share: impl FnOnce(&MessSettings) -> Share,
    ) -> bool {
        self.rates.is_some_and(|it| dice.chance(share(it)))
    }
}

impl Written {
    /// Remembers what was done.
    pub(crate) fn note(&mut self, column: &'static str, mess: &'static str) {
        self.notes.push(Note { column, mess });
    }
}

/// The date with its day and month changed about, where that is another date.
fn swapped(birth: Day) -> Option<Day> {
    let text = birth.to_string();
    format!("{}-{}-{}", &text[..4], &text[8..], &text[5..7])
        .parse()
        .ok()
}

/// The same day a year before, or the last of February.
fn year_before(birth: Day) -> Day {
    let text = birth.to_string();
    let year = birth.year_month().0 - 1;
    let before = format!("{year}{}", &text[4..]).parse();
    before.unwrap_or(birth.plus(-366))
}

/// The first of January of the year.
fn new_year(birth: Day) -> Day {
    let year = birth.year_month().0;
    Day::from_ymd(year, 1, 1).unwrap_or(birth)
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

    #[test]
    fn a_date_is_swapped_only_where_that_is_a_date() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        assert_eq!(swapped(day("1990-03-04")), Some(day("1990-04-03")));
        assert_eq!(swapped(day("1990-03-14")), None);
        assert_eq!(new_year(day("1990-03-14")), day("1990-01-01"));
        assert_eq!(year_before(day("1996-03-14")), day("1995-03-14"));
        assert_eq!(year_before(day("1996-02-29")), day("1995-02-28"));
    }

    #[test]
    fn without_rates_everything_is_written_as_it_is() {
        let mut dice = Dice::new(7, Purpose::Writing, 0);
        let clerk = Clerk::new(None, Traits::default(), "not_recorded");
        let mut written = Written::default();
        for _ in 0..200 {
            clerk.urn(&mut dice, &mut written, "52AB0123424");
            clerk.asn(&mut dice, &mut written, "1101ZD0100000410769X");
        }
        assert_eq!(written.urn, "52AB0123424");
        assert!(written.asn.ends_with("10769X") && written.notes.is_empty());
    }
}
