//! A whole run: the stages one after another, from extracts to measures.
//!
//! This is the place to start reading: each stage is a plain function of another crate, and takes
//! what the one before it gave.

mod input;
mod lineage;
mod overview;
mod page;
mod record;
mod stages;

pub(crate) use input::{Input, fault_findings, read_input};
pub(crate) use record::files as file_tallies;
pub(crate) use overview::{Overview, attrition_table};

use crate::{failure::Failure, pipeline::Pipeline, run::stages::Stages};
use rasso_attrition::{Coverage, Measure, MeasurePlan, Metric, count_cubes, measures, measures_batch};
use rasso_engine::Core;
use rasso_extract::write_table;
use rasso_link::{Edge, Linked, edge_batch, link, links_batch, records_of, refusals_batch};
use rasso_store::{RunFolder, run_id};
use rasso_terms::{Day, Quarter, Urn};
use rasso_timeline::{Sources, Terms, core_inputs, events_batch, force_area_batch, order, run_core, terms_batch};
use std::path::{Path, PathBuf};

/// What a run came to.
pub(crate) struct Finished {
    pub(crate) folder: PathBuf,
    pub(crate) overview: Overview,
    pub(crate) measures: Vec<Measure>,
    pub(crate) faults: usize,
}

/// Everything that the stages make on the way.
pub(crate) struct Results {
    pub(crate) linked: Linked,
    pub(crate) measures: Vec<Measure>,
    pub(crate) plan: MeasurePlan,
    pub(crate) events: usize,
    pub(crate) later: u64,
    pub(crate) left_out: u64,
}

/// Runs a pipeline whose input has been read, and publishes the run folder when all is done.
pub(crate) fn run(pipeline: &Pipeline, input: &Input, out: &Path) -> Result<Finished, Failure> {
    let mut folder = RunFolder::create(out, &id_of(pipeline, input))?;
    let mut stages = Stages::new(input.reading, input.rows());
    let mut core = Core::new();
    let outcome = run_stages(pipeline, input, &mut folder, &mut stages, &mut core);
    let results = match outcome {
        Ok(results) => results,
        Err(failure) => {
            stages.failed(&mut folder, &failure)?;
            return Err(failure);
        }
    };
    let overview = Overview::of(&mut core, pipeline, &results)?;
    stages.run(&mut folder, "report", |folder| {
        record::write(folder, pipeline, input, &results, &overview)?;
        Ok(((), 0))
    })?;
    let page = page::page(pipeline, input, &results, &overview, folder.run_id(), stages.times());
    folder.write("run.html", rasso_report::run_page(&page).as_bytes())?;
    let faults = input.extracted.faults.len();
    Ok(Finished { folder: folder.finish()?, overview, measures: results.measures, faults })
}

/// The run's name is a function of its inputs, configuration and version, and of the key where the
/// key has any effect.
fn id_of(pipeline: &Pipeline, input: &Input) -> String {
    let key = if pipeline.is_keyed { pipeline.options.digest_key.as_slice() } else { &[] };
    let mut parts = vec![
        env!("CARGO_PKG_VERSION").to_owned(),
        pipeline.schemas.version_hash(),
        pipeline.text.clone(),
        blake3::hash(key).to_hex().to_string(),
    ];
    parts.extend(input.extracted.files.iter().map(|it| it.sha256.clone()));
    run_id(&parts)
}

