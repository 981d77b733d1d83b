//! Events in their order, and units and threads from the relational core.

use crate::{
    failure::Failure,
    pipeline::Pipeline,
    run::{Input, Units},
};
use rasso_engine::Core;
use rasso_extract::write_table;
use rasso_link::{Edge, Linked, edge_batch, reasons_batch};
use rasso_terms::Day;
use rasso_timeline::{
    OwnUnits, Sources, Terms, core_inputs, events_batch, force_area_batch, objects_batch, order,
    run_core, terms_batch,
};
use std::path::Path;

/// Writes `events.parquet` in the total order, and `objects.parquet`. Gives the number of events.
pub(crate) fn order_events(
    pipeline: &Pipeline,
    input: &Input,
    units: &mut Units,
    run_dir: &Path,
) -> Result<usize, Failure> {
    let tables = &input.extracted.tables;
    let sources = Sources::of(tables.iter().map(|(name, it)| (name.as_str(), &it.records)))?;
    let of = |object_type, table, batch, belongs_to| OwnUnits {
        object_type,
        table,
        batch,
        belongs_to,
    };
    let objects = objects_batch(
        &[
            of("crime", "police_crime", &units.police.crimes, None),
            of(
                "suspect",
                "police_suspect",
                &units.police.suspects,
                Some(("crime", "crime_id")),
            ),
            of("cps_suspect", "cps_case", &units.cps.suspects, None),
            of(
                "defendant",
                "court_defendant",
                &units.courts.defendants,
                None,
            ),
            of(
                "count",
                "court_count",
                &units.courts.counts,
                Some(("defendant", "defendant_id")),
            ),
        ],
        &sources,
    )?;
    write_table(run_dir, "objects.parquet", &objects)?;
    let mut events = std::mem::take(&mut units.police.events);
    events.append(&mut units.cps.events);
    events.append(&mut units.courts.events);
    order(&mut events, &pipeline.schemas)?;
    write_table(
        run_dir,
        "events.parquet",
        &events_batch(&events, &sources, &pipeline.schemas)?,
    )?;
    Ok(events.len())
}

/// Makes `units/*.parquet`, `unlinked.parquet` and `threads.parquet`. Gives the core, which still
/// knows them, and the number of threads.
pub(crate) fn units_and_threads(
    pipeline: &Pipeline,
    units: &Units,
    linked: &Linked,
    censored: Day,
    run_dir: &Path,
) -> Result<(Core, usize), Failure> {
    let due = &pipeline.links.due;
    let terms = Terms {
        censored,
        cps_decision_to_court_days: due.cps_decision_to_court_days,
        police_charge_to_cps_days: due.police_charge_to_cps_days,
    };
    let mut inputs = vec![
        ("own_crime", units.police.crimes.clone()),
        ("own_suspect", units.police.suspects.clone()),
        ("own_cps", units.cps.suspects.clone()),
        ("own_consultation", units.cps.consultations.clone()),
        ("own_defendant", units.courts.defendants.clone()),
        ("own_hearing", units.courts.hearings.clone()),
        ("own_count", units.courts.counts.clone()),
        (
            "force_area",
            force_area_batch(pipeline.schemas.geography())?,
        ),
        ("terms", terms_batch(&terms)?),
        ("unlinked_reason", reasons_batch(&pipeline.links)?),
    ];
    for edge in Edge::ALL {
        inputs.push((edge.table(), edge_batch(linked, edge)?));
    }
    for (name, batch) in &inputs {
        write_table(run_dir, &format!("working/{name}.parquet"), batch)?;
    }
    let mut core = core_inputs(&run_dir.join("working"))?;
    let mut threads = 0;
    run_core(&mut core, run_dir, |made, rows| {
        tracing::info!(made, rows, "relational core");
        if made == "threads" {
            threads = rows;
        }
    })?;
    Ok((core, threads))
}
