//! A folder of pages, from its first file to its own name: whoever reads it meanwhile sees the one before it, whole.

use crate::{
    Lock, StoreError,
    latest::{BUILDING, replace},
    private,
};
use std::{
    fs::{self, File},
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};

/// What the lock of a folder that is being built is called in it.
const LOCK: &str = ".lock";

/// Pages that are being built, for everybody to read, under a hidden name beside the one that they will have.
#[derive(Debug)]
pub struct PagesFolder {
    parent: PathBuf,
    name: String,
    building: PathBuf,
    lock: Lock,
}

impl PagesFolder {
    /// Makes the folder. What a job that died left of it goes; one that is at work has the lock.
    pub fn create(out: &Path) -> Result<Self, StoreError> {
        let name = out.file_name().and_then(|it| it.to_str());
        let name = name.ok_or(StoreError::RunId)?.to_owned();
        let parent = match out.parent() {
            Some(it) if !it.as_os_str().is_empty() => it.to_path_buf(),
            _ => PathBuf::from("."),
        };
        fs::create_dir_all(&parent).map_err(StoreError::writing(&parent))?;
        let building = parent.join(format!("{BUILDING}{name}"));
        let lock = Lock::take(&building)?;
        let entries = fs::read_dir(&building).map_err(StoreError::reading(&building))?;
        for entry in entries {
            let path = entry.map_err(StoreError::reading(&building))?.path();
            if path.is_dir() {
                private::remove(&path)?;
            } else if !path.ends_with(LOCK) {
                fs::remove_file(&path).map_err(StoreError::writing(&path))?;
            }
        }
        Ok(Self {
            parent,
            name,
            building,
            lock,
        })
    }

    /// Writes a whole file into it; it must not be there yet.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let path = self.building.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(StoreError::writing(folder))?;
        }
        File::create_new(&path)
            .and_then(|mut it| it.write_all(bytes))
            .map_err(StoreError::writing(&path))
    }

    /// Waits until it is on the disk and gives it its name. Pages that have the name make way in one step where the file
    /// system can.
    pub fn finish(self) -> Result<(), StoreError> {
        let lock = self.building.join(LOCK);
        match fs::remove_file(&lock) {
            Err(source) if source.kind() != ErrorKind::NotFound => {
                return Err(StoreError::writing(&lock)(source));
            }
            _ => {}
        }
        private::sync_tree(&self.building)?;
        let pages = self.parent.join(&self.name);
        if pages.exists() {
            replace(&self.parent, &self.name, &self.building, &pages)?;
        } else {
            fs::rename(&self.building, &pages).map_err(StoreError::writing(&pages))?;
        }
        drop(self.lock);
        private::sync(&self.parent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_have_their_name_once_they_are_whole() {
        let at = tempfile::tempdir().unwrap();
        let out = at.path().join("pages");
        let first = PagesFolder::create(&out).unwrap();
        first.write("index.html", b"one").unwrap();
        first.write("area/52.html", b"one").unwrap();
        assert!(!out.exists());
        first.finish().unwrap();
        assert_eq!(fs::read(out.join("area/52.html")).unwrap(), b"one");

        // One that died left a file; the next begins anew, and takes the place of the first.
        drop(
            PagesFolder::create(&out)
                .unwrap()
                .write("left.html", b"left"),
        );
        let second = PagesFolder::create(&out).unwrap();
        assert!(matches!(
            PagesFolder::create(&out),
            Err(StoreError::Locked { .. })
        ));
        second.write("index.html", b"two").unwrap();
        assert_eq!(fs::read(out.join("index.html")).unwrap(), b"one");
        second.finish().unwrap();
        let names: Vec<_> = fs::read_dir(&out)
            .unwrap()
            .map(|it| it.unwrap().file_name())
            .collect();
        assert_eq!(names, ["index.html"]);
        assert_eq!(fs::read(out.join("index.html")).unwrap(), b"two");
        assert_eq!(fs::read_dir(at.path()).unwrap().count(), 1);
    }
}
