//! Units to measures.

use crate::{failure::Failure, pipeline::Pipeline, run::Input};
use rasso_attrition::{
    Coverage, Measure, MeasurePlan, Metric, count_cubes, measures, measures_batch,
};
use rasso_engine::{Core, EngineError};
use rasso_extract::write_table;
use rasso_terms::{Day, Quarter};
use rasso_timeline::TimelineError;
use std::path::Path;

/// Counts every metric of the pipeline and writes `measures.parquet`.
pub(crate) fn measure(
    pipeline: &Pipeline,
    input: &Input,
    core: &mut Core,
    censored: Day,
    run_dir: &Path,
) -> Result<(Vec<Measure>, MeasurePlan), Failure> {
    let last = Quarter::of(pipeline.options.as_at);
    let first = first_recorded(core).map_err(TimelineError::from)?;
    let plan = MeasurePlan {
        from: pipeline.from.or(first).unwrap_or(last),
        to: pipeline.to.unwrap_or(last),
        coverage: Coverage {
            censored,
            agencies: input.agencies(),
        },
    };
    let metrics: Vec<&Metric> = pipeline.metrics.iter().collect();
    let counted = count_cubes(core, &metrics, censored)?;
    let measures = measures(&metrics, &counted, &plan)?;
    write_table(run_dir, "measures.parquet", &measures_batch(&measures)?)?;
    Ok((measures, plan))
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
