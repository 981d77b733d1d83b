//! What a sender says of the files of a delivery, and whether it has said that they are whole.
//!
//! Either `manifest.json` in the folder of the files,
//! `{"files": [{"name": "crimes.csv", "rows": 812, "bytes": 90210, "sha256": ".."}]}`, or `crimes.csv.done`
//! beside the file, empty or with the same object of one file.

use crate::failure::{Failure, INPUT};
use rasso_extract::SourceFile;
use rasso_schema::io_reason;
use serde::Deserialize;
use serde_json::error::Category;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::Path,
};

const MANIFEST: &str = "manifest.json";
const DONE: &str = "done";

/// The exit code where a delivery is not as its sender says.
pub(crate) const UNLIKE: u8 = 7;

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

/// Whether the sender has said that a file is whole, whose SHA-256 is known.
pub(crate) fn completeness(path: &Path, sha256: &str) -> Result<Complete, Failure> {
    let (totals, is_note) = match (note(path)?, line(path)?) {
        (Some(note), _) => (note, true),
        (None, Some(line)) => (line, false),
        (None, None) => return Ok(Complete::Unsaid),
    };
    let length = fs::metadata(path).map(|it| it.len()).ok();
    if totals.bytes.is_some_and(|it| Some(it) != length) {
        return Ok(Complete::NotYet);
    }
    let is_same = |it: &String| it.trim().eq_ignore_ascii_case(sha256);
    // A note comes after its file. A manifest may come first, and says that a file is whole only by
    // what it states of its content: a file that stays another one is for the run to refuse.
    let is_said = is_note
        || match &totals.sha256 {
            Some(stated) => is_same(stated),
            None => totals.bytes.is_some(),
        };
    Ok(if is_said {
        Complete::Said
    } else {
        Complete::Unsaid
    })
}

/// What stands of a file in the note beside it, or else in the manifest of its folder.
fn stated(path: &Path) -> Result<Option<Totals>, Failure> {
    Ok(match note(path)? {
        Some(note) => Some(note),
        None => line(path)?,
    })
}

/// The note beside a file.
fn note(path: &Path) -> Result<Option<Totals>, Failure> {
    let mut done = path.as_os_str().to_owned();
    done.push(format!(".{DONE}"));
    let done = Path::new(&done);
    match text(done)? {
        None => Ok(None),
        Some(text) if text.trim().is_empty() => Ok(Some(Totals::default())),
        Some(text) => parsed(done, &text).map(Some),
    }
}

/// The line of a file in the manifest of its folder.
fn line(path: &Path) -> Result<Option<Totals>, Failure> {
    let manifest = manifest(&path.with_file_name(MANIFEST))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(manifest.and_then(|it| it.files.into_iter().find(|it| it.name == name)))
}

fn manifest(path: &Path) -> Result<Option<Manifest>, Failure> {
    let text = text(path)?;
    text.map(|it| parsed(path, &it)).transpose()
}

/// The files of a run are those of the manifests beside them, no more and no fewer.
pub(crate) fn check_manifests(files: &[SourceFile]) -> Result<(), Failure> {
    let unlike = unlike_manifests(files)?;
    if unlike.is_empty() {
        return Ok(());
    }
    Err(Failure::new(UNLIKE, unlike.join("; ")).hint(
        "a manifest names each file of its own folder, letter for letter: ask the sender for what is missing, or which file is right",
    ))
}

/// In what the folders of the files are not as their manifests say, in words.
pub(crate) fn unlike_manifests(files: &[SourceFile]) -> Result<Vec<String>, Failure> {
    let mut folders: BTreeMap<&Path, BTreeMap<&Path, &str>> = BTreeMap::new();
    for it in files {
        let folder = it.path.parent().unwrap_or_else(|| Path::new(""));
        let in_folder = folders.entry(folder).or_default();
        in_folder.insert(&it.path, &it.label);
    }
    let mut unlike = Vec::new();
    for (folder, files) in folders {
        let Some(manifest) = manifest(&folder.join(MANIFEST))? else {
            continue;
        };
        let names: BTreeSet<&str> = manifest.files.iter().map(|it| &*it.name).collect();
        let beside = files.values().next().copied().unwrap_or_default();
        for name in names.iter().filter(|it| !is_there(folder, it)) {
            let shown = Path::new(beside).with_file_name(MANIFEST);
            unlike.push(format!("`{}`: there is no file `{name}`", shown.display()));
        }
        for (path, label) in files {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            // A file that came later has a note of its own.
            if !names.contains(&*name) && note(path)?.is_none() {
                unlike.push(format!("`{label}` is not in the {MANIFEST} beside it"));
            }
        }
    }
    Ok(unlike)
}

/// Whether a file of a manifest is in its folder. A path is no name.
fn is_there(folder: &Path, name: &str) -> bool {
    Path::new(name).file_name().is_some_and(|it| it == name) && folder.join(name).is_file()
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

/// The message of the parser may quote what stands there: only the place is told, and of what kind it is.
fn parsed<T: for<'de> Deserialize<'de>>(path: &Path, text: &str) -> Result<T, Failure> {
    serde_json::from_str(text).map_err(|it| {
        let what = match it.classify() {
            Category::Eof => "it ends too soon, as a file does that was cut".to_owned(),
            Category::Syntax | Category::Io => "it is no JSON from here on".to_owned(),
            Category::Data => wrong_key(&it.to_string()).unwrap_or_else(|| {
                "a value is of another kind than its key takes".to_owned()
            }),
        };
        let message = format!(
            "`{}`, line {}, column {}: {what}",
            path.display(),
            it.line(),
            it.column()
        );
        Failure::new(INPUT, message).hint(
            "a manifest is {\"files\": [{\"name\": \"crimes.csv\", \"rows\": 812, \"bytes\": 90210, \"sha256\": \"..\"}]}; rows, bytes and sha256 may be left out",
        )
    })
}

/// The key that a manifest does not have, or lacks, by the words of the parser; a value is never told.
fn wrong_key(said: &str) -> Option<String> {
    let kinds = [
        ("unknown field `", "a manifest has no key"),
        ("missing field `", "a manifest needs the key"),
    ];
    let told = |(start, what): (&str, &str)| {
        let (key, _) = said.strip_prefix(start)?.split_once('`')?;
        Some(format!("{what} `{key}`"))
    };
    kinds.into_iter().find_map(told)
}

#[cfg(test)]
mod tests;
