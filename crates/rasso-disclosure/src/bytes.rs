//! Bytes of files: their SHA-256, and writing them so that no half file ever stands there.

use rasso_store::StoreError;
use sha2::{Digest as _, Sha256};
use std::{
    fmt::Write as _,
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
};

/// The SHA-256 of bytes, as 64 hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    hash.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        write!(text, "{byte:02x}").ok();
        text
    })
}

/// A file of text.
pub(crate) fn read(path: &Path) -> Result<String, StoreError> {
    fs::read_to_string(path).map_err(|source| StoreError::Read {
        path: path.to_path_buf(),
        source,
    })
}

/// Names the path of a failed write.
pub(crate) fn writing(path: &Path) -> impl FnOnce(std::io::Error) -> StoreError {
    let path = path.to_path_buf();
    move |source| StoreError::Write { path, source }
}

/// Writes a new file and waits until it is on the disk.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    File::create(path)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        })
        .map_err(writing(path))
}

/// Waits until the list of names in a folder is on the disk.
pub(crate) fn sync(folder: &Path) -> Result<(), StoreError> {
    File::open(folder)
        .and_then(|it| it.sync_all())
        .map_err(writing(folder))
}

/// A file that lies whole beside its place, and takes it when it is committed; dropped, it goes.
///
/// What can fail for want of room or rights has failed before the first of several is committed.
#[derive(Debug)]
pub struct Pending {
    beside: PathBuf,
    path: PathBuf,
}

impl Pending {
    /// Writes the bytes beside `path`.
    pub fn write(path: &Path, bytes: &[u8]) -> Result<Self, StoreError> {
        if path.is_dir() {
            let source = std::io::ErrorKind::IsADirectory.into();
            return Err(writing(path)(source));
        }
        let mut beside = path.as_os_str().to_owned();
        beside.push(".part");
        let pending = Self {
            beside: beside.into(),
            path: path.to_path_buf(),
        };
        // Named by what was asked for: nobody knows of the other.
        write(&pending.beside, bytes).map_err(|it| match it {
            StoreError::Write { source, .. } => writing(path)(source),
            other @ (StoreError::Read { .. }
            | StoreError::Locked { .. }
            | StoreError::NotAFolder { .. }
            | StoreError::RunId) => other,
        })?;
        Ok(pending)
    }

    /// Puts it in its place.
    pub fn commit(self) -> Result<(), StoreError> {
        fs::rename(&self.beside, &self.path).map_err(writing(&self.path))
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        // After a commit there is nothing; no failure can be told from here.
        fs::remove_file(&self.beside).ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_the_standard_one() {
        assert_eq!(
            sha256(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn a_file_that_is_not_committed_leaves_nothing_and_takes_no_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        fs::write(&path, "before").unwrap();
        drop(Pending::write(&path, b"after").unwrap());
        assert_eq!(read(&path).unwrap(), "before");
        Pending::write(&path, b"after").unwrap().commit().unwrap();
        assert_eq!(read(&path).unwrap(), "after");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let refused = Pending::write(folder.path(), b"x").unwrap_err();
        assert_eq!(refused.exit_code(), 6);
    }
}
