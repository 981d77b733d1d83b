//! Codes that a world's settings may give weights to.

/// What a suspect is to a victim.
pub(crate) const RELATIONSHIPS: &[&str] = &[
    "acquaintance",
    "family",
    "intimate",
    "not_recorded",
    "other",
    "stranger",
];

/// Ethnicities as the police record them.
pub(crate) const ETHNICITIES: &[&str] = &[
    "A",
    "B",
    "M",
    "O",
    "W",
    "declined",
    "not_collected",
    "not_recorded",
];

/// Why a crime was cancelled.
pub(crate) const CANCELLED: &[&str] = &["duplicate", "recorded_in_error", "verifiable_no_crime"];

/// Outcomes that close a crime without a charge and without a withdrawal.
pub(crate) const OUTCOMES: &[&str] = &[
    "5", "8", "10", "11", "12", "13", "15", "18", "20", "21", "22",
];
