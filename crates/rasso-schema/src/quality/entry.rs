//! An entry of `quality/rules.toml` as it is written.

use super::{
    condition::Written,
    reads::WrittenReads,
    rule::{Effect, Severity},
};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenRules {
    pub(super) rule: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) code: String,
    pub(super) title: String,
    pub(super) meaning: String,
    pub(super) severity: Severity,
    pub(super) source: String,
    pub(super) what_to_do: Vec<String>,
    /// Why no canonical table carries what the rule asks; then nothing below is there.
    pub(super) not_carried: Option<String>,
    pub(super) effect: Option<Effect>,
    pub(super) why_this_effect: Option<String>,
    #[serde(default)]
    pub(super) empties: Vec<String>,
    pub(super) reads: Option<WrittenReads>,
    pub(super) force: Option<String>,
    pub(super) period: Option<String>,
    #[serde(default)]
    pub(super) when: Vec<Written>,
    pub(super) first_of: Option<FirstOf>,
    #[serde(default)]
    pub(super) holds: Vec<Written>,
    pub(super) order: Option<Order>,
    pub(super) days: Option<Days>,
    pub(super) year_in: Option<YearIn>,
    pub(super) single: Option<Single>,
    pub(super) sequence: Option<Sequence>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FirstOf {
    pub(super) per: Vec<String>,
    pub(super) date: String,
}

/// Dates of which each must not come after the next, or one that must not come after any other.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Order {
    pub(super) dates: Option<Vec<String>>,
    pub(super) first: Option<String>,
    pub(super) then: Option<Vec<String>>,
    #[serde(default)]
    pub(super) tolerance_days: i32,
    pub(super) at_most_days: Option<i32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Days {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) at_least: Option<i32>,
    pub(super) at_most: Option<i32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct YearIn {
    pub(super) number: String,
    pub(super) date: String,
    pub(super) years: i32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Single {
    pub(super) per: Vec<String>,
    pub(super) column: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sequence {
    pub(super) per: Vec<String>,
    pub(super) date: String,
    pub(super) earlier: Option<Vec<Written>>,
    pub(super) later: Option<Vec<Written>>,
    pub(super) within_days: Option<i32>,
    pub(super) since: Option<Vec<Written>>,
    pub(super) one_of: Option<Vec<Written>>,
    #[serde(default)]
    pub(super) may_be_missing: bool,
}
