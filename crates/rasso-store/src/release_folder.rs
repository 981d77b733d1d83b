//! The folder of one release, from its first file to its own name.

use crate::{
    StoreError,
    latest::{BUILDING, replace, sweep},
    private,
};
use std::{
    fs::{self, File},
    io::{ErrorKind, Write as _},
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};

/// The link to the newest complete release, and what it is called before the rename that makes it so.
const CURRENT: &str = "current";
const NEXT: &str = ".current-next";

/// A release that is being built, for everybody to read. Only for the holder of a lock on it.
#[derive(Debug)]
pub struct ReleaseFolder {
    out: PathBuf,
    id: String,
    building: PathBuf,
}

impl ReleaseFolder {
    /// Clears away what a job that died left behind, and makes the folder of this release, under a hidden name.
    pub fn create(out: &Path, id: &str) -> Result<Self, StoreError> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if id.is_empty() || !id.chars().all(plain) {
            return Err(StoreError::RunId);
        }
        let releases = out.join("releases");
        fs::create_dir_all(&releases).map_err(StoreError::writing(&releases))?;
        sweep(&releases)?;
        match fs::remove_file(out.join(NEXT)) {
            Err(source) if source.kind() != ErrorKind::NotFound => {
                return Err(StoreError::writing(&out.join(NEXT))(source));
            }
            _ => {}
        }
        let building = releases.join(format!("{BUILDING}{id}"));
        fs::create_dir(&building).map_err(StoreError::writing(&building))?;
        Ok(Self {
            out: out.to_path_buf(),
            id: id.to_owned(),
            building,
        })
    }

    /// The folder as it stands now; it has another path once finished.
    pub fn path(&self) -> &Path {
        &self.building
    }

    /// Writes a whole file into the release; it must not be there yet.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let path = self.building.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(StoreError::writing(folder))?;
        }
        File::create_new(&path)
            .and_then(|mut it| it.write_all(bytes))
            .map_err(StoreError::writing(&path))
    }

    /// Waits until it is on the disk, gives it its name and points `current` at it. An earlier release of the same id
    /// makes way.
    pub fn finish(self) -> Result<PathBuf, StoreError> {
        private::sync_tree(&self.building)?;
        let releases = self.out.join("releases");
        let release = releases.join(&self.id);
        if release.exists() {
            replace(&releases, &self.id, &self.building, &release)?;
        } else {
            fs::rename(&self.building, &release).map_err(StoreError::writing(&release))?;
        }
        private::sync(&releases)?;
        let next = self.out.join(NEXT);
        symlink(Path::new("releases").join(&self.id), &next)
            .and_then(|()| fs::rename(&next, self.out.join(CURRENT)))
            .map_err(StoreError::writing(&next))?;
        private::sync(&self.out)?;
        Ok(release)
    }
}

impl Drop for ReleaseFolder {
    fn drop(&mut self) {
        // Gone already after a finish. A failure cannot be told from here; the next job tries again.
        fs::remove_dir_all(&self.building).ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_there_whole_or_not_at_all() {
        let out = tempfile::tempdir().unwrap();
        let first = ReleaseFolder::create(out.path(), "2025-Q2-1").unwrap();
        first.write("tables/a.csv", b"a\n").unwrap();
        assert!(!out.path().join(CURRENT).exists());
        assert!(first.write("tables/a.csv", b"b\n").is_err(), "written over");
        first.finish().unwrap();
        let current = || fs::read_to_string(out.path().join(CURRENT).join("tables/a.csv")).unwrap();
        assert_eq!(current(), "a\n");
        let second = ReleaseFolder::create(out.path(), "2025-Q3-2").unwrap();
        second.write("tables/a.csv", b"c\n").unwrap();
        drop(second);
        assert_eq!(current(), "a\n");
        let again = ReleaseFolder::create(out.path(), "2025-Q2-1").unwrap();
        again.write("tables/a.csv", b"d\n").unwrap();
        again.finish().unwrap();
        assert_eq!(current(), "d\n");
        let left = fs::read_dir(out.path().join("releases")).unwrap().count();
        assert_eq!(left, 1, "something was left behind");
        assert!(ReleaseFolder::create(out.path(), "../x").is_err());
    }
}
