//! Paths that stand for several files.

use glob::{MatchOptions, glob_with};
use rasso_terms::Day;
use regex_lite::Regex;
use std::path::{Path, PathBuf};

/// Where a day stands in a path.
const DATE: &str = "{date}";

/// A path with `*`, `?` and `{date}`, from a folder.
pub(super) struct Pattern {
    folder: PathBuf,
    glob: String,
    /// Finds the day in the label of a file.
    day: Option<Regex>,
}

impl Pattern {
    /// Whether a path stands for several files.
    pub(super) fn is_one(path: &str) -> bool {
        path.contains(['*', '?']) || path.contains(DATE)
    }

    pub(super) fn new(written: &str, folder: &Path) -> Result<Self, String> {
        if written.matches(DATE).count() > 1 {
            return Err(format!("`{DATE}` stands there more than once"));
        }
        let from = glob::Pattern::escape(&folder.to_string_lossy());
        let in_glob = written.replace('[', "[[]").replace(DATE, "[0-9]*[0-9]");
        let glob = if folder.as_os_str().is_empty() {
            in_glob
        } else {
            format!("{from}/{in_glob}")
        };
        let day = written
            .contains(DATE)
            .then(|| day_in(written))
            .transpose()?;
        Ok(Self {
            folder: folder.to_path_buf(),
            glob,
            day,
        })
    }

    /// The files, without hidden ones: half-copied files are often hidden.
    pub(super) fn matches(&self) -> Vec<PathBuf> {
        let options = MatchOptions {
            case_sensitive: true,
            require_literal_separator: true,
            require_literal_leading_dot: true,
        };
        let paths = glob_with(&self.glob, options).into_iter().flatten();
        // What may not be entered is not there for this user; a file that may not be read is told.
        paths.filter_map(Result::ok).collect()
    }

    /// The name of a file, from the folder of the pipeline file.
    pub(super) fn label(&self, path: &Path) -> String {
        let from_folder = path.strip_prefix(&self.folder).unwrap_or(path);
        from_folder.to_string_lossy().into_owned()
    }

    /// The day in a label, where the pattern has one.
    pub(super) fn day(&self, label: &str) -> Result<Option<Day>, String> {
        let Some(regex) = &self.day else {
            return Ok(None);
        };
        let digits = regex.captures(label).and_then(|it| it.get(1));
        let digits: String = digits
            .map_or("", |it| it.as_str())
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        let part = |range| digits.get(range).unwrap_or_default();
        let iso = format!("{}-{}-{}", part(0..4), part(4..6), part(6..8));
        iso.parse()
            .map(Some)
            .map_err(|_malformed| format!("`{DATE}` stands for no day of the calendar in it"))
    }
}

/// The pattern as a regular expression whose group is the day.
fn day_in(written: &str) -> Result<Regex, String> {
    let mut text = "^".to_owned();
    let mut rest = written;
    while let Some(c) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix(DATE) {
            text.push_str("(\\d{4}-?\\d{2}-?\\d{2})");
            rest = after;
            continue;
        }
        match c {
            '*' => text.push_str("[^/]*"),
            '?' => text.push_str("[^/]"),
            c if c.is_alphanumeric() => text.push(c),
            c => {
                text.push('\\');
                text.push(c);
            }
        }
        rest = &rest[c.len_utf8()..];
    }
    text.push('$');
    Regex::new(&text).map_err(|_bad| "the pattern cannot be used".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_pattern_finds_its_files_with_their_days_and_no_hidden_ones() {
        let dir = tempfile::tempdir().unwrap();
        for name in [
            "in/2025-03-31/b[1].csv",
            "in/20250630/a.csv",
            "in/2025-06-30/.c.csv",
            "in/x1/d.csv",
        ] {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let pattern = Pattern::new("in/{date}/*.csv", dir.path()).unwrap();
        let mut found: Vec<(String, String)> = pattern
            .matches()
            .iter()
            .map(|it| {
                let label = pattern.label(it);
                let day = pattern.day(&label).unwrap().unwrap().to_string();
                (label, day)
            })
            .collect();
        found.sort();
        let [a, b] = found.as_slice() else {
            panic!("{} files", found.len());
        };
        assert_eq!((&*a.0, &*a.1), ("in/2025-03-31/b[1].csv", "2025-03-31"));
        assert_eq!((&*b.0, &*b.1), ("in/20250630/a.csv", "2025-06-30"));
        assert!(Pattern::new("{date}/{date}", dir.path()).is_err());
        assert!(!Pattern::is_one("in/b[1].csv"));
    }
}
