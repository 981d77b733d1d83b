//! What can be asked of `rasso synth`.

use clap::{Args as ClapArgs, ValueEnum};
use std::path::PathBuf;

/// What it writes, and what that costs.
pub(super) const FILES_AND_COST: &str =
    "Example: rasso synth --out out/world --crimes 5000 --seed 7 --mess on
         rasso check out/world/pipeline.toml

What is written to DIR:
  extracts/<date>/<table>.csv  the seven tables of an extract date, in the canonical shape
  truth/<date>/records.csv     which crime, person and case each record is about
  truth/<date>/mess.csv        each fault that was laid over a record; truth/*.csv: the last date
  own/<date>/                  with --own-formats: an XLSX, a CSV and a Parquet file of three forces
  README.md                    these files and the privacy statement below, for an agreement's annex
  pipeline.toml                what `rasso check` and `rasso run` read; written last

What it takes, with mess and one extract date, on a machine of two cores:
  crimes      processor seconds  memory  disk
      70,000                  2  310 MB   32 MB
   1,000,000                 15  340 MB  510 MB
  10,000,000                140  360 MB  5.0 GB
Each further extract date adds about a third to the time and two thirds to the disk, and nothing to
the memory. Forces' own formats add little.
";

#[derive(Debug, ClapArgs)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of the command line"
)]
pub(crate) struct Synth {
    /// The folder to write to
    ///
    /// One that holds a world already is refused without `--force`.
    #[arg(long, value_name = "DIR", required_unless_present_any = ["show", "calibration"])]
    pub(crate) out: Option<PathBuf>,
    /// How many reports are recorded, 10 million at most
    ///
    /// England and Wales record some 70,000 rapes a year; 5,000 are enough to try an import. Some
    /// reports are not recorded as crimes (N100), and some crimes are not rape, are cancelled or go
    /// to another force: figures count fewer.
    #[arg(long, value_name = "N", default_value_t = 5_000)]
    pub(crate) crimes: u64,
    /// The same seed gives the same files
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Whether identifiers are mistyped, missing and reused, and rows repeated, as in real extracts
    #[arg(long, value_enum, default_value_t = Mess::On)]
    pub(crate) mess: Mess,
    /// The first day on which a crime is recorded
    ///
    /// Cases take years: begin some before the first figure that matters.
    #[arg(long, value_name = "DATE", default_value = "2019-04-01")]
    pub(crate) from: String,
    /// The last day on which a crime is recorded
    #[arg(long, value_name = "DATE", default_value = "2025-06-30")]
    pub(crate) to: String,
    /// A day on which every agency sends a snapshot; give it again for more deliveries
    #[arg(long = "extract-date", value_name = "DATE", default_values = ["2025-03-31", "2025-06-30"])]
    pub(crate) extract_dates: Vec<String>,
    /// What happens in the world, instead of what is built in: a file as `--show world` prints it
    #[arg(long, value_name = "FILE")]
    pub(crate) world: Option<PathBuf>,
    /// How often each fault is laid over the records: a file as `--show mess` prints it
    #[arg(long, value_name = "FILE")]
    pub(crate) mess_rates: Option<PathBuf>,
    /// Print built-in settings, to be changed and given back, and make no world
    #[arg(long, value_enum)]
    pub(crate) show: Option<Settings>,
    /// Hold the world against published figures, print both, and write no world
    ///
    /// The figures are of England and Wales from 2014 to 2024; try `--crimes 1000000 --from
    /// 2011-04-01 --to 2024-06-30`. Ends with 1 when a figure is out of its tolerance.
    #[arg(long, conflicts_with_all = ["out", "own_formats", "show", "force"])]
    pub(crate) calibration: bool,
    /// Write over a world that the folder already holds
    #[arg(long)]
    pub(crate) force: bool,
    /// Write the last delivery of three forces also in formats of their own
    ///
    /// An XLSX, a CSV in Windows-1252 with two headings alike, and a Parquet file, with the headings
    /// and codes that forces have used: for trying an import and for writing mappings.
    #[arg(long)]
    pub(crate) own_formats: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Settings {
    /// Volumes, hazards, changes of policy and delays
    World,
    /// Rates of mistyped, missing, reused and repeated records
    Mess,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Mess {
    /// As in real extracts
    On,
    /// Every identifier right
    Off,
}
