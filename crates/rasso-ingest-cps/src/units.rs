//! Both CPS tables to units and events.

use crate::{IngestError, suspect::CpsSuspects};
use arrow::array::RecordBatch;
use rasso_schema::Schemas;
use rasso_terms::{AsAt, Day, Event};
use std::collections::BTreeMap;

/// What the CPS knows of its own records.
#[derive(Debug)]
pub struct CpsUnits {
    /// One row a CPS suspect: `own_cps` of the relational core.
    pub suspects: RecordBatch,
    /// One row a consultation: `own_consultation` of the relational core.
    pub consultations: RecordBatch,
    /// What happened, in no order.
    pub events: Vec<Event>,
    /// Dates later than the run's date, left out.
    pub later: u64,
    /// Events of a case that was not delivered, left out.
    pub without_case: u64,
    /// Events of a type that the code list has and [`rasso_terms::EventType`] has not, left out.
    pub of_unknown_type: u64,
    /// Records whose rape flag is empty, which count as not flagged, by the file they came from.
    pub without_flag: BTreeMap<String, u64>,
}

/// Turns the accepted rows of `cps_case` and `cps_event` into units and events.
pub fn ingest(
    cases: &RecordBatch,
    case_events: &RecordBatch,
    schemas: &Schemas,
    as_at: Day,
) -> Result<CpsUnits, IngestError> {
    let mut known = AsAt::new(as_at);
    let mut events = Vec::new();
    let mut suspects = CpsSuspects::read(cases, schemas, &mut known, &mut events)?;
    let skipped = suspects.take_events(case_events, schemas, &mut known, &mut events)?;
    let without_flag = std::mem::take(&mut suspects.without_flag);
    Ok(CpsUnits {
        consultations: suspects.consultations()?,
        suspects: suspects.finish()?,
        events,
        later: known.later(),
        without_case: skipped.without_case,
        of_unknown_type: skipped.of_unknown_type,
        without_flag,
    })
}
