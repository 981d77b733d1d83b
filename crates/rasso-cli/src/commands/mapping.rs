//! `rasso mapping draft`.

use crate::{
    args::{DraftMapping, Sender},
    failure::{DISK, Failure, USAGE},
    terminal,
};
use rasso_extract::{Confidence, Draft, DraftRequest};
use rasso_schema::{Schemas, io_reason};
use rasso_terms::Agency;
use serde_json::json;
use std::{
    fmt,
    fs::OpenOptions,
    io::{ErrorKind, Write as _},
    path::Path,
};

pub(super) fn draft(asked: &DraftMapping) -> Result<u8, Failure> {
    // Before the reading, which may take a while.
    if let Some(out) = asked.out.as_deref().filter(|it| it.exists()) {
        return Err(already_there(&out.display()));
    }
    let schemas = match &asked.schemas {
        Some(dir) => Schemas::from_dir(dir)?,
        None => Schemas::embedded()?,
    };
    let draft = rasso_extract::draft(&request(asked, &schemas)?, &schemas)?;
    let text = draft.to_toml();
    match &asked.out {
        Some(out) => write(out, &text)?,
        None => terminal::data(text.trim_end()),
    }
    let [sure, probable, to_decide] = draft.counts();
    if asked.json {
        terminal::data(&summary(&draft).to_string());
    } else {
        let left = draft.unmapped.len();
        terminal::message(&format!(
            "{} rows looked at; of the columns {sure} are sure, {probable} probable and {to_decide} to decide; headings that nothing is read from: {left}",
            draft.rows
        ));
    }
    Ok(0)
}

fn request(asked: &DraftMapping, schemas: &Schemas) -> Result<DraftRequest, Failure> {
    let agency = match asked.agency {
        Sender::Police => Agency::Police,
        Sender::Cps => Agency::Cps,
        Sender::Courts => Agency::Courts,
    };
    for name in &asked.tables {
        let table = schemas.table(name)?;
        if table.agency != agency {
            let message = format!(
                "the table `{name}` is sent by {}, not by {agency}",
                table.agency
            );
            return Err(Failure::new(USAGE, message));
        }
    }
    let named = |it: &str| {
        schemas
            .geography()
            .force_named(it)
            .map(|it| it.code.clone())
    };
    let force = asked.force.as_deref().map(named).transpose()?;
    let stem = |it: &Path| it.file_stem().map(|it| it.to_string_lossy().into_owned());
    let of_out = || asked.out.as_deref().and_then(stem);
    let name = asked
        .name
        .clone()
        .or_else(of_out)
        .or_else(|| stem(&asked.file));
    Ok(DraftRequest {
        path: asked.file.clone(),
        label: asked.file.display().to_string(),
        agency,
        tables: asked.tables.clone(),
        name: name.unwrap_or_else(|| "draft".to_owned()),
        force,
        skip_rows: asked.skip_rows,
    })
}

fn already_there(out: &impl fmt::Display) -> Failure {
    Failure::new(USAGE, format!("{out} is already there"))
        .hint("name another file: a mapping that someone has worked on is not written over")
}

fn write(out: &Path, text: &str) -> Result<(), Failure> {
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(out)
        .and_then(|mut it| it.write_all(text.as_bytes()));
    written.map_err(|error| {
        let (out, kind) = (out.display(), error.kind());
        if kind == ErrorKind::AlreadyExists {
            already_there(&out)
        } else if kind == ErrorKind::NotFound {
            Failure::new(USAGE, format!("the folder of {out} is not there")).hint("make it first")
        } else {
            let why = io_reason(kind);
            Failure::new(DISK, format!("{out} cannot be written ({why})"))
        }
    })
}

fn summary(draft: &Draft) -> serde_json::Value {
    let [sure, probable, to_decide] = draft.counts();
    let columns: Vec<_> = draft
        .columns
        .iter()
        .map(|it| {
            let confidence = match it.confidence {
                Confidence::Sure => "sure",
                Confidence::Probable => "probable",
                Confidence::ToDecide => "to_decide",
            };
            json!({ "column": it.name, "tables": it.tables, "confidence": confidence })
        })
        .collect();
    json!({
        "rows": draft.rows,
        "sure": sure,
        "probable": probable,
        "to_decide": to_decide,
        "columns": columns,
        "unmapped_headings": draft.unmapped,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::{Args, Command, Mapping};
    use clap::Parser as _;
    use std::fs;

    fn asked(dir: &Path, more: &[&str]) -> DraftMapping {
        let file = dir.join("sent.csv");
        let rows = "Crime Ref,Date Recorded,HO Class\nA1,25/04/2024,19C\nA2,26/04/2024,19D\n";
        fs::write(&file, rows).unwrap();
        let file = file.to_str().unwrap();
        let line = ["rasso", "mapping", "draft", file, "--agency", "police"];
        let args = Args::try_parse_from(line.iter().chain(more)).unwrap();
        let Command::Mapping(Mapping::Draft(asked)) = args.command else {
            panic!("another command");
        };
        asked
    }

    /// A folder of this test alone, empty.
    fn folder(name: &str) -> std::path::PathBuf {
        let dir = std::env::temp_dir().join(format!("rasso-{name}-{}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        dir
    }

    #[test]
    fn a_draft_is_written_once_and_loads() {
        let dir = folder("draft-once");
        let out = dir.join("force-x.toml");
        let more = [
            "--table",
            "police_crime",
            "--force",
            "Avon and Somerset",
            "--out",
            out.to_str().unwrap(),
        ];
        let asked = asked(&dir, &more);
        assert_eq!(draft(&asked).unwrap(), 0);
        let text = fs::read_to_string(&out).unwrap();
        let schemas = Schemas::embedded().unwrap();
        let mapping = schemas
            .read_mappings("force-x.toml", &text)
            .unwrap()
            .pop()
            .unwrap();
        assert_eq!(mapping.name, "force-x");
        assert_eq!(mapping.constants["force_code"], "52");
        assert_eq!(draft(&asked).unwrap_err().code, USAGE);
        assert_eq!(fs::read_to_string(&out).unwrap(), text);
        fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn what_cannot_be_drafted_ends_with_its_exit_code() {
        let dir = folder("draft-codes");
        let code = |more: &[&str]| draft(&asked(&dir, more)).unwrap_err().code;
        assert_eq!(code(&["--table", "police_crim"]), USAGE);
        assert_eq!(code(&["--table", "cps_case"]), USAGE);
        assert_eq!(
            code(&["--table", "police_crime", "--force", "Atlantis"]),
            USAGE
        );
        assert_eq!(
            code(&["--table", "police_crime", "--skip-rows", "1"]),
            crate::failure::INPUT
        );
        assert_eq!(
            code(&["--table", "police_crime", "--schemas", "no-such-folder"]),
            USAGE
        );
        fs::remove_dir_all(dir).unwrap();
    }
}
