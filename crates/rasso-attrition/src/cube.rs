//! Cells of force, CPS area and quarter, and sums of them.

use crate::FollowUp;
use rasso_stats::DayHistogram;
use rasso_terms::Quarter;
use std::collections::BTreeMap;

/// Units of one cell, and how many of them are still open, linked, or ought to be linked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// How many units.
    pub units: u64,
    /// Of these, how many are still open.
    pub open: u64,
    /// Of these, how many are linked to another agency.
    pub linked: u64,
    /// How many ought to be linked and are not, and keep such conditions as their own record tells.
    pub linkable: u64,
    /// For a median or a mean, how many units took how many days; of the age of what is open, how many units
    /// began on which day, by its number.
    pub days: DayHistogram,
    /// For an incidence, how long units were followed and how they ended.
    pub follow_up: FollowUp,
}

impl Cell {
    /// Takes units away that are in this cell.
    fn subtract(&mut self, other: &Self) {
        self.units = self.units.saturating_sub(other.units);
        self.open = self.open.saturating_sub(other.open);
        self.linked = self.linked.saturating_sub(other.linked);
        self.linkable = self.linkable.saturating_sub(other.linkable);
        self.days.remove(&other.days);
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.units += other.units;
        self.open += other.open;
        self.linked += other.linked;
        self.linkable += other.linkable;
        self.days.merge(&other.days);
        self.follow_up.merge(&other.follow_up);
    }
}

/// Cells by force, CPS area and quarter: exact, and sums to any area and period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cube {
    pub(crate) cells: BTreeMap<(String, String, Quarter), Cell>,
}

impl Cube {
    /// Adds units to a cell.
    pub fn add(&mut self, force: &str, area: &str, quarter: Quarter, cell: &Cell) {
        self.cells
            .entry((force.to_owned(), area.to_owned(), quarter))
            .or_default()
            .add(cell);
    }
}

/// The units that had begun by the end of each quarter and had not ended by then.
pub(crate) fn stock(begun: &Cube, ended: &Cube, quarters: &[Quarter]) -> Cube {
    let mut stock = Cube::default();
    for (cells, begins) in [(&begun.cells, true), (&ended.cells, false)] {
        for ((force, area, from), cell) in cells {
            for quarter in quarters.iter().filter(|it| *it >= from) {
                let key = (force.clone(), area.clone(), *quarter);
                let held = stock.cells.entry(key).or_default();
                if begins {
                    held.add(cell);
                } else {
                    held.subtract(cell);
                }
            }
        }
    }
    stock
}

/// Both sides of a metric on one clock.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sides {
    /// What is counted.
    pub numerator: Cube,
    /// What it is counted out of.
    pub denominator: Option<Cube>,
    /// Of a stock, the units that ended, by the day on which they did.
    pub ended: Option<Cube>,
}
