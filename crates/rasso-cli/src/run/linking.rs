//! The identifiers of three tables to links.

use crate::{
    failure::Failure,
    pipeline::Pipeline,
    run::{Input, Units},
};
use rasso_extract::write_table;
use rasso_link::{Linked, link, links_batch, records_of, refusals_batch};
use rasso_terms::Urn;
use std::path::Path;

/// Links the records, and writes `links.parquet` and `refusals.parquet`.
pub(crate) fn link_records(
    pipeline: &Pipeline,
    input: &Input,
    units: &Units,
    run_dir: &Path,
) -> Result<Linked, Failure> {
    // A police suspect has no URN of its own: its crime's file carries it.
    let urns = input.crime_urns()?;
    let urn_of = |row: usize| -> Option<Urn> {
        let crime = units.police.crime_of_suspect.get(row).copied().flatten()?;
        urns.get(usize::try_from(crime).ok()?).cloned().flatten()
    };
    let linked = link(
        &records_of(input.identifiers("police_suspect")?, urn_of)?,
        &records_of(input.identifiers("cps_case")?, |_| None)?,
        &records_of(input.identifiers("court_defendant")?, |_| None)?,
        &pipeline.links,
    );
    write_table(
        run_dir,
        "links.parquet",
        &links_batch(&linked, &pipeline.links)?,
    )?;
    write_table(
        run_dir,
        "refusals.parquet",
        &refusals_batch(&linked, &pipeline.links)?,
    )?;
    Ok(linked)
}
