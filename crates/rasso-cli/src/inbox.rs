//! The files that one entry of a pipeline stands for: a file, a pattern, a folder; with the day in
//! their path, and the control totals that a manifest beside them states.

mod manifest;
mod pattern;

use crate::{
    failure::{Failure, INPUT, USAGE},
    pipeline::day,
    pipeline_file::ExtractEntry,
};
use pattern::Pattern;
use rasso_extract::SourceFile;
use rasso_schema::{Mapping, io_reason};
use rasso_terms::Day;
use std::{
    fs,
    path::{Path, PathBuf},
};

pub(crate) use manifest::{Complete, completeness};

/// A file that an entry stands for.
struct Found {
    path: PathBuf,
    label: String,
    /// The day in its path.
    day: Option<Day>,
}

/// The files of an entry, in the order of their names.
pub(crate) fn source_files(
    entry: &ExtractEntry,
    folder: &Path,
    mapping: Option<&Mapping>,
    all: &[ExtractEntry],
) -> Result<Vec<SourceFile>, Failure> {
    let found = found(entry, folder)?;
    let is_one = found.len() == 1;
    if !is_one && (entry.rows.is_some() || entry.bytes.is_some() || entry.sha256.is_some()) {
        let message = format!(
            "`{}` stands for {} files, and control totals are of one",
            entry.path,
            found.len()
        );
        let hint = "put a manifest.json beside the files: README.md says how";
        return Err(Failure::new(USAGE, message).hint(hint));
    }
    let mut files = Vec::new();
    for it in found {
        let told = manifest::totals(&it.path)?;
        files.push(SourceFile {
            agency: entry.agency,
            table: entry.table.clone(),
            source: entry.source.clone().unwrap_or_else(|| "all".to_owned()),
            mapping: mapping.cloned(),
            extract_date: extract_date(entry, it.day, all)?,
            corrects: entry.corrects.clone(),
            bytes: entry.bytes.or(told.bytes),
            rows: entry.rows.or(told.rows),
            sha256: entry.sha256.clone().or(told.sha256),
            path: it.path,
            label: it.label,
        });
    }
    Ok(files)
}

/// The day of an entry: its own, that in the path of the file, or that of the file it corrects.
fn extract_date(
    entry: &ExtractEntry,
    in_path: Option<Day>,
    all: &[ExtractEntry],
) -> Result<Day, Failure> {
    let own = entry
        .extract_date
        .as_deref()
        .map(|it| day(it, "extract_date"));
    match (own.transpose()?, in_path) {
        (Some(own), Some(in_path)) if own != in_path => Err(Failure::new(
            USAGE,
            format!(
                "`{}`: `extract_date` is {own}, and the path says {in_path}",
                entry.path
            ),
        )),
        (Some(day), _) | (None, Some(day)) => Ok(day),
        (None, None) => {
            let corrected = entry.corrects.as_ref().and_then(|label| {
                let it = all.iter().find(|it| it.path == *label)?;
                it.extract_date.as_deref()
            });
            let Some(text) = corrected else {
                let message = format!("`{}` has no `extract_date`", entry.path);
                let hint = "say the day it was taken, or put `{date}` where its path holds one";
                return Err(Failure::new(USAGE, message).hint(hint));
            };
            day(text, "extract_date")
        }
    }
}

fn found(entry: &ExtractEntry, folder: &Path) -> Result<Vec<Found>, Failure> {
    let written = entry.path.as_str();
    let is_folder = written.ends_with('/');
    if !is_folder && !Pattern::is_one(written) {
        return Ok(vec![Found {
            path: folder.join(written),
            label: written.to_owned(),
            day: None,
        }]);
    }
    let pattern = if is_folder {
        format!("{written}*")
    } else {
        written.to_owned()
    };
    let pattern = Pattern::new(&pattern, folder)
        .map_err(|it| Failure::new(USAGE, format!("`{written}`: {it}")))?;
    let mut found = Vec::new();
    for path in pattern.matches() {
        let metadata = fs::metadata(&path).map_err(|it| {
            let reason = io_reason(it.kind());
            Failure::new(
                INPUT,
                format!("`{written}`: a file it stands for cannot be read: {reason}"),
            )
        })?;
        if !metadata.is_file() || manifest::is_about_others(&path) {
            continue;
        }
        let label = pattern.label(&path);
        let day = pattern
            .day(&label)
            .map_err(|it| Failure::new(USAGE, format!("`{label}`: {it}")))?;
        found.push(Found { path, label, day });
    }
    found.sort_by(|a, b| a.label.cmp(&b.label));
    if found.is_empty() {
        let what = if is_folder {
            "there is no file in this folder"
        } else {
            "no file is named so"
        };
        return Err(Failure::new(INPUT, format!("`{written}`: {what}"))
            .hint("check `path` in the pipeline file; it counts from that file's folder"));
    }
    Ok(found)
}
