//! The field's own words as types: identifiers, forces, CPS areas, periods, milestones.
