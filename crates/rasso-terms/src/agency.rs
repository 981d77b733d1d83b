//! The three agencies whose records make a case, and files of numbers beside them.

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
    /// Nobody who keeps cases: files of numbers that figures are held against, as of residents.
    Reference,
}

impl Agency {
    /// Everyone who sends files.
    pub const ALL: [Self; 4] = [Self::Police, Self::Cps, Self::Courts, Self::Reference];

    /// Whether it keeps cases: what is known of these on which day is nothing to a file of numbers.
    pub const fn keeps_cases(self) -> bool {
        match self {
            Self::Police | Self::Cps | Self::Courts => true,
            Self::Reference => false,
        }
    }

    /// The word used in files and tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Police => "police",
            Self::Cps => "cps",
            Self::Courts => "courts",
            Self::Reference => "reference",
        }
    }
}

impl fmt::Display for Agency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
