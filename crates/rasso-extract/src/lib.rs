//! Reads the files an agency sent, checks every cell, and keeps identifiers of people apart.
//!
//! [`read`] takes all files of one run and gives the accepted records of every table, every fault
//! with its file, row and column, and a tally that accounts for each row: seen = accepted +
//! quarantined + dropped. [`write()`] puts them into a run folder. A bad cell never stops a reading;
//! a file that is not what it says does. No fault and no error holds the value of a cell.

mod accepted;
mod batch;
mod cell;
mod column;
mod columns;
mod counts;
mod date;
mod delivery;
mod derived;
mod draft;
mod error;
mod fault;
mod file;
mod findings;
mod format;
mod given;
mod header;
mod key;
mod known;
mod lines;
mod listing;
mod name;
mod own_table;
mod plan;
mod pseudonym;
mod quality;
mod read;
mod settle;
mod source_file;
mod table;
mod tally;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_of_corrections;
#[cfg(test)]
mod tests_of_csv;
#[cfg(test)]
mod tests_of_deliveries;
#[cfg(test)]
mod tests_of_drafts;
#[cfg(test)]
mod tests_of_files;
#[cfg(test)]
mod tests_of_forces;
#[cfg(test)]
mod tests_of_formats;
#[cfg(test)]
mod tests_of_mappings;
#[cfg(test)]
mod tests_of_mess;
#[cfg(test)]
mod tests_of_mutations;
#[cfg(test)]
mod tests_of_promises;
#[cfg(test)]
mod tests_of_reasons;
mod texts;
mod working;
mod write;

pub use accepted::AcceptedTable;
pub use columns::{Columns, NoColumn, day, text};
pub use counts::{FaultCount, fault_counts, standing_faults};
pub use date::DateFormats;
pub use draft::{Confidence, Draft, DraftColumn, DraftRequest, draft};
pub use error::{ExtractError, MissingColumn};
pub use fault::{Fault, Rule, Scope};
pub use findings::{DeliveryFinding, FindingKind};
pub use format::{file_sha256, is_reading_a_file};
pub use given::Given;
pub use listing::{faults_listing, findings_listing};
pub use own_table::OwnTable;
pub use pseudonym::PseudonymKey;
pub use quality::{QualityCount, QualityFinding, QualityKey, TableQuality};
pub use read::{Extracted, read};
pub use source_file::{ReadOptions, SourceFile};
pub use tally::{DroppedDuplicate, FileTally};
pub use texts::{read_texts, try_read_texts};
pub use working::Working;
pub use write::{write, write_table};
