//! How a prosecution ends, and the word each agency has for it.

/// How a prosecution ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Guilty at the plea hearing.
    PleadedGuilty,
    /// Guilty on the day of the trial, which cracks.
    PleadedOnTheDay,
    /// Found guilty as charged.
    Convicted,
    /// Found guilty of a lesser offence in place of the first count.
    ConvictedLesser,
    /// Found not guilty of rape and guilty of another count.
    ConvictedOther,
    /// Found not guilty.
    Acquitted,
    /// Discontinued before the trial.
    Discontinued,
    /// The prosecution offers no evidence on the day.
    NoEvidence,
    /// Every count lies on the file.
    LieOnFile,
}

impl Ending {
    /// The CPS's word for it.
    pub(crate) const fn outcome(self) -> &'static str {
        match self {
            Self::PleadedGuilty
            | Self::PleadedOnTheDay
            | Self::Convicted
            | Self::ConvictedLesser
            | Self::ConvictedOther => "convicted",
            Self::Acquitted => "acquitted",
            Self::Discontinued => "discontinued",
            Self::NoEvidence => "no_evidence_offered",
            Self::LieOnFile => "lie_on_file",
        }
    }

    /// Why it was no conviction.
    pub(crate) const fn reason(self) -> &'static str {
        match self {
            Self::PleadedGuilty
            | Self::PleadedOnTheDay
            | Self::Convicted
            | Self::ConvictedLesser
            | Self::ConvictedOther
            | Self::Acquitted => "",
            Self::Discontinued => "evidential",
            Self::NoEvidence => "victim_issues",
            Self::LieOnFile => "public_interest",
        }
    }
}
