//! CPS rows to CPS suspects and their events.
