//! What `rasso dashboard` takes.

use clap::{Args as ClapArgs, Subcommand};
use std::path::PathBuf;

/// Pages of a release for people to read
#[derive(Debug, Subcommand)]
pub(crate) enum Dashboard {
    /// Make pages of a release: an overview, each stage, each force and CPS Area, data quality, revisions and methods
    ///
    /// The folder works as it is, from a disk or from any web server: its pages need no script and no network. It is made of
    /// the release alone, which is checked first, so it can show nothing that was not published. Each figure links to its row
    /// in the release's own tables, which lie in the folder `data` with every other file of the release.
    #[command(
        after_help = "Example: rasso dashboard build --release out/current --out out/dashboard\nHint: a release without `--publication` makes pages that are marked as a draft."
    )]
    Build(DashboardBuild),
}

impl Dashboard {
    /// Whether a machine reads what is said.
    pub(super) const fn is_json(&self) -> bool {
        match self {
            Self::Build(asked) => asked.json,
        }
    }
}

/// What pages are made of.
#[derive(Debug, ClapArgs)]
pub(crate) struct DashboardBuild {
    /// The folder of the release
    #[arg(long, value_name = "DIR")]
    pub(crate) release: PathBuf,
    /// The folder of the release before it, to tell what has changed
    #[arg(long, value_name = "DIR")]
    pub(crate) before: Option<PathBuf>,
    /// The folder to write; a dashboard that is there makes way when the new one is whole
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}
