//! `rasso watch`: runs a pipeline whenever its deliveries are complete.
//!
//! It looks at the files every so often instead of asking the system for changes: deliveries come by
//! network shares and copying programs, which tell of none.

use crate::{
    args::Watch,
    commands::run,
    failure::{BUG, DISK, Failure, INPUT},
    inbox::{Complete, completeness},
    pipeline::Pipeline,
    terminal,
};
use rasso_extract::{SourceFile, file_sha256};
use rasso_schema::io_reason;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fs, io, path::Path, thread, time::Duration};

/// What is remembered between two looks, in `watch.json` of the output folder.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Seen {
    /// SHA-256 of each file at the last look.
    files: BTreeMap<String, String>,
    /// What the last run was made of.
    run: BTreeMap<String, String>,
}

/// How the deliveries stand.
#[derive(Debug, PartialEq, Eq)]
enum Standing {
    /// These files still come in, or may.
    Waiting(Vec<String>),
    /// Everything is there, and a run was made of it.
    Nothing,
    /// Everything is there, and is new.
    New,
}

pub(super) fn watch(asked: &Watch) -> Result<u8, Failure> {
    loop {
        let ended = look(asked)?;
        if asked.once {
            return Ok(ended.unwrap_or(0));
        }
        if let Some(code) = ended.filter(|it| *it != 0) {
            terminal::message(&format!(
                "the run ended with {code}; waiting for another delivery"
            ));
        }
        thread::sleep(Duration::from_secs(asked.every.max(1)));
    }
}

/// Looks once, and runs where there is something new and whole. Gives the exit code of the run.
fn look(asked: &Watch) -> Result<Option<u8>, Failure> {
    let memory = asked.run.out.join("watch.json");
    let seen = remembered(&memory)?;
    let pipeline = match Pipeline::load(&asked.run.pipeline, &asked.run.inputs) {
        // The folder of the deliveries is empty as yet.
        Err(failure) if failure.code == INPUT && !asked.once => {
            terminal::message(&format!("waiting: {}", failure.message()));
            return Ok(None);
        }
        pipeline => pipeline?,
    };
    let files = hashes(&pipeline.files)?;
    let standing = standing(&pipeline.files, &files, &seen)?;
    let mut now = Seen {
        files,
        run: seen.run,
    };
    let code = match standing {
        Standing::Waiting(labels) => {
            terminal::message(&format!(
                "waiting for {} to be whole: there must be a note that says so, or two looks must find the same",
                labels.join(", ")
            ));
            None
        }
        Standing::Nothing => {
            terminal::message("nothing new");
            None
        }
        Standing::New => {
            let ended = run::run(&asked.run).unwrap_or_else(|failure| {
                failure.tell();
                failure.code
            });
            // A run that failed at these files would fail again: it is the next delivery's turn.
            now.run.clone_from(&now.files);
            Some(ended)
        }
    };
    remember(&memory, &now)?;
    Ok(code)
}

fn standing(
    sources: &[SourceFile],
    files: &BTreeMap<String, String>,
    seen: &Seen,
) -> Result<Standing, Failure> {
    let mut waiting = Vec::new();
    for source in sources {
        let is_whole = match completeness(&source.path)? {
            Complete::Said => true,
            Complete::NotYet => false,
            Complete::Unsaid => {
                let now = files.get(&source.label);
                now.is_some() && now == seen.files.get(&source.label)
            }
        };
        if !is_whole {
            waiting.push(source.label.clone());
        }
    }
    waiting.sort();
    waiting.dedup();
    Ok(match (waiting.is_empty(), *files == seen.run) {
        (false, _) => Standing::Waiting(waiting),
        (true, true) => Standing::Nothing,
        (true, false) => Standing::New,
    })
}

/// The SHA-256 of each file that is there.
fn hashes(sources: &[SourceFile]) -> Result<BTreeMap<String, String>, Failure> {
    let mut hashes = BTreeMap::new();
    for source in sources {
        match file_sha256(&source.path) {
            Ok(sha256) => drop(hashes.insert(source.label.clone(), sha256)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                let reason = io_reason(error.kind());
                let message = format!("{}: the file cannot be read: {reason}", source.label);
                return Err(Failure::new(INPUT, message));
            }
        }
    }
    Ok(hashes)
}

fn remembered(path: &Path) -> Result<Seen, Failure> {
    match fs::read(path) {
        // What cannot be read any more is as good as nothing: the run is made once too often.
        Ok(bytes) => Ok(serde_json::from_slice(&bytes).unwrap_or_default()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Seen::default()),
        Err(error) => Err(Failure::new(
            DISK,
            format!("cannot read watch.json: {}", io_reason(error.kind())),
        )),
    }
}

fn remember(path: &Path, seen: &Seen) -> Result<(), Failure> {
    let text = serde_json::to_vec_pretty(seen).map_err(|it| Failure::new(BUG, it))?;
    let failed = |it: io::Error| {
        let reason = io_reason(it.kind());
        Failure::new(DISK, format!("cannot write watch.json: {reason}"))
    };
    let beside = path.with_extension("json.new");
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(&beside, text).map_err(failed)?;
    fs::rename(&beside, path).map_err(failed)
}
