//! The folder of one release, from its first file to its own name.

use crate::{
    StoreError, checksums,
    latest::{BUILDING, replace, sweep},
    private,
};
use std::{
    fs::{self, File, Permissions},
    io::{ErrorKind, Write as _},
    os::unix::fs::{PermissionsExt as _, symlink},
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

    /// Clears away or brings back what a job that died left between two names. Only for the holder of the lock on `out`.
    pub fn sweep(out: &Path) -> Result<(), StoreError> {
        let releases = out.join("releases");
        if releases.is_dir() {
            sweep(&releases)?;
        }
        Ok(())
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
        point_current(&self.out, &self.id)?;
        Ok(release)
    }

    /// Puts what was written in the place of the release of this name, of which a copy stays in a folder `kept` that only
    /// its owner may enter, and points `current` at another release, or at none. Gives the place of the copy.
    /// Cut off at any point it can be asked for again, after a [`sweep`](Self::sweep).
    pub fn take_back(self, kept: &Path, current: Option<&str>) -> Result<PathBuf, StoreError> {
        private::sync_tree(&self.building)?;
        match fs::create_dir(kept) {
            Err(source) if source.kind() != ErrorKind::AlreadyExists => {
                return Err(StoreError::writing(kept)(source));
            }
            _ => {}
        }
        fs::set_permissions(kept, Permissions::from_mode(0o700))
            .map_err(StoreError::writing(kept))?;
        let releases = self.out.join("releases");
        let release = releases.join(&self.id);
        let aside = keep(&release, kept, &self.id)?;
        private::sync(&self.out)?;
        // First, so that whoever follows the link never comes to the notice.
        let link = self.out.join(CURRENT);
        let is_current = fs::read_link(&link).is_ok_and(|it| it.ends_with(&self.id));
        match current {
            Some(other) if is_current => point_current(&self.out, other)?,
            None if is_current => {
                fs::remove_file(&link).map_err(StoreError::writing(&link))?;
                private::sync(&self.out)?;
            }
            _ => {}
        }
        replace(&releases, &self.id, &self.building, &release)?;
        private::sync(&releases)?;
        Ok(aside)
    }
}

/// Copies a release into a folder, whole or not at all, beside what was kept there of the same name before. One that is there
/// already, as of a job that was cut off, is not copied again.
fn keep(release: &Path, kept: &Path, id: &str) -> Result<PathBuf, StoreError> {
    let sums = checksums(release)?;
    let mut aside = kept.join(id);
    let mut again = 1;
    while aside.exists() {
        if checksums(&aside)? == sums {
            return Ok(aside);
        }
        again += 1;
        aside = kept.join(format!("{id}-again-{again}"));
    }
    let copying = kept.join(format!("{BUILDING}{id}"));
    private::remove(&copying)?;
    copy(release, &copying)?;
    fs::rename(&copying, &aside).map_err(StoreError::writing(&aside))?;
    private::sync(kept)?;
    Ok(aside)
}

/// Copies a folder and all in it onto the disk.
fn copy(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::create_dir(to).map_err(StoreError::writing(to))?;
    for entry in fs::read_dir(from).map_err(StoreError::reading(from))? {
        let entry = entry.map_err(StoreError::reading(from))?;
        let (path, copied) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &copied)?;
        } else {
            fs::copy(&path, &copied).map_err(StoreError::writing(&copied))?;
            private::sync(&copied)?;
        }
    }
    private::sync(to)
}

/// Points `current` at a release that is there.
fn point_current(out: &Path, id: &str) -> Result<(), StoreError> {
    let next = out.join(NEXT);
    symlink(Path::new("releases").join(id), &next)
        .and_then(|()| fs::rename(&next, out.join(CURRENT)))
        .map_err(StoreError::writing(&next))?;
    private::sync(out)
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

    #[test]
    fn what_is_taken_back_makes_way_for_its_notice_and_is_kept() {
        let out = tempfile::tempdir().unwrap();
        for id in ["a-1", "a-2"] {
            let release = ReleaseFolder::create(out.path(), id).unwrap();
            release.write("tables/a.csv", id.as_bytes()).unwrap();
            release.finish().unwrap();
        }
        let text = |it: &str| fs::read_to_string(out.path().join(it)).ok();
        let kept = out.path().join("withdrawn");
        for (id, current) in [("a-2", Some("a-1")), ("a-1", None)] {
            let notice = ReleaseFolder::create(out.path(), id).unwrap();
            notice.write("notice", b"why").unwrap();
            let aside = notice.take_back(&kept, current).unwrap();
            assert_eq!(fs::read(aside.join("tables/a.csv")).unwrap(), id.as_bytes());
            assert_eq!(text(&format!("releases/{id}/notice")).unwrap(), "why");
            assert_eq!(text(&format!("releases/{id}/tables/a.csv")), None);
            assert_eq!(text("current/tables/a.csv").as_deref(), current);
        }
        // The same name with other figures, taken back too: both are kept.
        for bytes in ["other", "other"] {
            let release = ReleaseFolder::create(out.path(), "a-1").unwrap();
            release.write("tables/a.csv", bytes.as_bytes()).unwrap();
            release.finish().unwrap();
            let notice = ReleaseFolder::create(out.path(), "a-1").unwrap();
            notice.write("notice", b"why").unwrap();
            let aside = notice.take_back(&kept, None).unwrap();
            assert!(aside.ends_with("a-1-again-2"));
        }
        assert_eq!(fs::read(kept.join("a-1/tables/a.csv")).unwrap(), b"a-1");
        assert_eq!(fs::read_dir(&kept).unwrap().count(), 3);
        // A job that died between the two names of a replacement.
        let moved = out.path().join("releases/a-2");
        fs::rename(&moved, out.path().join("releases/.replaced-a-2")).unwrap();
        ReleaseFolder::sweep(out.path()).unwrap();
        assert!(moved.exists());
        let mode = fs::metadata(&kept).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }
}
