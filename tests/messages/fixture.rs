//! The messages as they lie in the repository, and the links that the library makes of them.

use rasso_extract::{Columns, ReadOptions, SourceFile, read, text};
use rasso_link::{LinkDefinition, link, records_of};
use rasso_schema::Schemas;
use rasso_terms::{Agency, Day, Urn};
use rasso_tests::repository;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The key of the digests that the mappings make: any will do.
pub(super) const KEY: [u8; 32] = [7; 32];

/// One row of a file of messages: one offence of one person.
#[derive(Clone)]
pub(super) struct Message {
    pub(super) scenario: String,
    pub(super) urn: String,
    pub(super) asn: String,
    pub(super) surname: String,
    pub(super) forenames: String,
    pub(super) born: String,
    row: csv::StringRecord,
}

impl Message {
    /// Name and date of birth, whatever the case and the signs in them.
    pub(super) fn person(&self) -> (String, String) {
        let letters = |it: &str| -> String {
            it.chars().filter(|it| it.is_alphabetic()).flat_map(char::to_uppercase).collect()
        };
        let name = format!("{} {}", letters(&self.surname), letters(&self.forenames));
        (name, self.born.clone())
    }
}

/// The messages of both systems.
pub(super) struct Messages {
    pub(super) police: Vec<Message>,
    pub(super) court: Vec<Message>,
    headers: [csv::StringRecord; 2],
}

impl Messages {
    pub(super) fn read() -> Result<Self, String> {
        let (police_header, police) = messages("police_offences.csv")?;
        let (court_header, court) = messages("court_offences.csv")?;
        Ok(Self { police, court, headers: [police_header, court_header] })
    }

    /// The scenarios that both systems tell of.
    pub(super) fn scenarios_of_both(&self) -> BTreeSet<String> {
        let names = |it: &[Message]| -> BTreeSet<String> {
            it.iter().map(|it| it.scenario.clone()).collect()
        };
        names(&self.police).intersection(&names(&self.court)).cloned().collect()
    }

    /// The messages of one scenario.
    pub(super) fn of(&self, scenario: &str) -> Self {
        let only = |it: &[Message]| -> Vec<Message> {
            it.iter().filter(|it| it.scenario == scenario).cloned().collect()
        };
        Self {
            police: only(&self.police),
            court: only(&self.court),
            headers: self.headers.clone(),
        }
    }
}

fn messages(name: &str) -> Result<(csv::StringRecord, Vec<Message>), String> {
    let path = repository().join("tests/data/police_court_messages").join(name);
    let mut reader = csv::Reader::from_path(path).map_err(|it| it.to_string())?;
    let header = reader.headers().map_err(|it| it.to_string())?.clone();
    let mut all = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|it| it.to_string())?;
        let cell = |column: &str| -> Result<String, String> {
            let at = header.iter().position(|it| it == column);
            let cell = at.and_then(|it| row.get(it)).ok_or("a column is not there")?;
            Ok(cell.to_owned())
        };
        all.push(Message {
            scenario: cell("scenario")?,
            urn: cell("ptiurn")?,
            asn: cell("asn")?,
            surname: cell("family_name")?,
            forenames: cell("given_name")?,
            born: cell("dob")?,
            row: row.clone(),
        });
    }
    Ok((header, all))
}

/// What linking made of messages: records with the message each came from, and links between them.
pub(super) struct Result_<'m> {
    pub(super) police: Vec<(i64, &'m Message)>,
    pub(super) court: Vec<(i64, &'m Message)>,
    pub(super) links: Vec<(i64, i64)>,
    /// The defendant, and how many people stand on each side.
    pub(super) refusals: Vec<(i64, usize, usize)>,
}
