//! `rasso watch`: runs a pipeline whenever its deliveries are complete.
//!
//! It looks at the files every so often instead of asking the system for changes: deliveries come by
//! network shares and copying programs, which tell of none.

use crate::{
    args::Watch,
    commands::run,
    failure::{BUG, DISK, FINDINGS, Failure, INPUT},
    inbox::{Complete, UNLIKE, completeness, unlike_manifests},
    key,
    pipeline::Pipeline,
    terminal,
};
use rasso_extract::{PseudonymKey, SourceFile, file_sha256};
use rasso_schema::io_reason;
use rasso_store::run_id;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fs, io, path::Path, thread, time::Duration};

/// What is remembered between two looks, in `watch.json` of the output folder.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Seen {
    /// SHA-256 of each file at the last look.
    files: BTreeMap<String, String>,
    /// The last run that need not be made again.
    run: Option<Made>,
}

/// What a run was made of, and what came of it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Made {
    files: BTreeMap<String, String>,
    /// Stands for the pipeline file, its mappings, the schemas and the key.
    setup: String,
    code: u8,
}

/// How the deliveries stand.
#[derive(Debug, PartialEq, Eq)]
enum Standing {
    /// These files still come in, or may.
    Waiting(Vec<String>),
    /// Everything is there, and a run of it ended with this code.
    Nothing(u8),
    /// Everything is there, and is new.
    New,
}

pub(super) fn watch(asked: &Watch) -> Result<u8, Failure> {
    // Once for all looks: a descriptor gives it once.
    let key = key::read(&asked.inputs)?;
    let open = || Pipeline::open(&asked.pipeline, &asked.inputs, key.clone());
    // A pipeline file that is wrong from the start is no matter of waiting.
    let mut pipeline = Ok(open()?);
    loop {
        let ended = pipeline.and_then(|it| look(asked, it));
        if asked.once {
            return Ok(ended?.unwrap_or(0));
        }
        match ended {
            // A file that is being copied, or has a wrong name: the next look may find it right.
            Err(failure) => failure.tell(),
            Ok(Some(code)) if code != 0 => terminal::message(&format!(
                "the run ended with {code}; waiting for another delivery"
            )),
            Ok(_) => {}
        }
        thread::sleep(Duration::from_secs(asked.every.max(1)));
        pipeline = open();
    }
}

/// Looks once, and runs where there is something new and whole. Gives the exit code of the run.
fn look(asked: &Watch, mut pipeline: Pipeline) -> Result<Option<u8>, Failure> {
    let memory = asked.out.join("watch.json");
    let seen = remembered(&memory)?;
    match pipeline.find_files() {
        // The folder of the deliveries is empty as yet.
        Err(failure) if failure.code == INPUT && !asked.once => {
            terminal::message(&format!("waiting: {}", failure.message()));
            return Ok(None);
        }
        found => found?,
    }
    let files = hashes(&pipeline.files)?;
    let setup = setup(&pipeline);
    let standing = standing(&pipeline.files, &files, &setup, &seen)?;
    let mut now = Seen {
        files,
        run: seen.run,
    };
    let code = match standing {
        Standing::Waiting(whys) => {
            terminal::message(&format!(
                "waiting for a whole delivery: {}",
                whys.join("; ")
            ));
            None
        }
        Standing::Nothing(0) => {
            terminal::message("nothing new");
            None
        }
        Standing::Nothing(code) => {
            terminal::message(&format!(
                "nothing new since the run that ended with {code}: neither files nor pipeline"
            ));
            None
        }
        Standing::New => {
            read_as_seen(&mut pipeline.files, &now.files);
            let is_json = asked.inputs.json;
            let code = run::run_loaded(&pipeline, &asked.out, is_json).unwrap_or_else(|failure| {
                failure.tell();
                failure.code
            });
            if is_settled(code) {
                let files = now.files.clone();
                now.run = Some(Made { files, setup, code });
            }
            Some(code)
        }
    };
    remember(&memory, &now)?;
    Ok(code)
}

