//! Everything that a reader of all releases knows: which cells there are, the counts shown, and what sums to what.

use crate::{
    files::Constraint,
    public::PublicTables,
    system::System,
    told::{Rounding, Told},
};
use std::collections::BTreeMap;

/// A cell as a reader knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// What it is called.
    pub id: String,
    /// What is told of it.
    pub told: Told,
}

impl Published {
    /// The figure that readers see, if they do.
    pub fn shown(&self) -> Option<i64> {
        self.told.figure()
    }
}

/// What a reader of releases knows. **Invariant:** a withheld count has no place in it.
#[derive(Debug, Clone, Default)]
pub struct Known {
    cells: Vec<Published>,
    places: BTreeMap<String, usize>,
    constraints: Vec<Constraint>,
    rounding: Rounding,
}

impl Known {
    /// The cells, in the order in which they were first published.
    pub fn cells(&self) -> &[Published] {
        &self.cells
    }

    /// The constraints, in the order in which they were published.
    pub fn constraints(&self) -> &[Constraint] {
        &self.constraints
    }

    /// Where a cell is.
    pub fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// Adds a cell, and gives its place; none if there is one of that name.
    pub(crate) fn add_cell(&mut self, id: &str, told: Told) -> Option<usize> {
        let place = self.cells.len();
        if self.places.contains_key(id) {
            return None;
        }
        self.places.insert(id.to_owned(), place);
        self.cells.push(Published {
            id: id.to_owned(),
            told,
        });
        Some(place)
    }

    pub(crate) fn add_constraint(&mut self, constraint: Constraint) {
        self.constraints.push(constraint);
    }

    /// Says what is told of a cell.
    pub(crate) fn tell(&mut self, place: usize, told: Told) {
        self.cells[place].told = told;
    }

    /// How shown counts are rounded.
    pub(crate) fn rounding(&self) -> Rounding {
        self.rounding
    }

    pub(crate) fn round(&mut self, rounding: Rounding) {
        self.rounding = rounding;
    }

    /// The constraints as the search for protection takes them.
    pub(crate) fn system(&self) -> System {
        let rows: Vec<_> = self.constraints.iter().map(|it| it.terms.clone()).collect();
        System::new(self.cells.len(), &rows)
    }

    /// The same as tables of which some counts are not known.
    pub(crate) fn public(&self) -> PublicTables {
        let told = self.cells.iter().map(|it| it.told).collect();
        PublicTables::rounded(self.system(), told, self.rounding)
    }
}
