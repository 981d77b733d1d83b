//! The messages as they lie in the repository, and the links that the library makes of them.

use rasso_extract::{Columns, ReadOptions, SourceFile, read, text};
use rasso_ingest_police::Sent;
use rasso_link::{LinkDefinition, Side, link, records_of};
use rasso_schema::Schemas;
use rasso_terms::{Agency, Day, Urn};
use rasso_tests::repository;
use std::collections::BTreeSet;
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
            it.chars()
                .filter(|it| it.is_alphabetic())
                .flat_map(char::to_uppercase)
                .collect()
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
        Ok(Self {
            police,
            court,
            headers: [police_header, court_header],
        })
    }

    /// The scenarios that both systems tell of.
    pub(super) fn scenarios_of_both(&self) -> BTreeSet<String> {
        let names = |it: &[Message]| -> BTreeSet<String> {
            it.iter().map(|it| it.scenario.clone()).collect()
        };
        names(&self.police)
            .intersection(&names(&self.court))
            .cloned()
            .collect()
    }

    /// The messages of one scenario.
    pub(super) fn of(&self, scenario: &str) -> Self {
        let only = |it: &[Message]| -> Vec<Message> {
            it.iter()
                .filter(|it| it.scenario == scenario)
                .cloned()
                .collect()
        };
        Self {
            police: only(&self.police),
            court: only(&self.court),
            headers: self.headers.clone(),
        }
    }
}

fn messages(name: &str) -> Result<(csv::StringRecord, Vec<Message>), String> {
    let path = repository()
        .join("tests/data/police_court_messages")
        .join(name);
    let mut reader = csv::Reader::from_path(path).map_err(|it| it.to_string())?;
    let header = reader.headers().map_err(|it| it.to_string())?.clone();
    let mut all = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|it| it.to_string())?;
        let cell = |column: &str| -> Result<String, String> {
            let at = header.iter().position(|it| it == column);
            let cell = at
                .and_then(|it| row.get(it))
                .ok_or("a column is not there")?;
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
pub(super) struct Joined<'m> {
    pub(super) police: Vec<(i64, &'m Message)>,
    pub(super) court: Vec<(i64, &'m Message)>,
    pub(super) links: Vec<(i64, i64)>,
    /// How many people stand on each side of an identifier that linked nobody.
    pub(super) refusals: Vec<(usize, usize)>,
}

impl Joined<'_> {
    /// The message of a suspect.
    pub(super) fn police_row(&self, record: i64) -> &Message {
        of_record(&self.police, record)
    }

    /// The message of a defendant.
    pub(super) fn court_row(&self, record: i64) -> &Message {
        of_record(&self.court, record)
    }
}

fn of_record<'m>(records: &[(i64, &'m Message)], record: i64) -> &'m Message {
    records
        .iter()
        .find(|it| it.0 == record)
        .expect("a link to a record")
        .1
}

/// Reads and links messages as one delivery, through the library.
pub(super) fn linked(messages: &Messages) -> Result<Joined<'_>, String> {
    let told = |it: &dyn std::fmt::Display| it.to_string();
    let schemas = Schemas::embedded().map_err(|it| told(&it))?;
    let folder = tempfile::tempdir().map_err(|it| told(&it))?;
    let as_at = Day::from_ymd(2025, 6, 30).ok_or("no such day")?;
    let mut files = Vec::new();
    for (agency, name, header, rows, mappings) in [
        (
            Agency::Police,
            "police_offences.csv",
            &messages.headers[0],
            &messages.police,
            ["police-messages-crime", "police-messages-suspect"].as_slice(),
        ),
        (
            Agency::Courts,
            "court_offences.csv",
            &messages.headers[1],
            &messages.court,
            &["court-messages-defendant"],
        ),
    ] {
        let path = folder.path().join(name);
        write(&path, header, rows).map_err(|it| told(&it))?;
        for mapping in mappings {
            let mapping = schemas.mappings_named(mapping).map_err(|it| told(&it))?[0].clone();
            let mut file = SourceFile::new(agency, &mapping.table, &path, name, as_at);
            file.mapping = Some(mapping);
            files.push(file);
        }
    }
    let options = ReadOptions {
        as_at,
        key: Some(rasso_extract::PseudonymKey::new(KEY)),
    };
    let read = read(&files, &schemas, &options).map_err(|it| told(&it))?;
    let (crimes, suspects) = (&read.tables["police_crime"], &read.tables["police_suspect"]);
    let defendants = &read.tables["court_defendant"];

    let sent = [crimes, suspects].map(|it| Sent {
        records: &it.records,
        given: read.given(&it.name),
    });
    let units =
        rasso_ingest_police::ingest(&sent[0], &sent[1], &schemas, as_at).map_err(|it| told(&it))?;
    let urns = crimes.identifiers.texts("urn").map_err(|it| told(&it))?;
    let urn_of = |row: usize| {
        let crime = units.crime_of_suspect.get(row).copied().flatten()?;
        let urn = text(urns, usize::try_from(crime).ok()?)?;
        Urn::parse(urn).ok()
    };
    let left = records_of(&suspects.identifiers, urn_of).map_err(|it| told(&it))?;
    let right = records_of(&defendants.identifiers, |_| None).map_err(|it| told(&it))?;
    let passes = LinkDefinition::load(&schemas, "identifiers").map_err(|it| told(&it))?;
    let [left, right] = [left, right].map(Side::of_records);
    let result = link(&left, &Side::default(), &right, &passes, &[]).map_err(|it| told(&it))?;
    let source = |records, messages| sources(records, messages).map_err(|it| told(&it));
    Ok(Joined {
        police: source(&suspects.records, &messages.police)?,
        court: source(&defendants.records, &messages.court)?,
        links: result.links.iter().map(|it| (it.left, it.right)).collect(),
        refusals: result
            .refusals
            .iter()
            .map(|it| (it.left_people, it.right_people))
            .collect(),
    })
}

fn write(path: &Path, header: &csv::StringRecord, rows: &[Message]) -> Result<(), csv::Error> {
    let mut writer = csv::Writer::from_path(path)?;
    writer.write_record(header)?;
    for message in rows {
        writer.write_record(&message.row)?;
    }
    Ok(writer.flush()?)
}

/// The message that each record came from.
fn sources<'m>(
    records: &impl Columns,
    messages: &'m [Message],
) -> Result<Vec<(i64, &'m Message)>, rasso_extract::NoColumn> {
    let (ids, rows) = (
        records.integers("record_id")?,
        records.integers("source_row")?,
    );
    let pairs = ids.values().iter().zip(rows.values());
    Ok(pairs
        .filter_map(|(id, row)| {
            let at = usize::try_from(*row).ok()?.checked_sub(1)?;
            Some((*id, messages.get(at)?))
        })
        .collect())
}
