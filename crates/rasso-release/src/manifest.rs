//! `manifest.json`: what a release is, what it was made from, and the SHA-256 of every file of it.

use crate::{ReleaseError, withdrawal::notice_of};
use rasso_store::{ReleaseFolder, StoreError, sha256_file};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// The name of the manifest in a release.
pub(crate) const MANIFEST: &str = "manifest.json";
/// The file beside it with its own SHA-256, as `sha256sum --check` reads it.
pub(crate) const MANIFEST_SUM: &str = "manifest.json.sha256";
/// The name of the certificate in a release.
pub(crate) const CERTIFICATE: &str = "certificate.json";
/// The folder of the ledger in a release.
pub(crate) const LEDGER: &str = "ledger";

/// The version of this form.
const FORM: u32 = 1;

/// What a release says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The version of this form: 1.
    pub form: u32,
    /// The release.
    pub release: String,
    /// Its number in the ledger, from 1.
    pub number: usize,
    /// The first and last quarter.
    pub quarters: [String; 2],
    /// The day up to which records tell.
    pub as_at: String,
    /// What made it.
    pub software: Software,
    /// The SHA-256 of all schemas, definitions and code lists.
    pub schemas: String,
    /// The run that it is of.
    pub run_id: String,
    /// The files that the run read, in its order.
    pub inputs: Vec<InputFile>,
    /// The digest that the disclosure policy was signed with.
    pub policy: String,
    /// By how much the tables of the certificate differ at every withheld count.
    pub width: i64,
    /// The tables.
    pub tables: Vec<ReleasedTable>,
    /// The SHA-256 of every other file of the release, by path.
    pub files: BTreeMap<String, String>,
}

/// A file that a release was made from, in the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InputFile {
    /// The agency that it is from.
    pub agency: String,
    /// The table that it holds.
    pub table: String,
    /// The day on which it was taken.
    pub extract_date: String,
    /// Its SHA-256.
    pub sha256: String,
}

/// What made a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Software {
    /// The program.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// A table of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReleasedTable {
    /// Its file.
    pub file: String,
    /// Its heading.
    pub title: String,
    /// The version of its definition.
    pub version: String,
    /// How many figures it has.
    pub rows: usize,
    /// How many of them are withheld.
    pub withheld: usize,
    /// Whether counts of earlier periods have changed and stay as they were published.
    pub revisions_held: bool,
}

impl Manifest {
    /// The version of this form.
    pub const fn newest_form() -> u32 {
        FORM
    }

    /// The text of the file.
    fn text(&self) -> String {
        // There is nothing in it that JSON cannot say.
        let text = serde_json::to_string_pretty(self).unwrap_or_default();
        text + "\n"
    }

    /// Writes it into the release, the last file but for that with its own SHA-256.
    pub fn write(&self, folder: &ReleaseFolder) -> Result<(), ReleaseError> {
        folder.write(MANIFEST, self.text().as_bytes())?;
        folder.write(MANIFEST_SUM, sum_of(folder.path())?.as_bytes())?;
        Ok(())
    }

    /// The release in `out` with the greatest number below another, and its folder. One that was withdrawn is none.
    pub(crate) fn newest_below(
        out: &Path,
        number: usize,
    ) -> Result<Option<(Self, PathBuf)>, ReleaseError> {
        let folder = out.join("releases");
        let unreadable = |source: std::io::Error| StoreError::Read {
            path: folder.clone(),
            source,
        };
        let entries = match std::fs::read_dir(&folder) {
            Err(it) if it.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            entries => entries.map_err(unreadable)?,
        };
        let mut newest: Option<(Self, PathBuf)> = None;
        for entry in entries {
            let path = entry.map_err(unreadable)?.path();
            let name = path.file_name().unwrap_or_default();
            // Hidden is what another job left unfinished; what was withdrawn has no manifest any more.
            if name.as_encoded_bytes().starts_with(b".") || !path.join(MANIFEST).exists() {
                continue;
            }
            let read = Self::read(&path)?;
            // By name where one number has two folders, so that the order on the disk decides nothing.
            let order = |it: &Self| (it.number, it.release.clone());
            let is_newer = newest.as_ref().is_none_or(|it| order(&it.0) < order(&read));
            if read.number < number && is_newer {
                newest = Some((read, path));
            }
        }
        Ok(newest)
    }

    /// Reads the manifest of a release.
    pub(crate) fn read(release: &Path) -> Result<Self, ReleaseError> {
        let path = release.join(MANIFEST);
        let file = path.display().to_string();
        let wrong = |reason: String| ReleaseError::Input {
            file: file.clone(),
            reason,
        };
        if let Some(notice) = notice_of(release)? {
            return Err(wrong(format!(
                "the release was withdrawn on {}; withdrawn.html beside it says why",
                notice.date
            )));
        }
        let text = std::fs::read_to_string(&path)
            .map_err(|it| wrong(format!("cannot be read: {}", it.kind())))?;
        let changed = || ReleaseError::Changed(format!("{file}: is not as it was written"));
        let sum = std::fs::read_to_string(release.join(MANIFEST_SUM));
        if sum.map_err(|_missing| changed())? != sum_of(release)? {
            return Err(changed());
        }
        let manifest: Self = serde_json::from_str(&text).map_err(|_damaged| changed())?;
        if manifest.form != FORM {
            return Err(wrong(
                "is of another form than this version of rasso reads".to_owned(),
            ));
        }
        Ok(manifest)
    }
}

/// What `sha256sum` says of the manifest.
fn sum_of(release: &Path) -> Result<String, ReleaseError> {
    let sum = sha256_file(&release.join(MANIFEST))?;
    Ok(format!("{sum}  {MANIFEST}\n"))
}
