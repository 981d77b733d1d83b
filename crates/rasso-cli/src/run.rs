//! A whole run: the stages one after another, from extracts to measures.
//!
//! This is the place to start reading: each stage is a plain function, and takes what the one before
//! it gave.

mod by_age;
mod ingest;
mod input;
mod linking;
mod measuring;
mod national;
mod notes;
mod ordering;
mod overview;
mod page;
mod page_forces;
mod page_links;
mod quality;
mod record;
mod stages;
mod summary;
mod whom;
mod without;

pub(crate) use ingest::{LeftOut, Units};
pub(crate) use input::{Input, read_input};
pub(crate) use national::attrition_table;
pub(crate) use overview::{Overview, clock_words};
pub(crate) use quality::{broken_in_tables, effect_words};
pub(crate) use record::{fault_counts_of, files as file_tallies, findings as delivery_findings};
pub(crate) use summary::frame as summary_frame;
pub(crate) use without::without;

use crate::{
    failure::Failure,
    methodology::{Defined, methodology},
    pipeline::Pipeline,
    run::stages::Stages,
};
use rasso_attrition::{Measure, MeasurePlan};
use rasso_engine::Core;
use rasso_extract::{PseudonymKey, Working};
use rasso_link::Linked;
use rasso_quality::{LeftOutRow, RunQuality};
use rasso_store::{Lock, RunFolder, run_id};
use std::path::PathBuf;

/// What a run came to.
pub(crate) struct Finished {
    pub(crate) folder: PathBuf,
    pub(crate) overview: Overview,
    pub(crate) measures: Vec<Measure>,
    pub(crate) faults: usize,
    /// What was found wrong with deliveries as a whole, listed.
    pub(crate) findings: Vec<String>,
}

/// What the stages made, and what they left out.
pub(crate) struct Results {
    pub(crate) linked: Linked,
    pub(crate) measures: Vec<Measure>,
    pub(crate) plan: MeasurePlan,
    pub(crate) quality: RunQuality,
    /// Whom figures are without.
    pub(crate) without: Vec<LeftOutRow>,
    pub(crate) events: usize,
    pub(crate) left_out: LeftOut,
}

/// Runs a pipeline whose input has been read under the lock of the output folder, and publishes the
/// run folder when all is done.
pub(crate) fn run(pipeline: &Pipeline, mut input: Input, lock: Lock) -> Result<Finished, Failure> {
    let mut folder = RunFolder::create(lock, &id_of(pipeline, &input))?;
    let _deletes = crate::interrupt::deletes(&folder.working());
    let mut stages = Stages::new(input.reading, input.rows());
    let finished = publish(pipeline, &mut input, &mut folder, &mut stages);
    if let Err(failure) = &finished {
        stages.failed(&mut folder, failure);
    }
    finished
}

fn publish(
    pipeline: &Pipeline,
    input: &mut Input,
    folder: &mut RunFolder,
    stages: &mut Stages,
) -> Result<Finished, Failure> {
    let (results, mut core) = run_stages(pipeline, input, folder, stages)?;
    let overview = stages.run(folder, "report", |folder| {
        let overview = Overview::of(&mut core, pipeline, input, &results)?;
        record::write(folder, pipeline, input, &results, &overview)?;
        if let Some(page) = summary::summary_page(pipeline, &results.plan, folder.path())? {
            folder.write("summary.html", page.as_bytes())?;
        }
        let units = rasso_attrition::Units::load(&pipeline.schemas)?;
        let Pipeline {
            metrics,
            breakdowns,
            bridges,
            baselines,
            schemas,
            ..
        } = pipeline;
        let defined = Defined {
            metrics,
            breakdowns,
            bridges,
            baselines,
        };
        let methods = methodology(&defined, &units, schemas);
        let page = rasso_report::methodology_page(&methods);
        folder.write("methodology.html", page.as_bytes())?;
        Ok((overview, 0))
    })?;
    stages.enter("publish");
    let page = page::page(
        pipeline,
        input,
        &results,
        &overview,
        folder.run_id(),
        stages.times(),
    );
    folder.write("run.html", rasso_report::run_page(&page).as_bytes())?;
    Ok(Finished {
        folder: folder.finish()?,
        overview,
        measures: results.measures,
        faults: input.extracted.faults.len(),
        findings: rasso_extract::findings_listing(&input.extracted.findings),
    })
}

/// The run's name is a function of its inputs, configuration, key and version.
fn id_of(pipeline: &Pipeline, input: &Input) -> String {
    let key = pipeline.options.key.as_ref();
    let mut parts = vec![
        env!("CARGO_PKG_VERSION").to_owned(),
        pipeline.schemas.version_hash(),
        pipeline.text.clone(),
        pipeline.options.as_at.to_string(),
        key.map(PseudonymKey::id).unwrap_or_default().to_owned(),
    ];
    // A mapping may stand beside the pipeline file: its content counts, and not its name.
    parts.extend(pipeline.files.iter().map(|it| format!("{:?}", it.mapping)));
    // `{date}` and patterns leave the day and the name of a file out of the pipeline's text.
    for it in &input.extracted.files {
        let day = it.extract_date.to_string();
        let named = [&*it.label, &*it.source, &day, &it.sha256];
        parts.extend(named.map(str::to_owned));
    }
    run_id(&parts)
}

fn run_stages(
    pipeline: &Pipeline,
    input: &mut Input,
    folder: &mut RunFolder,
    stages: &mut Stages,
) -> Result<(Results, Core), Failure> {
    let run_dir = folder.path().to_path_buf();
    let censored = input.censored(pipeline.options.as_at);
    // From here on identifiers lie in the working area alone, encrypted, until they are linked by.
    let working = stages.run(folder, "write extracts", |_| {
        let working = Working::seal(&run_dir, &input.extracted.take_identifiers())?;
        rasso_extract::write(&input.extracted, &run_dir)?;
        Ok((working, input.rows()))
    })?;
    let input = &*input;
    let mut units = stages.run(folder, "ingest", |_| {
        let units = ingest::ingest(pipeline, input)?;
        let made = units.len();
        Ok((units, made))
    })?;
    let linked = stages.run(folder, "link", |_| {
        let linked = linking::link_records(pipeline, &working, input, &units, &run_dir)?;
        working.destroy()?;
        let links = linked.links.len();
        Ok((linked, links))
    })?;
    let events = stages.run(folder, "timeline", |_| {
        let events = ordering::order_events(pipeline, input, &mut units, &run_dir)?;
        Ok((events, events))
    })?;
    let left_out = units.left_out();
    let mut core = stages.run(folder, "units and threads", |_| {
        ordering::units_and_threads(pipeline, &units, &linked, censored, &run_dir)
    })?;
    let quality = stages.run(folder, "quality", |_| {
        let quality = quality::quality(pipeline, input, &mut core, &run_dir)?;
        let broken = quality.findings.len();
        Ok((quality, broken))
    })?;
    let measured = stages.run(folder, "measures", |_| {
        let measured = measuring::measure(pipeline, input, &mut core, censored, &run_dir)?;
        let rows = measured.measures.len();
        Ok((measured, rows))
    })?;
    Ok((
        Results {
            linked,
            measures: measured.measures,
            plan: measured.plan,
            without: measured.left_out,
            quality,
            events,
            left_out,
        },
        core,
    ))
}
