//! Rows to units and events, agency by agency.

use crate::{failure::Failure, pipeline::Pipeline, run::Input};
use rasso_ingest_courts::CourtUnits;
use rasso_ingest_cps::CpsUnits;
use rasso_ingest_police::PoliceUnits;

/// What each agency knows of its own records.
pub(crate) struct Units {
    pub(crate) police: PoliceUnits,
    pub(crate) cps: CpsUnits,
    pub(crate) courts: CourtUnits,
}

pub(crate) fn ingest(pipeline: &Pipeline, input: &Input) -> Result<Units, Failure> {
    let (schemas, as_at) = (&pipeline.schemas, pipeline.options.as_at);
    let records = |table: &str| input.records(table);
    Ok(Units {
        police: rasso_ingest_police::ingest(
            records("police_crime")?,
            records("police_suspect")?,
            schemas,
            as_at,
        )?,
        cps: rasso_ingest_cps::ingest(records("cps_case")?, records("cps_event")?, schemas, as_at)?,
        courts: rasso_ingest_courts::ingest(
            records("court_defendant")?,
            records("court_hearing")?,
            records("court_count")?,
            schemas,
            as_at,
        )?,
    })
}

impl Units {
    /// Units of all agencies.
    pub(crate) fn len(&self) -> usize {
        let police = self.police.crimes.num_rows() + self.police.suspects.num_rows();
        police + self.cps.suspects.num_rows() + self.courts.defendants.num_rows()
    }

    /// Dates later than the run's, left out.
    pub(crate) const fn later(&self) -> u64 {
        self.police.later + self.cps.later + self.courts.later
    }

    /// Rows whose case or defendant was not delivered, left out.
    pub(crate) const fn left_out(&self) -> u64 {
        self.cps.without_case + self.courts.without_defendant
    }
}
