//! Police rows to crimes, suspects and their events.
