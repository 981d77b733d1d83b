//! Makes extracts that look real and are not, with the truth beside them.
//!
//! One world of invented people is lived through from the record of each crime to the end of its
//! last trial. What each agency would have sent on a day is then cut out of that world, so that
//! two deliveries differ only by what happened, was corrected or arrived late between them. With
//! [`SynthPlan::mess`] the agencies' usual faults are laid over the records, and the truth says
//! where.
//!
//! Every crime has its own random numbers, drawn from the seed and the ordinal of the crime, and
//! every date and share is worked out in whole numbers: the same plan gives the same bytes on any
//! machine, with any number of threads.
//!
//! No one in here is real. Names are drawn part by part, and the rates are those of the world, not
//! of any force.

mod block;
mod calibration;
mod case;
mod cause;
mod charging;
mod closing;
mod codes;
mod court;
mod court_rows;
mod coverage;
mod cps_event;
mod cps_rows;
mod crime;
mod delivery;
mod dice;
mod ending;
mod error;
#[cfg(test)]
mod exposure;
mod force;
mod hazard;
mod hearing;
mod identifiers;
mod investigation;
mod mess;
#[cfg(test)]
mod mess_rates_tests;
mod mess_settings;
mod names;
mod offence;
mod outcome;
mod own;
mod part;
mod person;
mod pipeline_file;
mod plan;
mod police_rows;
mod prosecution;
mod readme;
mod reference;
mod referral;
#[cfg(test)]
mod sample;
mod settings;
mod settings_file;
mod sheet;
mod snapshot;
mod suspect;
mod table;
mod transfer;
mod truth;
mod variant;
mod verdict;
mod victim;
mod volume;
mod world;
mod writing;

pub use calibration::{Calibration, Part, Reached, Verdict, calibrate};
pub use delivery::write;
pub use error::SynthError;
pub use mess_settings::MessSettings;
pub use plan::{SynthPlan, SynthSummary, TableSummary};
pub use readme::PRIVACY;
pub use settings::WorldSettings;
