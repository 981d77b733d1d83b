//! Runs the relational core over the tables of a run.

use crate::TimelineError;
use rasso_engine::{Core, STATEMENTS};
use std::path::Path;

/// The tables that the relational core starts from, each a Parquet file of this name in one folder.
pub const INPUTS: [&str; 13] = [
    "own_crime",
    "own_suspect",
    "own_cps",
    "own_consultation",
    "own_defendant",
    "own_hearing",
    "own_count",
    "link_police_cps",
    "link_cps_court",
    "link_police_court",
    "unlinked_reason",
    "force_area",
    "terms",
];

/// A core that knows the input tables in `inputs`.
pub fn core_inputs(inputs: &Path) -> Result<Core, TimelineError> {
    let mut core = Core::new();
    for name in INPUTS {
        core.attach(name, &inputs.join(format!("{name}.parquet")))?;
    }
    Ok(core)
}

/// Makes units and threads: runs every statement and writes what is kept under `run_dir`.
///
/// `told` hears each statement's name and number of rows. Afterwards the core still knows every
/// result, for the counting of measures.
pub fn run_core(
    core: &mut Core,
    run_dir: &Path,
    mut told: impl FnMut(&'static str, usize),
) -> Result<(), TimelineError> {
    for statement in STATEMENTS {
        let rows = core.run(statement, run_dir)?;
        told(statement.makes, rows);
    }
    Ok(())
}
