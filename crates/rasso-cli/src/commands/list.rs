//! `rasso list`: cases that people act on. Internal, and never published.

mod table;

use crate::{
    args::List,
    commands::load_schemas,
    failure::{Failure, INPUT, USAGE},
    terminal,
};
use rasso_engine::Core;
use rasso_quality::{ListArea, ListRequest, ListedCase, QualityError, listed};
use rasso_schema::{CaseList, Schemas};
use rasso_stats::thousands;
use rasso_terms::Day;
use serde_json::{Value, json};
use std::{collections::BTreeMap, fs, path::Path};

pub(super) fn list(asked: &List) -> Result<u8, Failure> {
    let schemas = load_schemas(asked.schemas.as_deref())?;
    let Some(name) = &asked.name else {
        tell_lists(&schemas, asked.json);
        return Ok(0);
    };
    let list = schemas
        .case_list(name)
        .map_err(|it| Failure::from(it).hint("`rasso list` alone has them"))?;
    let run = asked.run.as_deref().ok_or_else(|| {
        Failure::new(
            USAGE,
            "`--run` names the folder of a run, as out/runs/latest",
        )
    })?;
    let out = asked.out.as_deref().ok_or_else(|| {
        Failure::new(
            USAGE,
            "`--out` names the file to write: the list names cases",
        )
        .hint("`--out -` writes to stdout, for those who know where that goes")
    })?;
    let request = request(asked, list, &schemas)?;
    let known = known(run)?;
    let mut core = core(run, &schemas)?;
    let cases = listed(&mut core, list, &request, known)?;
    let is_sample = request.per_stratum.or(list.per_stratum).is_some();
    table::write(out, list, &cases, is_sample)?;
    tell_strata(list, &request, &cases, is_sample);
    Ok(0)
}

fn request(asked: &List, list: &CaseList, schemas: &Schemas) -> Result<ListRequest, Failure> {
    let area = asked.area.as_deref().map(|it| area(it, schemas));
    if let Some(strata) = &asked.strata {
        list.check_strata(strata)?;
    }
    let number = asked.per_stratum.map(usize::try_from).transpose();
    Ok(ListRequest {
        area: area.transpose()?,
        from: asked.from,
        to: asked.to,
        strata: asked.strata.clone(),
        per_stratum: number
            .map_err(|_too_many| Failure::new(USAGE, "`--per-stratum` is too large"))?,
        seed: asked.seed,
    })
}

fn area(text: &str, schemas: &Schemas) -> Result<ListArea, Failure> {
    let geography = schemas.geography();
    if let Some(name) = text.strip_prefix("cps:") {
        let found = geography.cps_area_named(text);
        let found = found.or_else(|_no_code| geography.cps_area_named(name))?;
        return Ok(ListArea::CpsArea(found.code.clone()));
    }
    let force = geography.force_named(text)?;
    Ok(ListArea::Force(force.code.clone()))
}

/// The day to which the records of a run are known.
fn known(run: &Path) -> Result<Day, Failure> {
    let unreadable = || {
        let message = format!("{}: `run.json` is not as a run leaves it", run.display());
        Failure::new(INPUT, message).hint("`--run` is the folder of a run, as out/runs/latest")
    };
    let text = fs::read_to_string(run.join("run.json")).map_err(|_unread| unreadable())?;
    let record: Value = serde_json::from_str(&text).map_err(|_broken| unreadable())?;
    let day = record["censored_at"]
        .as_str()
        .and_then(|it| it.parse().ok());
    day.ok_or_else(unreadable)
}

/// The units, the records and what is not linked.
fn core(run: &Path, schemas: &Schemas) -> Result<Core, Failure> {
    let mut core = Core::new();
    let units = schemas.files_in("units");
    let units = units
        .into_iter()
        .filter_map(|it| it.strip_prefix("units/")?.strip_suffix(".toml"));
    let units = units.map(|it| (format!("unit_{it}"), format!("units/{it}.parquet")));
    let tables = schemas
        .tables()
        .map(|it| (it.name.clone(), format!("ingest/{}.parquet", it.name)));
    let unlinked = [("unlinked".to_owned(), "unlinked.parquet".to_owned())];
    for (name, file) in units.chain(tables).chain(unlinked) {
        let path = run.join(&file);
        if !path.is_file() {
            let message = format!("{}: `{file}` cannot be read", run.display());
            return Err(Failure::new(INPUT, message)
                .hint("`--run` is the folder of a run, as out/runs/latest"));
        }
        core.attach(&name, &path).map_err(QualityError::from)?;
    }
    Ok(core)
}

/// How many cases each stratum has, and no case.
fn tell_strata(list: &CaseList, request: &ListRequest, cases: &[ListedCase], is_sample: bool) {
    let strata = request.strata.as_ref().unwrap_or(&list.strata);
    let mut counts: BTreeMap<&[String], (usize, usize)> = BTreeMap::new();
    for it in cases {
        counts.insert(&it.stratum, (it.sampled, it.stratum_size));
    }
    let number = |it: usize| thousands(u64::try_from(it).unwrap_or(u64::MAX));
    let mut head: Vec<String> = strata.clone();
    head.push("cases".to_owned());
    head.extend(is_sample.then(|| "of".to_owned()));
    let mut rows = vec![head];
    for (stratum, (sampled, size)) in counts {
        let mut row = stratum.to_vec();
        row.push(number(sampled));
        row.extend(is_sample.then(|| number(size)));
        rows.push(row);
    }
    terminal::message(terminal::columns(&rows).trim_end());
    terminal::message(&format!(
        "{}: {} cases. Internal: it names cases, and is never published.",
        list.title,
        number(cases.len())
    ));
}

fn tell_lists(schemas: &Schemas, is_json: bool) {
    if is_json {
        let list = |it: &CaseList| json!({ "name": it.name, "title": it.title, "meaning": it.meaning, "strata": it.strata });
        let lists: Vec<Value> = schemas.case_lists().map(list).collect();
        terminal::data(&json!({ "lists": lists }).to_string());
        return;
    }
    for it in schemas.case_lists() {
        terminal::data(&format!("{}: {}\n  {}", it.name, it.title, it.meaning));
    }
}
