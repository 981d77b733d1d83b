//! Makes the inputs of the relational core, the way a run does.

use crate::{Failure, metrics};
use rasso_attrition::{Metric, count_queries};
use rasso_engine::STATEMENTS;
use rasso_extract::{Columns, Extracted, ReadOptions, SourceFile, read, text, write_table};
use rasso_ingest_police::Sent;
use rasso_link::{Edge, LinkDefinition, Side, edge_batch, link, reasons_batch, records_of};
use rasso_schema::Schemas;
use rasso_synth::{SynthPlan, SynthSummary};
use rasso_terms::{Day, Urn};
use rasso_timeline::{Terms, force_area_batch, terms_batch};
use serde_json::{Value, json};
use std::{
    fs,
    io::{Write, stdout},
    path::Path,
};

/// Writes the world to `dir/world`, the inputs to `dir/inputs`, and the statements and count queries
/// as JSON, for an engine that knows nothing of rasso.
pub(crate) fn prepare(dir: &Path, crimes: u64) -> Result<(), Failure> {
    let schemas = Schemas::embedded()?;
    let world = dir.join("world");
    let as_at = day(2025, 6, 30)?;
    let plan = SynthPlan {
        crimes,
        seed: 2025,
        first_recorded: day(2015, 1, 1)?,
        last_recorded: as_at,
        extract_dates: vec![as_at],
        ..SynthPlan::usual()?
    };
    let written = rasso_synth::write(&plan, &world)?;
    for table in &written.tables {
        writeln!(stdout(), "{}\t{}", table.table, table.rows)?;
    }
    let files = source_files(&written, &world, &schemas)?;
    let options = ReadOptions { as_at, key: None };
    let extracted = read(&files, &schemas, &options)?;
    write_inputs(&extracted, &schemas, as_at, dir)?;
    let statements: Vec<Value> = STATEMENTS
        .iter()
        .map(|it| {
            json!({ "makes": it.makes, "sql": it.sql, "file": it.file, "numbered": it.numbered })
        })
        .collect();
    fs::write(dir.join("statements.json"), json!(statements).to_string())?;
    let metrics = metrics(&schemas)?;
    let metrics: Vec<&Metric> = metrics.iter().collect();
    let counts: Vec<Value> = count_queries(&metrics)
        .into_iter()
        .map(|(name, sql)| json!({ "name": name, "sql": sql }))
        .collect();
    Ok(fs::write(
        dir.join("counts.json"),
        json!(counts).to_string(),
    )?)
}

fn day(year: i16, month: i8, day: i8) -> Result<Day, Failure> {
    Day::from_ymd(year, month, day).ok_or_else(|| "no such day".into())
}

fn source_files(
    written: &SynthSummary,
    world: &Path,
    schemas: &Schemas,
) -> Result<Vec<SourceFile>, Failure> {
    let mut files = Vec::new();
    for table in &written.tables {
        let agency = schemas.table(table.table)?.agency;
        let (path, label) = (world.join(&table.path), table.path.clone());
        files.push(SourceFile {
            rows: Some(table.rows),
            sha256: Some(table.sha256.clone()),
            ..SourceFile::new(agency, table.table, path, label, table.extract_date)
        });
    }
    Ok(files)
}

/// Ingests and links what was read, and writes every table that the core starts from.
fn write_inputs(
    extracted: &Extracted,
    schemas: &Schemas,
    as_at: Day,
    dir: &Path,
) -> Result<(), Failure> {
    let table = |name: &str| {
        let found = extracted.tables.get(name);
        found.ok_or_else(|| Failure::from(format!("the table `{name}` was not read")))
    };
    let records = |name: &str| table(name).map(|it| &it.records);
    let sent = |name: &str| -> Result<Sent<'_>, Failure> {
        Ok(Sent {
            records: records(name)?,
            given: extracted.given(name),
        })
    };
    let police = rasso_ingest_police::ingest(
        &sent("police_crime")?,
        &sent("police_suspect")?,
        schemas,
        as_at,
    )?;
    let cps =
        rasso_ingest_cps::ingest(records("cps_case")?, records("cps_event")?, schemas, as_at)?;
    let courts = rasso_ingest_courts::ingest(
        records("court_defendant")?,
        records("court_hearing")?,
        records("court_count")?,
        schemas,
        as_at,
    )?;
    let definition = LinkDefinition::load(schemas, "identifiers")?;
    let urns = table("police_crime")?.identifiers.texts("urn")?;
    let urn_of = |row: usize| -> Option<Urn> {
        let crime = police.crime_of_suspect.get(row).copied().flatten()?;
        Urn::parse(text(urns, usize::try_from(crime).ok()?)?).ok()
    };
    let side = |name: &str, urn_of: &(dyn Fn(usize) -> Option<Urn> + Sync)| {
        let records = records_of(&table(name)?.identifiers, urn_of)?;
        Ok::<_, Failure>(Side::of_records(records))
    };
    let linked = link(
        &side("police_suspect", &urn_of)?,
        &side("cps_case", &|_| None)?,
        &side("court_defendant", &|_| None)?,
        &definition,
        &[],
    )?;
    let terms = Terms {
        censored: as_at,
        cps_decision_to_court_days: definition.due.cps_decision_to_court_days,
        police_charge_to_cps_days: definition.due.police_charge_to_cps_days,
    };
    let mut inputs = vec![
        ("own_crime", police.crimes.clone()),
        ("own_suspect", police.suspects.clone()),
        ("own_cps", cps.suspects.clone()),
        ("own_consultation", cps.consultations.clone()),
        ("own_defendant", courts.defendants.clone()),
        ("own_hearing", courts.hearings.clone()),
        ("own_count", courts.counts.clone()),
        ("force_area", force_area_batch(schemas.geography())?),
        ("terms", terms_batch(&terms)?),
        ("unlinked_reason", reasons_batch(&definition)?),
    ];
    for edge in Edge::ALL {
        inputs.push((edge.table(), edge_batch(&linked, edge)?));
    }
    fs::create_dir_all(dir.join("inputs"))?;
    for (name, batch) in &inputs {
        write_table(dir, &format!("inputs/{name}.parquet"), batch)?;
    }
    Ok(())
}
