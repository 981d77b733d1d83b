//! What `rasso release` takes.

use crate::release_job::QUARTERS;
use clap::{Args as ClapArgs, Subcommand, ValueEnum};
use serde::Deserialize;
use std::path::PathBuf;

/// Publish the counts of a run, or check what was published
#[derive(Debug, Subcommand)]
pub(crate) enum Release {
    /// Protect the counts of a run beside everything published before, and write a release of them
    ///
    /// Which tables there are stands in data-schemas/release. OUT/releases/ID/ and OUT/current are to publish, with a copy of
    /// the ledger that the certificate is checked against; OUT/counts holds every count, withheld ones too, for the next
    /// release to be protected beside: it stays where only its owner may enter.
    #[command(
        after_help = "Example: rasso release build --run out/runs/latest --policy policy.toml --quarters 8 --out out\nHint: nothing is written where it cannot be certified (exit code 4)."
    )]
    Build(ReleaseBuild),
    /// Check a release with nothing but its folder: every file, every count, and the certificate by addition
    #[command(after_help = "Example: rasso release verify out/current")]
    Verify(ReleaseVerify),
    /// Name every figure that one release shows otherwise than another
    ///
    /// Figures are held against each other by table, measure, area and period. Both releases must be as they were published.
    #[command(
        after_help = "Example: rasso release diff out/releases/2025-Q1-1 out/releases/2025-Q2-2"
    )]
    Diff(ReleaseDiff),
    /// Take a release back: a notice stands in its place, and OUT/current points to the one before it
    ///
    /// A copy stays in OUT/withdrawn, which only its owner may enter. The ledger keeps what was published: later releases are
    /// protected beside it, for nobody can be made to forget it.
    #[command(
        after_help = "Example: rasso release withdraw 2025-Q2-2 --date 2025-10-02 --reason 'Court results of two weeks were missing.' --out out"
    )]
    Withdraw(ReleaseWithdraw),
}

impl Release {
    /// Whether a machine reads what is said.
    pub(super) const fn is_json(&self) -> bool {
        match self {
            Self::Build(asked) => asked.json,
            Self::Verify(asked) => asked.json,
            Self::Diff(asked) => asked.json,
            Self::Withdraw(asked) => asked.json,
        }
    }
}

/// What a release is built from.
#[derive(Debug, ClapArgs)]
pub(crate) struct ReleaseBuild {
    /// The folder of the run
    #[arg(long, value_name = "DIR")]
    pub(crate) run: PathBuf,
    /// The signed policy; data-schemas/disclosure/example-policy.toml is an example, line by line
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: PathBuf,
    /// Who publishes it, and when; without it, it is marked a draft. data-schemas/release-notes/example-publication.toml is an
    /// example, line by line
    #[arg(long, value_name = "FILE")]
    pub(crate) publication: Option<PathBuf>,
    /// How many of the last whole quarters it shows; earlier ones stay as they were published
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u32).range(QUARTERS))]
    pub(crate) quarters: u32,
    /// The folder of all releases and their ledger
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// The tables to release, of those in data-schemas/release; all of them unless some are named
    #[arg(long = "table", value_name = "NAME")]
    pub(crate) tables: Vec<String>,
    /// Whether counts that were published before and have changed since are published anew
    #[arg(long, value_enum, default_value_t = Revisions::WherePossible)]
    pub(crate) revisions: Revisions,
    /// Texts of invented cases that were planted in the extracts, one a line: where one comes out, nothing is published
    #[arg(long, value_name = "FILE")]
    pub(crate) canaries: Option<PathBuf>,
    /// Schemas, code lists and definitions to use instead of those built in
    #[arg(long, value_name = "DIR")]
    pub(crate) schemas: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What becomes of counts that have changed since they were published.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Revisions {
    /// Publish those of each table, unless beside everything published before they would give counts away: then hold them
    #[default]
    WherePossible,
    /// Publish them, or refuse the release
    Publish,
    /// Hold all: earlier periods stay as they were published
    Hold,
}

/// Which release is checked.
#[derive(Debug, ClapArgs)]
pub(crate) struct ReleaseVerify {
    /// The folder of the release
    pub(crate) release: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Which releases are held against each other.
#[derive(Debug, ClapArgs)]
pub(crate) struct ReleaseDiff {
    /// The folder of the earlier release
    pub(crate) before: PathBuf,
    /// The folder of the later release
    pub(crate) now: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Which release is taken back, and what is said of it.
#[derive(Debug, ClapArgs)]
pub(crate) struct ReleaseWithdraw {
    /// The name of the release: that of its folder in OUT/releases
    #[arg(value_name = "ID")]
    pub(crate) release: String,
    /// The day of the notice, as 2025-10-02
    #[arg(long, value_name = "DATE")]
    pub(crate) date: String,
    /// Why, and what its readers are to do: published as it stands
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
    /// The folder of all releases and their ledger
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}
