//! `rasso demo`.

use crate::{
    args::{Demo, Inputs},
    commands::run::tell,
    failure::Failure,
    pipeline::Pipeline,
    run::{read_input, run},
    terminal,
};
use rasso_store::Lock;
use rasso_synth::{SynthPlan, write};

/// Makes a messy world of six years, delivered twice, and runs it whole.
pub(super) fn demo(asked: &Demo) -> Result<u8, Failure> {
    let plan = SynthPlan {
        crimes: asked.crimes,
        seed: asked.seed,
        ..SynthPlan::usual()?
    };
    let lock = Lock::take(&asked.out)?;
    let world = asked.out.join("world");
    terminal::message(&format!(
        "Making {} invented crimes in {}",
        asked.crimes,
        world.display()
    ));
    let written = write(&plan, &world)?;
    terminal::message("Reading, linking, ordering and counting them");
    let inputs = Inputs {
        key: None,
        key_fd: None,
        as_at: None,
        schemas: None,
        json: false,
    };
    let pipeline = Pipeline::load(&written.pipeline, &inputs)?;
    let finished = run(&pipeline, read_input(&pipeline)?, lock)?;
    tell(&finished, &pipeline, false);
    Ok(0)
}
