//! What `run.html` shows, as plain counts and words.

use crate::RuleRow;
use serde::Serialize;

/// Everything on the page of one run.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RunPage {
    /// The pipeline's name.
    pub name: String,
    /// The id of the run.
    pub run_id: String,
    /// The date as at which everything is counted, ISO 8601.
    pub as_at: String,
    /// Which crimes the figures are about, and of which dates, in sentences.
    pub population: String,
    /// What a reader must know before a zero is believed.
    pub notes: Vec<String>,
    /// Software and schema versions.
    pub versions: Vec<Named>,
    /// SHA-256 of inputs and configuration.
    pub hashes: Vec<Named>,
    /// The stages from recorded to convicted, England and Wales, in order.
    pub funnel: Vec<FunnelStep>,
    /// Whom figures of England and Wales are without: in any period, and in that of the table of forces.
    pub without: Without,
    /// A row for each force.
    pub forces: AreaTable,
    /// How cases end by their age; none where no such figure was asked for.
    pub ages: Option<AgeTable>,
    /// How many threads there are, and how many are not lost.
    pub threads: Threads,
    /// Where the lost threads were lost, in the order of the process.
    pub losses: Vec<Loss>,
    /// Links made, by pass.
    pub links: Vec<LinkPass>,
    /// What models of links came to; none where none was used.
    pub models: Vec<ModelRow>,
    /// Of each model the link that it is least sure of.
    pub least_sure: Vec<DrawnLink>,
    /// Records without a link.
    pub unlinked: Vec<Unlinked>,
    /// What was found wrong with deliveries as a whole.
    pub findings: Vec<String>,
    /// Faults by file, column and rule.
    pub faults: Vec<FaultCount>,
    /// The rules of quality, and how often each was broken.
    pub rules: Vec<RuleRow>,
    /// What became of each file's rows.
    pub sources: Vec<SourceCoverage>,
    /// Columns a mapping made from others.
    pub derived: Vec<DerivedColumn>,
    /// How long each stage took.
    pub stages: Vec<StageTime>,
}

/// Whom figures are without, in sentences.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Without {
    /// In any period.
    pub at_all: Vec<String>,
    /// In the period of the table of forces.
    pub in_period: Vec<String>,
}

/// A value with its name.
#[derive(Debug, Clone, Serialize)]
pub struct Named {
    /// What it is.
    pub name: String,
    /// The value.
    pub value: String,
}

/// A step of the funnel.
#[derive(Debug, Clone, Serialize)]
pub struct FunnelStep {
    /// The step: `Referred to the CPS`.
    pub name: String,
    /// What is counted, in the plural: `crimes`.
    pub unit: String,
    /// How many reached the step; none when an agency that it needs sent nothing.
    pub count: Option<u64>,
    /// Whether all of these reached the step before as well, where both have one unit.
    pub is_part: bool,
}

/// A table with a row for each area.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AreaTable {
    /// The period of every figure.
    pub period: String,
    /// The measures, in the order of each row's figures.
    pub columns: Vec<Column>,
    /// The areas, in the order shown.
    pub rows: Vec<AreaRow>,
}

/// A measure at the head of a column.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    /// Its title, short enough for a column.
    pub title: String,
    /// What is counted, in the plural.
    pub unit: String,
    /// What dates the figure: `by date recorded`.
    pub clock: String,
    /// What the figure is, as a sentence.
    pub definition: String,
}

/// The figures of one area.
#[derive(Debug, Clone, Serialize)]
pub struct AreaRow {
    /// The area's code.
    pub code: String,
    /// The area's name.
    pub name: String,
    /// Whether the row is the total of the others.
    pub total: bool,
    /// A figure for each column.
    pub figures: Vec<Figure>,
}

/// One figure of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Figure {
    /// A plain count.
    Count(u64),
    /// A count over another, shown as a percentage with both beside it.
    Rate {
        /// How many.
        numerator: u64,
        /// Out of how many.
        denominator: u64,
    },
    /// A median of days.
    MedianDays {
        /// Twice the median, so that it stays whole; nothing when no record has both dates.
        twice: Option<i64>,
        /// How many records it is the median of.
        n: u64,
    },
    /// A mean, shown with the number of records.
    Mean {
        /// The sum.
        total: u64,
        /// How many records it is the mean of.
        n: u64,
    },
    /// An agency that the figure needs sent nothing.
    NotSupplied,
}

/// The threads that are counted in the losses, and those that are not lost.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Threads {
    /// All threads.
    pub all: u64,
    /// Still open as at the date.
    pub open: u64,
    /// Ended in a conviction.
    pub convicted: u64,
}

/// One value of `lost_at`.
#[derive(Debug, Clone, Serialize)]
pub struct Loss {
    /// Whose stage it is: `Police`, `CPS`, `Courts`.
    pub agency: String,
    /// Why the thread ended, in words.
    pub reason: String,
    /// How many threads ended so.
    pub threads: u64,
}

