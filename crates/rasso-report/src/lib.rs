//! Internal pages from row-level results: `run.html`; and how figures are defined: `methodology.html`.
//!
//! [`RunPage`] holds counts and words and, of a link that a model is least sure of, the opaque ids of
//! its records with the weights of what agreed; no cell and no type of identifier. [`run_page`] turns it
//! into one HTML file that needs no network and no script. The counts are not protected: the page
//! says so at its top, and nothing here may be published.
//!
//! **Invariant:** every text goes through the page's escaping; the style sheet is the only thing
//! that does not, and it is ours.

mod ages;
mod faults;
mod forces;
mod funnel;
mod layout;
mod links;
mod losses;
mod methodology;
mod number;
mod origin;
mod page;
mod rules;
mod sources;
mod table;
mod waterfall;

pub use layout::run_page;
pub use methodology::{MethodEntry, MethodPart, Methodology, methodology_page};
pub use page::{
    AgeColumn, AgeRow, AgeTable, AreaRow, AreaTable, Column, DerivedColumn, DrawnLink, DrawnStep,
    Estimate, FaultCount, Figure, FunnelStep, LinkPass, Loss, ModelRow, Named, RunPage,
    SourceCoverage, StageTime, Threads, Unlinked, Without,
};

pub use rules::RuleRow;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
