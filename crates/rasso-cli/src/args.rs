//! What can be asked on the command line.

mod dashboard;
mod estimate;
mod explain;
mod link;
mod list;
mod protect;
mod release;
mod run;
mod synth;

pub(crate) use dashboard::{Dashboard, DashboardBuild};
pub(crate) use estimate::{
    Cases, ChainLadder, Controls, Decompose, Did, Difference, Disparity, Estimate, Files, Funnel,
    GroupTests, Incidence, Its, Kitagawa, OfDifference, OfProportion, OfStandard, Period,
    Proportion, Quantile, Ranges, Shrink, Standardise, Survival, Units, Xmr,
};
pub(crate) use explain::Explain;
pub(crate) use link::Link;
pub(crate) use list::List;
pub(crate) use protect::Protect;
pub(crate) use release::{
    Release, ReleaseBuild, ReleaseDiff, ReleaseVerify, ReleaseWithdraw, Revisions,
};
pub(crate) use run::{Check, Inputs, Run, Watch};
pub(crate) use synth::{Mess, Settings, Synth};

use clap::{
    Args as ClapArgs, Parser, Subcommand, ValueEnum,
    builder::{PossibleValue, PossibleValuesParser},
};
use rasso_schema::{FORMATS, Format};
use std::path::PathBuf;

const EXIT_CODES: &str = "Exit codes:
   0  done
   1  findings: more than a limit of the pipeline allows
   2  usage or configuration
   3  input missing, unreadable or not what it says
   4  disclosure refused: nothing was written
   5  another run holds the lock
   6  disk or memory
   7  a checksum or a control total does not match
  70  a fault in rasso
 130  interrupted";

/// Joins police, CPS and court extracts into one timeline per case, and counts attrition
#[derive(Debug, Parser)]
#[command(name = "rasso", version, after_help = EXIT_CODES, max_term_width = 100)]
pub(crate) struct Args {
    /// Tell each stage on stderr
    #[arg(long, short, global = true)]
    pub(crate) verbose: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a synthetic quarter, run it whole, and say where to look
    #[command(after_help = "Example: rasso demo --out out/demo")]
    Demo(Demo),
    /// Run a pipeline: extracts in, one timeline, measures per force and area out
    ///
    /// Reads the pipeline file, checks and links the extracts it names, and writes one run folder
    /// under OUT/runs. A run that fails leaves the last complete one as it was.
    #[command(
        after_help = "Example: rasso run pipelines/quarter.toml --out out\nHint: `rasso check` reads the same files and writes nothing."
    )]
    Run(Run),
    /// Check the extracts of a pipeline and write nothing
    #[command(after_help = "Example: rasso check pipelines/quarter.toml")]
    Check(Check),
    /// Run a pipeline whenever its deliveries are complete
    ///
    /// A file is complete when its sender says so (`<file>.done` beside it, or `manifest.json` in its
    /// folder that states its length or SHA-256), or when two looks find the same content; a folder,
    /// when every file of its manifest is there and no other. What a run was made of stands in
    /// OUT/watch.json: the same files under the same pipeline file, mappings, schemas and key make no
    /// second run.
    #[command(
        after_help = "Example: rasso watch pipelines/inbox.toml --out out --once    # every five minutes from cron"
    )]
    Watch(Watch),
    /// Link any two files, or the records of one, by how likely their agreement is by chance
    ///
    /// For files that are no extracts of a pipeline. The model says which fields are compared and how
    /// alike they may be; how often records of one person and of two agree is learnt from the files.
    #[command(
        after_help = "Example: rasso link --left a.csv --right b.csv --model pipelines/link/people.toml --out links.csv\nHint: --dry-run says what the model's blocks cost; --explain ID_L ID_R draws the evidence for a pair; --keep and --onto link the next quarter at the cost of a quarter."
    )]
    Link(Link),
    /// Estimate from any file of rows or counts: how cases end, how areas compare, what a change is made of
    ///
    /// Each estimator has its formula and source in the documentation of `rasso-stats`. Numbers are written
    /// so that they read back exactly; a cell of which nothing is known is empty.
    #[command(
        subcommand,
        subcommand_value_name = "KIND",
        subcommand_help_heading = "Kinds"
    )]
    Estimate(Estimate),
    /// Decide which counts of a table may be shown, so that nothing withheld can be worked out
    ///
    /// Counts that the policy calls small are withheld, and with them as few others as it takes, so that no sum of this
    /// release or of any before it in the ledger leads back to one of them. The certificate holds tables that prove it by
    /// addition. Where it cannot be proved, nothing is written.
    #[command(
        after_help = "Example: rasso protect --cells cells.csv --constraints sums.csv --policy policy.toml --ledger out/ledger --out status.csv --certificate certificate.json\nHint: `rasso protect --verify --ledger out/ledger` checks everything published so far; `--sign POLICY` prints a policy's digest."
    )]
    Protect(Protect),
    /// Publish the counts of a run, protected beside everything published before, or check what was published
    #[command(subcommand)]
    Release(Release),
    /// Make pages of a release for people to read
    #[command(subcommand)]
    Dashboard(Dashboard),
    /// Work on mappings: how a file as sent becomes a canonical table
    #[command(subcommand)]
    Mapping(Mapping),
    /// Make a key of pseudonyms, in a file that only its owner may read
    #[command(
        after_help = "Example: rasso key out/key && rasso run PIPELINE.toml --out out --key out/key"
    )]
    Key(MakeKey),
    /// Make extracts that look real and are not, with the truth beside them
    ///
    /// For trying an import, the linking or a whole run before real records may be shared, and for
    /// the test data that a data-sharing agreement asks for. It follows invented rape cases of 44
    /// police forces from the first report to the end of the last trial, and writes what the police,
    /// the CPS and the courts would have sent on each extract date.
    #[command(
        after_help = "Example: rasso synth --out out/world --crimes 5000 --seed 7 --mess on",
        after_long_help = format!("{}\nPrivacy:\n{}", synth::FILES_AND_COST, rasso_synth::PRIVACY.trim_end())
    )]
    Synth(Synth),
    /// Write a list of cases that people act on, from the units of a run
    ///
    /// A list holds the agencies' own references: it is internal, and never published.
    #[command(
        after_help = "Example: rasso list scrutiny_panel --run out/runs/latest --area 52 --seed 7 --out panel.csv"
    )]
    List(List),
    /// Describe the tables in another format, or read a description made elsewhere
    #[command(subcommand)]
    Schema(Schema),
    /// Say what a reason of the quarantine means and what to do, what a metric counts, or why a link is one
    ///
    /// Without a word it lists what can be explained. With --run it draws the evidence for a link of
    /// that run.
    #[command(after_help = "Example: rasso explain bad_date")]
    Explain(Explain),
    /// Prove that a text of figures says what the table of a run says
    ///
    /// For a summary that people have worked on. Every number must stand in the mark of its cell and be what the
    /// cell has; labels and months must be those of the figures beside them; and of ages, rates, periods and
    /// changes the words between say nothing. Ends with 1 where something is wrong.
    #[command(after_help = "Example: rasso proofread summary.html --run out/runs/latest")]
    Proofread(Proofread),
}

