//! The model of `rasso link`: its own TOML, or one that Splink saved.

use crate::{
    args::Link,
    failure::{DISK, Failure, INPUT, USAGE},
    terminal,
};
use rasso_link::model::{Model, from_splink};
use rasso_schema::io_reason;
use std::{
    fs::{self, OpenOptions},
    io::Write as _,
    path::Path,
};

/// Reads it; says of a model of Splink what could not be taken over as it is.
pub(super) fn read(asked: &Link) -> Result<Model, Failure> {
    let shown = asked.model.display().to_string();
    let text = fs::read_to_string(&asked.model).map_err(|it| {
        let why = io_reason(it.kind());
        Failure::new(INPUT, format!("cannot read `{shown}`: {why}"))
    })?;
    let is_splink = asked.model.extension().is_some_and(|it| it == "json");
    if !is_splink {
        if asked.save_model.is_some() {
            let message = "--save-model writes what a model of Splink (`.json`) became, and `--model` is none";
            return Err(Failure::new(USAGE, message));
        }
        return Ok(Model::parse(&shown, &text)?);
    }
    let stem = asked.model.file_stem();
    let name = stem.map_or_else(|| shown.clone(), |it| it.to_string_lossy().into_owned());
    let made = from_splink(&name, &text)?;
    for note in &made.notes {
        terminal::message(&format!("warning: {shown}: {note}"));
    }
    if let Some(out) = &asked.save_model {
        save(out, &made.toml)?;
    }
    Ok(Model::parse(&shown, &made.toml)?)
}

fn save(out: &Path, text: &str) -> Result<(), Failure> {
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(out)
        .and_then(|mut it| it.write_all(text.as_bytes()));
    written.map_err(|it| {
        let (out, why) = (out.display(), io_reason(it.kind()));
        let code = if it.kind() == std::io::ErrorKind::AlreadyExists {
            USAGE
        } else {
            DISK
        };
        Failure::new(code, format!("`{out}` cannot be written: {why}"))
    })
}
