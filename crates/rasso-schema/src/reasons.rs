//! Why cells are emptied and rows left out, in plain words.

use crate::{SchemaError, Schemas, UnknownName, files::parse_toml};
use serde::{Deserialize, Serialize};

const FILE: &str = "quarantine/reasons.toml";

/// What one reason code means and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// The word used in `quarantine/` and in listings.
    pub code: String,
    /// A short name for it.
    pub title: String,
    /// What is wrong, or why the row is left out.
    pub meaning: String,
    /// What is lost: the row or the cell, and from which figures.
    pub costs: String,
    /// How it usually comes about.
    pub usual_causes: Vec<String>,
    /// What helps, in the mapping and at the sender.
    pub what_to_do: Vec<String>,
}

/// Every reason, in the order of its file.
#[derive(Debug, Clone)]
pub struct Reasons(Vec<Reason>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReasonsFile {
    reason: Vec<Reason>,
}

impl Reasons {
    /// The reasons of `data-schemas/quarantine/reasons.toml`.
    pub fn load(schemas: &Schemas) -> Result<Self, SchemaError> {
        Self::parse(schemas.file(FILE)?)
    }

    fn parse(text: &str) -> Result<Self, SchemaError> {
        let file: ReasonsFile = parse_toml(FILE, text)?;
        let mut reasons: Vec<Reason> = Vec::new();
        for reason in file.reason {
            if leaves_blank(&reason) {
                let what = format!("the reason `{}` leaves something blank", reason.code);
                return Err(SchemaError::malformed(FILE, what));
            }
            if reasons.iter().any(|it| it.code == reason.code) {
                let what = format!("the reason `{}` stands twice", reason.code);
                return Err(SchemaError::malformed(FILE, what));
            }
            reasons.push(reason);
        }
        Ok(Self(reasons))
    }

    /// The reason of this code.
    pub fn get(&self, code: &str) -> Result<&Reason, UnknownName> {
        let known = self.0.iter().map(|it| it.code.as_str());
        let found = self.0.iter().find(|it| it.code == code);
        found.ok_or_else(|| UnknownName::among("reason", code, known))
    }

    /// Every reason.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Reason> {
        self.0.iter()
    }
}

fn leaves_blank(reason: &Reason) -> bool {
    let said = [&reason.code, &reason.title, &reason.meaning, &reason.costs];
    let lists = [&reason.usual_causes, &reason.what_to_do];
    let mut all = said.into_iter().chain(lists.into_iter().flatten());
    all.any(|it| it.trim().is_empty()) || lists.iter().any(|it| it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "[[reason]]\ncode = \"a\"\ntitle = \"A\"\nmeaning = \"m\"\ncosts = \"c\"\n\
                       usual_causes = [\"u\"]\nwhat_to_do = [\"w\"]\n";

    #[test]
    fn the_built_in_reasons_load_and_an_unknown_one_is_answered_with_the_nearest() {
        let reasons = Reasons::load(&Schemas::embedded().unwrap()).unwrap();
        assert!(reasons.iter().len() >= 20);
        assert_eq!(reasons.get("bad_date").unwrap().title, "Not a date");
        let said = reasons.get("bad_dat").unwrap_err().to_string();
        assert_eq!(
            said,
            "no reason is known as `bad_dat`; did you mean `bad_date`?"
        );
    }

    #[test]
    fn a_reason_that_stands_twice_is_blank_or_says_more_is_refused() {
        let said = |text: &str| Reasons::parse(text).unwrap_err().to_string();
        assert!(Reasons::parse(ONE).is_ok());
        assert!(said(&format!("{ONE}{ONE}")).contains("`a` stands twice"));
        assert!(said(&ONE.replace("\"w\"", "")).contains("leaves something blank"));
        assert!(said(&ONE.replace("\"m\"", "\" \"")).contains("leaves something blank"));
        assert!(said(&format!("{ONE}cost = \"x\"\n")).contains("unknown field `cost`"));
    }
}
