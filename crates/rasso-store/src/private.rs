//! Folders and files that only their owner may read, and getting them onto the disk.

use crate::StoreError;
use std::fs::{self, DirBuilder, File};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

/// Makes a folder that only its owner may enter; it must not be there yet.
pub(crate) fn folder(path: &Path) -> Result<(), StoreError> {
    DirBuilder::new()
        .mode(0o700)
        .create(path)
        .map_err(StoreError::writing(path))
}

/// Makes a new file that only its owner may read.
pub(crate) fn file(path: &Path) -> Result<File, StoreError> {
    File::options()
        .create_new(true)
        .append(true)
        .mode(0o600)
        .open(path)
        .map_err(StoreError::writing(path))
}

/// Deletes a folder and all in it; one that is not there is no failure.
pub(crate) fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_dir_all(path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(StoreError::Write {
            path: path.to_path_buf(),
            source,
        }),
        _ => Ok(()),
    }
}

/// Waits until a file, or the list of names in a folder, is on the disk.
pub(crate) fn sync(path: &Path) -> Result<(), StoreError> {
    File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(StoreError::writing(path))
}

/// Waits until a folder and everything in it is on the disk.
pub(crate) fn sync_tree(folder: &Path) -> Result<(), StoreError> {
    for entry in fs::read_dir(folder).map_err(StoreError::reading(folder))? {
        let entry = entry.map_err(StoreError::reading(folder))?;
        let path = entry.path();
        let kind = entry.file_type().map_err(StoreError::reading(&path))?;
        if kind.is_dir() {
            sync_tree(&path)?;
        } else if kind.is_file() {
            sync(&path)?;
        }
    }
    sync(folder)
}