/// Whether a run of the same files and the same pipeline would end so again. Another run that holds
/// the lock goes away, and a full disk is cleared.
const fn is_settled(code: u8) -> bool {
    matches!(code, 0 | FINDINGS | INPUT | UNLIKE)
}

/// A file that changes between the look and the run is refused like one that is not as declared.
fn read_as_seen(sources: &mut [SourceFile], files: &BTreeMap<String, String>) {
    for source in sources.iter_mut().filter(|it| it.sha256.is_none()) {
        source.sha256 = files.get(&source.label).cloned();
    }
}

/// Stands for what a run depends on besides its files: mended, it makes a run of the same files.
fn setup(pipeline: &Pipeline) -> String {
    let key = pipeline.options.key.as_ref();
    let mut parts = vec![
        pipeline.schemas.version_hash(),
        pipeline.text.clone(),
        pipeline.options.as_at.to_string(),
        key.map(PseudonymKey::id).unwrap_or_default().to_owned(),
    ];
    for it in &pipeline.files {
        parts.push(format!("{:?}", it.mapping));
        // A manifest that is mended makes a run too.
        parts.push(format!("{:?}", (it.rows, it.bytes, &it.sha256)));
    }
    run_id(&parts)
}

fn standing(
    sources: &[SourceFile],
    files: &BTreeMap<String, String>,
    setup: &str,
    seen: &Seen,
) -> Result<Standing, Failure> {
    let mut waiting = unlike_manifests(sources)?;
    for source in sources {
        let label = &source.label;
        let Some(sha256) = files.get(label) else {
            waiting.push(format!("`{label}` is not there"));
            continue;
        };
        match completeness(&source.path, sha256)? {
            Complete::Said => {}
            Complete::Unsaid if seen.files.get(label) == Some(sha256) => {}
            Complete::Unsaid => waiting.push(format!(
                "nobody says that `{label}` is whole, and two looks have not found it the same"
            )),
            Complete::NotYet => waiting.push(format!("`{label}` has not the length stated")),
        }
    }
    waiting.sort();
    waiting.dedup();
    if !waiting.is_empty() {
        return Ok(Standing::Waiting(waiting));
    }
    let is_made = |it: &&Made| it.files == *files && it.setup == setup;
    let made = seen.run.as_ref().filter(is_made);
    Ok(made.map_or(Standing::New, |it| Standing::Nothing(it.code)))
}

/// The SHA-256 of each file that is there.
fn hashes(sources: &[SourceFile]) -> Result<BTreeMap<String, String>, Failure> {
    let mut hashes = BTreeMap::new();
    for source in sources {
        if hashes.contains_key(&source.label) {
            continue; // A file may fill several tables.
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_settled_when_the_same_again_would_end_the_same() {
        for code in [0, 1, 3, 7] {
            assert!(is_settled(code), "{code}");
        }
        for code in [2, 5, 6, 70, 130] {
            assert!(!is_settled(code), "{code}");
        }
    }

    #[test]
    fn another_file_or_another_pipeline_is_new() {
        let files = BTreeMap::from([("a.csv".to_owned(), "aa".to_owned())]);
        let mut seen = Seen::default();
        let stands = |seen: &Seen, setup: &str| standing(&[], &files, setup, seen).unwrap();
        assert_eq!(stands(&seen, "one"), Standing::New);
        seen.run = Some(Made {
            files: files.clone(),
            setup: "one".to_owned(),
            code: FINDINGS,
        });
        assert_eq!(stands(&seen, "one"), Standing::Nothing(FINDINGS));
        assert_eq!(stands(&seen, "two"), Standing::New);
        if let Some(made) = &mut seen.run {
            made.files.clear();
        }
        assert_eq!(stands(&seen, "one"), Standing::New);
    }
}
