//! Extracts of an invented world, changed.

use crate::world::edit;
use std::collections::BTreeMap;
use std::path::Path;

/// A row: cells by column.
pub(super) type Row = BTreeMap<String, String>;

/// Changes the rows of a table's extracts, or takes them out where `change` says no, and takes the
/// control totals away.
pub(super) fn rewrite(
    folder: &Path,
    table: &str,
    change: impl Fn(&mut Row) -> bool,
) -> Result<(), String> {
    for day in ["2025-03-31", "2025-06-30"] {
        let path = folder.join(format!("extracts/{day}/{table}.csv"));
        let mut reader = csv::Reader::from_path(&path).map_err(|it| it.to_string())?;
        let columns = reader.headers().map_err(|it| it.to_string())?.clone();
        let mut writer = csv::Writer::from_writer(Vec::new());
        let mut written = writer.write_record(&columns);
        for row in reader.deserialize() {
            let mut row: Row = row.map_err(|it| it.to_string())?;
            if change(&mut row) {
                let cells = columns.iter().map(|it| row[it].as_str());
                written = written.and_then(|()| writer.write_record(cells));
            }
        }
        written.map_err(|it| it.to_string())?;
        let text = writer.into_inner().map_err(|it| it.to_string())?;
        std::fs::write(path, text).map_err(|it| it.to_string())?;
    }
    let pipeline = folder.join("pipeline.toml");
    edit(&pipeline, &pipeline, |pipeline| {
        let extracts = pipeline.get_mut("extract").and_then(|it| it.as_array_mut());
        for extract in extracts.into_iter().flatten() {
            if let Some(extract) = extract.as_table_mut() {
                extract.remove("rows");
                extract.remove("sha256");
            }
        }
    })
}
