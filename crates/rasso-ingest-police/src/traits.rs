//! What figures are broken down by: the victim, domestic abuse, how long ago it was. Where one of them is
//! not known it is said why: nobody recorded it, or the sender does not collect it.

use crate::IngestError;
use arrow::array::{Array as _, BooleanArray, Int64Array, RecordBatch, StringArray};
use rasso_extract::{Columns, Given, OwnTable, text};
use rasso_terms::Day;

/// The word for what a file could hold and this row does not.
const NOT_RECORDED: &str = "not_recorded";
/// The word for what the sender's file has no column for.
pub(crate) const NOT_COLLECTED: &str = "not_collected";

/// The traits of a crime.
pub(crate) struct Traits<'b> {
    age: Result<i64, &'static str>,
    sex: Option<&'b str>,
    ethnicity: Option<&'b str>,
    domestic_abuse: Result<bool, &'static str>,
    years_before: Result<i64, &'static str>,
    /// What its relationship is when there is no suspect.
    without_suspects: &'static str,
}

/// The columns that tell them.
pub(crate) struct TraitColumns<'b> {
    file: &'b StringArray,
    age: &'b Int64Array,
    sex: &'b StringArray,
    ethnicity: &'b StringArray,
    domestic_abuse: &'b BooleanArray,
    given: &'b Given<'b>,
}

impl<'b> TraitColumns<'b> {
    pub(crate) fn of(batch: &'b RecordBatch, given: &'b Given<'b>) -> Result<Self, IngestError> {
        Ok(Self {
            file: batch.texts("source_file")?,
            age: batch.integers("victim_age")?,
            sex: batch.texts("victim_sex")?,
            ethnicity: batch.texts("victim_ethnicity")?,
            domestic_abuse: batch.flags("domestic_abuse")?,
            given,
        })
    }

    /// The traits of a row, of a crime recorded on a day. `has_suspects` says that its force sent some.
    pub(crate) fn traits(
        &self,
        row: usize,
        (began, recorded): (Option<Day>, Day),
        has_suspects: bool,
    ) -> Traits<'b> {
        let file = self.file.value(row);
        let why = |column: &str| {
            if self.given.lacks(file, column) {
                NOT_COLLECTED
            } else {
                NOT_RECORDED
            }
        };
        let code = |cell: &'b StringArray, column: &str| {
            text(cell, row).or_else(|| self.given.lacks(file, column).then_some(NOT_COLLECTED))
        };
        let age = self.age.is_valid(row).then(|| self.age.value(row));
        let flag = &self.domestic_abuse;
        let flag = flag.is_valid(row).then(|| flag.value(row));
        let years = began.and_then(|it| whole_years(it, recorded));
        let has_suspects = has_suspects || self.given.sends(file, "police_suspect");
        Traits {
            age: age.ok_or_else(|| why("victim_age")),
            sex: code(self.sex, "victim_sex"),
            ethnicity: code(self.ethnicity, "victim_ethnicity"),
            domestic_abuse: flag.ok_or_else(|| why("domestic_abuse")),
            years_before: years.ok_or_else(|| why("offence_start_date")),
            without_suspects: if has_suspects {
                "no_suspect"
            } else {
                NOT_COLLECTED
            },
        }
    }
}

/// Adds the traits of crimes to their table.
pub(crate) fn add<'t>(
    table: OwnTable,
    all: impl Iterator<Item = &'t Traits<'t>> + Clone,
) -> OwnTable {
    let flag = |it: &Traits<'_>| it.domestic_abuse.ok().map(i64::from);
    table
        .integers("victim_age", all.clone().map(|it| it.age.ok()))
        .words("victim_age_missing", all.clone().map(|it| it.age.err()))
        .words("victim_sex", all.clone().map(|it| it.sex))
        .words("victim_ethnicity", all.clone().map(|it| it.ethnicity))
        .integers("domestic_abuse", all.clone().map(flag))
        .words(
            "domestic_abuse_missing",
            all.clone().map(|it| it.domestic_abuse.err()),
        )
        .integers(
            "years_offence_to_recorded",
            all.clone().map(|it| it.years_before.ok()),
        )
        .words(
            "years_offence_to_recorded_missing",
            all.clone().map(|it| it.years_before.err()),
        )
        .words("without_suspects", all.map(|it| Some(it.without_suspects)))
}

/// Whole years from one day to another, as ages are counted; nothing where they run backwards.
fn whole_years(from: Day, to: Day) -> Option<i64> {
    if to < from {
        return None;
    }
    let (from, to) = (from.date(), to.date());
    let is_short = (to.month(), to.day()) < (from.month(), from.day());
    Some(i64::from(to.year()) - i64::from(from.year()) - i64::from(is_short))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_whole_and_do_not_run_backwards() {
        let years = |from: &str, to: &str| whole_years(from.parse().unwrap(), to.parse().unwrap());
        assert_eq!(years("2024-06-15", "2025-06-14"), Some(0));
        assert_eq!(years("2024-06-15", "2025-06-15"), Some(1));
        assert_eq!(years("2004-02-29", "2025-02-28"), Some(20));
        assert_eq!(years("2025-06-15", "2025-06-15"), Some(0));
        assert_eq!(years("2025-06-16", "2025-06-15"), None);
    }
}
