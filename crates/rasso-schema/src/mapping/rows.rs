//! Which rows of a file are left out, and which are several.

use serde::Deserialize;

/// Which values of a column a rule is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Values {
    /// These.
    Are(Vec<String>),
    /// All but these.
    AreNot(Vec<String>),
}

/// Rows that are left out, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeaveOutRule {
    /// The heading looked at.
    pub column: String,
    /// The values that leave the row out. An empty text stands for an empty cell.
    pub values: Values,
    /// Why, in one word.
    pub reason: String,
}

/// The reason of a row that its agency itself marks as a duplicate.
pub const FLAGGED_DUPLICATE: &str = "flagged_duplicate";

/// Rows that are left out, as a mapping writes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DropEntry {
    column: String,
    is: Option<Vec<String>>,
    is_not: Option<Vec<String>>,
    reason: String,
}

/// Rows the agency marks as duplicates, as a mapping writes it. Forces' flags point either way: some
/// mark the copy, some the original.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DuplicateEntry {
    column: String,
    is: Option<Vec<String>>,
    is_not: Option<Vec<String>>,
}

impl DropEntry {
    pub(super) fn rule(&self) -> Result<LeaveOutRule, String> {
        rule(
            &self.column,
            self.is.as_ref(),
            self.is_not.as_ref(),
            &self.reason,
        )
    }
}

impl DuplicateEntry {
    pub(super) fn rule(&self) -> Result<LeaveOutRule, String> {
        rule(
            &self.column,
            self.is.as_ref(),
            self.is_not.as_ref(),
            FLAGGED_DUPLICATE,
        )
    }
}

fn rule(
    column: &str,
    is: Option<&Vec<String>>,
    is_not: Option<&Vec<String>>,
    reason: &str,
) -> Result<LeaveOutRule, String> {
    let values = match (is, is_not) {
        (Some(is), None) => Values::Are(is.clone()),
        (None, Some(is_not)) => Values::AreNot(is_not.clone()),
        _ => {
            return Err(format!(
                "the rule on `{column}` that leaves rows out needs one of `is` and `is_not`"
            ));
        }
    };
    Ok(LeaveOutRule {
        column: column.to_owned(),
        values,
        reason: reason.to_owned(),
    })
}

/// One row of the file that holds several records: suspect 1 to 3 beside each other.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wide {
    /// What takes the place of `{n}` in headings and constants, once for each record.
    pub n: Vec<String>,
    /// The headings of which one must be filled for there to be a record.
    pub when_filled: Vec<String>,
}
