//! What `rasso explain` takes.

use clap::Args as ClapArgs;
use std::path::PathBuf;

/// Say what a word of a run or of the figures means.
#[derive(Debug, ClapArgs)]
pub(crate) struct Explain {
    /// A reason code, the name of a metric or a breakdown or, with `--run`, a link or a cell
    pub(crate) word: Option<String>,
    /// The folder of a run: why two of its records are linked, or what a figure of it is made of. A link is
    /// named by its tables and record ids, as `police_cps:120:7`; a cell by metric, area and period, as
    /// `referral_rate/52/2025-Q2`, with `/flow` behind it for one clock
    #[arg(long, value_name = "DIR", requires = "word")]
    pub(crate) run: Option<PathBuf>,
    /// Show the groups of a cell of the run
    #[arg(
        long,
        value_name = "BREAKDOWN",
        requires = "run",
        conflicts_with = "to"
    )]
    pub(crate) by: Option<String>,
    /// Write how every figure is defined to this page
    #[arg(long, value_name = "FILE", conflicts_with_all = ["word", "run"])]
    pub(crate) html: Option<PathBuf>,
    /// Another cell of the run: the way from the one to the other, with what leaves and what comes. Each is
    /// named with its clock where its metric has several; `/denominator` at the end takes that side
    #[arg(long, value_name = "CELL", requires = "run")]
    pub(crate) to: Option<String>,
    /// A folder to read instead of the built-in data-schemas
    #[arg(long, value_name = "DIR")]
    pub(crate) schemas: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}
