//! Where each unit came from.

use crate::failure::Failure;
use arrow::array::RecordBatch;
use rasso_ingest_courts::CourtUnits;
use rasso_ingest_cps::CpsUnits;
use rasso_ingest_police::PoliceUnits;
use rasso_timeline::{Sources, objects_batch};

/// `objects.parquet`: every unit with its file and row, and the unit of its own agency it belongs to.
pub(crate) fn objects(
    police: &PoliceUnits,
    cps: &CpsUnits,
    courts: &CourtUnits,
    sources: &Sources<'_>,
) -> Result<RecordBatch, Failure> {
    Ok(objects_batch(
        &[
            ("crime", "police_crime", &police.crimes, None),
            ("suspect", "police_suspect", &police.suspects, Some(("crime", "crime_id"))),
            ("cps_suspect", "cps_case", &cps.suspects, None),
            ("defendant", "court_defendant", &courts.defendants, None),
            ("count", "court_count", &courts.counts, Some(("defendant", "defendant_id"))),
        ],
        sources,
    )?)
}
