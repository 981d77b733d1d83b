//! The lock that keeps two runs from writing to one output folder.

use crate::StoreError;
use std::fs::{self, File, Metadata, TryLockError};
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// The lock on an output folder, held until it is dropped. The system lets go of it when the
/// process ends, however it ends, so a lock is never stale.
///
/// Dropped before a run folder was made under it, it takes away what it made: a run that is refused
/// at its input leaves nothing.
#[derive(Debug)]
pub struct Lock {
    out: PathBuf,
    /// What taking the lock made, in the order made; empty once a run has begun.
    made: Vec<PathBuf>,
    /// Held open: closing it lets go of the lock.
    file: File,
}

impl Lock {
    /// Takes the lock on `out`, which is made when it is not there; does not wait.
    pub fn take(out: &Path) -> Result<Self, StoreError> {
        loop {
            if let Some(lock) = Self::try_take(out)? {
                return Ok(lock);
            }
        }
    }

    /// Nothing when another process took the lock's file away meanwhile: then it is made anew.
    fn try_take(out: &Path) -> Result<Option<Self>, StoreError> {
        let nearest = out.ancestors().find(|it| it.exists());
        if let Some(path) = nearest.filter(|it| !it.is_dir()) {
            let path = path.to_path_buf();
            return Err(StoreError::NotAFolder { path });
        }
        let mut made: Vec<PathBuf> = out
            .ancestors()
            .take_while(|it| !it.as_os_str().is_empty() && !it.exists())
            .map(Path::to_path_buf)
            .collect();
        made.reverse();
        fs::create_dir_all(out).map_err(StoreError::writing(out))?;
        let path = out.join(".lock");
        let opened = match File::create_new(&path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                File::options().write(true).open(&path)
            }
            Ok(file) => {
                made.push(path.clone());
                Ok(file)
            }
            failed @ Err(_) => failed,
        };
        let file = match opened {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            opened => opened.map_err(StoreError::writing(&path))?,
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(StoreError::Locked {
                    out: out.to_path_buf(),
                });
            }
            Err(TryLockError::Error(source)) => return Err(StoreError::Write { path, source }),
        }
        let mut lock = Self {
            out: out.to_path_buf(),
            made,
            file,
        };
        if !lock.is_at(&path) {
            // What stands there now is another's.
            lock.made.clear();
            return Ok(None);
        }
        Ok(Some(lock))
    }

    /// Whether the file locked is the one that others would lock.
    fn is_at(&self, path: &Path) -> bool {
        let place = |it: &Metadata| (it.dev(), it.ino());
        let there = fs::metadata(path).as_ref().map(place).ok();
        there.is_some() && there == self.file.metadata().as_ref().map(place).ok()
    }

    /// From here on a run is under way, and what the lock made stays.
    pub(crate) fn keep(&mut self) {
        self.made.clear();
    }

    /// The output folder that is locked.
    pub fn out(&self) -> &Path {
        &self.out
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Still under the lock, and the newest first. A folder that others have used is not empty and
        // stays; no failure can be told from here.
        for path in self.made.iter().rev() {
            if path.is_dir() {
                fs::remove_dir(path).ok();
            } else {
                fs::remove_file(path).ok();
            }
        }
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
    fn a_lock_that_no_run_was_made_under_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("a/b");
        drop(Lock::take(&out).unwrap());
        assert!(!folder.path().join("a").exists());

        let mut kept = Lock::take(&out).unwrap();
        kept.keep();
        drop(kept);
        drop(Lock::take(&out).unwrap());
        assert!(out.join(".lock").exists(), "it was there before");
    }

    #[test]
    fn a_lock_whose_file_was_taken_away_is_taken_anew() {
        let out = tempfile::tempdir().unwrap();
        let first = Lock::take(out.path()).unwrap();
        let path = out.path().join(".lock");
        fs::remove_file(&path).unwrap();
        assert!(!first.is_at(&path));
        let second = Lock::take(out.path()).unwrap();
        assert!(second.is_at(&path));
    }

    #[test]
    fn a_lock_on_what_is_not_a_folder_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        for out in [file.path().to_path_buf(), file.path().join("deeper")] {
            let refused = Lock::take(&out).unwrap_err();
            assert_eq!(refused.exit_code(), 2);
            assert!(
                refused
                    .to_string()
                    .ends_with("is a file; name a folder to write to")
            );
        }
    }
}
