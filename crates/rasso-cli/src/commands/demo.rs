//! `rasso demo`.

use crate::{
    args::{DashboardBuild, Demo, Inputs, ReleaseBuild, Revisions},
    commands::{load_schemas, run::tell},
    failure::{DISK, Failure},
    pipeline::Pipeline,
    run::{read_input, run},
    terminal,
};
use rasso_store::Lock;
use rasso_synth::{SynthPlan, write};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Makes a messy world of six years, delivered twice, runs it whole, and publishes what may be.
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
    terminal::message(
        "\nProtecting the counts of its last five quarters, and making a release and pages of them",
    );
    publish(&asked.out, finished.folder)
}

/// A release of the run by the example of a policy, and its dashboard. Each run's release is the first of a ledger of its own:
/// two demonstrations are no series.
fn publish(out: &Path, run: PathBuf) -> Result<u8, Failure> {
    let schemas = load_schemas(None)?;
    let own = out
        .join("published")
        .join(run.file_name().unwrap_or_default());
    let example = |name: &str| -> Result<PathBuf, Failure> {
        let text = schemas.file(name)?;
        let path = own.join(Path::new(name).file_name().unwrap_or_default());
        fs::create_dir_all(&own)
            .and_then(|()| fs::write(&path, text))
            .map_err(|it| Failure::new(DISK, format!("{}: {}", path.display(), it.kind())))?;
        Ok(path)
    };
    let release = ReleaseBuild {
        run,
        policy: example("disclosure/example-policy.toml")?,
        publication: Some(example("release-notes/example-publication.toml")?),
        // Enough for the same quarter of the year before.
        quarters: 5,
        out: own.clone(),
        tables: Vec::new(),
        revisions: Revisions::default(),
        canaries: None,
        schemas: None,
        json: false,
    };
    super::release::build(&release)?;
    super::dashboard::build(&DashboardBuild {
        release: own.join("current"),
        before: None,
        out: out.join("dashboard"),
        json: false,
    })
}
