//! Why the files of a run cannot be read at all.

mod exit_code;
mod wording;

pub(crate) use wording::row_and_line;

use rasso_schema::{SchemaError, UnknownName};
use rasso_stats::thousands;
use rasso_terms::Day;
use std::io;
use wording::{listed, no_such_files, of_sender, quoted};

/// A column that a header does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingColumn {
    /// The column looked for.
    pub column: String,
    /// The heading nearest to it.
    pub nearest: Option<String>,
}

/// Why the files of a run cannot be read or their records not written. Files are named as the
/// pipeline names them; no text holds the value of a cell.
#[derive(Debug, thiserror::Error)]
pub enum ExtractError {
    /// The pipeline names a table that no schema has.
    #[error("{label}: {name}")]
    UnknownTable {
        /// The file.
        label: String,
        /// The name and the nearest known one.
        name: UnknownName,
    },
    /// The pipeline gives the table to another agency than its schema does.
    #[error(
        "{label}: the table `{table}` is sent by {agency}; correct `agency` in the pipeline file"
    )]
    WrongAgency {
        /// The file.
        label: String,
        /// The table.
        table: String,
        /// Who sends it.
        agency: rasso_terms::Agency,
    },
    /// A sender has sent nothing by the day that the run is of.
    #[error(
        "{table}{}: nothing was sent by {as_at}, the earliest delivery is of {earliest}; correct `as_at` in the pipeline file, or add an earlier delivery",
        of_sender(sender)
    )]
    NoDelivery {
        /// The table.
        table: String,
        /// Which sender of the table.
        sender: String,
        /// The day of the run.
        as_at: Day,
        /// The sender's first extract date.
        earliest: Day,
    },
    /// Nothing is there. All such files of a run are named at once.
    #[error("{}", no_such_files(labels))]
    MissingFiles {
        /// The files.
        labels: Vec<String>,
    },
    /// It cannot be read.
    #[error("{label}: the file cannot be read ({})", rasso_schema::io_reason(*reason))]
    Unreadable {
        /// The file.
        label: String,
        /// The kind of failure, without a path of this machine.
        reason: io::ErrorKind,
    },
    /// It is a folder.
    #[error("{label}: a folder stands where a file is declared; name the file in it")]
    Folder {
        /// The file.
        label: String,
    },
    /// It holds nothing, not even a header.
    #[error("{label}: the file is empty; ask the sender for it again")]
    EmptyFile {
        /// The file.
        label: String,
    },
    /// It is of a format that is not read.
    #[error("{label}: the file is {found}, which is not read; {instead}")]
    Unsupported {
        /// The file.
        label: String,
        /// What it is.
        found: &'static str,
        /// What to do.
        instead: &'static str,
    },
    /// Its mapping declares another format.
    #[error(
        "{label}: the mapping says the file is {declared}, and it is {found}; correct `format`"
    )]
    WrongFormat {
        /// The file.
        label: String,
        /// As declared.
        declared: &'static str,
        /// By its content.
        found: &'static str,
    },
    /// Its mapping skips what its format does not have.
    #[error(
        "{label}: the file is Parquet, in which no rows stand above the headings; take `skip_rows` out of the mapping, or `--skip-rows` out of the command"
    )]
    NothingToSkip {
        /// The file.
        label: String,
    },
    /// It is not whole.
    #[error("{label}: the file is damaged: {what}; ask the sender for it again")]
    Damaged {
        /// The file.
        label: String,
        /// What is wrong with it, without its content.
        what: &'static str,
    },
    /// It is, or would become, too large.
    #[error(
        "{label}: the file has more than {} {what}, and no more is read; ask the sender for a sound or smaller one",
        thousands(*most)
    )]
    BeyondLimit {
        /// The file.
        label: String,
        /// Of what it has too much.
        what: &'static str,
        /// The limit.
        most: u64,
    },
    /// Somebody wrote to it meanwhile.
    #[error("{label}: the file changed while it was read; run again when it is complete")]
    Changed {
        /// The file.
        label: String,
    },
    /// The workbook has no sheet of that name.
    #[error(
        "{label}: the workbook has no sheet `{sheet}`; it has {}",
        quoted(sheets)
    )]
    NoSheet {
        /// The file.
        label: String,
        /// As the mapping names it.
        sheet: String,
        /// Those it has.
        sheets: Vec<String>,
    },
    /// Several sheets hold something, and nothing says which is meant.
    #[error(
        "{label}: several sheets hold something: {}; name one with `sheet` in the mapping",
        quoted(sheets)
    )]
    WhichSheet {
        /// The file.
        label: String,
        /// The sheets.
        sheets: Vec<String>,
    },
    /// A column that is needed is no plain one.
    #[error(
        "{label}: the column `{heading}` holds lists or structures; ask the sender for plain columns"
    )]
    NestedColumn {
        /// The file.
        label: String,
        /// The heading.
        heading: String,
    },
    /// The first row of a file that a mapping is drafted for does not look like headings.
    #[error(
        "{label}: the first row does not look like headings of these tables; if lines stand above the header, say how many with --skip-rows, and if there is none, put one in"
    )]
    NoHeadings {
        /// The file.
        label: String,
    },
    /// Required columns are not in the header, and no mapping says where else they are.
    #[error(
        "{label}: the header has no column {}; {}",
        listed(missing),
        likely.as_deref().unwrap_or("is it another table, or does it need a mapping?")
    )]
    WrongHeader {
        /// The file.
        label: String,
        /// The columns.
        missing: Vec<MissingColumn>,
        /// How the file may be written instead.
        likely: Option<String>,
    },
    /// A heading that is needed stands several times, and the mapping does not say which is meant.
    #[error(
        "{label}: the heading `{heading}` stands more than once; give each a name in the mapping (`[headings]`, `nth`) or rename one of the columns"
    )]
    RepeatedHeading {
        /// The file.
        label: String,
        /// The heading, as the schema or the mapping names it.
        heading: String,
    },
    /// A mapping names headings that the file has not, or leaves a required column unmapped.
    #[error(
        "{label}: the mapping `{mapping}` needs the column {}, which the header does not have{}",
        listed(missing),
        likely.as_ref().map_or_else(String::new, |it| format!("; {it}"))
    )]
    MappingColumn {
        /// The file.
        label: String,
        /// The mapping.
        mapping: String,
        /// The headings.
        missing: Vec<MissingColumn>,
        /// How the file may be written instead.
        likely: Option<String>,
    },
    /// So much of it breaks the schema that it is not what it was taken for.
    #[error(
        "{label}: more than {most} of its cells and rows break the schema: it is another table, or a column needs another mapping; `rasso mapping draft` shows what its columns look like"
    )]
    TooManyFaults {
        /// The file.
        label: String,
        /// How many are put down.
        most: usize,
    },
    /// It is said to correct a file that is not of its delivery.
    #[error(
        "{label}: it corrects `{corrects}`, which is no other file of the table, source and extract date; correct `corrects` in the pipeline file"
    )]
    NothingToCorrect {
        /// The file.
        label: String,
        /// The file it names.
        corrects: String,
    },
    /// It is said to correct rows that no key tells apart.
    #[error(
        "{label}: rows of `{table}` have no key, so one cannot be said to correct another; have the whole file sent anew, and name it in the place of the first"
    )]
    NoKeyToCorrectBy {
        /// The file.
        label: String,
        /// The table.
        table: String,
    },
    /// A mapping makes pseudonyms, and no key is given.
    #[error(
        "{label}: its mapping makes keyed digests and no key is given; give `--key FILE`, made by `rasso key FILE`"
    )]
    NoKey {
        /// The file.
        label: String,
    },
    /// A quote is opened and never closed, so rows may be hidden in a cell.
    #[error(
        "{label}, {}: a quote is opened and never closed, so the rows after it cannot be told apart",
        row_and_line(*row, *line)
    )]
    UnclosedQuote {
        /// The file.
        label: String,
        /// The data row in which it is opened; 0 is the header.
        row: u64,
        /// The line in which that row starts.
        line: u64,
    },
    /// A row of a file that is taken whole or not at all cannot be read.
    #[error("{label}, {}: it must be {must_be}; mend the file or ask for it again", row_and_line(*row, *line))]
    BrokenRow {
        /// The file.
        label: String,
        /// The data row, counting from 1 below the header.
        row: u64,
        /// The line in which it starts.
        line: u64,
        /// What it, or a cell of it, must be.
        must_be: &'static str,
    },
    /// The file is not the one the agency described.
    #[error(
        "{label}: its {what} is not the one declared in the pipeline file or the manifest: declared {declared}, found {found}"
    )]
    ControlTotal {
        /// The file.
        label: String,
        /// `SHA-256`, `number of bytes` or `number of rows`.
        what: &'static str,
        /// As declared.
        declared: String,
        /// As found.
        found: String,
    },
    /// The schemas cannot be used.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// The records cannot be written.
    #[error(
        "{file} cannot be written ({}); check the space on the disk and the rights on the folder",
        rasso_schema::io_reason(*reason)
    )]
    Write {
        /// The file, relative to the run folder.
        file: String,
        /// The kind of failure.
        reason: io::ErrorKind,
    },
    /// Something that cannot happen did.
    #[error("{what}; this is our bug, please report it")]
    Bug {
        /// What.
        what: String,
    },
}

impl ExtractError {
    pub(crate) fn bug(what: &str) -> Self {
        Self::Bug {
            what: what.to_owned(),
        }
    }
}

/// Arrow's own texts may hold values, so only the step that failed is named.
pub(crate) fn arrow_bug(
    step: &'static str,
) -> impl FnOnce(arrow::error::ArrowError) -> ExtractError {
    move |_error| ExtractError::bug(&format!("the columns of a table could not be {step}"))
}
