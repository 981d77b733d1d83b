//! From counts to the cells that may be shown, with the proof, which is addition.

mod check;

use crate::{
    public::PublicTables,
    question::Question,
    safe::SafeTable,
    withhold::Withholding,
    witness::{Witnesses, witnesses},
};
use rayon::prelude::*;

pub use check::check;

/// What is withheld, and the witnesses that it cannot be worked out. Only [`protect`] can make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protection {
    withheld: Vec<bool>,
    witnesses: Vec<Witnesses>,
    table: SafeTable,
}

impl Refused {
    /// The cells that it is for, by their place in the question.
    pub fn cells(&self) -> &[usize] {
        match self {
            Self::ShownTooEarly { cells }
            | Self::Unprotectable { cells }
            | Self::Unproved { cells } => cells,
        }
    }
}

impl Protection {
    /// For each cell whether it is withheld.
    pub fn withheld(&self) -> &[bool] {
        &self.withheld
    }

    /// Tables that agree with everything published, by part.
    pub fn witnesses(&self) -> &[Witnesses] {
        &self.witnesses
    }

    /// The cells of the question that was asked, as they may be seen.
    pub fn table(&self) -> &SafeTable {
        &self.table
    }
}

/// Why counts cannot be published.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// An earlier release showed what the policy withholds.
    #[error(
        "{} cells that the policy withholds were shown in an earlier release: no protection undoes that",
        cells.len()
    )]
    ShownTooEarly {
        /// Which.
        cells: Vec<usize>,
    },
    /// No choice of cells protects these.
    #[error(
        "{} cells cannot be protected whatever else is withheld: what is published of them already says too much",
        cells.len()
    )]
    Unprotectable {
        /// Which.
        cells: Vec<usize>,
    },
    /// The search for witnesses ended without a proof.
    #[error("no proof was found for {} of the withheld cells, so nothing may be published", cells.len())]
    Unproved {
        /// Which.
        cells: Vec<usize>,
    },
}

/// Tables that do not show what they are to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Uncertified {
    /// A part names a cell that is shown or that is not there.
    #[error("a cell of part {part} is not withheld")]
    NotWithheld {
        /// Which, from 1.
        part: usize,
    },
    /// A withheld cell is in two parts.
    #[error("a cell of part {part} is in an earlier part too")]
    Twice {
        /// Which, from 1.
        part: usize,
    },
    /// A withheld cell is in no part.
    #[error("{cells} withheld cells are in no part")]
    Missing {
        /// How many.
        cells: usize,
    },
    /// A table is no table of the cells of its part, or has a count below nought.
    #[error("table {table} of part {part} is no table of counts of its cells")]
    NoTable {
        /// Which part, from 1.
        part: usize,
        /// Which table, from 1.
        table: usize,
    },
    /// A constraint joins two parts, so that their tables cannot be taken one by one.
    #[error("a constraint joins part {part} to another")]
    Joined {
        /// Which, from 1.
        part: usize,
    },
    /// A table does not agree with what is published.
    #[error("table {table} of part {part} breaks a constraint")]
    Broken {
        /// Which part, from 1.
        part: usize,
        /// Which table, from 1.
        table: usize,
    },
    /// The shown counts alone break a constraint.
    #[error("the counts shown break a constraint")]
    Shown,
    /// The tables differ by too little.
    #[error(
        "at {cells} cells of part {part} the tables in which some cell holds a case differ by less than {width}"
    )]
    Narrow {
        /// Which part, from 1.
        part: usize,
        /// How many cells.
        cells: usize,
        /// By how much they must differ.
        width: i64,
    },
}

/// How often what the witnesses find open is repaired.
const REPAIRS: usize = 6;

/// Withholds what must be and what guards it, and proves that everything withheld is open by `width`, also for
/// whoever knows of one case. The proof is made from the shown counts alone.
pub fn protect(question: &Question, width: i64) -> Result<Protection, Refused> {
    let early = question.shown_too_early();
    if !early.is_empty() {
        return Err(Refused::ShownTooEarly { cells: early });
    }
    // What no sum joins says nothing of each other: tables of a release are protected side by side.
    let parts = question.parts();
    let found: Vec<_> = parts
        .par_iter()
        .map(|part| protect_part(&part.question, width))
        .collect();
    let (mut open, mut unproved) = (Vec::new(), Vec::new());
    for (part, refused) in parts.iter().zip(&found) {
        let placed = |cells: &[usize]| cells.iter().map(|it| part.cells[*it]).collect::<Vec<_>>();
        match refused {
            Ok(_) => {}
            Err(Refused::Unprotectable { cells }) => open.extend(placed(cells)),
            Err(Refused::Unproved { cells } | Refused::ShownTooEarly { cells }) => {
                unproved.extend(placed(cells));
            }
        }
    }
    // What nothing can protect is told before what was only not proved.
    if !open.is_empty() {
        return Err(Refused::Unprotectable { cells: open });
    }
    if !unproved.is_empty() {
        return Err(Refused::Unproved { cells: unproved });
    }
    let mut withheld = vec![false; question.counts.len()];
    let mut witnesses = Vec::new();
    for (part, (hidden, of)) in parts.iter().zip(found.into_iter().flatten()) {
        for (cell, is_hidden) in part.cells.iter().zip(hidden) {
            withheld[*cell] = is_hidden;
        }
        witnesses.extend(of.into_iter().map(|it| it.placed(&part.cells)));
    }
    witnesses.sort_by(|a, b| a.cells.cmp(&b.cells));
    let table = SafeTable::of(question, &withheld);
    Ok(Protection {
        withheld,
        witnesses,
        table,
    })
}

/// What of a part is withheld, and its witnesses.
fn protect_part(question: &Question, width: i64) -> Result<(Vec<bool>, Vec<Witnesses>), Refused> {
    let (mut withholding, open) = Withholding::new(question, width);
    if !open.is_empty() {
        return Err(Refused::Unprotectable { cells: open });
    }
    withholding.spare();
    withholding.show_idle();
    withholding.guard_the_rest();
    let mut unproved = Vec::new();
    for _ in 0..REPAIRS {
        let withheld = withholding.withheld().to_vec();
        let public = published(question, &withheld);
        match witnesses(&public, width) {
            Ok(witnesses) if check(&public, &witnesses, width).is_ok() => {
                return Ok((withheld, witnesses));
            }
            Ok(_) => break,
            Err(pairs) => {
                unproved = pairs.iter().map(|it| it.0).collect();
                unproved.dedup();
                // Who cannot be guarded any better may yet be when the rest is.
                withholding.insist(pairs);
            }
        }
    }
    Err(Refused::Unproved { cells: unproved })
}

/// What everybody will see.
fn published(question: &Question, withheld: &[bool]) -> PublicTables {
    let told = withheld.iter().enumerate();
    let told = told.map(|(cell, is_withheld)| question.told(cell, *is_withheld));
    PublicTables::rounded(question.system.clone(), told.collect(), question.rounding)
}
