//! People who do not exist, with numbers whose check letters fit, put into extracts.

use rasso_terms::{Asn, PncId, Urn};
use std::{fs, path::Path};

/// Somebody who does not exist.
pub(super) struct Identity {
    pub(super) surname: String,
    pub(super) forenames: String,
    pub(super) date_of_birth: String,
    pub(super) urn: String,
    pub(super) asn: String,
    pub(super) pnc_id: String,
}

impl Identity {
    /// The nth of them; no two share anything.
    pub(super) fn nth(n: usize) -> Self {
        let letters = |n: usize| -> String {
            let letter = |it: usize| char::from(b'a' + u8::try_from(it % 26).unwrap());
            [letter(n / 676), letter(n / 26), letter(n)]
                .iter()
                .collect()
        };
        let (year, month, day) = (1931 + n / 336, 1 + n / 28 % 12, 1 + n % 28);
        Self {
            surname: format!("Quizzlewick{}", letters(n)),
            forenames: format!("Zephyrinax{} Oddbodkin{}", letters(n), letters(n + 1)),
            date_of_birth: format!("{year}-{month:02}-{day:02}"),
            urn: format!("52ZQ{:05}25", 40_000 + n),
            asn: with_letter(&format!("2552QZ01000{:08}", 31_000_000 + n), |it| {
                Asn::parse(it).is_ok()
            }),
            pnc_id: with_letter(&format!("2019/{:07}", 3_100_000 + n), |it| {
                PncId::parse(it).is_ok()
            }),
        }
    }

    fn cell(&self, column: &str) -> Option<&str> {
        match column {
            "surname" => Some(&self.surname),
            "forenames" => Some(&self.forenames),
            "date_of_birth" => Some(&self.date_of_birth),
            "urn" => Some(&self.urn),
            "asn" => Some(&self.asn),
            "pnc_id" => Some(&self.pnc_id),
            _ => None,
        }
    }
}

/// A number with the check letter that fits it.
fn with_letter(number: &str, fits: impl Fn(&str) -> bool) -> String {
    let with = |letter: char| format!("{number}{letter}");
    ('A'..='Z').map(with).find(|it| fits(it)).unwrap()
}

/// Puts them into every table of an extract that tells of people, row by row, and each tenth also
/// into a cell where nobody's name or number belongs.
pub(super) fn plant(extract: &Path, identities: &[Identity]) {
    let wrong = [
        ("police_crime", "outcome_code"),
        ("police_suspect", "arrest_date"),
        ("cps_case", "sex"),
        ("court_defendant", "completion_date"),
    ];
    for (table, wrong) in wrong {
        let path = extract.join(format!("{table}.csv"));
        let mut reader = csv::Reader::from_path(&path).unwrap();
        let header = reader.headers().unwrap().clone();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&header).unwrap();
        for (n, row) in rows.iter().enumerate() {
            let planted = identities.get(n);
            let cells = header.iter().zip(row).map(|(column, cell)| match planted {
                Some(it) if column == wrong && n % 10 == 0 => it.surname.as_str(),
                Some(it) if column == wrong && n % 10 == 5 => it.asn.as_str(),
                Some(it) => it.cell(column).unwrap_or(cell),
                None => cell,
            });
            writer.write_record(cells).unwrap();
        }
        fs::write(&path, writer.into_inner().unwrap()).unwrap();
    }
}

#[test]
fn the_planted_numbers_are_real_ones() {
    for n in [0, 1, 499] {
        let it = Identity::nth(n);
        assert!(Urn::parse(&it.urn).is_ok() && Asn::parse(&it.asn).is_ok());
        assert!(PncId::parse(&it.pnc_id).is_ok());
    }
}
