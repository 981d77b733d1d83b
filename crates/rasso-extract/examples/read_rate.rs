//! Reads one file of crimes as a run does, for `benches/ingest.py` to time: `read_rate FILE STAGE`,
//! where the stage is `hash` (its SHA-256 alone), `rows` (also told apart into rows and cells, and
//! dropped), `read` (checked and settled) or `write` (also put into a folder beside the file).

use rasso_extract::{ReadOptions, SourceFile, Working, file_sha256, read, write};
use rasso_schema::Schemas;
use rasso_terms::{Agency, Day};
use std::{env, error::Error, fs, path::PathBuf};

const MAPPING: &str =
    "name = \"m\"\nversion = \"1\"\nagency = \"police\"\ntable = \"police_crime\"\n";
/// Every crime is of force 52 in the file that is read.
const DROPS_ALL: &str = "[[drop]]\ncolumn = \"force_code\"\nis = [\"52\"]\nreason = \"all\"\n";

#[expect(clippy::print_stdout, reason = "it is what the example is for")]
fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let path = PathBuf::from(arguments.next().ok_or("name the file")?);
    let stage = arguments.next().ok_or("name the stage")?;
    if stage == "hash" {
        println!("{}", file_sha256(&path)?);
        return Ok(());
    }
    let schemas = Schemas::embedded()?;
    let drops = if stage == "rows" { DROPS_ALL } else { "" };
    let mapping = schemas
        .read_mappings("m", &format!("{MAPPING}{drops}"))?
        .pop();
    let day: Day = "2025-06-30".parse()?;
    let file = SourceFile {
        mapping,
        ..SourceFile::new(Agency::Police, "police_crime", &path, "crimes.csv", day)
    };
    let options = ReadOptions {
        as_at: day,
        key: None,
    };
    let mut extracted = read(&[file], &schemas, &options)?;
    let tally = extracted.files.first().ok_or("no tally")?;
    println!(
        "{} rows, {} accepted, {} quarantined, {} dropped, {} cells emptied",
        tally.rows_seen, tally.accepted, tally.quarantined, tally.dropped, tally.cell_faults
    );
    if stage == "write" {
        let folder = path.with_extension("read");
        fs::create_dir_all(&folder)?;
        Working::seal(&folder, &extracted.take_identifiers())?.destroy()?;
        write(&extracted, &folder)?;
    }
    Ok(())
}
