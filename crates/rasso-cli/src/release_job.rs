//! The release that a pipeline ends with, and what came of the whole job for an operator who sees nothing else.

use crate::{
    args::ReleaseBuild,
    failure::{DISK, Failure, USAGE},
    pipeline::Pipeline,
    pipeline_file::ReleaseJob,
};
use rasso_attrition::{Metric, ReleaseTable, Units};
use rasso_disclosure::Policy;
use rasso_release::{Canaries, Publication};
use rasso_schema::{Schemas, UnknownName};
use serde::Serialize;
use std::{
    collections::BTreeMap,
    fs,
    io::Write as _,
    ops::RangeInclusive,
    path::{Path, PathBuf},
};

/// What came of the last job, in the output folder.
const JOB: &str = "job.json";
/// How many quarters a release may show.
pub(crate) const QUARTERS: RangeInclusive<i64> = 1..=200;
/// The version of its form.
const FORM: u32 = 1;

/// `job.json`.
#[derive(Serialize)]
struct Job<'a> {
    form: u32,
    /// None where the pipeline file itself was refused.
    pipeline: Option<&'a str>,
    as_at: Option<String>,
    exit_code: u8,
    /// The run and the release that there are now; none where there has been none, or the last one was withdrawn.
    run: Option<String>,
    release: Option<String>,
    /// Why it failed.
    message: Option<&'a str>,
}

impl ReleaseJob {
    /// With paths that count from where `rasso` runs. What is wrong with it is told now, before hours of work.
    pub(crate) fn within(self, folder: &Path, schemas: &Schemas) -> Result<Self, Failure> {
        if !QUARTERS.contains(&i64::from(self.quarters)) {
            let what = format!(
                "`quarters` of [release] must be {} to {}",
                QUARTERS.start(),
                QUARTERS.end()
            );
            return Err(Failure::new(USAGE, what));
        }
        let metrics = Metric::load_all(schemas, &Units::load(schemas)?)?;
        tables(schemas, &metrics, &self.tables)?;
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

    /// What it asks for, of the run in a folder.
    pub(crate) fn asked(
        &self,
        run: PathBuf,
        pipeline: &Pipeline,
        (out, json): (&Path, bool),
    ) -> ReleaseBuild {
        ReleaseBuild {
            run,
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

/// The tables of a release that have these names, or all there are.
pub(crate) fn tables(
    schemas: &Schemas,
    metrics: &BTreeMap<String, Metric>,
    names: &[String],
) -> Result<BTreeMap<String, ReleaseTable>, Failure> {
    let mut all = ReleaseTable::load_all(schemas, metrics)?;
    for name in names {
        if !all.contains_key(name) {
            let known = all.keys().map(String::as_str);
            return Err(UnknownName::among("release table", name, known).into());
        }
    }
    if !names.is_empty() {
        all.retain(|it, _| names.contains(it));
    }
    if all.is_empty() {
        return Err(Failure::new(
            USAGE,
            "there is no table in data-schemas/release",
        ));
    }
    Ok(all)
}

/// Writes what came of a job, in one step. Of a job whose pipeline file was refused only that is known.
pub(crate) fn record<T>(
    pipeline: Option<&Pipeline>,
    out: &Path,
    ended: &Result<T, Failure>,
) -> Result<(), Failure> {
    let target = |link: &str| {
        let target = fs::read_link(out.join(link)).ok()?;
        Some(target.file_name()?.to_str()?.to_owned())
    };
    let job = Job {
        form: FORM,
        pipeline: pipeline.map(|it| it.name.as_str()),
        as_at: pipeline.map(|it| it.options.as_at.to_string()),
        exit_code: ended.as_ref().err().map_or(0, |it| it.code),
        run: target("runs/latest"),
        release: target("current"),
        message: ended.as_ref().err().map(Failure::message),
    };
    let path = out.join(JOB);
    let next = out.join(format!(".{JOB}"));
    let write = || -> std::io::Result<()> {
        let text = serde_json::to_string_pretty(&job)? + "\n";
        let mut file = fs::File::create(&next)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&next, &path)
    };
    write().map_err(|it| Failure::new(DISK, format!("{}: {}", path.display(), it.kind())))
}

/// Writes that a pipeline file was refused, where jobs are recorded.
pub(crate) fn refused<T>(out: &Path, ended: &Result<T, Failure>) {
    if ended.is_err() && out.join(JOB).is_file() {
        // That the file was refused is what the operator must hear of, more than this.
        record(None, out, ended).ok();
    }
}
