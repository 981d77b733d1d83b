//! The folder that `--keep` writes, and `--onto` and `--trained` go by.

use super::gone;
use crate::{
    args::Link,
    failure::{BUG, DISK, Failure, INPUT, USAGE},
    terminal,
};
use rasso_link::model::{
    Became, Begin, ChangedLink, Job, Kept, KeptError, Model, Outcome, Prepared, Records, Since,
    changed_links,
};
use rasso_schema::io_reason;
use std::{
    fs::{self, DirBuilder, File},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

impl Link {
    /// The folder that this goes by.
    pub(crate) fn before(&self) -> Option<&Path> {
        self.onto.as_deref().or(self.trained.as_deref())
    }
}

/// What was kept, where it is gone by.
pub(super) fn before(asked: &Link) -> Result<Option<Kept>, Failure> {
    asked.before().map(read).transpose()
}

fn read(folder: &Path) -> Result<Kept, Failure> {
    let shown = folder.display();
    if let Err(error) = fs::metadata(folder) {
        let why = io_reason(error.kind());
        return Err(Failure::new(INPUT, format!("cannot read `{shown}`: {why}")));
    }
    if !folder.join(Kept::SIGN).is_file() {
        let message = format!("`{shown}` is no folder that `--keep` wrote");
        return Err(Failure::new(USAGE, message));
    }
    Kept::read(|name| fs::read(folder.join(name))).map_err(|it| match it {
        KeptError::Format(_) => Failure::new(USAGE, format!("`{shown}` {it}"))
            .hint("link everything once more with --keep"),
        KeptError::Unreadable { .. } | KeptError::Damaged(_) => {
            Failure::new(INPUT, format!("{shown}: {it}"))
        }
    })
}

/// A job that is ready, with what is known of the records of then.
pub(super) struct Ready {
    pub(super) prepared: Prepared,
    before: Option<Kept>,
    since: Option<Since>,
    /// The records of now, where they are to be known again.
    records: Option<[Records; 2]>,
}

impl Ready {
    /// Refuses what was kept by another model.
    pub(super) fn of(
        asked: &Link,
        model: &Model,
        job: &Job,
        before: Option<Kept>,
    ) -> Result<Self, Failure> {
        let usage = |it: String| Failure::new(USAGE, it);
        let Some(before) = before else {
            return Ok(Self {
                prepared: job.prepare(model).map_err(usage)?,
                before: None,
                since: None,
                records: asked.keep.as_ref().map(|_| job.records(model)),
            });
        };
        let folder = asked.before().unwrap_or_else(|| Path::new("")).display();
        before.check(model, job.right.is_none()).map_err(|it| {
            Failure::new(USAGE, format!("`{folder}` {it}"))
                .hint("without --onto and --trained everything is learnt and linked anew")
        })?;
        let delivery = if asked.only_new {
            let gone = gone::read(asked)?;
            let only_new = before.only_new(model, job, &gone);
            only_new.map_err(|it| Failure::new(INPUT, format!("--gone: {it}")))?
        } else {
            before.whole(model, job)
        };
        let prepared = if asked.onto.is_some() {
            before.prepare(model, &delivery)
        } else {
            job.prepare(model)
        };
        let prepared = prepared.map_err(usage)?;
        if let Some(why) = before.outgrown(&prepared) {
            terminal::message(&format!(
                "warning: `{folder}` {why}; link everything once more with --keep"
            ));
        }
        if knows_nobody(&delivery.since) {
            terminal::message(
                "warning: hardly a record of then has its id now: are these the files of then, the same way round?",
            );
        }
        Ok(Self {
            prepared,
            before: Some(before),
            since: Some(delivery.since),
            records: Some(delivery.records),
        })
    }

    /// What linking begins with.
    pub(super) fn begin(&self, asked: &Link) -> Begin<'_> {
        let is_kept = asked.keep.is_some();
        let Some(before) = &self.before else {
            return Begin::Anew { is_kept };
        };
        let since = self.since.as_ref().filter(|_| asked.onto.is_some());
        let settled = since.map(|it| before.settled(it));
        Begin::From(before.frozen(), settled.unwrap_or_default())
    }

    /// What became of the records of the left file and of the right.
    pub(super) fn became(&self) -> Option<[Became; 2]> {
        self.since.as_ref().map(Since::became)
    }

    /// The links of then that are not made now.
    pub(super) fn changed(&self, model: &Model, outcome: &Outcome) -> Vec<ChangedLink> {
        match (&self.before, &self.since, &self.records) {
            (Some(before), Some(since), Some(records)) => {
                changed_links(before, since, records, &outcome.pairs, model.cardinality)
            }
            _ => Vec::new(),
        }
    }
}

