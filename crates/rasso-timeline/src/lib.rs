//! Puts a case's events in order and derives milestones, exits and where a case was lost.
