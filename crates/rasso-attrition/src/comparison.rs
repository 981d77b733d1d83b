//! What a figure may be held against: the words in which a metric says so.

use serde::Deserialize;
use std::fmt;

/// What makes a case one of rape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The offence that the police recorded is on the list of rape offences.
    RecordedOffence,
    /// The CPS put its rape flag on the case, which stays whatever is charged in the end.
    RapeFlag,
    /// Some count against the defendant is on the list of rape offences.
    IndictedOffence,
    /// The rape flag puts a case in, and an offence on the list of rape offences is asked for besides.
    FlagAndOffence,
}

/// Of which ages the victims are. Agencies cut at different ages: the codes of the Home Office at 16.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ages {
    /// All.
    All,
    /// Those of 16 and over, by the offence code.
    #[serde(rename = "16_and_over")]
    SixteenAndOver,
    /// Those under 16, by the offence code.
    #[serde(rename = "under_16")]
    UnderSixteen,
    /// Those of cases without the CPS's flag of child abuse.
    NotFlaggedChildAbuse,
    /// Those of cases with it.
    FlaggedChildAbuse,
}

/// How near a figure is to a published one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparability {
    /// Defined as the figure that `source` names.
    Published,
    /// Near to it: the caveats say in what the two differ, or what of the published definition is not known.
    Near,
    /// Of its own: nobody publishes such a figure.
    Own,
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RecordedOffence => "the offence recorded",
            Self::RapeFlag => "the rape flag, whatever is charged",
            Self::IndictedOffence => "the offence of a count",
            Self::FlagAndOffence => "the rape flag, and a rape offence",
        })
    }
}

impl fmt::Display for Ages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::All => "all",
            Self::SixteenAndOver => "16 and over, by the offence code",
            Self::UnderSixteen => "under 16, by the offence code",
            Self::NotFlaggedChildAbuse => "without the flag of child abuse",
            Self::FlaggedChildAbuse => "with the flag of child abuse",
        })
    }
}

impl fmt::Display for Comparability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Published => "defined as the published figure",
            Self::Near => "near to the published figure, not the same",
            Self::Own => "nothing published to hold it against",
        })
    }
}
