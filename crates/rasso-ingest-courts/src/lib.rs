//! Court rows to defendants, hearings, counts and their events.
