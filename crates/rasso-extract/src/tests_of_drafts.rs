//! Drafts of mappings: beside those that people wrote for the same files, of files made up for it, and
//! what must never stand in one.

mod by_hand;
mod made_up;
mod names;

use crate::{
    Draft, DraftRequest, ExtractError, draft,
    testing::{Sent, schemas},
};
use rasso_schema::{Derive, Mapping};
use std::collections::BTreeMap;

const POLICE: [&str; 2] = ["police_crime", "police_suspect"];

fn tried(sent: &Sent, tables: &[&str], force: Option<&str>) -> Result<Draft, ExtractError> {
    let file = sent.files.last().unwrap();
    let request = DraftRequest {
        path: file.path.clone(),
        label: file.label.clone(),
        agency: file.agency,
        tables: tables.iter().map(|it| (*it).to_owned()).collect(),
        name: "m".to_owned(),
        force: force.map(str::to_owned),
        skip_rows: 0,
    };
    draft(&request, schemas())
}

/// The drafted mappings, which have to load.
fn mappings(draft: &Draft) -> Vec<Mapping> {
    let text = draft.to_toml();
    schemas()
        .read_mappings("m", &text)
        .unwrap_or_else(|it| panic!("{it}\n{text}"))
}

/// Reads the file as drafted: for each table the rows seen, and those accepted.
fn read(mut sent: Sent, draft: &Draft) -> Vec<(String, u64, u64)> {
    let mut told = Vec::new();
    for mapping in mappings(draft) {
        sent = sent.but(|it| {
            it.table.clone_from(&mapping.table);
            it.mapping = Some(mapping.clone());
        });
        let tally = &sent.read().files[0];
        told.push((mapping.table, tally.rows_seen, tally.accepted));
    }
    told
}

/// The headings that each column of a mapping is made from, as the file has them.
fn sources(mappings: &[Mapping]) -> BTreeMap<(String, String), Vec<String>> {
    let mut all = BTreeMap::new();
    for mapping in mappings {
        let name = |it: &str| match mapping.headings.get(it) {
            Some(named) => format!("{} {}", named.heading, named.nth),
            None => it.to_owned(),
        };
        for (column, of) in &mapping.columns {
            let derived = of.derive.as_ref().map(Derive::parts).unwrap_or_default();
            let from = of.from.as_deref().into_iter().chain(derived);
            let key = (mapping.table.clone(), column.clone());
            all.insert(key, from.map(name).collect());
        }
    }
    all
}
