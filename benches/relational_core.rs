//! The relational core by itself, over a synthetic world of any size.
//!
//! `compare.py` beside this file runs it against the same job in another engine. It has no harness
//! of its own: CPU time and peak memory belong to a whole process, and its caller measures those.

mod counts;
mod prepare;

use rasso_attrition::{Metric, Units, count_cubes};
use rasso_engine::Core;
use rasso_schema::Schemas;
use rasso_terms::Day;
use rasso_timeline::{core_inputs, run_core};
use std::{
    env,
    error::Error,
    fs,
    io::{Write, stderr, stdout},
    path::Path,
    process::ExitCode,
    time::Instant,
};

/// Whatever went wrong: a bench only has to say it.
type Failure = Box<dyn Error>;

const USAGE: &str = "usage: relational_core prepare DIR CRIMES | core DIR OUT | counts DIR OUT (see benches/README.md)";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match chosen(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => match writeln!(stderr(), "error: {failure}") {
            Ok(()) | Err(_) => ExitCode::FAILURE,
        },
    }
}

fn chosen(arguments: &[&str]) -> Result<(), Failure> {
    match arguments {
        ["prepare", dir, crimes] => prepare::prepare(Path::new(dir), crimes.parse()?),
        ["core", dir, out] => core(Path::new(dir), Path::new(out)).map(|_| ()),
        ["counts", dir, out] => {
            let (dir, out) = (Path::new(dir), Path::new(out));
            counts::write_all(&mut core(dir, out)?, out)
        }
        // `cargo bench` and `cargo test --benches` come here, with arguments of their own.
        _ => Ok(writeln!(stdout(), "{USAGE}")?),
    }
}

/// The day to which records are known, later than any of them.
const KNOWN: Day = Day::from_number(25_000);

/// Every statement and every count over the inputs of `dir`; says of each what it made and its time.
fn core(dir: &Path, out: &Path) -> Result<Core, Failure> {
    fs::create_dir_all(out.join("units"))?;
    let metrics = metrics(&Schemas::embedded()?)?;
    let metrics: Vec<&Metric> = metrics.iter().collect();
    let mut core = core_inputs(&dir.join("inputs"))?;
    let mut made = Vec::new();
    let mut started = Instant::now();
    run_core(&mut core, out, |name, rows| {
        made.push((name, rows, started.elapsed()));
        started = Instant::now();
    })?;
    let counted = count_cubes(&mut core, &metrics, KNOWN)?;
    made.push(("counts", counted.len(), started.elapsed()));
    for (name, rows, time) in made {
        writeln!(stdout(), "{name}\t{rows}\t{}", time.as_micros())?;
    }
    Ok(core)
}

/// Every metric there is.
fn metrics(schemas: &Schemas) -> Result<Vec<Metric>, Failure> {
    let metrics = Metric::load_all(schemas, &Units::load(schemas)?)?;
    Ok(metrics.into_values().collect())
}
