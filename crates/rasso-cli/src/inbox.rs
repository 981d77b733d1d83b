//! The files that one entry of a pipeline stands for: a file, a pattern, a folder; with the day in
//! their path, and the control totals that a manifest beside them states.

mod manifest;
mod pattern;
mod unread;

use crate::{
    failure::{Failure, INPUT, USAGE},
    pipeline::day,
    pipeline_file::ExtractEntry,
};
use pattern::{Pattern, Place};
use rasso_extract::SourceFile;
use rasso_schema::{Mapping, io_reason};
use rasso_terms::Day;
use std::{collections::BTreeMap, fs, path::Path};

pub(crate) use manifest::{Complete, UNLIKE, check_manifests, completeness, unlike_manifests};
pub(crate) use unread::unread_files;

/// Which of several senders of its table an entry is from.
pub(crate) fn source(entry: &ExtractEntry) -> &str {
    entry.source.as_deref().unwrap_or(SourceFile::ANY_SOURCE)
}

/// The files of an entry, in the order of their names.
pub(crate) fn source_files(
    entry: &ExtractEntry,
    folder: &Path,
    mapping: Option<&Mapping>,
    all: &[ExtractEntry],
    as_at: Day,
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
    check_senders(entry, &found, as_at)?;
    let mut files = Vec::new();
    for it in found {
        let told = manifest::totals(&it.path)?;
        let taken = extract_date(entry, it.day, all, as_at)?;
        files.push(SourceFile {
            source: source(entry).to_owned(),
            mapping: mapping.cloned(),
            corrects: entry.corrects.clone(),
            bytes: entry.bytes.or(told.bytes),
            rows: entry.rows.or(told.rows),
            sha256: entry.sha256.clone().or(told.sha256),
            ..SourceFile::new(entry.agency, &entry.table, it.path, it.label, taken)
        });
    }
    Ok(files)
}

/// The day of an entry: its own, that in the path of the file, or that of the file it corrects.
fn extract_date(
    entry: &ExtractEntry,
    in_path: Option<Day>,
    all: &[ExtractEntry],
    as_at: Day,
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
        // It tells of no case, so that no figure depends on when it was taken.
        (None, None) if !entry.agency.keeps_cases() => Ok(as_at),
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

/// Open names of folders stand for senders, as a rule. Taken for one, those whose latest delivery is
/// older than another's would be left out without a word.
fn check_senders(entry: &ExtractEntry, found: &[Place], as_at: Day) -> Result<(), Failure> {
    if entry.source.is_some() {
        return Ok(());
    }
    let mut latest: BTreeMap<&[String], Day> = BTreeMap::new();
    for it in found {
        let Some(day) = it.day.filter(|it| *it <= as_at) else {
            continue;
        };
        let of_sender = latest.entry(&it.folders).or_insert(day);
        *of_sender = day.max(*of_sender);
    }
    let (first, last) = (latest.values().min(), latest.values().max());
    if first == last {
        return Ok(());
    }
    let message = format!(
        "`{}` stands for folders whose latest days differ: are they of several senders?",
        entry.path
    );
    Err(Failure::new(USAGE, message).hint(
        "write an entry with a `source` for each sender; if they are all of one, give this entry a `source`",
    ))
}

/// The files that an entry stands for, in the order of their names.
fn found(entry: &ExtractEntry, folder: &Path) -> Result<Vec<Place>, Failure> {
    let written = entry.path.as_str();
    let is_folder = written.ends_with('/');
    if !is_folder && !Pattern::is_one(written) {
        return Ok(vec![Place {
            path: folder.join(written),
            label: written.to_owned(),
            ..Place::default()
        }]);
    }
    let pattern = if is_folder {
        Pattern::new(&format!("{written}*"))?
    } else {
        Pattern::new(written)?
    };
    let mut found = Vec::new();
    for place in pattern.places(folder)? {
        let metadata = fs::metadata(&place.path).map_err(|it| {
            let reason = io_reason(it.kind());
            Failure::new(
                INPUT,
                format!("`{written}`: a file it stands for cannot be read: {reason}"),
            )
        })?;
        if !metadata.is_file() || manifest::is_about_others(&place.path) {
            continue;
        }
        if place.is_stray {
            let message = format!(
                "`{}`: `{{date}}` stands for no day of the calendar in it",
                place.label
            );
            return Err(Failure::new(USAGE, message));
        }
        found.push(place);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn place(folder: &str, day: &str) -> Place {
        Place {
            day: Some(day.parse().unwrap()),
            folders: vec![folder.to_owned()],
            ..Place::default()
        }
    }

    #[test]
    fn folders_of_several_senders_are_no_deliveries_of_one() {
        let mut entry: ExtractEntry = toml::from_str(
            "agency = \"police\"\ntable = \"police_crime\"\npath = \"in/*/{date}/crimes*\"",
        )
        .unwrap();
        let mut found = vec![
            place("a", "2025-03-31"),
            place("a", "2025-06-30"),
            place("b", "2025-03-31"),
        ];
        let as_at = |it: &str| it.parse().unwrap();
        let refused = check_senders(&entry, &found, as_at("2025-06-30")).unwrap_err();
        assert_eq!(refused.code, USAGE);
        // What is after the as-at date is not read.
        assert!(check_senders(&entry, &found, as_at("2025-06-29")).is_ok());
        found.push(place("b", "2025-06-30"));
        assert!(check_senders(&entry, &found, as_at("2025-06-30")).is_ok());
        found.pop();
        entry.source = Some("force-b".to_owned());
        assert!(check_senders(&entry, &found, as_at("2025-06-30")).is_ok());
    }
}
