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

/// Outcomes with a suspect that are neither a charge, nor a withdrawal, nor for want of evidence.
pub(crate) const CLOSED_OTHERWISE: &[&str] =
    &["4", "5", "8", "10", "11", "12", "13", "20", "21", "22"];

/// Outcomes without a suspect that are no withdrawal.
pub(crate) const NO_SUSPECT: &[&str] = &["18", "20", "21"];
