//! What makes two identifiers or two names the same, and which identifiers are usable.
//!
//! Forms and dummies: the Ministry of Justice's own published code (`bichard7-next-core`).

use jiff::civil::Date;

fn compact(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|it| it.to_ascii_uppercase())
        .collect()
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|it| it.is_ascii_digit())
}

/// A usable URN in one writing: `52AB0123424`, and not a dummy.
pub(crate) fn urn(text: &str) -> Option<String> {
    let urn = compact(text);
    if urn.len() < 7 || urn.len() > 11 || !digits(&urn[4..]) {
        return None;
    }
    let dummy = urn.starts_with("00NP")
        || urn.starts_with("00PP")
        || (digits(&urn[..2]) && &urn[2..4] == "00");
    (!dummy).then_some(urn)
}

/// A usable ASN in its long writing: `YYFFUUSSnnnnnnnnnnnA`, letter checked, and not a dummy.
pub(crate) fn asn(text: &str) -> Option<String> {
    let asn = long_asn(text);
    if asn.len() != 20 && asn.len() != 21 {
        return None;
    }
    let (front, letter) = asn.split_at(asn.len() - 1);
    let (office, sequence) = front.split_at(front.len() - 11);
    if !digits(&office[..2]) || !digits(sequence) || dummy_asn(&asn) {
        return None;
    }
    let year = &office[..2];
    // A code of the top level may stand after the year; the unit in the middle is never used.
    let codes = &office[office.len() - 6..];
    let number: String = [&codes[..2], &codes[4..], year, sequence]
        .into_iter()
        .enumerate()
        .filter(|(place, part)| *place > 1 || digits(part))
        .map(|(_, part)| part)
        .collect();
    let number: u64 = number.parse().ok()?;
    let right = usize::try_from(number % 23).ok()?;
    (letter == &"ZABCDEFGHJKLMNPQRTUVWXY"[right..=right]).then_some(asn)
}

/// The short form `YY/FFUU/SS/n..A` leaves out the leading zeros of the sequence.
fn long_asn(text: &str) -> String {
    let parts: Vec<String> = text.split('/').map(compact).collect();
    match parts.as_slice() {
        [year, office, system, number] => format!("{year}{office}{system}{number:0>12}"),
        _ => compact(text),
    }
}

/// How the published dummies begin. A `9` among the first four characters is any digit.
const DUMMY_ASNS: [&str; 16] = [
    "0800NP01", "0800PP01", "9999NRPR", "9912LN00", "9900NP00", "996300", "9906SS", "9900XX",
    "995011", "995012", "995021", "995041", "995042", "995043", "9950OF", "9950SJ",
];

fn dummy_asn(asn: &str) -> bool {
    DUMMY_ASNS.iter().any(|form| {
        form.chars()
            .zip(asn.chars())
            .enumerate()
            .all(|(place, (form, it))| {
                if form == '9' && place < 4 {
                    it.is_ascii_digit()
                } else {
                    form == it
                }
            })
    })
}

/// Surname, first forename and date of birth, as far as a record has them.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Person {
    /// Letters only, upper case.
    pub(crate) surname: Option<String>,
    /// The first forename: letters only, upper case.
    pub(crate) forename: Option<String>,
    /// Date of birth.
    pub(crate) born: Option<Date>,
}

impl Person {
    /// Normalises a name.
    pub(crate) fn new(surname: Option<&str>, forenames: Option<&str>, born: Option<Date>) -> Self {
        let first = forenames.and_then(|it| it.split_whitespace().next());
        Self {
            surname: surname.and_then(letters),
            forename: first.and_then(letters),
            born,
        }
    }

    /// Nothing is missing.
    pub(crate) fn complete(&self) -> bool {
        self.surname.is_some() && self.forename.is_some() && self.born.is_some()
    }

    /// Something is present in both and differs. A forename of one letter agrees with any that
    /// begins with it.
    pub(crate) fn contradicts(&self, other: &Self) -> bool {
        let forenames = match (&self.forename, &other.forename) {
            (Some(a), Some(b)) if a.chars().count() == 1 || b.chars().count() == 1 => {
                a.chars().next() != b.chars().next()
            }
            (a, b) => differ(a.as_ref(), b.as_ref()),
        };
        forenames
            || differ(self.surname.as_ref(), other.surname.as_ref())
            || differ(self.born.as_ref(), other.born.as_ref())
    }

    /// Surname or date of birth is present in both and equal.
    pub(crate) fn agrees_in_part(&self, other: &Self) -> bool {
        (self.surname.is_some() && self.surname == other.surname)
            || (self.born.is_some() && self.born == other.born)
    }
}

fn differ<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
    a.is_some() && b.is_some() && a != b
}

fn letters(text: &str) -> Option<String> {
    let name: String = text
        .chars()
        .filter(|it| it.is_alphabetic())
        .flat_map(char::to_uppercase)
        .collect();
    (!name.is_empty()).then_some(name)
}

#[test]
fn usable_identifiers_are_told_from_the_others() {
    assert_eq!(urn("52ab 01234/24").as_deref(), Some("52AB0123424"));
    assert!(urn("00NP0123424").is_none() && urn("52000123424").is_none() && urn("52AB").is_none());
    assert_eq!(asn("1101ZD0100000410769X"), asn("11/01ZD/01/410769X"));
    assert!(asn("1101ZD0100000410769X").is_some() && asn("1101ZD0100000410769A").is_none());
    assert!(dummy_asn("0800NP0100000000001H") && dummy_asn("1063001234567890123A"));
    assert!(dummy_asn("0812LN0012345678901A") && !dummy_asn("1101ZD0100000410769X"));
}
