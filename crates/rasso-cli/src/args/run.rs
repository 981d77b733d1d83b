//! What `rasso run`, `check` and `watch` are given.

use clap::Args as ClapArgs;
use std::path::PathBuf;

#[derive(Debug, ClapArgs)]
#[expect(
    clippy::struct_field_names,
    reason = "`--dry-run` is the option's name"
)]
pub(crate) struct Run {
    /// The pipeline file
    pub(crate) pipeline: PathBuf,
    /// The folder to write to
    #[arg(long)]
    pub(crate) out: PathBuf,
    /// Read and check everything, say what would be done, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) inputs: Inputs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Check {
    /// The pipeline file
    pub(crate) pipeline: PathBuf,
    #[command(flatten)]
    pub(crate) inputs: Inputs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Watch {
    /// The pipeline file
    pub(crate) pipeline: PathBuf,
    /// The folder to write to
    #[arg(long)]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// Seconds between two looks
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub(crate) every: u64,
    /// Look once and end, with the exit code of the run if there was one
    #[arg(long)]
    pub(crate) once: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Inputs {
    /// The key of pseudonyms, a file of mode 0600 that `rasso key` makes
    ///
    /// With it a run keeps a keyed pseudonym of each identifier, by which rows of two runs can be
    /// joined, and a locator of each broken cell. Without it a run keeps neither.
    #[arg(long, value_name = "FILE", conflicts_with = "key_fd")]
    pub(crate) key: Option<PathBuf>,
    /// The number of an open descriptor that the key is read from instead: `--key-fd 3 3< FILE`
    #[arg(long, value_name = "N")]
    pub(crate) key_fd: Option<u32>,
    /// The day as at which everything is counted, instead of the pipeline file's
    ///
    /// For a job that runs every quarter from one file, whose paths hold `{date}`.
    #[arg(long, value_name = "DATE")]
    pub(crate) as_at: Option<String>,
    /// A folder to read instead of the built-in data-schemas
    #[arg(long, value_name = "DIR")]
    pub(crate) schemas: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}
