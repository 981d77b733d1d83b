//! The identifiers of three tables to links.

use crate::{
    failure::{BUG, Failure},
    pipeline::Pipeline,
    run::{Input, Units},
};
use arrow::{
    array::{AsArray as _, RecordBatch},
    datatypes::Int64Type,
};
use rasso_extract::{Columns as _, Working, text, write_table};
use rasso_link::{Edge, Linked, Side, link, links_batch, pairs_batch, records_of, refusals_batch};
use rasso_terms::Urn;
use std::path::Path;

/// Links the records, and writes `links.parquet`, `refusals.parquet` and, where models weigh them,
/// `link_pairs.parquet`.
pub(crate) fn link_records(
    pipeline: &Pipeline,
    working: &Working,
    input: &Input,
    units: &Units,
    run_dir: &Path,
) -> Result<Linked, Failure> {
    let linked = link(
        &suspects(pipeline, working, input, units)?,
        &side(pipeline, working, input, ("cps_case", &units.cps.suspects))?,
        &side(
            pipeline,
            working,
            input,
            ("court_defendant", &units.courts.defendants),
        )?,
        &pipeline.links,
        &pipeline.models,
    )?;
    write_table(
        run_dir,
        "links.parquet",
        &links_batch(&linked, &pipeline.links)?,
    )?;
    if !pipeline.models.is_empty() {
        write_table(run_dir, "link_pairs.parquet", &pairs_batch(&linked)?)?;
    }
    write_table(
        run_dir,
        "refusals.parquet",
        &refusals_batch(&linked, &pipeline.links)?,
    )?;
    Ok(linked)
}

/// Police suspects. One has no URN of its own: its crime's file carries it, and more that models ask for.
fn suspects(
    pipeline: &Pipeline,
    working: &Working,
    input: &Input,
    units: &Units,
) -> Result<Side, Failure> {
    let crimes = working.identifiers("police_crime")?;
    let crime_of: Vec<Option<usize>> = units
        .police
        .crime_of_suspect
        .iter()
        .map(|it| usize::try_from((*it)?).ok())
        .collect();
    let urns = crimes.texts("urn").map_err(|it| Failure::new(BUG, it))?;
    let urn_of = |row: usize| -> Option<Urn> {
        let crime = crime_of.get(row).copied().flatten()?;
        text(urns, crime).and_then(|it| Urn::parse(it).ok())
    };
    let identifiers = working.identifiers("police_suspect")?;
    #[cfg(test)]
    crate::panics::tests::provoked(&identifiers);
    let mut side = Side::of_records(records_of(&identifiers, urn_of)?);
    let headings = headings(pipeline, "police_suspect");
    // What units know comes first: their dates go no further than the day of the run.
    let own = [
        &units.police.suspects,
        &identifiers,
        input.records("police_suspect")?,
    ];
    add(&mut side, &own, &headings)?;
    for batch in [&crimes, input.records("police_crime")?] {
        if batch.num_rows() != crimes.num_rows() {
            return Err(Failure::new(BUG, "two tables of crimes differ in length"));
        }
        side.add_of_parents(batch, &crime_of, &headings);
    }
    Ok(side)
}

/// The records of another table, with its units.
fn side(
    pipeline: &Pipeline,
    working: &Working,
    input: &Input,
    (table, units): (&str, &RecordBatch),
) -> Result<Side, Failure> {
    let identifiers = working.identifiers(table)?;
    let mut side = Side::of_records(records_of(&identifiers, |_| None)?);
    let batches = [units, &identifiers, input.records(table)?];
    add(&mut side, &batches, &headings(pipeline, table))?;
    Ok(side)
}

/// What the models of the pipeline ask of a table.
fn headings(pipeline: &Pipeline, table: &str) -> Vec<String> {
    let of = |edge: Edge, [left, right]: [Vec<String>; 2]| {
        let left = if edge.left() == table {
            left
        } else {
            Vec::new()
        };
        left.into_iter().chain(if edge.right() == table {
            right
        } else {
            Vec::new()
        })
    };
    let mut headings: Vec<String> = pipeline
        .models
        .iter()
        .flat_map(|it| of(it.edge, it.model.headings()))
        .collect();
    headings.sort();
    headings.dedup();
    headings
}

/// Adds what is asked for of batches that have a row for each record, in the same order.
fn add(side: &mut Side, batches: &[&RecordBatch], headings: &[String]) -> Result<(), Failure> {
    for batch in batches {
        let ids = batch.column_by_name("record_id");
        let ids = ids.and_then(|it| it.as_primitive_opt::<Int64Type>());
        let own = side.records.iter().map(|it| it.id);
        let is_alike = ids.is_none_or(|it| it.values().iter().copied().eq(own));
        if batch.num_rows() != side.records.len() || !is_alike {
            return Err(Failure::new(
                BUG,
                "a table of units has not the rows of its records",
            ));
        }
        side.add(batch, headings);
    }
    Ok(())
}
