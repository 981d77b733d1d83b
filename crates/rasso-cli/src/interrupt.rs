//! What happens when a run is interrupted: nothing about a person stays behind.

use crate::terminal;
use signal_hook::{
    consts::{SIGINT, SIGTERM},
    iterator::Signals,
};
use std::{
    path::{Path, PathBuf},
    sync::Mutex,
};

const INTERRUPTED: u8 = 130;

/// The folder that must be gone when the program ends, while there is one.
static WORKING: Mutex<Option<PathBuf>> = Mutex::new(None);

/// On Ctrl-C or a termination, deletes the working folder of the run and exits with 130. The next
/// run clears away the rest of the unfinished folder.
pub(crate) fn watch() {
    match Signals::new([SIGINT, SIGTERM]) {
        Ok(mut signals) => {
            std::thread::spawn(move || {
                if signals.forever().next().is_some() {
                    end();
                }
            });
        }
        Err(_) => {
            tracing::warn!("an interruption cannot be caught; the next run clears up after one");
        }
    }
}

#[expect(
    clippy::exit,
    reason = "an interrupted program ends where it is interrupted"
)]
fn end() {
    if let Ok(mut working) = WORKING.lock()
        && let Some(folder) = working.take()
        && std::fs::remove_dir_all(&folder).is_err()
    {
        tracing::debug!("the working folder was gone already");
    }
    terminal::error(
        INTERRUPTED,
        "interrupted; nothing was published, and what was in working/ is deleted",
        None,
    );
    std::process::exit(INTERRUPTED.into());
}

/// Names the folder to delete when interrupted, until the guard is dropped.
pub(crate) fn deletes(folder: &Path) -> Deletes {
    set(Some(folder.to_path_buf()));
    Deletes
}

/// While it lives, an interruption deletes the folder.
pub(crate) struct Deletes;

impl Drop for Deletes {
    fn drop(&mut self) {
        set(None);
    }
}

fn set(folder: Option<PathBuf>) {
    if let Ok(mut working) = WORKING.lock() {
        *working = folder;
    }
}