impl Command {
    /// Whether a machine reads what is said.
    pub(crate) const fn is_json(&self) -> bool {
        match self {
            Self::Demo(_) => false,
            Self::Run(asked) => asked.inputs.json,
            Self::Check(asked) => asked.inputs.json,
            Self::Watch(asked) => asked.inputs.json,
            Self::Mapping(Mapping::Draft(asked)) => asked.json,
            Self::Link(asked) => asked.json,
            Self::Estimate(asked) => asked.files().json,
            Self::Protect(asked) => asked.json,
            Self::Release(asked) => asked.is_json(),
            Self::Dashboard(asked) => asked.is_json(),
            Self::Key(asked) => asked.json,
            Self::Synth(asked) => asked.json,
            Self::Explain(asked) => asked.json,
            Self::List(asked) => asked.json,
            Self::Proofread(asked) => asked.json,
            Self::Schema(Schema::Export(asked)) => asked.json,
            Self::Schema(Schema::Import(asked)) => asked.json,
            Self::Schema(Schema::Outputs(asked)) => asked.json,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Schema {
    /// Write what the tables must look like, for other tools and for a data-sharing agreement
    ///
    /// What a format has no word for stands under the name `rasso`, so that `rasso schema import` gives
    /// the same table back. One file goes to stdout; where a format makes several, give `--out`.
    #[command(
        after_help = "Example: rasso schema export --format mojap --table police_crime --out out/schema"
    )]
    Export(SchemaExport),
    /// Read the description of a table and print it as a file of data-schemas
    ///
    /// Comments in it say what the description left open, and what of it was not taken over. A column
    /// of which it does not say whom it leads to is taken to lead to a person. Put the file under
    /// data-schemas/AGENCY/NAME.toml once it is reviewed.
    #[command(
        after_help = "Example: rasso schema import --format frictionless crimes.json > crimes.toml"
    )]
    Import(SchemaImport),
    /// Tell every file that rasso writes, with the version of its form, or print the JSON Schema of one
    #[command(after_help = "Example: rasso schema outputs manifest > manifest.schema.json")]
    Outputs(SchemaOutputs),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct SchemaOutputs {
    /// The JSON Schema to print; without it, the list of outputs
    pub(crate) name: Option<String>,
    /// A folder to read instead of the built-in data-schemas
    #[arg(long, value_name = "DIR")]
    pub(crate) schemas: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct SchemaExport {
    /// The format to write
    #[arg(long, value_parser = formats())]
    pub(crate) format: String,
    /// A table; give it again for more. Without it, every table
    #[arg(long = "table", value_name = "NAME")]
    pub(crate) tables: Vec<String>,
    /// The folder to write to
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Write over files that the folder already holds
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
    /// A folder to read instead of the built-in data-schemas
    #[arg(long, value_name = "DIR")]
    pub(crate) schemas: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct SchemaImport {
    /// The file to read
    pub(crate) file: PathBuf,
    /// The format it is written in
    #[arg(long, value_parser = formats())]
    pub(crate) format: String,
    /// The table wanted, where the file describes several
    #[arg(long, value_name = "NAME")]
    pub(crate) table: Option<String>,
    /// Who sends it, where the file does not say
    #[arg(long, value_parser = ["police", "cps", "courts"])]
    pub(crate) agency: Option<String>,
    /// A folder to read instead of the built-in data-schemas
    #[arg(long, value_name = "DIR")]
    pub(crate) schemas: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Proofread {
    /// The page, as `summary.html` of a run
    pub(crate) text: PathBuf,
    /// The folder of the run that it is about
    #[arg(long, value_name = "DIR")]
    pub(crate) run: PathBuf,
    /// A folder to read instead of the built-in data-schemas
    #[arg(long, value_name = "DIR")]
    pub(crate) schemas: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// The formats there are, each with its name for people.
fn formats() -> PossibleValuesParser {
    let format = |it: &Format| PossibleValue::new(it.name).help(it.title);
    PossibleValuesParser::new(FORMATS.iter().map(format))
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Demo {
    /// The folder to write to
    #[arg(long, default_value = "out/demo")]
    pub(crate) out: PathBuf,
    /// How many crimes to make up
    #[arg(long, default_value_t = 12_000)]
    pub(crate) crimes: u64,
    /// The seed of the made-up world
    #[arg(long, default_value_t = 2025)]
    pub(crate) seed: u64,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Mapping {
    /// Propose a first mapping from a file's headings and the forms of its values
    ///
    /// Looks at up to 50,000 rows. What it is not sure of stands under TO DECIDE. Values of cells are
    /// not shown, but for words of columns of codes that stand in five rows or more.
    #[command(
        after_help = "Example: rasso mapping draft extract.csv --agency police --table police_crime --table police_suspect --force 52 --out force-x.toml\nHint: name the mapping in the pipeline file, then `rasso check` says what it leaves unread."
    )]
    Draft(DraftMapping),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct DraftMapping {
    /// The file that an agency sent
    pub(crate) file: PathBuf,
    /// The agency
    #[arg(long, value_enum)]
    pub(crate) agency: Sender,
    /// The table that the file fills; give it again where it fills several
    #[arg(long = "table", value_name = "TABLE", required = true)]
    pub(crate) tables: Vec<String>,
    /// The name of the mapping; without it that of the file
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// The force that sent it, by code or name, should no heading tell
    #[arg(long)]
    pub(crate) force: Option<String>,
    /// How many lines stand above the header
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) skip_rows: u32,
    /// The file to write, which must not be there yet; without it the draft is printed
    #[arg(long, value_name = "FILE.toml")]
    pub(crate) out: Option<PathBuf>,
    /// A folder to read instead of the built-in data-schemas
    #[arg(long, value_name = "DIR")]
    pub(crate) schemas: Option<PathBuf>,
    /// Print what was found as JSON
    #[arg(long, requires = "out")]
    pub(crate) json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sender {
    /// A police force
    Police,
    /// The Crown Prosecution Service
    Cps,
    /// The courts
    Courts,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct MakeKey {
    /// The file to make; it must not be there yet
    pub(crate) file: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}