/// Whether of some file no more than every tenth record of then is there by its id.
fn knows_nobody(since: &Since) -> bool {
    since.became().iter().any(|it| {
        let there = it.same + it.changed;
        there + it.gone > 0 && there * 10 < there + it.gone
    })
}

/// Before anything is read: a folder is written once, under a name of its own, so that nobody who reads one
/// ever sees it change; and nothing else is written into it.
pub(super) fn check_folder(asked: &Link) -> Result<(), Failure> {
    let written = [&asked.out, &asked.changed, &asked.save_model];
    let folders = [&asked.keep, &asked.onto, &asked.trained];
    for folder in folders.into_iter().flatten() {
        if let Some(file) = written.into_iter().flatten().find(|it| is_in(it, folder)) {
            let message = format!(
                "`{}` would be written into `{}`, which holds what is kept and nothing else",
                file.display(),
                folder.display()
            );
            return Err(Failure::new(USAGE, message).hint("name a file elsewhere"));
        }
    }
    let Some(folder) = &asked.keep else {
        return Ok(());
    };
    if folder.exists() {
        let message = format!("`{}` is there already", folder.display());
        return Err(Failure::new(USAGE, message)
            .hint("name a new folder for each time, as `--keep kept-2025-q3`"));
    }
    let part = beside(folder, PART);
    if part.exists() {
        let message = format!("`{}` is there", part.display());
        return Err(Failure::new(USAGE, message)
            .hint("another run is writing it, or one was stopped: if none is, remove it"));
    }
    Ok(())
}

/// Whether a file is, or would be, the folder or in it.
fn is_in(file: &Path, folder: &Path) -> bool {
    let known = |it: &Path| fs::canonicalize(it).ok();
    let mut above = file.ancestors();
    file.starts_with(folder)
        || known(folder).is_some_and(|folder| above.any(|it| known(it).as_ref() == Some(&folder)))
}

/// The folder while it is written.
const PART: &str = ".part";

/// Keeps what the next time needs: beside the folder first, and in its place when it is whole.
pub(super) fn keep(
    folder: &Path,
    model: &Model,
    ready: Ready,
    outcome: &Outcome,
) -> Result<(), Failure> {
    let Ready {
        prepared, records, ..
    } = ready;
    let kept = records.and_then(|it| Kept::of(model, prepared, it, outcome));
    let files = kept.map_or_else(|| Err("nothing was learnt".to_owned()), |it| it.files());
    let files = files.map_err(|it| Failure::new(BUG, format!("--keep: {it}")))?;
    let part = beside(folder, PART);
    let failed = |it: io::Error| {
        let (folder, why) = (folder.display(), io_reason(it.kind()));
        Failure::new(DISK, format!("`{folder}` cannot be written ({why})"))
    };
    // Whoever makes it is the only one to write into it.
    DirBuilder::new()
        .mode(0o700)
        .create(&part)
        .map_err(failed)?;
    let written = write(&part, &files).and_then(|()| fs::rename(&part, folder));
    written.map_err(|it| {
        // What is left of it helps nobody; that it cannot be removed is told by the error itself.
        fs::remove_dir_all(&part).unwrap_or_default();
        failed(it)
    })
}

fn write(folder: &Path, files: &[(&'static str, Vec<u8>)]) -> io::Result<()> {
    for (name, bytes) in files {
        let mut options = File::options();
        let path = folder.join(name);
        let mut file = options
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)?;
        file.write_all(bytes)?;
        file.sync_all()?;
    }
    File::open(folder)?.sync_all()
}

/// The folder of this name with an ending.
fn beside(folder: &Path, ending: &str) -> PathBuf {
    // `kept/` and `kept` are one folder.
    let name = folder.components().collect::<PathBuf>();
    let mut beside = name.into_os_string();
    beside.push(ending);
    beside.into()
}
