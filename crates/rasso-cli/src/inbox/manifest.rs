//! What a sender says of the files of a delivery, and whether it has said that they are whole.
//!
//! Either `manifest.json` in the folder of the files,
//! `{"files": [{"name": "crimes.csv", "rows": 812, "bytes": 90210, "sha256": ".."}]}`, or `crimes.csv.done`
//! beside the file, empty or with the same object of one file.

use crate::failure::{Failure, INPUT};
use rasso_schema::io_reason;
use serde::Deserialize;
use std::{fs, io, path::Path};

const MANIFEST: &str = "manifest.json";
const DONE: &str = "done";

/// Control totals of one file; what is not stated is not checked.
#[derive(Debug, Default, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Totals {
    #[serde(default)]
    name: String,
    pub(crate) rows: Option<u64>,
    pub(crate) bytes: Option<u64>,
    pub(crate) sha256: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    files: Vec<Totals>,
}

/// How it is known that a file is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Complete {
    /// Its sender says so.
    Said,
    /// A manifest is there and the file is not as it says: it still comes in.
    NotYet,
    /// Nobody says anything.
    Unsaid,
}

/// Whether a file is about others, and so is no extract.
pub(super) fn is_about_others(path: &Path) -> bool {
    path.file_name().is_some_and(|it| it == MANIFEST)
        || path.extension().is_some_and(|it| it == DONE)
}

/// What the sender states of a file.
pub(super) fn totals(path: &Path) -> Result<Totals, Failure> {
    Ok(stated(path)?.unwrap_or_default())
}

/// Whether the sender has said that a file is whole.
pub(crate) fn completeness(path: &Path) -> Result<Complete, Failure> {
    let Some(totals) = stated(path)? else {
        return Ok(Complete::Unsaid);
    };
    let length = fs::metadata(path).map(|it| it.len()).ok();
    let is_whole = totals.bytes.is_none_or(|it| Some(it) == length);
    Ok(if is_whole {
        Complete::Said
    } else {
        Complete::NotYet
    })
}

/// What stands of a file in the note beside it, or else in the manifest of its folder.
fn stated(path: &Path) -> Result<Option<Totals>, Failure> {
    let mut done = path.as_os_str().to_owned();
    done.push(format!(".{DONE}"));
    if let Some(text) = text(Path::new(&done))? {
        return if text.trim().is_empty() {
            Ok(Some(Totals::default()))
        } else {
            parsed(Path::new(&done), &text).map(Some)
        };
    }
    let manifest = path.with_file_name(MANIFEST);
    let Some(text) = text(&manifest)? else {
        return Ok(None);
    };
    let files = parsed::<Manifest>(&manifest, &text)?.files;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(files.into_iter().find(|it| it.name == name))
}

fn text(path: &Path) -> Result<Option<String>, Failure> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => {
            let reason = io_reason(error.kind());
            let message = format!("cannot read `{}`: {reason}", path.display());
            Err(Failure::new(INPUT, message))
        }
    }
}

/// The message of the parser may quote what stands there: only the place is told.
fn parsed<T: for<'de> Deserialize<'de>>(path: &Path, text: &str) -> Result<T, Failure> {
    serde_json::from_str(text).map_err(|it| {
        let message = format!(
            "`{}`, line {}: it is no manifest of a delivery",
            path.display(),
            it.line()
        );
        Failure::new(INPUT, message).hint(
            "{\"files\": [{\"name\": \"crimes.csv\", \"rows\": 812, \"bytes\": 90210, \"sha256\": \"..\"}]}; rows, bytes and sha256 may be left out",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_come_from_the_note_beside_the_file_or_the_manifest_of_the_folder() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("crimes.csv");
        fs::write(&file, "four").unwrap();
        assert_eq!(completeness(&file).unwrap(), Complete::Unsaid);
        let manifest = dir.path().join(MANIFEST);
        fs::write(
            &manifest,
            r#"{"files": [{"name": "crimes.csv", "rows": 1, "bytes": 5}]}"#,
        )
        .unwrap();
        assert_eq!(totals(&file).unwrap().rows, Some(1));
        assert_eq!(completeness(&file).unwrap(), Complete::NotYet);
        fs::write(&file, "fives").unwrap();
        assert_eq!(completeness(&file).unwrap(), Complete::Said);
        let done = dir.path().join("crimes.csv.done");
        fs::write(&done, r#"{"rows": 2}"#).unwrap();
        assert_eq!(
            (totals(&file).unwrap().rows, totals(&file).unwrap().bytes),
            (Some(2), None)
        );
        fs::write(&done, "").unwrap();
        assert_eq!(totals(&file).unwrap(), Totals::default());
        assert_eq!(completeness(&file).unwrap(), Complete::Said);
        fs::write(&done, "rows: 2").unwrap();
        assert!(totals(&file).is_err());
        assert!(is_about_others(&done) && is_about_others(&manifest) && !is_about_others(&file));
    }
}
