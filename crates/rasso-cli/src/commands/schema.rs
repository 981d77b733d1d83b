//! `rasso schema`.

use crate::{
    args::{Schema, SchemaExport, SchemaImport, SchemaOutputs},
    commands::load_schemas,
    failure::{DISK, Failure, INPUT, USAGE},
    terminal,
};
use rasso_schema::{Export, Format, ImportHints, Outputs, io_reason};
use rasso_terms::Agency;
use serde_json::json;
use std::{
    fs::{self, File},
    io::{ErrorKind, Read as _},
    path::Path,
};

/// The largest file that is taken for a description of tables; ours of all tables has 230 KB.
const LARGEST: u64 = 4 << 20;

pub(super) fn schema(asked: &Schema) -> Result<u8, Failure> {
    match asked {
        Schema::Export(asked) => export(asked),
        Schema::Import(asked) => import(asked),
        Schema::Outputs(asked) => outputs(asked),
    }
}

fn outputs(asked: &SchemaOutputs) -> Result<u8, Failure> {
    let schemas = load_schemas(asked.schemas.as_deref())?;
    let outputs = Outputs::load(&schemas)?;
    if let Some(name) = &asked.name {
        let text = outputs.json_schema(&schemas, name)?;
        terminal::data(text.trim_end_matches('\n'));
    } else if asked.json {
        let all: Vec<_> = outputs.iter().collect();
        terminal::data(&json!({ "outputs": all }).to_string());
    } else {
        let heading = ["in", "path", "version", "status", "JSON Schema"];
        let rows = outputs.iter().map(|it| {
            let schema = it.schema.as_deref().unwrap_or("-");
            let (folder, status) = (it.folder.as_str(), it.status.as_str());
            [folder, &it.path, &it.version, status, schema]
        });
        let rows: Vec<_> = std::iter::once(heading).chain(rows).collect();
        let width = |at: usize| rows.iter().map(|it| it[at].len()).max().unwrap_or(0);
        let widths = [0, 1, 2, 3].map(width);
        for row in &rows {
            let cells = row
                .iter()
                .zip(widths)
                .map(|(it, wide)| format!("{it:wide$}"));
            let line = cells.collect::<Vec<_>>().join("  ");
            terminal::data(&format!("{line}  {}", row[4]));
        }
        terminal::message(
            "`rasso schema outputs NAME` prints a JSON Schema; data-schemas/outputs says what each file holds",
        );
    }
    Ok(0)
}

fn export(asked: &SchemaExport) -> Result<u8, Failure> {
    let schemas = load_schemas(asked.schemas.as_deref())?;
    let files = Format::named(&asked.format)?.export(&schemas, &asked.tables)?;
    if let Some(dir) = &asked.out {
        write(&files, dir, asked.force)?;
        let written = files
            .iter()
            .map(|it| dir.join(&it.name).display().to_string());
        let written: Vec<String> = written.collect();
        terminal::data(&if asked.json {
            json!({ "files": written }).to_string()
        } else {
            written.join("\n")
        });
    } else if asked.json {
        let file = |it: &Export| json!({ "name": it.name, "text": it.text });
        let files: Vec<_> = files.iter().map(file).collect();
        terminal::data(&json!({ "files": files }).to_string());
    } else if let [file] = files.as_slice() {
        terminal::data(file.text.trim_end_matches('\n'));
    } else {
        let message = format!("these tables make {} files", files.len());
        return Err(Failure::new(USAGE, message)
            .hint("give `--out DIR` to write them, or name one table with `--table`"));
    }
    Ok(0)
}

/// Writes all files, or none where one would take the place of another's.
fn write(files: &[Export], dir: &Path, may_replace: bool) -> Result<(), Failure> {
    for file in files.iter().filter(|_| !may_replace) {
        let path = dir.join(&file.name);
        let is_other = match fs::read(&path) {
            Ok(there) => there != file.text.as_bytes(),
            Err(error) => error.kind() != ErrorKind::NotFound,
        };
        if is_other {
            let message = format!("{} is there already, and is another", path.display());
            return Err(Failure::new(USAGE, message)
                .hint("name another folder, or give `--force` to write over it"));
        }
    }
    let unwritten = |path: &Path, error: &std::io::Error| {
        let reason = io_reason(error.kind());
        Failure::new(
            DISK,
            format!("{} cannot be written: {reason}", path.display()),
        )
    };
    fs::create_dir_all(dir).map_err(|it| unwritten(dir, &it))?;
    for file in files {
        let path = dir.join(&file.name);
        fs::write(&path, &file.text).map_err(|it| unwritten(&path, &it))?;
    }
    Ok(())
}

fn import(asked: &SchemaImport) -> Result<u8, Failure> {
    let schemas = load_schemas(asked.schemas.as_deref())?;
    let text = read(&asked.file)?;
    let file = asked.file.file_name().map(|it| it.to_string_lossy());
    let agencies = Agency::ALL;
    let agency = asked.agency.as_deref();
    let hints = ImportHints {
        file: file.as_deref().unwrap_or_default(),
        table: asked.table.as_deref(),
        agency: agencies.into_iter().find(|it| agency == Some(it.as_str())),
    };
    let imported = Format::named(&asked.format)?
        .import(&text, hints, &schemas)
        .map_err(|it| Failure::from(it).of_file(&asked.file))?;
    if asked.json {
        let told = json!({
            "table": imported.table.name,
            "agency": imported.table.agency.as_str(),
            "toml": imported.toml,
        });
        terminal::data(&told.to_string());
    } else {
        terminal::data(imported.toml.trim_end_matches('\n'));
    }
    Ok(0)
}

fn read(path: &Path) -> Result<String, Failure> {
    let shown = path.display();
    let unread = |error: std::io::Error| {
        let reason = io_reason(error.kind());
        Failure::new(INPUT, format!("{shown} cannot be read: {reason}"))
    };
    let mut text = String::new();
    let file = File::open(path).map_err(unread)?;
    let read = file.take(LARGEST + 1).read_to_string(&mut text);
    if read
        .as_ref()
        .is_ok_and(|it| u64::try_from(*it).is_ok_and(|it| it > LARGEST))
    {
        let message = format!("{shown} has more than 4 MiB, too much for a description of tables");
        return Err(Failure::new(INPUT, message));
    }
    read.map_err(unread)?;
    Ok(text)
}
