//! Giving a finished run its name, and pointing `latest` at it.

use crate::{StoreError, private};
use rustix::fs::{CWD, RenameFlags, renameat_with};
use std::fs;
use std::io::{self, ErrorKind};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

/// What a folder is called while it is built; a run id follows.
pub(crate) const BUILDING: &str = ".building-";
/// What an earlier run of the same id is called while the new one takes its place.
const REPLACED: &str = ".replaced-";
/// The next `latest`, before the rename that makes it so.
const NEXT: &str = ".latest-next";

/// The newest complete run of an output folder, or nothing when there is none.
pub fn latest(out: &Path) -> Result<Option<PathBuf>, StoreError> {
    let link = out.join("runs").join("latest");
    match fs::read_link(&link) {
        Ok(run) => Ok(Some(out.join("runs").join(run))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(StoreError::Read { path: link, source }),
    }
}

/// Gives the folder built under `runs` its own name and points `latest` at it.
pub(crate) fn publish(runs: &Path, run_id: &str) -> Result<PathBuf, StoreError> {
    let building = runs.join(format!("{BUILDING}{run_id}"));
    let run = runs.join(run_id);
    if run.exists() {
        replace(runs, run_id, &building, &run)?;
    } else {
        fs::rename(&building, &run).map_err(StoreError::writing(&run))?;
    }
    private::sync(runs)?;
    point_latest(runs, run_id)?;
    Ok(run)
}

/// Puts a run in the place of an earlier one of the same id, which `latest` may point at.
pub(crate) fn replace(
    runs: &Path,
    run_id: &str,
    building: &Path,
    run: &Path,
) -> Result<(), StoreError> {
    // Swapped in one step where the file system can, so that `latest` never points at nothing.
    if renameat_with(CWD, building, CWD, run, RenameFlags::EXCHANGE).is_ok() {
        return private::remove(building);
    }
    // Elsewhere (NFS, say) in two; `sweep` undoes the first should the second never come.
    let replaced = runs.join(format!("{REPLACED}{run_id}"));
    fs::rename(run, &replaced).map_err(StoreError::writing(run))?;
    fs::rename(building, run).map_err(StoreError::writing(run))?;
    private::remove(&replaced)
}

fn point_latest(runs: &Path, run_id: &str) -> Result<(), StoreError> {
    let next = runs.join(NEXT);
    symlink(run_id, &next)
        .and_then(|()| fs::rename(&next, runs.join("latest")))
        .map_err(StoreError::writing(&next))?;
    private::sync(runs)
}

/// Clears away what a run that died left behind. Only for the holder of the lock.
pub(crate) fn sweep(runs: &Path) -> Result<(), StoreError> {
    let mut names = fs::read_dir(runs)
        .and_then(|entries| {
            entries
                .map(|entry| entry.map(|entry| entry.file_name()))
                .collect::<io::Result<Vec<_>>>()
        })
        .map_err(StoreError::reading(runs))?;
    names.sort();
    for name in names.iter().filter_map(|name| name.to_str()) {
        let left = runs.join(name);
        if let Some(run_id) = name.strip_prefix(REPLACED) {
            let run = runs.join(run_id);
            if run.exists() {
                private::remove(&left)?;
            } else {
                fs::rename(&left, &run).map_err(StoreError::writing(&run))?;
            }
        } else if name.starts_with(BUILDING) {
            private::remove(&left)?;
        } else if name == NEXT {
            fs::remove_file(&left).map_err(StoreError::writing(&left))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_moved_aside_and_never_replaced_gets_its_name_back() {
        let runs = tempfile::tempdir().unwrap();
        let at = |name: &str| runs.path().join(name);
        fs::create_dir(at(".replaced-a1")).unwrap();
        fs::create_dir(at(".building-a1")).unwrap();
        symlink("a1", at("latest")).unwrap();
        symlink("a1", at(".latest-next")).unwrap();
        sweep(runs.path()).unwrap();
        assert!(at("latest").is_dir() && at("a1").is_dir());
        assert_eq!(fs::read_dir(runs.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_run_that_was_replaced_is_cleared_away() {
        let runs = tempfile::tempdir().unwrap();
        fs::create_dir(runs.path().join("a1")).unwrap();
        fs::create_dir(runs.path().join(".replaced-a1")).unwrap();
        sweep(runs.path()).unwrap();
        assert_eq!(fs::read_dir(runs.path()).unwrap().count(), 1);
    }

    #[test]
    fn there_is_no_latest_before_the_first_run() {
        let out = tempfile::tempdir().unwrap();
        assert_eq!(latest(out.path()).unwrap(), None);
    }
}
