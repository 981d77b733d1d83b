//! What is to be protected: counts, the sums between them, and what earlier releases did with them.

use crate::system::System;

/// What earlier releases did with a cell, and what may be done now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It was in none.
    New,
    /// It was shown: everybody knows it for ever.
    Shown,
    /// It was withheld: it stays so for ever.
    Withheld,
}

/// Counts to protect.
#[derive(Debug, Clone)]
pub struct Question {
    /// The constraints between them, of every release so far.
    pub system: System,
    /// The counts. None is negative.
    pub counts: Vec<i64>,
    /// Which of them the policy withholds whatever it costs.
    pub primary: Vec<bool>,
    /// What earlier releases did with them.
    pub standing: Vec<Standing>,
}

impl Question {
    /// Whether a cell must be withheld, whatever is decided of the others.
    pub fn must_be_withheld(&self, cell: usize) -> bool {
        match self.standing[cell] {
            Standing::New => self.primary[cell],
            Standing::Shown => false,
            Standing::Withheld => true,
        }
    }

    /// The primary cells that an earlier release showed: nothing protects them any more.
    pub fn shown_too_early(&self) -> Vec<usize> {
        let cells = 0..self.counts.len();
        cells
            .filter(|it| self.primary[*it] && self.standing[*it] == Standing::Shown)
            .collect()
    }
}
