//! `rasso explain METRIC/AREA/PERIOD --run DIR`: what a figure of a run is made of.

mod told;
mod without;

use crate::{
    args::Explain,
    commands::load_schemas,
    failure::{FINDINGS, Failure, INPUT, USAGE},
    terminal,
};
use rasso_attrition::{
    Account, AreaType, AttritionError, CellName, MeasureRow, Metric, Place, Units, accounts,
    read_measures,
};
use rasso_engine::Core;
use rasso_schema::{Geography, Schemas};
use std::path::Path;
use told::{as_json, disagreements, in_words};

/// What a figure of one clock is made of.
struct Told<'r> {
    clock: &'r str,
    /// The clock in words.
    by: String,
    rows: Vec<&'r MeasureRow>,
    accounts: Vec<Account>,
    /// Whose records it is without.
    without: Vec<without::Gone>,
}

pub(super) fn explain(asked: &Explain, run: &Path) -> Result<u8, Failure> {
    let schemas = load_schemas(asked.schemas.as_deref())?;
    let units = Units::load(&schemas)?;
    let metrics = Metric::load_all(&schemas, &units)?;
    let word = asked.word.as_deref().unwrap_or_default();
    let mut cell: CellName = word.parse().map_err(|it| Failure::new(USAGE, it))?;
    let area = named(&mut cell.place, schemas.geography());
    let metric = metrics
        .get(&cell.metric)
        .ok_or_else(|| super::explain::unknown_metric(&cell.metric, &metrics))?;
    let rows = read_measures(run, &metric.name, &cell.place).map_err(|it| {
        Failure::new(INPUT, format!("{}: {it}", run.display()))
            .hint("`--run` is the folder of a run, as out/runs/latest")
    })?;
    if let Some(clock) = &cell.clock
        && !metric.clocks.contains_key(clock)
    {
        let known: Vec<&str> = metric.clocks.keys().map(String::as_str).collect();
        let message = format!("`{}` has no clock `{clock}`", metric.name);
        let known = known.join(", ");
        return Err(Failure::new(USAGE, message).hint(format!("its clocks are: {known}")));
    }
    let mut core = core(run, &schemas, metric)?;
    let mut told = Vec::new();
    let clocks = metric.clocks.iter();
    for (name, clock) in clocks.filter(|it| cell.clock.as_ref().is_none_or(|clock| clock == it.0)) {
        let of_clock: Vec<&MeasureRow> = rows.iter().filter(|it| it.clock == *name).collect();
        if of_clock.is_empty() {
            continue;
        }
        told.push(Told {
            clock: name,
            by: super::explain_words::clock_text((name, clock)),
            rows: of_clock,
            accounts: accounts(&mut core, metric, clock, &cell.place, &units)?,
            without: without::without(&mut core, run, (&metric.name, name), &cell.place)?,
        });
    }
    if told.is_empty() && !is_known(&cell.place, schemas.geography()) {
        let area = &cell.place.area_code;
        return Err(
            Failure::new(USAGE, format!("no force or CPS Area is called `{area}`")).hint(
                "a force by its code of two digits or its name, or a CPS Area as `cps:south-west`",
            ),
        );
    }
    if told.is_empty() {
        return Err(Failure::new(USAGE, format!("the run has no figure `{word}`"))
            .hint("a cell with nothing in numerator and denominator is not written, nor a period outside the run's; `measures.parquet` has what there is"));
    }
    let head = format!("{}, {area}, {}", metric.title, cell.place.period);
    terminal::data(&if asked.json {
        as_json(metric, &cell.place, &told).to_string()
    } else {
        in_words(&head, metric, &told, schemas.geography())
    });
    let is_other = told.iter().any(|it| !disagreements(metric, it).is_empty());
    Ok(if is_other { FINDINGS } else { 0 })
}

/// Takes the area by its name too, and gives name and code.
pub(crate) fn named(place: &mut Place, geography: &Geography) -> String {
    let name = match place.area_type {
        AreaType::National => Some(("England and Wales", "EW")),
        AreaType::Force => geography
            .force_named(&place.area_code)
            .ok()
            .map(|it| (it.name.as_str(), it.code.as_str())),
        AreaType::CpsArea => geography
            .cps_area_named(place.area_code.strip_prefix("cps:").unwrap_or_default())
            .or_else(|_no_name| geography.cps_area_named(&place.area_code))
            .ok()
            .map(|it| (it.name.as_str(), it.code.as_str())),
    };
    let Some((name, code)) = name else {
        return place.area_code.clone();
    };
    code.clone_into(&mut place.area_code);
    format!("{name} ({code})")
}

/// Whether there is such an area.
pub(crate) fn is_known(place: &Place, geography: &Geography) -> bool {
    let code = place.area_code.as_str();
    match place.area_type {
        AreaType::National => true,
        AreaType::Force => code == "unallocated" || geography.force(code).is_some(),
        AreaType::CpsArea => geography.cps_areas().any(|it| it.code == code),
    }
}

/// The units and the links of a run.
pub(super) fn core(run: &Path, schemas: &Schemas, metric: &Metric) -> Result<Core, Failure> {
    let mut core = Core::new();
    let units = schemas.files_in("units");
    let units = units
        .into_iter()
        .filter_map(|it| it.strip_prefix("units/")?.strip_suffix(".toml"));
    let of_metric = [metric.unit.as_str(), metric.numerator_unit()];
    for unit in units {
        let path = run.join("units").join(format!("{unit}.parquet"));
        if path.is_file() {
            let attached = core.attach(&format!("unit_{unit}"), &path);
            attached.map_err(AttritionError::from)?;
        } else if of_metric.contains(&unit) {
            let run = run.display();
            let message = format!("{run}: `units/{unit}.parquet` cannot be read");
            return Err(Failure::new(INPUT, message)
                .hint("`--run` is the folder of a run, as out/runs/latest"));
        }
    }
    let links = core.attach("links", &run.join("links.parquet"));
    links.map_err(AttritionError::from)?;
    Ok(core)
}
