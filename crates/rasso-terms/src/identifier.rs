//! Identifiers that follow a case between agencies.
//!
//! Forms, check letters and dummies follow `ministryofjustice/bichard7-next-core` at 6b127db (MIT).

use crate::check_letter;
use std::fmt;

/// Why a text is not a usable identifier. The text itself is left out: an error may be logged, and
/// a log is no place for a number that leads to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdentifierFault {
    /// It is not of the published form.
    #[error("not of the published form")]
    Malformed,
    /// Its check letter does not fit its digits.
    #[error("the check letter does not fit the digits")]
    CheckLetter,
    /// It is one of the numbers a system fills in when it has none.
    #[error("a dummy that a system fills in when it has no number")]
    Dummy,
}

/// Declares an identifier that can be compared and carried, but not printed by accident.
macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident, $read:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// Reads an identifier, whatever separators and case it was written with.
            pub fn parse(text: &str) -> Result<Self, IdentifierFault> {
                let read: fn(&str) -> Result<String, IdentifierFault> = $read;
                read(text).map(|it| Self(it.into_boxed_str()))
            }

            /// The identifier itself. Every call is a place where person-level data is in the open.
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(withheld)"))
            }
        }
    };
}

identifier!(
    /// Unique reference number (PTI-URN) of a case file: force (2), unit (2), serial, year (2).
    ///
    /// It names a case, not a person: co-defendants share it.
    Urn, read_urn
);
identifier!(
    /// Arrest summons number: names one person's arrest or summons. It ends with a check letter.
    Asn, read_asn
);
identifier!(
    /// Police National Computer identifier of a person. It ends with a check letter.
    PncId, read_pnc_id
);

impl Urn {
    /// The first two characters: the force that registered the case. After a transfer it misleads.
    pub fn force_prefix(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }
}

fn compact(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|it| it.to_ascii_uppercase())
        .collect()
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}

fn read_urn(text: &str) -> Result<String, IdentifierFault> {
    let urn = compact(text);
    // Four characters of force and unit, then three to seven digits: the courts' own lenient form.
    let serial = urn.get(4..).unwrap_or_default();
    if !(3..=7).contains(&serial.len()) || !is_digits(serial) {
        return Err(IdentifierFault::Malformed);
    }
    let dummy = urn.starts_with("00NP")
        || urn.starts_with("00PP")
        || (is_digits(&urn[..2]) && &urn[2..4] == "00");
    if dummy {
        Err(IdentifierFault::Dummy)
    } else {
        Ok(urn)
    }
}

fn read_asn(text: &str) -> Result<String, IdentifierFault> {
    let asn = long_asn(text).ok_or(IdentifierFault::Malformed)?;
    let (head, letter) = asn.split_at(asn.len() - 1);
    let (office, sequence) = head.split_at(head.len() - 11);
    let well_formed = is_digits(&office[..2])
        && is_digits(sequence)
        && matches!(letter.as_bytes(), [b'A'..=b'Z'] if !"IOS".contains(letter));
    if !well_formed {
        return Err(IdentifierFault::Malformed);
    }
    if is_dummy_office(office) {
        return Err(IdentifierFault::Dummy);
    }
    // A top-level code, where there is one, stands between the year and the force.
    let codes = &office[office.len() - 6..];
    let (force, unit) = (&codes[..2], &codes[4..]);
    let numeric = |part: &str| {
        if is_digits(part) {
            part.to_owned()
        } else {
            String::new()
        }
    };
    let digits = format!(
        "{}{}{}{sequence}",
        numeric(force),
        numeric(unit),
        &office[..2]
    );
    match check_letter(&digits) {
        Some(right) if letter.starts_with(right) => Ok(asn),
        _ => Err(IdentifierFault::CheckLetter),
    }
}

/// Whether year, force, unit and system are those that a system fills in when it has no number.
fn is_dummy_office(office: &str) -> bool {
    let after_year = office.get(2..).unwrap_or_default();
    let after_force = office.get(4..).unwrap_or_default();
    after_force.starts_with("NRPR")
        || [
            "12LN00", "6300", "00NP00", "00NP01", "00PP01", "06SS", "00XX",
        ]
        .iter()
        .any(|it| after_year.starts_with(it))
}

