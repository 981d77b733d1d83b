//! The pipeline file that reads the extracts of a synthetic world.

use crate::SynthError;
use crate::part::{failed, write_file};
use crate::plan::{SynthPlan, TableSummary};
use std::fmt::Write;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The file's name, in the folder of the world.
const NAME: &str = "pipeline.toml";

/// Writes the pipeline file; gives its path.
pub(crate) fn write(
    plan: &SynthPlan,
    tables: &[TableSummary],
    out: &Path,
) -> Result<PathBuf, SynthError> {
    let text = text(plan, tables).unwrap_or_default();
    write_file(out, NAME, &text)
}

/// Takes away the pipeline file of an earlier world in this folder: it would name files that are
/// being written anew.
pub(crate) fn remove(out: &Path) -> Result<(), SynthError> {
    let path = out.join(NAME);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(failed(&path)(error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// The words of the file; writing to a text does not fail.
fn text(plan: &SynthPlan, tables: &[TableSummary]) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    let faults = if plan.mess {
        "with the faults of real records"
    } else {
        "without faults"
    };
    writeln!(
        text,
        "# A synthetic world of {} crimes, {faults}, seed {}.",
        plan.crimes, plan.seed
    )?;
    writeln!(text, "# Everyone in it is invented.")?;
    writeln!(text, "name = \"Synthetic world\"")?;
    writeln!(
        text,
        "note = \"Everyone and everything in these extracts is invented: no figure here says anything of a real force, CPS Area or court.\""
    )?;
    if let Some(last) = tables.last() {
        writeln!(text, "as_at = \"{}\"", last.extract_date)?;
    }
    for table in tables {
        writeln!(text, "\n[[extract]]")?;
        writeln!(text, "agency = \"{}\"", table.agency)?;
        writeln!(text, "table = \"{}\"", table.table)?;
        writeln!(text, "path = \"{}\"", table.path)?;
        writeln!(text, "extract_date = \"{}\"", table.extract_date)?;
        writeln!(text, "rows = {}", table.rows)?;
        writeln!(text, "sha256 = \"{}\"", table.sha256)?;
    }
    writeln!(text, "\n[measures]\nmetrics = [\"all\"]")?;
    writeln!(text, "\n[links]\npasses = \"identifiers\"")?;
    Ok(text)
}
