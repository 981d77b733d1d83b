//! What pages know beside the release: dated policy events, and where forces lie on a map of tiles.

use rasso_schema::{SchemaError, Schemas, parse_toml};
use rasso_terms::Day;
use serde::Deserialize;
use std::collections::BTreeMap;

const EVENTS: &str = "dashboard/policy_events.toml";
const TILES: &str = "dashboard/tile_map.csv";

/// What `data-schemas/dashboard` says.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// Policy events by date.
    pub(crate) events: Vec<PolicyEvent>,
    /// The row and column of each force's tile, from 1, by its code.
    pub(crate) tiles: BTreeMap<String, [u32; 2]>,
}

/// Something that a reader of a series will think of.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PolicyEvent {
    /// The day, as 2023-07-10.
    pub(crate) date: String,
    pub(crate) title: String,
    /// What happened, in a sentence.
    pub(crate) says: String,
    /// Where that stands.
    pub(crate) source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventsFile {
    event: Vec<PolicyEvent>,
}

impl Context {
    /// The files of `data-schemas/dashboard`. Every force of a region has a tile of its own.
    pub fn load(schemas: &Schemas) -> Result<Self, SchemaError> {
        let file: EventsFile = parse_toml(EVENTS, schemas.file(EVENTS)?)?;
        let mut events = file.event;
        for event in &events {
            let is_blank = [&event.title, &event.says]
                .iter()
                .any(|it| it.trim().is_empty());
            if event.date.parse::<Day>().is_err()
                || is_blank
                || !event.source.starts_with("https://")
            {
                let what = format!(
                    "the event of `{}` needs a day, a title, a sentence and a source",
                    event.date
                );
                return Err(SchemaError::malformed(EVENTS, what));
            }
        }
        events.sort_by(|a, b| (&a.date, &a.title).cmp(&(&b.date, &b.title)));
        let tiles = tiles(schemas.file(TILES)?)?;
        // A force without a region has no place on a map: British Transport Police.
        let missing = schemas
            .geography()
            .forces()
            .find(|it| !it.region.is_empty() && !tiles.contains_key(&*it.code));
        if let Some(force) = missing {
            return Err(SchemaError::malformed(
                TILES,
                format!("the force {} has no tile", force.code),
            ));
        }
        Ok(Self { events, tiles })
    }
}

fn tiles(text: &str) -> Result<BTreeMap<String, [u32; 2]>, SchemaError> {
    let wrong = |line: usize| {
        SchemaError::malformed(
            TILES,
            format!("line {line}: must be a force, a row and a column, and no tile twice"),
        )
    };
    let mut tiles: BTreeMap<String, [u32; 2]> = BTreeMap::new();
    for (line, text) in (1..).zip(text.lines()).skip(1) {
        let cells: Vec<&str> = text.split(',').collect();
        let [force, row, column] = cells[..] else {
            return Err(wrong(line));
        };
        let place = row.parse().ok().zip(column.parse().ok());
        let (row, column) = place.ok_or_else(|| wrong(line))?;
        let is_taken = tiles.values().any(|it| *it == [row, column]);
        if is_taken || tiles.insert(force.to_owned(), [row, column]).is_some() {
            return Err(wrong(line));
        }
    }
    Ok(tiles)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_force_has_a_tile_and_no_tile_is_taken_twice() {
        let context = Context::load(&Schemas::embedded().unwrap()).unwrap();
        assert_eq!(context.tiles.len(), 43);
        assert!(context.events.len() >= 3);
        assert!(tiles("force_code,row,column\n01,1,1\n02,1,1\n").is_err());
        assert!(tiles("force_code,row,column\n01,1\n").is_err());
    }
}
