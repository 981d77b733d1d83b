//! The release that a pipeline ends with, and what came of the whole job for an operator who sees nothing else.

use crate::{
    args::ReleaseBuild,
    failure::{DISK, Failure},
    pipeline::Pipeline,
    pipeline_file::ReleaseJob,
};
use rasso_disclosure::Policy;
use rasso_release::{Canaries, Publication};
use serde::Serialize;
use std::{fs, path::Path};

/// What came of the last job, in the output folder.
const JOB: &str = "job.json";
/// The version of its form.
const FORM: u32 = 1;

/// `job.json`.
#[derive(Serialize)]
struct Job<'a> {
    form: u32,
    pipeline: &'a str,
    as_at: String,
    exit_code: u8,
    /// The run and the release that there are now; none where there has been none, or the last one was withdrawn.
    run: Option<String>,
    release: Option<String>,
    /// Why it failed.
    message: Option<&'a str>,
}

impl ReleaseJob {
    /// With paths that count from where `rasso` runs. Reads the files, so that a wrong one is told before hours of work.
    pub(crate) fn within(self, folder: &Path) -> Result<Self, Failure> {
        let own = Self {
            policy: folder.join(&self.policy),
            publication: self.publication.map(|it| folder.join(it)),
            canaries: self.canaries.map(|it| folder.join(it)),
            ..self
        };
        Policy::read(&own.policy)?;
        if let Some(file) = &own.publication {
            Publication::read(file)?;
        }
        if let Some(file) = &own.canaries {
            Canaries::read(file)?;
        }
        Ok(own)
    }

    /// What it asks for, of a run.
    pub(crate) fn asked(&self, pipeline: &Pipeline, out: &Path, json: bool) -> ReleaseBuild {
        ReleaseBuild {
            run: out.join("runs/latest"),
            policy: self.policy.clone(),
            publication: self.publication.clone(),
            quarters: self.quarters,
            out: out.to_path_buf(),
            tables: self.tables.clone(),
            revisions: self.revisions,
            canaries: self.canaries.clone(),
            schemas: pipeline.schemas_dir.clone(),
            json,
        }
    }
}

/// Writes what came of a job, in one step.
pub(crate) fn record(
    pipeline: &Pipeline,
    out: &Path,
    ended: &Result<u8, Failure>,
) -> Result<(), Failure> {
    let target = |link: &str| {
        let target = fs::read_link(out.join(link)).ok()?;
        Some(target.file_name()?.to_str()?.to_owned())
    };
    let job = Job {
        form: FORM,
        pipeline: &pipeline.name,
        as_at: pipeline.options.as_at.to_string(),
        exit_code: match ended {
            Ok(code) => *code,
            Err(failure) => failure.code,
        },
        run: target("runs/latest"),
        release: target("current"),
        message: ended.as_ref().err().map(Failure::message),
    };
    let path = out.join(JOB);
    let next = out.join(format!(".{JOB}"));
    serde_json::to_string_pretty(&job)
        .map_err(std::io::Error::from)
        .and_then(|text| fs::write(&next, text + "\n"))
        .and_then(|()| fs::rename(&next, &path))
        .map_err(|it| Failure::new(DISK, format!("{}: {}", path.display(), it.kind())))
}
