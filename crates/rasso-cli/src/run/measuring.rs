//! Units to measures.

use crate::{failure::Failure, pipeline::Pipeline, run::Input};
use rasso_attrition::{
    Coverage, Measure, MeasurePlan, Metric, Reference, Units, breakdowns, breakdowns_batch,
    bridges_batch, changes, changes_batch, count_cubes, count_groups, in_order, measures,
    measures_batch, walks,
};
use rasso_engine::{Core, EngineError};
use rasso_extract::write_table;
use rasso_quality::{LeftOutRow, coverage, coverage_batch, left_out, left_out_batch, mark};
use rasso_terms::{Day, Quarter};
use rasso_timeline::TimelineError;
use std::{collections::BTreeMap, path::Path};

/// What was measured.
pub(crate) struct Measured {
    pub(crate) measures: Vec<Measure>,
    pub(crate) plan: MeasurePlan,
    /// Whom figures are without.
    pub(crate) left_out: Vec<LeftOutRow>,
}

/// Counts every metric of the pipeline and writes `measures.parquet`, the ways between them
/// (`bridges.parquet`), how far they stand from baselines (`changes.parquet`), and what they are for groups of
/// their units (`breakdowns.parquet`); beside it which force or Area told of which period, and whom each
/// figure is without.
pub(crate) fn measure(
    pipeline: &Pipeline,
    input: &Input,
    core: &mut Core,
    censored: Day,
    run_dir: &Path,
) -> Result<Measured, Failure> {
    let last = Quarter::of(pipeline.options.as_at);
    let first = first_recorded(core).map_err(TimelineError::from)?;
    let plan = MeasurePlan {
        from: pipeline.from.or(first).unwrap_or(last),
        to: pipeline.to.unwrap_or(last),
        reference: reference(pipeline, input)?,
        coverage: Coverage {
            censored,
            agencies: input.agencies(),
        },
    };
    let metrics: Vec<&Metric> = pipeline.metrics.iter().collect();
    let counted = count_cubes(core, &metrics, censored)?;
    let mut measures = measures(&metrics, &counted, &plan)?;
    let schemas = &pipeline.schemas;
    let told = coverage(&input.extracted, schemas, (plan.from, plan.to), censored)?;
    let left_out = left_out(&told, &metrics, &measures, schemas);
    mark(&mut measures, &left_out);
    write_table(run_dir, "measures.parquet", &measures_batch(&measures)?)?;
    let by_name = metrics.iter().map(|it| (it.name.clone(), (*it).clone()));
    let by_name: BTreeMap<String, Metric> = by_name.collect();
    let units = Units::load(schemas)?;
    let walks = walks(core, &pipeline.bridges, &by_name, &units, &plan)?;
    write_table(run_dir, "bridges.parquet", &bridges_batch(&walks)?)?;
    let changes = changes(&pipeline.baselines, &by_name, &measures, &plan);
    write_table(run_dir, "changes.parquet", &changes_batch(&changes)?)?;
    write_breakdowns(pipeline, core, &units, &plan, run_dir)?;
    write_table(run_dir, "coverage.parquet", &coverage_batch(&told)?)?;
    write_table(run_dir, "left_out.parquet", &left_out_batch(&left_out)?)?;
    Ok(Measured {
        measures,
        plan,
        left_out,
    })
}

/// The numbers that metrics of the pipeline ask for, of the tables that were sent.
fn reference(pipeline: &Pipeline, input: &Input) -> Result<Reference, Failure> {
    let metrics = pipeline.metrics.iter();
    let wanted = metrics.flat_map(|it| it.published.iter().chain(&it.per));
    let table = |name: &str| input.extracted.tables.get(name).map(|it| &it.records);
    Ok(Reference::read(wanted, table, &pipeline.schemas)?)
}

fn write_breakdowns(
    pipeline: &Pipeline,
    core: &mut Core,
    units: &Units,
    plan: &MeasurePlan,
    run_dir: &Path,
) -> Result<(), Failure> {
    let mut all = Vec::new();
    for breakdown in &pipeline.breakdowns {
        let of_it = |it: &&Metric| breakdown.metrics.contains(&it.name);
        let metrics: Vec<&Metric> = pipeline.metrics.iter().filter(of_it).collect();
        let known = plan.coverage.censored;
        let groups = count_groups(core, &metrics, known, (breakdown, units))?;
        all.extend(breakdowns(breakdown, &groups, &metrics, (units, plan))?);
    }
    in_order(&mut all);
    write_table(run_dir, "breakdowns.parquet", &breakdowns_batch(&all)?)?;
    Ok(())
}

/// The quarter of the first counted crime.
fn first_recorded(core: &mut Core) -> Result<Option<Quarter>, EngineError> {
    let sql = "SELECT MIN(recorded_date) AS first FROM unit_crime WHERE counted = 1";
    let rows = core.rows("first recorded", sql)?;
    let first = rows.integers("first")?.first().copied().flatten();
    let day = first
        .and_then(|it| i32::try_from(it).ok())
        .map(Day::from_number);
    Ok(day.map(Quarter::of))
}
