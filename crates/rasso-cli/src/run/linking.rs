//! The identifiers of three tables to links.

use crate::{
    failure::{BUG, Failure},
    pipeline::Pipeline,
    run::Units,
};
use rasso_extract::{Columns as _, Working, text, write_table};
use rasso_link::{Linked, link, links_batch, records_of, refusals_batch};
use rasso_terms::Urn;
use std::path::Path;

/// Links the records, and writes `links.parquet` and `refusals.parquet`.
pub(crate) fn link_records(
    pipeline: &Pipeline,
    working: &Working,
    units: &Units,
    run_dir: &Path,
) -> Result<Linked, Failure> {
    // A police suspect has no URN of its own: its crime's file carries it.
    let urns = crime_urns(working)?;
    let urn_of = |row: usize| -> Option<Urn> {
        let crime = units.police.crime_of_suspect.get(row).copied().flatten()?;
        urns.get(usize::try_from(crime).ok()?).cloned().flatten()
    };
    let suspects = working.identifiers("police_suspect")?;
    #[cfg(test)]
    crate::panics::tests::provoked(&suspects);
    let linked = link(
        &records_of(&suspects, urn_of)?,
        &records_of(&working.identifiers("cps_case")?, |_| None)?,
        &records_of(&working.identifiers("court_defendant")?, |_| None)?,
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

/// The URN of each crime, by record id.
fn crime_urns(working: &Working) -> Result<Vec<Option<Urn>>, Failure> {
    let identifiers = working.identifiers("police_crime")?;
    let urns = identifiers
        .texts("urn")
        .map_err(|it| Failure::new(BUG, it))?;
    Ok((0..identifiers.num_rows())
        .map(|row| text(urns, row).and_then(|it| Urn::parse(it).ok()))
        .collect())
}
