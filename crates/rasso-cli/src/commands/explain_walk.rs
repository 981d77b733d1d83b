//! `rasso explain CELL --to CELL --run DIR`: the way from one cell to another.

use super::explain_cell::{core, is_known, named};
use crate::{
    args::Explain,
    commands::load_schemas,
    failure::{FINDINGS, Failure, INPUT, USAGE},
    terminal,
};
use rasso_attrition::{
    CELL_FORM, CellKey, CellName, Foot, Metric, Place, Side, Units, Walk, each_measure,
    read_measures, walk,
};
use rasso_schema::Geography;
use rasso_stats::thousands;
use serde_json::json;
use std::{collections::BTreeMap, path::Path};

/// A cell, one side of it, and its area in words.
struct End<'m> {
    foot: Foot,
    place: Place,
    area: String,
    metric: &'m Metric,
}

pub(super) fn explain(asked: &Explain, run: &Path, to: &str) -> Result<u8, Failure> {
    let schemas = load_schemas(asked.schemas.as_deref())?;
    let units = Units::load(&schemas)?;
    let metrics = Metric::load_all(&schemas, &units)?;
    let from = asked.word.as_deref().unwrap_or_default();
    let ends = [
        end(from, &metrics, schemas.geography())?,
        end(to, &metrics, schemas.geography())?,
    ];
    let [first, second] = &ends;
    for end in &ends {
        is_measured(end, run)?;
    }
    let mut units_of = core(run, &schemas, first.metric)?;
    core(run, &schemas, second.metric)?;
    let walk = walk(
        &mut units_of,
        (&first.foot, &second.foot),
        (&first.place, &second.place),
        &metrics,
        &units,
    )?
    .map_err(|it| Failure::new(USAGE, it))?;
    let disagreements = disagreements(&walk, &ends, run)?;
    terminal::data(&if asked.json {
        as_json(&walk, &ends, &disagreements).to_string()
    } else {
        in_words(&walk, &ends, &disagreements)
    });
    Ok(if disagreements.is_empty() {
        0
    } else {
        FINDINGS
    })
}

fn end<'m>(
    word: &str,
    metrics: &'m BTreeMap<String, Metric>,
    geography: &Geography,
) -> Result<End<'m>, Failure> {
    let (cell, side) = match word.rsplit_once('/') {
        Some((cell, "denominator")) => (cell, Side::Denominator),
        Some((cell, "numerator")) => (cell, Side::Numerator),
        _ => (word, Side::Numerator),
    };
    let mut cell: CellName = cell.parse().map_err(|it| Failure::new(USAGE, it))?;
    let area = named(&mut cell.place, geography);
    if !is_known(&cell.place, geography) {
        let code = &cell.place.area_code;
        let message = format!("no force or CPS Area is called `{code}`");
        return Err(Failure::new(USAGE, message).hint(CELL_FORM));
    }
    let metric = metrics
        .get(&cell.metric)
        .ok_or_else(|| super::explain::unknown_metric(&cell.metric, metrics))?;
    let mut clocks = metric.clocks.keys();
    let clock = match (cell.clock, clocks.next(), clocks.next()) {
        (Some(clock), ..) => clock,
        (None, Some(only), None) => only.clone(),
        _ => {
            let known: Vec<&str> = metric.clocks.keys().map(String::as_str).collect();
            let message = format!(
                "`{word}` has several clocks; say which of {}",
                known.join(", ")
            );
            return Err(Failure::new(USAGE, message).hint(format!("as `{word}/{}`", known[0])));
        }
    };
    Ok(End {
        foot: Foot {
            metric: cell.metric,
            clock,
            side,
        },
        place: cell.place,
        area,
        metric,
    })
}

/// Refuses a period that the run does not have: it would tell of nothing where nobody counted.
fn is_measured(end: &End<'_>, run: &Path) -> Result<(), Failure> {
    let mut is_there = false;
    let period = end.place.period.to_string();
    let wanted = |it: &CellKey<'_>| it.period == period && it.area_type == "national";
    each_measure(run, &wanted, &mut |_, _| is_there = true).map_err(|it| {
        Failure::new(INPUT, format!("{}: {it}", run.display()))
            .hint("`--run` is the folder of a run, as out/runs/latest")
    })?;
    if is_there {
        return Ok(());
    }
    Err(
        Failure::new(USAGE, format!("the run has no figures of {period}"))
            .hint("`measures.parquet` has the periods there are"),
    )
}

/// Where the ends of the walk are not the figures of the run.
fn disagreements(walk: &Walk, ends: &[End<'_>; 2], run: &Path) -> Result<Vec<String>, Failure> {
    let mut all = Vec::new();
    for (end, step) in ends.iter().zip([walk.steps.first(), walk.steps.last()]) {
        let rows = read_measures(run, &end.foot.metric, &end.place).map_err(|it| {
            Failure::new(INPUT, format!("{}: {it}", run.display()))
                .hint("`--run` is the folder of a run, as out/runs/latest")
        })?;
        let row = rows.iter().find(|it| it.clock == end.foot.clock);
        // A cell with nothing in it is not written.
        let figure = row.map_or(Some(0), |it| match end.foot.side {
            Side::Numerator => it.numerator,
            Side::Denominator => it.denominator,
        });
        let units = step.map_or(0, |it| it.units);
        // The numerator of a mean is a sum, and then it is no end of a walk.
        if let Some(figure) = figure.filter(|it| *it != units) {
            all.push(format!(
                "the units of the run come to {} for {}, and its figure has {}: was the run made by these definitions?",
                signed(units, ""),
                end.foot.metric,
                signed(figure, "")
            ));
        }
    }
    Ok(all)
}

fn signed(units: i64, plus: &str) -> String {
    let sign = if units < 0 { "-" } else { plus };
    format!("{sign}{}", thousands(units.unsigned_abs()))
}

fn called(end: &End<'_>) -> String {
    let Foot {
        metric,
        clock,
        side,
    } = &end.foot;
    let (area, period) = (&end.area, end.place.period);
    format!("{metric}, {clock}, {}: {area}, {period}", side.as_str())
}

fn in_words(walk: &Walk, ends: &[End<'_>; 2], disagreements: &[String]) -> String {
    let last = walk.steps.len().saturating_sub(1);
    let row = |(at, step): (usize, &rasso_attrition::WalkStep)| match at {
        0 => vec![called(&ends[0]), signed(step.units, "")],
        at if at == last => vec![called(&ends[1]), signed(step.units, "")],
        _ => vec![format!("  {}", step.what), signed(step.units, "+")],
    };
    let rows: Vec<Vec<String>> = walk.steps.iter().enumerate().map(row).collect();
    let mut text = terminal::columns(&rows);
    for it in disagreements {
        text.push_str(it);
        text.push('\n');
    }
    text.trim_end().to_owned()
}

fn as_json(walk: &Walk, ends: &[End<'_>; 2], disagreements: &[String]) -> serde_json::Value {
    let end = |it: &End<'_>| {
        json!({
            "metric": it.foot.metric,
            "clock": it.foot.clock,
            "side": it.foot.side.as_str(),
            "area_type": it.place.area_type.as_str(),
            "area_code": it.place.area_code,
            "period": it.place.period.to_string(),
        })
    };
    let step = |it: &rasso_attrition::WalkStep| json!({ "what": it.what, "units": it.units });
    json!({
        "from": end(&ends[0]),
        "to": end(&ends[1]),
        "steps": walk.steps.iter().map(step).collect::<Vec<_>>(),
        "disagreements": disagreements,
    })
}
