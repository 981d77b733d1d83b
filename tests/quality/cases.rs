//! Cases of `planted.toml` as the files of a delivery.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The rows of a case, by table: cells by column.
type Rows = BTreeMap<String, Vec<BTreeMap<String, String>>>;

#[derive(Deserialize)]
struct File {
    case: Rows,
    plant: Vec<Plant>,
}

/// What is changed in a case to break a rule, and to just keep it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Plant {
    pub(super) rule: String,
    broken: Change,
    kept: Change,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Change {
    set: Vec<(String, usize, String, String)>,
    add: Rows,
    remove: Vec<String>,
}

/// Which case a row of a file belongs to, by table and row, counting from 1.
pub(super) type Places = BTreeMap<(String, u64), String>;

/// Writes a delivery with two cases for each rule, `H2a broken` and `H2a kept`, and its pipeline file.
/// Gives the rules and whose each row is.
pub(super) fn write(folder: &Path) -> Result<(Vec<String>, Places), String> {
    let text = include_str!("planted.toml");
    let file: File = toml::from_str(text).map_err(|it| it.to_string())?;
    let mut all: Rows = BTreeMap::new();
    let mut places = Places::new();
    let mut number = 0;
    for plant in &file.plant {
        for (how, change) in [("broken", &plant.broken), ("kept", &plant.kept)] {
            number += 1;
            let name = format!("{} {how}", plant.rule);
            for (table, rows) in changed(&file.case, change) {
                let of_table = all.entry(table.clone()).or_default();
                for row in rows {
                    let filled = |(column, value): (String, String)| {
                        let value = value
                            .replace("{ref}", &name.replace(' ', "-"))
                            .replace("{n}", &format!("{number:05}"));
                        (column, value)
                    };
                    of_table.push(row.into_iter().map(filled).collect());
                    let row = u64::try_from(of_table.len()).map_err(|it| it.to_string())?;
                    places.insert((table.clone(), row), name.clone());
                }
            }
        }
    }
    write_files(folder, &all)?;
    Ok((file.plant.into_iter().map(|it| it.rule).collect(), places))
}

fn changed(case: &Rows, change: &Change) -> Rows {
    let mut rows = case.clone();
    for (table, row, column, value) in &change.set {
        let row = rows.get_mut(table).and_then(|it| it.get_mut(*row));
        if let Some(row) = row {
            row.insert(column.clone(), value.clone());
        }
    }
    for removed in &change.remove {
        match removed.split_once('.') {
            None => {
                rows.remove(removed);
            }
            Some((table, row)) => {
                if let (Some(rows), Ok(row)) = (rows.get_mut(table), row.parse::<usize>()) {
                    rows.remove(row);
                }
            }
        }
    }
    for (table, added) in &change.add {
        rows.entry(table.clone())
            .or_default()
            .extend(added.iter().cloned());
    }
    rows
}

fn write_files(folder: &Path, all: &Rows) -> Result<(), String> {
    let failed = |it: std::io::Error| it.to_string();
    let mut pipeline = "name = \"planted\"\nas_at = \"2025-06-30\"\n".to_owned();
    for (table, rows) in all {
        let columns: BTreeSet<&String> = rows.iter().flat_map(|it| it.keys()).collect();
        let mut writer = csv::Writer::from_writer(Vec::new());
        let written = writer.write_record(&columns);
        written.map_err(|it| it.to_string())?;
        for row in rows {
            let cell = |it: &&String| row.get(*it).map_or("", String::as_str);
            let written = writer.write_record(columns.iter().map(cell));
            written.map_err(|it| it.to_string())?;
        }
        let text = writer.into_inner().map_err(|it| it.to_string())?;
        fs::write(folder.join(format!("{table}.csv")), text).map_err(failed)?;
        let agency = match table.split_once('_').map_or("", |it| it.0) {
            "court" => "courts",
            other => other,
        };
        write!(
            pipeline,
            "[[extract]]\nagency = \"{agency}\"\ntable = \"{table}\"\npath = \"{table}.csv\"\nextract_date = \"2025-06-30\"\n"
        )
        .map_err(|it| it.to_string())?;
    }
    fs::write(folder.join("pipeline.toml"), pipeline).map_err(failed)
}
