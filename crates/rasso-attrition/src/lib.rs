//! Counts milestones into measures, one metric definition at a time.
