//! Rows to units and events, agency by agency.

use crate::{failure::Failure, pipeline::Pipeline, run::Input};
use rasso_ingest_courts::CourtUnits;
use rasso_ingest_cps::CpsUnits;
use rasso_ingest_police::{PoliceUnits, Sent};
use std::collections::BTreeMap;

/// What each agency knows of its own records.
pub(crate) struct Units {
    pub(crate) police: PoliceUnits,
    pub(crate) cps: CpsUnits,
    pub(crate) courts: CourtUnits,
}

/// What the units of a run do not hold, or hold for want of a cell.
pub(crate) struct LeftOut {
    /// Dates later than the run's.
    pub(crate) later: u64,
    /// Rows whose case or defendant was not delivered.
    pub(crate) without_case: u64,
    /// CPS events of a type that only the code list knows.
    pub(crate) of_unknown_type: u64,
    /// CPS records whose rape flag is empty, which count as not flagged, by file.
    pub(crate) without_flag: BTreeMap<String, u64>,
}

pub(crate) fn ingest(pipeline: &Pipeline, input: &Input) -> Result<Units, Failure> {
    let (schemas, as_at) = (&pipeline.schemas, pipeline.options.as_at);
    let records = |table: &str| input.records(table);
    let sent = |table: &str| -> Result<Sent<'_>, Failure> {
        Ok(Sent {
            records: records(table)?,
            given: input.extracted.given(table),
        })
    };
    Ok(Units {
        police: rasso_ingest_police::ingest(
            &sent("police_crime")?,
            &sent("police_suspect")?,
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

    /// What was left out, and what is counted as if it were said.
    pub(crate) fn left_out(&self) -> LeftOut {
        LeftOut {
            later: self.police.later + self.cps.later + self.courts.later,
            without_case: self.cps.without_case + self.courts.without_defendant,
            of_unknown_type: self.cps.of_unknown_type,
            without_flag: self.cps.without_flag.clone(),
        }
    }
}
