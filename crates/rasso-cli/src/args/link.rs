//! The arguments of `rasso link`.

use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Link {
    /// A file of records, one a row: CSV (also compressed), Parquet, XLSX or ODS
    #[arg(long, value_name = "FILE")]
    pub(crate) left: PathBuf,
    /// The file to link it to; without it the records of the one file are linked to each other
    #[arg(long, value_name = "FILE")]
    pub(crate) right: Option<PathBuf>,
    /// The model: which fields there are, how they are compared, which records are compared at all;
    /// or one that Splink saved (`.json`), of which it is said what could not be taken over as it is
    #[arg(long, value_name = "MODEL.toml|.json")]
    pub(crate) model: PathBuf,
    /// Write the model that a Splink one became, to read and work on; one that is there is kept
    #[arg(long, value_name = "FILE.toml")]
    pub(crate) save_model: Option<PathBuf>,
    /// The CSV file to write: `id_l,id_r,match_probability,match_weight,pass`. One that is there is
    /// replaced
    #[arg(long, value_name = "FILE.csv", required_unless_present_any = ["dry_run", "explain"])]
    pub(crate) out: Option<PathBuf>,
    /// The least probability of a pair that is written
    #[arg(long, value_name = "P", default_value_t = 0.01)]
    pub(crate) least: f64,
    /// The most pairs that may be compared
    #[arg(long, value_name = "N", default_value_t = 200_000_000)]
    pub(crate) most_pairs: u64,
    /// Say what each block would cost, and compare nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Keep what the next time needs to link onto it: what was learnt, the records with what their fields say,
    /// and every pair that was weighed. As personal as the files are. A new folder each time
    #[arg(long, value_name = "DIR", conflicts_with = "dry_run")]
    pub(crate) keep: Option<PathBuf>,
    /// Link onto what `--keep` kept: the files are those of then, with records added, changed and gone.
    /// Nothing is learnt anew, and only pairs with a new or changed record are compared
    #[arg(long, value_name = "DIR", group = "kept")]
    pub(crate) onto: Option<PathBuf>,
    /// The files hold only records that are new or changed: with --onto, all others are as they were.
    /// Nobody can tell then whether the two files are the right way round
    #[arg(long, requires = "onto", conflicts_with = "trained")]
    pub(crate) only_new: bool,
    /// The records that are not there any more, with --only-new: a CSV file of `side,id`, where side is
    /// `left` or `right`
    #[arg(long, value_name = "FILE.csv", requires = "only_new")]
    pub(crate) gone: Option<PathBuf>,
    /// Compare everything, by what was learnt when `--keep` kept it: the same links as with --onto
    #[arg(long, value_name = "DIR", group = "kept")]
    pub(crate) trained: Option<PathBuf>,
    /// List the links of then that are not made now, and why:
    /// `id_l,id_r,why,probability_before,probability_now,id_r_now,id_l_now`
    #[arg(
        long,
        value_name = "FILE.csv",
        requires = "kept",
        conflicts_with = "dry_run"
    )]
    pub(crate) changed: Option<PathBuf>,
    /// Draw the evidence for a pair, named by its two ids
    #[arg(long, num_args = 2, value_names = ["ID_L", "ID_R"])]
    pub(crate) explain: Option<Vec<String>>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}
