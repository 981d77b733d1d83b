//! The three agencies whose records make a case.

use std::fmt;

/// An agency that sends extracts.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Agency {
    /// A police force: counts crimes.
    Police,
    /// The Crown Prosecution Service: counts suspects.
    Cps,
    /// HM Courts and Tribunals Service: counts defendants.
    Courts,
}

impl Agency {
    /// The word used in files and tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Police => "police",
            Self::Cps => "cps",
            Self::Courts => "courts",
        }
    }
}

impl fmt::Display for Agency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
