//! What each extract must look like, read from `data-schemas`.
//!
//! Tables, code lists, geography, the order of events and the mappings of single agencies are data:
//! a new code or a force's new file layout touches one file there and no Rust. The folder is built
//! into the program ([`Schemas::embedded`]) and may be read from disk instead
//! ([`Schemas::from_dir`]). Loading checks all of it; an unknown name is answered with the nearest.

mod absent_columns;
mod code_list;
mod constraint;
mod delivery_rules;
mod error;
mod events;
mod exchange;
mod file_layout;
mod files;
mod geography;
mod geography_file;
mod heading_words;
mod io_reason;
mod mapping;
mod nearest;
mod nicknames;
mod offences;
mod outputs;
mod quality;
mod reasons;
mod schemas;
mod table;
mod table_check;
mod toml_text;

pub use absent_columns::AbsentColumns;
pub use code_list::{Code, CodeList, Status};
pub use constraint::Constraint;
pub use delivery_rules::{
    CoverageLimits, CoverageRules, DeliveryRules, ForeignUrns, HalfTold, MissingPeriod, MonthRule,
    Pair, PeriodSentTwice, RepeatedPeriod, SharpChange, UrnForce,
};
pub use error::{SchemaError, UnknownName};
pub use events::{EventOrder, OrderedEvent};
pub use exchange::{ExchangeError, Export, FORMATS, Format, ImportHints, Imported, Place};
pub use file_layout::{Encoding, FileFormat, Quote};
pub use files::{Files, parse_toml};
pub use geography::{AreaRule, CpsArea, Force, ForceArea, Geography};
pub use heading_words::{ColumnWords, HeadingWords, words_of};
pub use io_reason::io_reason;
pub use mapping::{
    ColumnMapping, Days, Derive, Extract, FLAGGED_DUPLICATE, Heading, HeadingMatch, LeaveOutRule,
    Mapping, Negative, Pattern, Repeats, Slice, SpreadsheetErrors, Values, Wide, gives_a_date,
};
pub use nearest::nearest;
pub use nicknames::Nicknames;
pub use offences::RapeOffences;
pub use outputs::{Output, OutputFolder, Outputs, Stability};
pub use quality::{
    Asks, CaseList, Effect, JoinedTable, LIST_COLUMNS, ListOrder, ListPart, ListValue, QualityRule,
    QualityRules, RuleCell, RuleCode, RuleCondition, RuleReads, RuleRows, Severity, Verdict,
};
pub use reasons::{Reason, Reasons};
pub use schemas::Schemas;
pub use table::{ColumnSchema, ColumnType, Key, Sensitivity, TableSchema};
pub use toml_text::{toml_text, toml_texts};