fn run_stages(
    pipeline: &Pipeline,
    input: &Input,
    folder: &mut RunFolder,
    stages: &mut Stages,
    core: &mut Core,
) -> Result<Results, Failure> {
    let (extracted, as_at) = (&input.extracted, pipeline.options.as_at);
    let schemas = &pipeline.schemas;
    let run_dir = folder.path().to_path_buf();
    stages.run(folder, "write extracts", |_| {
        rasso_extract::write(extracted, &run_dir)?;
        Ok(((), input.rows()))
    })?;
    let records = |table: &str| input.records(table);
    let (police, cps, courts) = stages.run(folder, "ingest", |_| {
        let police = rasso_ingest_police::ingest(
            records("police_crime")?, records("police_suspect")?, schemas, as_at)?;
        let cps = rasso_ingest_cps::ingest(records("cps_case")?, records("cps_event")?, schemas, as_at)?;
        let courts = rasso_ingest_courts::ingest(
            records("court_defendant")?, records("court_hearing")?, records("court_count")?, schemas, as_at)?;
        let rows = police.crimes.num_rows() + police.suspects.num_rows()
            + cps.suspects.num_rows() + courts.defendants.num_rows();
        Ok(((police, cps, courts), rows))
    })?;
    let linked = stages.run(folder, "link", |_| {
        let urns = input.crime_urns()?;
        let urn_of = |row: usize| -> Option<Urn> {
            let crime = police.crime_of_suspect.get(row).copied().flatten()?;
            urns.get(usize::try_from(crime).ok()?).cloned().flatten()
        };
        let suspects = records_of(input.identifiers("police_suspect")?, urn_of)?;
        let cps_suspects = records_of(input.identifiers("cps_case")?, |_| None)?;
        let defendants = records_of(input.identifiers("court_defendant")?, |_| None)?;
        let linked = link(&suspects, &cps_suspects, &defendants, &pipeline.links);
        write_table(&run_dir, "links.parquet", &links_batch(&linked, &pipeline.links)?)?;
        write_table(&run_dir, "refusals.parquet", &refusals_batch(&linked, &pipeline.links)?)?;
        let links = linked.links.len();
        Ok((linked, links))
    })?;
    let censored = input.censored(as_at);
    let events = stages.run(folder, "timeline", |_| {
        let sources = Sources::of(extracted.tables.iter().map(|(name, it)| (name.as_str(), &it.records)))?;
        write_table(&run_dir, "objects.parquet", &lineage::objects(&police, &cps, &courts, &sources)?)?;
        let mut events: Vec<_> =
            [&police.events, &cps.events, &courts.events].into_iter().flatten().copied().collect();
        order(&mut events, schemas)?;
        write_table(&run_dir, "events.parquet", &events_batch(&events, &sources, schemas)?)?;
        Ok((events.len(), events.len()))
    })?;
    stages.run(folder, "units and threads", |_| {
        let terms = Terms {
            censored,
            cps_decision_to_court_days: pipeline.links.due.cps_decision_to_court_days,
            police_charge_to_cps_days: pipeline.links.due.police_charge_to_cps_days,
        };
        let mut inputs = vec![
            ("own_crime", police.crimes.clone()),
            ("own_suspect", police.suspects.clone()),
            ("own_cps", cps.suspects.clone()),
            ("own_defendant", courts.defendants.clone()),
            ("own_count", courts.counts.clone()),
            ("force_area", force_area_batch(schemas.geography())?),
            ("terms", terms_batch(&terms)?),
        ];
        for edge in Edge::ALL {
            inputs.push((edge.table(), edge_batch(&linked, edge)?));
        }
        for (name, batch) in &inputs {
            write_table(&run_dir, &format!("working/{name}.parquet"), batch)?;
        }
        *core = core_inputs(&run_dir.join("working"))?;
        let mut threads = 0;
        run_core(core, &run_dir, |made, rows| {
            tracing::info!(made, rows, "relational core");
            if made == "threads" {
                threads = rows;
            }
        })?;
        Ok(((), threads))
    })?;
    let (measures, plan) = stages.run(folder, "measures", |_| {
        let plan = measure_plan(pipeline, input, core, censored)?;
        let metrics: Vec<&Metric> = pipeline.metrics.iter().collect();
        let counted = count_cubes(core, &metrics)?;
        let measures = measures(&metrics, &counted, &plan);
        write_table(&run_dir, "measures.parquet", &measures_batch(&measures)?)?;
        let rows = measures.len();
        Ok(((measures, plan), rows))
    })?;
    Ok(Results {
        linked,
        measures,
        plan,
        events,
        later: police.later + cps.later + courts.later,
        left_out: cps.without_case + courts.without_defendant,
    })
}

/// The quarters to measure, and how far the records reach.
fn measure_plan(
    pipeline: &Pipeline,
    input: &Input,
    core: &mut Core,
    censored: Day,
) -> Result<MeasurePlan, Failure> {
    let first = core
        .rows("first recorded", "SELECT MIN(recorded_date) AS first FROM unit_crime WHERE counted = 1")
        .map_err(rasso_timeline::TimelineError::from)?;
    let first = first.integers("first").map_err(rasso_timeline::TimelineError::from)?;
    let first = first.first().copied().flatten().and_then(|it| i32::try_from(it).ok());
    let last = Quarter::of(pipeline.options.as_at);
    Ok(MeasurePlan {
        from: pipeline.from.or_else(|| first.map(|it| Quarter::of(Day::from_number(it)))).unwrap_or(last),
        to: pipeline.to.unwrap_or(last),
        coverage: Coverage { censored, agencies: input.agencies() },
    })
}
