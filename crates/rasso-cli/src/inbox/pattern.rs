//! Paths that stand for several files.

mod names;

use crate::failure::{Failure, INPUT, USAGE};
use names::{Names, Read};
use rasso_schema::io_reason;
use rasso_terms::Day;
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Where a day stands in a path.
const DATE: &str = "{date}";

/// A path with `*`, `?` and `{date}`.
pub(super) struct Pattern {
    written: String,
    /// Its parts, a folder each and at last the file.
    parts: Vec<Part>,
}

enum Part {
    Plain(String),
    Names(Names),
}

/// A file, or on the way to one a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) path: PathBuf,
    /// Its name, from the folder of the pipeline file.
    pub(super) label: String,
    /// The day in it.
    pub(super) day: Option<Day>,
    /// The name that has something else where the day should stand.
    pub(super) is_stray: bool,
    /// What `*` and `?` stand for in the folders above it: the senders, as a rule.
    pub(super) folders: Vec<String>,
}

impl Pattern {
    /// Whether a path stands for several files.
    pub(super) fn is_one(path: &str) -> bool {
        path.contains(['*', '?']) || path.contains(DATE)
    }

    pub(super) fn new(written: &str) -> Result<Self, Failure> {
        let refused = |it: String| Failure::new(USAGE, format!("`{written}`: {it}"));
        if written.matches(DATE).count() > 1 {
            return Err(refused(format!("`{DATE}` stands there more than once")));
        }
        if written.contains("**") {
            let hint = "`*` stands for letters of one name: write a `*` for each folder";
            return Err(refused("`**` stands for nothing".to_owned()).hint(hint));
        }
        let parts = written.split('/').filter(|it| !matches!(*it, "" | "."));
        let part = |it: &str| {
            if Self::is_one(it) {
                Names::new(it).map(Part::Names)
            } else {
                Ok(Part::Plain(it.to_owned()))
            }
        };
        Ok(Self {
            written: written.to_owned(),
            parts: parts.map(part).collect::<Result<_, _>>().map_err(refused)?,
        })
    }

    /// What has such a name, from a folder; without hidden ones: half-copied files are often hidden.
    pub(super) fn places(&self, folder: &Path) -> Result<Vec<Place>, Failure> {
        let mut places = vec![if self.written.starts_with('/') {
            Place {
                path: PathBuf::from("/"),
                label: "/".to_owned(),
                ..Place::default()
            }
        } else {
            Place {
                path: folder.to_path_buf(),
                ..Place::default()
            }
        }];
        for (at, part) in (1..).zip(&self.parts) {
            let is_folder = at < self.parts.len();
            let mut inside = Vec::new();
            for place in &places {
                match part {
                    Part::Plain(name) => inside.extend(self.named(place, name)?),
                    Part::Names(names) => inside.extend(self.fitting(place, names, is_folder)?),
                }
            }
            places = inside;
        }
        Ok(places)
    }

    fn named(&self, place: &Place, name: &str) -> Result<Option<Place>, Failure> {
        let inside = place.inside(name);
        match fs::symlink_metadata(&inside.path) {
            Ok(_) => Ok(Some(inside)),
            Err(it) if is_absent(&it) => Ok(None),
            Err(it) => Err(self.unreadable(&it)),
        }
    }

    fn fitting(&self, at: &Place, names: &Names, is_folder: bool) -> Result<Vec<Place>, Failure> {
        let mut found = Vec::new();
        let folder = if at.path.as_os_str().is_empty() {
            Path::new(".")
        } else {
            &at.path
        };
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(it) if is_absent(&it) => return Ok(found),
            Err(it) => return Err(self.unreadable(&it)),
        };
        for entry in entries {
            let name = entry.map_err(|it| self.unreadable(&it))?.file_name();
            let Some(read) = names.read(&name.to_string_lossy()) else {
                continue;
            };
            if is_folder && !self.is_folder(&at.path.join(&name))? {
                continue;
            }
            let Some(name) = name.to_str() else {
                let message = format!("`{}`: a name that fits it is not UTF-8 text", self.written);
                return Err(Failure::new(INPUT, message).hint("give the file another name"));
            };
            found.push(at.read_as(name, read, is_folder));
        }
        Ok(found)
    }

    fn is_folder(&self, path: &Path) -> Result<bool, Failure> {
        match fs::metadata(path) {
            Ok(metadata) => Ok(metadata.is_dir()),
            Err(it) if is_absent(&it) => Ok(false),
            Err(it) => Err(self.unreadable(&it)),
        }
    }

    fn unreadable(&self, error: &io::Error) -> Failure {
        let reason = io_reason(error.kind());
        let message = format!(
            "`{}`: a folder it leads through cannot be read: {reason}",
            self.written
        );
        Failure::new(INPUT, message)
    }
}

/// A file where the pattern has a folder is as little a match as nothing at all.
fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

impl Place {
    fn inside(&self, name: &str) -> Self {
        let gap = if self.label.is_empty() || self.label.ends_with('/') {
            ""
        } else {
            "/"
        };
        Self {
            path: self.path.join(name),
            label: format!("{}{gap}{name}", self.label),
            ..self.clone()
        }
    }

    fn read_as(&self, name: &str, read: Read, is_folder: bool) -> Self {
        let mut inside = self.inside(name);
        inside.day = inside.day.or(read.day);
        inside.is_stray |= read.is_stray;
        inside.folders.extend(read.wild.filter(|_| is_folder));
        inside
    }
}

#[cfg(test)]
mod tests;
