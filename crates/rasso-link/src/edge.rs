//! Which tables are linked to which.

use serde::Deserialize;

/// A pair of tables whose records are linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edge {
    /// Police suspects to CPS suspects.
    PoliceCps,
    /// CPS suspects to defendants.
    CpsCourt,
    /// Police suspects straight to defendants that no CPS record was found for.
    PoliceCourt,
}

impl Edge {
    /// Every edge, in the order they are linked.
    pub const ALL: [Self; 3] = [Self::PoliceCps, Self::CpsCourt, Self::PoliceCourt];

    /// The table that holds the earlier record.
    pub const fn left(self) -> &'static str {
        match self {
            Self::PoliceCps | Self::PoliceCourt => "police_suspect",
            Self::CpsCourt => "cps_case",
        }
    }

    /// The table that holds the later record.
    pub const fn right(self) -> &'static str {
        match self {
            Self::PoliceCps => "cps_case",
            Self::CpsCourt | Self::PoliceCourt => "court_defendant",
        }
    }

    /// The name of the edge's table in the relational core.
    pub const fn table(self) -> &'static str {
        match self {
            Self::PoliceCps => "link_police_cps",
            Self::CpsCourt => "link_cps_court",
            Self::PoliceCourt => "link_police_court",
        }
    }

    /// The columns of that table: the left record's and the right record's.
    pub const fn columns(self) -> (&'static str, &'static str) {
        match self {
            Self::PoliceCps => ("suspect_id", "cps_id"),
            Self::CpsCourt => ("cps_id", "defendant_id"),
            Self::PoliceCourt => ("suspect_id", "defendant_id"),
        }
    }
}
