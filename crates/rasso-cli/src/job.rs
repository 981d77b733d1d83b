//! What came of the last job, for an operator who sees nothing else.

use crate::{
    failure::{DISK, Failure},
    pipeline::Pipeline,
};
use serde::Serialize;
use std::{fs, io::Write as _, path::Path};

/// Its name in the output folder.
const JOB: &str = "job.json";
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