/// What one pass of linking did between two tables.
#[derive(Debug, Clone, Serialize)]
pub struct LinkPass {
    /// The two tables: `police suspect to CPS suspect`.
    pub edge: String,
    /// The pass.
    pub pass: String,
    /// Links it made.
    pub links: u64,
    /// Records it refused to link because more than one candidate was as good.
    pub ambiguous: u64,
}

/// What a model of links came to between two tables.
#[derive(Debug, Clone, Serialize)]
pub struct ModelRow {
    /// The two tables.
    pub edge: String,
    /// The model and its version.
    pub model: String,
    /// Pairs of people that it compared.
    pub compared: u64,
    /// How many of them are expected to be one person in one case.
    pub expected: f64,
    /// Links of records that it made.
    pub links: u64,
    /// Links of passes that it holds for less likely than not, rules out, or did not compare.
    pub doubted: u64,
}

/// The evidence for a link, step by step.
#[derive(Debug, Clone, Serialize)]
pub struct DrawnLink {
    /// Which link it is, by the ids of its records.
    pub title: String,
    /// How likely it is, in a sentence.
    pub said: String,
    /// The steps, in their order.
    pub steps: Vec<DrawnStep>,
}

/// What one comparison adds to the weight of a link.
#[derive(Debug, Clone, Serialize)]
pub struct DrawnStep {
    /// What was compared, and how alike it was.
    pub name: String,
    /// What it adds.
    pub weight: f64,
    /// Where the sum then stands.
    pub sum: f64,
}

/// Records without a link, for one reason.
#[derive(Debug, Clone, Serialize)]
pub struct Unlinked {
    /// The table of the records.
    pub table: String,
    /// Their state: `open`, `not linkable`.
    pub state: String,
    /// Why there is no link.
    pub reason: String,
    /// How many records.
    pub records: u64,
}

/// Faults of one kind in one column of a file.
#[derive(Debug, Clone, Serialize)]
pub struct FaultCount {
    /// The file the agency sent.
    pub file: String,
    /// The column, or empty for the row as a whole.
    pub column: String,
    /// The rule that was broken, in words.
    pub rule: String,
    /// The code of the rule, which `rasso explain` takes.
    pub code: String,
    /// Whether the row was quarantined, rather than the cell left empty.
    pub quarantined: bool,
    /// How many rows.
    pub rows: u64,
    /// How many of them a corrected file has sent anew.
    pub sent_anew: u64,
}

/// What became of the rows of one file.
#[derive(Debug, Clone, Serialize)]
pub struct SourceCoverage {
    /// The canonical table the file was read into.
    pub table: String,
    /// The source within it: `all`, or a force's name.
    pub source: String,
    /// The file.
    pub file: String,
    /// The date the extract was taken, ISO 8601.
    pub extract_date: String,
    /// Data rows in the file.
    pub seen: u64,
    /// Records beyond the first of each row, where a row holds several.
    pub unfolded: u64,
    /// Headings that nothing is read from.
    pub unmapped: Vec<String>,
    /// Rows that went on.
    pub accepted: u64,
    /// Rows set aside, with a reason.
    pub quarantined: u64,
    /// Duplicates and rows the mapping leaves out.
    pub dropped: u64,
    /// Accepted rows whose rape flag is empty, and which count as not flagged.
    pub unflagged: u64,
}

/// A column that no file holds and a mapping made.
#[derive(Debug, Clone, Serialize)]
pub struct DerivedColumn {
    /// The mapping.
    pub mapping: String,
    /// The canonical column.
    pub column: String,
    /// How it was made: `digest of scenario, ptiurn`.
    pub how: String,
}

/// What one stage took.
#[derive(Debug, Clone, Serialize)]
pub struct StageTime {
    /// The stage.
    pub stage: String,
    /// Milliseconds on the wall.
    pub milliseconds: u64,
    /// Rows it gave to the next.
    pub rows: u64,
}

/// How cases end by their age, for the whole.
#[derive(Debug, Clone, Serialize)]
pub struct AgeTable {
    /// When they began.
    pub period: String,
    /// The ages, in order.
    pub columns: Vec<AgeColumn>,
    /// The figures.
    pub rows: Vec<AgeRow>,
}

/// An age.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct AgeColumn {
    /// Days since a case began.
    pub days: u32,
}

/// One figure at every age.
#[derive(Debug, Clone, Serialize)]
pub struct AgeRow {
    /// Its title.
    pub title: String,
    /// What it is, as a sentence.
    pub definition: String,
    /// What is counted.
    pub unit: String,
    /// Whether it is a part of the picture: of one whole, with those still open.
    pub is_part: bool,
    /// How many were followed.
    pub cases: u64,
    /// How many are left out, because they ended nobody knows when.
    pub undated: u64,
    /// At each age; none where nobody was followed so far.
    pub estimates: Vec<Option<Estimate>>,
}

/// A share that is estimated because some cases are open.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// From 0 to 1.
    pub share: f64,
    /// Its limits.
    pub limits: Option<[f64; 2]>,
    /// How many cases were still followed then.
    pub at_risk: u64,
}
