//! What the figures are without, where a file does not give a column.

use crate::{Files, SchemaError, TableSchema, delivery_rules::check_column, files::parse_toml};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const FILE: &str = "deliveries/absent_columns.toml";

/// What becomes of the figures where none of some columns is given.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AbsentColumns {
    /// The table.
    pub table: String,
    /// The columns: any of them will do.
    pub columns: Vec<String>,
    /// What becomes of the figures.
    pub then: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    absent: Vec<AbsentColumns>,
}

pub(crate) fn load(
    files: &Files,
    tables: &BTreeMap<String, TableSchema>,
) -> Result<Vec<AbsentColumns>, SchemaError> {
    let written: Written = parse_toml(FILE, files.text(FILE)?)?;
    for it in &written.absent {
        for column in &it.columns {
            let column = check_column(FILE, tables, &it.table, column)?;
            if column.required {
                let what = format!("`{}` is required, so no file is without it", column.name);
                return Err(SchemaError::malformed(FILE, what));
            }
        }
        if it.columns.is_empty() || it.then.trim().is_empty() {
            let what = format!(
                "an entry of `{}` names no column or no consequence",
                it.table
            );
            return Err(SchemaError::malformed(FILE, what));
        }
    }
    Ok(written.absent)
}

impl AbsentColumns {
    /// Whether a file of this table that gives no more than these columns has this consequence.
    pub fn applies(&self, table: &str, given: &BTreeSet<&str>) -> bool {
        self.table == table && self.columns.iter().all(|it| !given.contains(it.as_str()))
    }

    /// The columns in words, quoted.
    pub fn named(&self) -> String {
        let quoted: Vec<String> = self.columns.iter().map(|it| format!("`{it}`")).collect();
        quoted.join(" or ")
    }
}

#[cfg(test)]
mod tests {
    use crate::{Files, Schemas};
    use std::collections::{BTreeMap, BTreeSet};

    fn said(text: &str) -> String {
        let built_in = Files::embedded();
        let mut files: BTreeMap<String, Vec<u8>> = built_in
            .paths()
            .map(|it| (it.to_owned(), built_in.text(it).unwrap().into()))
            .collect();
        files.insert(super::FILE.to_owned(), text.into());
        let loaded = Schemas::from_files(Files::from_contents(files));
        loaded.unwrap_err().to_string()
    }

    #[test]
    fn a_column_that_cannot_be_absent_or_is_none_is_refused() {
        let entry = |column: &str, then: &str| {
            format!(
                "[[absent]]\ntable = \"police_crime\"\ncolumns = [{column}]\nthen = \"{then}\"\n"
            )
        };
        assert!(said(&entry("\"crime_ref\"", "x")).contains("`crime_ref` is required"));
        assert!(said(&entry("\"outcome_dat\"", "x")).contains("did you mean `outcome_date`?"));
        assert!(said(&entry("", "x")).contains("names no column"));
        assert!(said(&entry("\"urn\"", " ")).contains("no consequence"));
    }

    #[test]
    fn any_of_the_columns_will_do() {
        let schemas = Schemas::embedded().unwrap();
        let without = |given: &[&str]| {
            let given: BTreeSet<&str> = given.iter().copied().collect();
            let all = schemas.absent_columns("police_crime", &given);
            let named = all.into_iter().map(super::AbsentColumns::named);
            named.collect::<Vec<_>>()
        };
        let either = "`cancelled_date` or `cancelled_reason`".to_owned();
        assert!(without(&["urn"]).contains(&either));
        assert!(!without(&["urn"]).contains(&"`urn`".to_owned()));
        assert!(!without(&["cancelled_reason"]).contains(&either));
    }
}
