//! The three court tables to units and events.

use crate::{IngestError, count::Counts, defendant::Defendants, hearing::Hearings};
use arrow::array::RecordBatch;
use rasso_schema::Schemas;
use rasso_terms::{AsAt, Day, Event};

/// What the courts know of their own records.
#[derive(Debug)]
pub struct CourtUnits {
    /// One row a defendant: `own_defendant` of the relational core.
    pub defendants: RecordBatch,
    /// One row a hearing of a defendant: `own_hearing` of the relational core.
    pub hearings: RecordBatch,
    /// One row a count: `own_count` of the relational core.
    pub counts: RecordBatch,
    /// What happened, in no order.
    pub events: Vec<Event>,
    /// Dates later than the run's date, left out.
    pub later: u64,
    /// Hearings and counts of a defendant that was not delivered.
    pub without_defendant: u64,
}

/// Turns the accepted rows of the three court tables into units and events.
pub fn ingest(
    defendants: &RecordBatch,
    hearings: &RecordBatch,
    counts: &RecordBatch,
    schemas: &Schemas,
    as_at: Day,
) -> Result<CourtUnits, IngestError> {
    let mut known = AsAt::new(as_at);
    let mut events = Vec::new();
    let mut all = Defendants::read(defendants, &mut known, &mut events)?;
    let counts = Counts::read(counts, &all, schemas, &mut known, &mut events)?;
    all.take_counts(&counts);
    let hearings = Hearings::read(hearings, &all, &mut known, &mut events)?;
    all.take_hearings(&hearings);
    Ok(CourtUnits {
        without_defendant: counts.without_defendant() + hearings.without_defendant,
        hearings: hearings.finish()?,
        counts: counts.finish()?,
        defendants: all.finish()?,
        events,
        later: known.later(),
    })
}
