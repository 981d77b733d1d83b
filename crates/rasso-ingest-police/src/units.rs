//! Both police tables to units and events.

use crate::{IngestError, crime::Crimes, suspect::Suspects};
use arrow::array::RecordBatch;
use rasso_extract::Given;
use rasso_schema::Schemas;
use rasso_terms::{AsAt, Day, Event};

/// What the police know of their own records.
#[derive(Debug)]
pub struct PoliceUnits {
    /// One row a crime: `own_crime` of the relational core.
    pub crimes: RecordBatch,
    /// One row a suspect: `own_suspect` of the relational core.
    pub suspects: RecordBatch,
    /// The crime of each suspect record, in the order of the suspects' record ids.
    pub crime_of_suspect: Vec<Option<i64>>,
    /// What happened, in no order.
    pub events: Vec<Event>,
    /// Dates later than the run's date, left out.
    pub later: u64,
}

/// The accepted rows of a table, and what the files give that they came in.
#[derive(Debug, Clone)]
pub struct Sent<'e> {
    /// The rows.
    pub records: &'e RecordBatch,
    /// What each file gives.
    pub given: Given<'e>,
}

/// Turns the accepted rows of `police_crime` and `police_suspect` into units and events.
pub fn ingest(
    crimes: &Sent<'_>,
    suspects: &Sent<'_>,
    schemas: &Schemas,
    as_at: Day,
) -> Result<PoliceUnits, IngestError> {
    let mut known = AsAt::new(as_at);
    let mut events = Vec::new();
    let own_crimes = Crimes::read(crimes, suspects.records, schemas, &mut known, &mut events)?;
    let own_suspects = Suspects::read(suspects, crimes.records, &mut known, &mut events)?;
    Ok(PoliceUnits {
        crimes: own_crimes.finish()?,
        crime_of_suspect: own_suspects.crime_of_suspect(),
        suspects: own_suspects.finish()?,
        events,
        later: known.later(),
    })
}
