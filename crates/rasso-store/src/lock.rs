//! The lock that keeps two runs from writing to one output folder.

use crate::StoreError;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

/// The lock on an output folder, held until it is dropped. The system lets go of it when the
/// process ends, however it ends, so a lock is never stale.
#[derive(Debug)]
pub struct Lock {
    out: PathBuf,
    /// Held open: closing it lets go of the lock.
    _file: File,
}

impl Lock {
    /// Takes the lock on `out`, which is made when it is not there; does not wait.
    pub fn take(out: &Path) -> Result<Self, StoreError> {
        fs::create_dir_all(out).map_err(StoreError::writing(out))?;
        let path = out.join(".lock");
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(StoreError::writing(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self {
                out: out.to_path_buf(),
                _file: file,
            }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Locked {
                out: out.to_path_buf(),
            }),
            Err(TryLockError::Error(source)) => Err(StoreError::Write { path, source }),
        }
    }

    /// The output folder that is locked.
    pub fn out(&self) -> &Path {
        &self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_run_is_refused_until_the_first_ends() {
        let out = tempfile::tempdir().unwrap();
        let first = Lock::take(out.path()).unwrap();
        let refused = Lock::take(out.path()).unwrap_err();
        assert_eq!(refused.exit_code(), 5);
        assert!(
            refused
                .to_string()
                .starts_with("another run holds the lock on ")
        );
        drop(first);
        assert_eq!(Lock::take(out.path()).unwrap().out(), out.path());
    }

    #[test]
    fn a_lock_on_what_is_not_a_folder_is_a_failed_write() {
        let file = tempfile::NamedTempFile::new().unwrap();
        assert_eq!(Lock::take(file.path()).unwrap_err().exit_code(), 6);
    }
}
