//! What a run left behind, read back.

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// Every file in a folder and the folders in it, with its bytes, sorted by path.
pub fn contents(folder: &Path) -> io::Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_symlink() {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = fs::read(&path)?;
                found.push((path, bytes));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The Parquet files among them.
pub fn parquet_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let all = contents(folder)?.into_iter().map(|it| it.0);
    Ok(all
        .filter(|it| it.extension().is_some_and(|it| it == "parquet"))
        .collect())
}

/// The rows of a Parquet file.
pub fn rows(path: &Path) -> Result<Vec<Row>, String> {
    let named = |it: String| format!("{}: {it}", path.display());
    let file = File::open(path).map_err(|it| named(it.to_string()))?;
    let reader = SerializedFileReader::new(file).map_err(|it| named(it.to_string()))?;
    let rows = reader
        .get_row_iter(None)
        .map_err(|it| named(it.to_string()))?;
    rows.collect::<Result<_, _>>()
        .map_err(|it| named(it.to_string()))
}

/// A cell as text: empty when null or when there is no such column.
pub fn text_of(row: &Row, column: &str) -> String {
    let cell = row.get_column_iter().find(|it| it.0 == column);
    match cell.map(|it| it.1) {
        None | Some(Field::Null) => String::new(),
        Some(Field::Str(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}