/// The 20 or 21 character form. The short form `YY/FFUU/SS/n..A` drops the zeros of the sequence.
fn long_asn(text: &str) -> Option<String> {
    let parts: Vec<String> = text.split('/').map(compact).collect();
    let asn = match parts.as_slice() {
        [year, office, system, number] if (2..=12).contains(&number.len()) => {
            format!("{year}{office}{system}{number:0>12}")
        }
        _ => compact(text),
    };
    (20..=21).contains(&asn.len()).then_some(asn)
}

fn read_pnc_id(text: &str) -> Result<String, IdentifierFault> {
    let (year, number) = text
        .trim()
        .split_once('/')
        .ok_or(IdentifierFault::Malformed)?;
    let number = number.trim().to_ascii_uppercase();
    let Some((serial, letter)) = number
        .char_indices()
        .last()
        .map(|(at, letter)| (&number[..at], letter))
    else {
        return Err(IdentifierFault::Malformed);
    };
    let year = year.trim();
    if !matches!(year.len(), 2 | 4) || !is_digits(year) || !is_digits(serial) || serial.len() > 7 {
        return Err(IdentifierFault::Malformed);
    }
    if !letter.is_ascii_uppercase() || "IOS".contains(letter) {
        return Err(IdentifierFault::Malformed);
    }
    let serial = format!("{serial:0>7}");
    if check_letter(&format!("{}{serial}", &year[year.len() - 2..])) != Some(letter) {
        return Err(IdentifierFault::CheckLetter);
    }
    Ok(format!("{}/{serial}{letter}", full_year(year)))
}

/// A PNC year of two digits: the computer began in 1974, and its oldest records carry birth years.
fn full_year(year: &str) -> String {
    match year.len() {
        2 if year > "40" => format!("19{year}"),
        2 => format!("20{year}"),
        _ => year.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_and_case_do_not_make_a_different_urn() {
        assert_eq!(
            Urn::parse("52ab 01234/24").unwrap(),
            Urn::parse("52AB0123424").unwrap()
        );
    }

    #[test]
    fn an_asn_in_the_ministrys_own_form_keeps_its_check_letter() {
        assert!(Asn::parse("1101ZD0100000410769X").is_ok());
        assert_eq!(
            Asn::parse("1101ZD0100000410769A").unwrap_err(),
            IdentifierFault::CheckLetter
        );
        assert_eq!(
            Asn::parse("11/01ZD/01/410769X").unwrap(),
            Asn::parse("1101zd0100000410769x").unwrap()
        );
    }

    #[test]
    fn dummies_are_told_from_errors() {
        assert_eq!(
            Urn::parse("00NP0000008").unwrap_err(),
            IdentifierFault::Dummy
        );
        assert_eq!(
            Urn::parse("5200 0123424").unwrap_err(),
            IdentifierFault::Dummy
        );
        assert_eq!(
            Asn::parse("0800NP0100000000001H").unwrap_err(),
            IdentifierFault::Dummy
        );
        assert_eq!(
            Asn::parse("BROKEN_ASN").unwrap_err(),
            IdentifierFault::Malformed
        );
    }

    #[test]
    fn a_pnc_id_is_one_number_however_its_year_is_written() {
        let letter = check_letter("990012345").unwrap();
        let long = PncId::parse(&format!("1999/0012345{letter}")).unwrap();
        assert_eq!(PncId::parse(&format!("99/12345{letter}")).unwrap(), long);
    }

    #[test]
    fn neither_an_identifier_nor_its_error_shows_the_number() {
        let shown = format!(
            "{:?} {} {}",
            Urn::parse("52AB0123424").unwrap(),
            Urn::parse("52AB").unwrap_err(),
            Asn::parse("1101ZD0100000410769A").unwrap_err(),
        );
        assert_eq!(
            shown,
            "Urn(withheld) not of the published form the check letter does not fit the digits"
        );
    }

    #[test]
    fn text_beyond_ascii_is_malformed_and_not_a_panic() {
        for text in [
            "٣٤٥٦٧٨٩٠١٢٣",
            "é/é",
            "/",
            "//",
            "99/",
            "99/é",
            "字".repeat(20).as_str(),
        ] {
            assert!(
                Urn::parse(text).is_err()
                    && Asn::parse(text).is_err()
                    && PncId::parse(text).is_err()
            );
        }
    }
}
