//! What `rasso list` takes.

use clap::Args as ClapArgs;
use rasso_terms::Day;
use std::path::PathBuf;

/// Write a list of cases that people act on, from the units of a run.
#[derive(Debug, ClapArgs)]
pub(crate) struct List {
    /// The list; without it the lists there are
    pub(crate) name: Option<String>,
    /// The folder of a run, as out/runs/latest
    #[arg(long, value_name = "DIR", requires = "name")]
    pub(crate) run: Option<PathBuf>,
    /// The CSV file to write, which only its owner may read; `-` for stdout. The list names cases: it is
    /// internal, and never published
    #[arg(long, value_name = "FILE", requires = "name")]
    pub(crate) out: Option<PathBuf>,
    /// One force, by code or name, or one CPS Area, as `cps:south-west`
    #[arg(long, value_name = "AREA", requires = "name")]
    pub(crate) area: Option<String>,
    /// From this date on
    #[arg(long, value_name = "DATE", requires = "name")]
    pub(crate) from: Option<Day>,
    /// Up to this date
    #[arg(long, value_name = "DATE", requires = "name")]
    pub(crate) to: Option<Day>,
    /// The columns that make strata, instead of the list's own
    #[arg(
        long,
        value_name = "COLUMN,..",
        value_delimiter = ',',
        requires = "name"
    )]
    pub(crate) strata: Option<Vec<String>>,
    /// Draw so many cases of each stratum, each with the same chance
    #[arg(long, value_name = "N", requires = "name", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) per_stratum: Option<u32>,
    /// What a sample is drawn by: the same seed draws the same cases
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// A folder to read instead of the built-in data-schemas
    #[arg(long, value_name = "DIR")]
    pub(crate) schemas: Option<PathBuf>,
    /// Print JSON: the lists there are
    #[arg(long, conflicts_with = "name")]
    pub(crate) json: bool,
}
