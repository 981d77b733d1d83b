//! The folder of a release: its files, made before anything is recorded, and then written in one step.

use super::LEDGER;
use crate::failure::{Failure, INPUT, USAGE};
use rasso_disclosure::Made;
use rasso_release::{
    Gate, Manifest, PublishedFile, PublishedTable, Release, ReleasedTable, notice_of,
};
use rasso_store::{ReleaseFolder, checksums};
use std::{collections::BTreeSet, fs, path::Path};

/// A release in all its files but for the ledger and the manifest, which come last.
pub(super) struct Folder {
    manifest: Manifest,
    files: Vec<PublishedFile>,
}

impl Folder {
    /// Makes the files of a release beside the one before it. In the place of one that was withdrawn it is refused.
    pub(super) fn of(
        out: &Path,
        mut release: Release,
        made: &Made,
        held: &BTreeSet<String>,
    ) -> Result<Self, Failure> {
        let released = |it: &PublishedTable| ReleasedTable {
            file: format!("tables/{}.csv", it.definition().name),
            title: it.definition().title.clone(),
            version: it.definition().version.clone(),
            rows: it.rows().len(),
            withheld: it.withheld(),
            revisions_held: held.contains(&it.definition().name),
        };
        release.manifest.tables = release.tables.iter().map(released).collect();
        let place = out.join("releases").join(&release.manifest.release);
        if let Some(notice) = notice_of(&place)? {
            let what = format!(
                "nothing in it is new beside release {}, which was withdrawn on {}",
                notice.release, notice.date
            );
            return Err(Failure::new(USAGE, what).hint(format!(
                "to publish the same figures again, move the notice {} away",
                place.display()
            )));
        }
        let before = Release::before(out, &release.manifest)?;
        let mut files = release.files(before.as_ref())?;
        files.push(PublishedFile {
            name: "certificate.json".to_owned(),
            bytes: made.certificate.clone().into_bytes(),
        });
        Ok(Self {
            manifest: release.manifest,
            files,
        })
    }

    pub(super) fn files(&self) -> &[PublishedFile] {
        &self.files
    }

    /// Writes them with the ledger and the manifest, reads all of it through once more, and points `current` at it.
    pub(super) fn write(self, out: &Path, gate: &Gate) -> Result<Manifest, Failure> {
        let folder = ReleaseFolder::create(out, &self.manifest.release)?;
        for file in &self.files {
            folder.write(&file.name, &file.bytes)?;
        }
        copy(&out.join(LEDGER), LEDGER, &folder)?;
        let mut manifest = self.manifest;
        manifest.files = checksums(folder.path())?;
        manifest.write(&folder)?;
        for name in checksums(folder.path())?.keys() {
            gate.check([&PublishedFile::read(folder.path(), name)?])?;
        }
        folder.finish()?;
        Ok(manifest)
    }
}

/// Copies what the ledger holds, and not what a job of it leaves beside.
fn copy(from: &Path, name: &str, folder: &ReleaseFolder) -> Result<(), Failure> {
    let unreadable = || Failure::new(INPUT, format!("{} cannot be read", from.display()));
    let entries = fs::read_dir(from).map_err(|_why| unreadable())?;
    for entry in entries {
        let path = entry.map_err(|_why| unreadable())?.path();
        let own = path.file_name().and_then(|it| it.to_str()).unwrap_or(".");
        if own.starts_with('.') {
            continue;
        }
        let name = format!("{name}/{own}");
        if path.is_dir() {
            copy(&path, &name, folder)?;
        } else {
            let bytes = fs::read(&path).map_err(|_why| unreadable())?;
            folder.write(&name, &bytes)?;
        }
    }
    Ok(())
}
