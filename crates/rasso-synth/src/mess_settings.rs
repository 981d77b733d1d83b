//! How often each fault of real records is laid over the synthetic ones, as data.

use crate::SynthError;
use crate::dice::Share;
use crate::settings_file::{self, text_of};
use serde::Deserialize;
use std::path::Path;

/// The rates that are built in.
const BUILT_IN: &str = include_str!("../data/mess.toml");

/// Every rate of mess: the comments of `data/mess.toml` say what each is over, and under which
/// name the truth tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessSettings {
    /// The file as it was read.
    #[serde(skip)]
    pub(crate) text: String,
    pub(crate) urn: Urn,
    pub(crate) asn: Asn,
    pub(crate) typing: Typing,
    pub(crate) name: Name,
    pub(crate) birth: Birth,
    pub(crate) missing_when: MissingWhen,
    pub(crate) record: Record,
    pub(crate) coverage: Coverage,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Urn {
    pub(crate) missing: Share,
    pub(crate) dummy: Share,
    pub(crate) mistyped: Share,
    pub(crate) reformatted: Share,
    pub(crate) reused: Share,
    pub(crate) part: UrnPart,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UrnPart {
    pub(crate) force: u64,
    pub(crate) station: u64,
    pub(crate) sequence: u64,
    pub(crate) year: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asn {
    pub(crate) missing: Share,
    pub(crate) dummy: Share,
    pub(crate) mistyped: Share,
    pub(crate) reissued: Share,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Typing {
    pub(crate) substituted: u64,
    pub(crate) transposed: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Name {
    pub(crate) missing: Share,
    pub(crate) variant: Share,
    pub(crate) how: NameVariants,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NameVariants {
    pub(crate) typed: u64,
    pub(crate) short: u64,
    pub(crate) spelled: u64,
    pub(crate) swapped: u64,
    pub(crate) first_only: u64,
    pub(crate) half: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Birth {
    pub(crate) missing: Share,
    pub(crate) wrong: Share,
    pub(crate) how: WrongBirths,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrongBirths {
    pub(crate) swapped: u64,
    pub(crate) default: u64,
    pub(crate) year: u64,
}

/// Factors of missingness by subgroup, in hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MissingWhen {
    pub(crate) child_suspect: u64,
    pub(crate) ethnicity_not_recorded: u64,
    pub(crate) ethnicity_not_white: u64,
    pub(crate) non_recent: u64,
    pub(crate) custody: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Record {
    pub(crate) late: Share,
    pub(crate) revised: Share,
    pub(crate) court_record_lost: Share,
    pub(crate) duplicate_row: Share,
    pub(crate) bad_cell: Share,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Coverage {
    pub(crate) gap: Share,
    pub(crate) twice: Share,
}

impl MessSettings {
    /// The rates that are built in.
    pub fn built_in() -> Result<Self, SynthError> {
        Self::parse(BUILT_IN, Path::new("the built-in mess.toml"))
    }

    /// The text of the built-in rates, to be copied and changed.
    pub const fn built_in_text() -> &'static str {
        BUILT_IN
    }

    /// Reads rates from a file.
    pub fn read(path: &Path) -> Result<Self, SynthError> {
        Self::parse(&text_of(path)?, path)
    }

    fn parse(text: &str, path: &Path) -> Result<Self, SynthError> {
        let tables = ["urn", "asn", "name", "birth", "record", "coverage"];
        let mut rates: Self = settings_file::parse(text, path, &tables)?;
        text.clone_into(&mut rates.text);
        Ok(rates)
    }
}
