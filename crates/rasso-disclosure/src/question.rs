//! What is to be protected: counts, the sums between them, and what earlier releases did with them.

mod parts;

use crate::{
    system::System,
    told::{Rounding, Told},
};

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

/// What a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A count of cases.
    Cases,
    /// By how much a count was revised, raised by a published number.
    Change,
    /// A number that everybody knows and that counts nothing.
    Number,
    /// How far a published percentage was rounded: it follows from other cells, and there is nothing in it to protect.
    Slack,
}

/// Counts to protect.
#[derive(Debug, Clone)]
pub struct Question {
    /// The constraints between them, of every release so far.
    pub system: System,
    /// The counts. None is negative.
    pub counts: Vec<i64>,
    /// How many cases each count stands for: itself as a rule. Of a count raised by a published number, as the change
    /// between two vintages is, what it was before it was raised, which may be less than nought.
    pub cases: Vec<i64>,
    /// Sums that hold between cases and are no constraints between counts, as they follow from these: between the
    /// changes of a revised table. They tell where two cells hold the same case.
    pub of_cases: System,
    /// Which of them the policy withholds whatever it costs.
    pub primary: Vec<bool>,
    /// What earlier releases did with them.
    pub standing: Vec<Standing>,
    /// What each is.
    pub kind: Vec<Kind>,
    /// How shown counts are rounded.
    pub rounding: Rounding,
}

impl Question {
    /// Counts that no release had yet and that stand for themselves.
    pub fn new(system: System, counts: Vec<i64>, primary: Vec<bool>) -> Self {
        Self {
            of_cases: System::new(system.cells(), &[]),
            cases: counts.clone(),
            standing: vec![Standing::New; counts.len()],
            kind: vec![Kind::Cases; counts.len()],
            rounding: Rounding::NONE,
            system,
            counts,
            primary,
        }
    }

    /// Whether a cell is not a count of cases but a change between two vintages, raised so that it is above nought.
    pub(crate) fn is_change(&self, cell: usize) -> bool {
        self.kind[cell] != Kind::Slack
            && self.cases[cell] != self.counts[cell]
            && self.standing[cell] != Standing::Shown
    }

    /// Whether a cell must be withheld, whatever is decided of the others.
    pub fn must_be_withheld(&self, cell: usize) -> bool {
        match self.standing[cell] {
            _ if self.kind[cell] == Kind::Slack => true,
            Standing::New => self.primary[cell],
            Standing::Shown => false,
            Standing::Withheld => true,
        }
    }

    /// What is told of a cell that is withheld or is not.
    pub(crate) fn told(&self, cell: usize, is_withheld: bool) -> Told {
        match self.kind[cell] {
            Kind::Slack => Told::Unsaid,
            Kind::Cases | Kind::Change | Kind::Number if is_withheld => Told::Withheld,
            Kind::Cases => self.rounding.tell(self.counts[cell]),
            // The difference of two rounded counts is no secret, and would undo the rounding.
            Kind::Change if self.rounding.is_any() => Told::Unsaid,
            Kind::Change | Kind::Number => Told::Count(self.counts[cell]),
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
