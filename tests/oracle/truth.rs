//! The links there truly are, from the file a synthetic world writes beside its extracts.

use crate::oracle::extracts::Extracts;
use crate::oracle::links::{Edge, Links};
use std::collections::BTreeMap;
use std::path::Path;

/// Who each record is about, by table and key.
pub(crate) struct Truth {
    person: BTreeMap<(String, String), String>,
}

impl Truth {
    /// Reads `truth/records.csv` of a world.
    pub(crate) fn read(world: &Path) -> Result<Self, String> {
        let path = world.join("truth/records.csv");
        let mut reader = csv::Reader::from_path(path).map_err(|it| it.to_string())?;
        let mut person = BTreeMap::new();
        for row in reader.deserialize::<BTreeMap<String, String>>() {
            let row = row.map_err(|it| it.to_string())?;
            if !row["person"].is_empty() {
                person.insert(
                    (row["table"].clone(), row["key"].clone()),
                    row["person"].clone(),
                );
            }
        }
        Ok(Self { person })
    }

    /// The person-in-case a record is about.
    pub(crate) fn person(&self, table: &str, key: &str) -> Option<&str> {
        self.person
            .get(&(table.to_owned(), key.to_owned()))
            .map(String::as_str)
    }

    /// The true links between the accepted records of a delivery.
    pub(crate) fn links(&self, extracts: &Extracts) -> Links {
        // Of each person: the places of the police, CPS and court records.
        let mut records: BTreeMap<&str, [Vec<usize>; 3]> = BTreeMap::new();
        let mut add = |table: &str, agency: usize, place: usize, key: String| {
            if let Some(person) = self.person(table, &key) {
                records.entry(person).or_default()[agency].push(place);
            }
        };
        for (place, it) in extracts.suspects.iter().enumerate() {
            add("police_suspect", 0, place, it.key.join("|"));
        }
        for (place, it) in extracts.cps.iter().enumerate() {
            add("cps_case", 1, place, it.key.join("|"));
        }
        for (place, it) in extracts.defendants.iter().enumerate() {
            add("court_defendant", 2, place, it.key.join("|"));
        }

        let mut links = Links::default();
        let mut join = |edge: Edge, lefts: &[usize], rights: &[usize]| {
            for left in lefts {
                for right in rights {
                    links.add(edge, *left, *right, "truth");
                }
            }
        };
        for [police, cps, court] in records.values() {
            join(Edge::PoliceCps, police, cps);
            join(Edge::CpsCourt, cps, court);
            if cps.is_empty() {
                join(Edge::PoliceCourt, police, court);
            }
        }
        links
    }
}
