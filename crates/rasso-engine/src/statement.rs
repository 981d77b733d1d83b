//! The statements of the relational core, in the order they run.

/// One statement: what it makes, its SQL and where the result is kept.
#[derive(Debug, Clone, Copy)]
pub struct Statement {
    /// The name that later statements know the result by.
    pub makes: &'static str,
    /// The statement.
    pub sql: &'static str,
    /// The file under the run folder that keeps the result, for results that are kept.
    pub file: Option<&'static str>,
    /// A column that numbers the rows in their order, for results whose rows have no other name.
    pub numbered: Option<&'static str>,
}

macro_rules! statements {
    ($($makes:literal $(=> $file:literal)? $(numbered $number:literal)?,)+) => {
        /// Every statement of the relational core, each using only inputs and what stands before it.
        ///
        /// Inputs: `own_crime`, `own_suspect`, `own_cps`, `own_consultation`, `own_defendant`,
        /// `own_hearing`, `own_count` (what each agency says of its own records), `link_police_cps`, `link_cps_court`,
        /// `link_police_court`, `unlinked_reason` (why a record may be without a link, and its state
        /// then), `force_area` and `terms` (one row: the date up to which records are known, and the
        /// days until a link is due).
        pub const STATEMENTS: &[Statement] = &[$(Statement {
            makes: $makes,
            sql: include_str!(concat!("../sql/", $makes, ".sql")),
            file: perhaps!($($file)?),
            numbered: perhaps!($($number)?),
        },)+];
    };
}

macro_rules! perhaps {
    () => {
        None
    };
    ($word:literal) => {
        Some($word)
    };
}

statements! {
    "suspect_cps",
    "cps_crime",
    "direct_crime",
    "suspect_listed",
    "defendant_cps",
    "cps_court",
    "cps_police",
    "defendant_police",
    "suspect_through_cps",
    "suspect_link",
    "cps_link",
    "defendant_link",
    "crime_suspects",
    "unit_crime" => "units/crime.parquet",
    "unit_suspect" => "units/suspect.parquet",
    "unit_cps_suspect" => "units/cps_suspect.parquet",
    "unit_consultation" => "units/consultation.parquet",
    "defendant_sentence",
    "defendant_every",
    "defendant_area",
    "unit_defendant" => "units/defendant.parquet",
    "unit_hearing" => "units/hearing.parquet",
    "unit_count" => "units/count.parquet",
    "unlinked" => "unlinked.parquet",
    "thread_ids",
    "court_defendant",
    "thread_exits",
    "thread_first_exit",
    "threads" => "threads.parquet" numbered "thread_id",
    "unit_thread" => "units/thread.parquet",
}
