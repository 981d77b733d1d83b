//! The passes, read from `data-schemas/linkage`.

use crate::LinkError;
use rasso_schema::Schemas;
use serde::Deserialize;

/// The passes of a link run, in order, with the days until a link is due.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkDefinition {
    /// The definition's name: its file's.
    pub name: String,
    /// Its version, kept with every run.
    pub version: String,
    /// The passes, in the order they run.
    #[serde(rename = "pass")]
    pub passes: Vec<PassDefinition>,
    /// When a missing link is due.
    pub due: Due,
    /// Why a record may be without a link.
    #[serde(rename = "reason")]
    pub reasons: Vec<UnlinkedReason>,
}

/// One pass.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PassDefinition {
    /// The name that every link of the pass carries.
    pub name: String,
    /// What it compares.
    pub rule: Rule,
    /// The rule in words, for the pages that show links.
    pub meaning: String,
}

/// What a pass compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// URN equal, and surname, first forename and date of birth present and equal.
    UrnPerson,
    /// URN and ASN equal, one person on each side, surname or date of birth agreeing.
    UrnAsn,
    /// ASN equal, and nothing of the person contradicting.
    Asn,
    /// URN equal, one person on each side, and nothing of the person contradicting.
    UrnOneSuspect,
}

/// Days after which a missing link is a missed link.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Due {
    /// From the CPS decision to charge to a court record.
    pub cps_decision_to_court_days: i32,
    /// From the police charge to a CPS record.
    pub police_charge_to_cps_days: i32,
}

/// A reason why a record is without a link, as `unlinked.parquet` gives it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnlinkedReason {
    /// The word.
    pub reason: String,
    /// The state of such a record: `structurally_unlinkable`, `not_yet_due` or `linkable`.
    pub state: String,
    /// What it means.
    pub meaning: String,
}

impl LinkDefinition {
    /// Reads `linkage/<name>.toml`.
    pub fn load(schemas: &Schemas, name: &str) -> Result<Self, LinkError> {
        let path = schemas.file_named("link definition", "linkage", name)?;
        let broken = |reason: String| LinkError::Definition {
            name: name.to_owned(),
            reason,
        };
        let definition: Self =
            toml::from_str(schemas.file(path)?).map_err(|it| broken(it.message().to_owned()))?;
        if definition.name != name {
            return Err(broken(format!("it calls itself `{}`", definition.name)));
        }
        if definition.passes.is_empty() {
            return Err(broken("it has no pass".to_owned()));
        }
        Ok(definition)
    }
}
