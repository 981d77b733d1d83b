//! `rasso explain BREAKDOWN`, and `rasso explain METRIC/AREA/PERIOD --by BREAKDOWN --run DIR`.

use super::{explain::points, explain_cell::named};
use crate::{
    args::Explain,
    commands::load_schemas,
    failure::{Failure, INPUT, USAGE},
    terminal,
};
use rasso_attrition::{Breakdown, CellName, Kind, MeasureRow, Metric, Units, read_groups};
use rasso_schema::UnknownName;
use rasso_stats::thousands;
use serde_json::{Value, json};
use std::{collections::BTreeMap, path::Path};

/// What a breakdown says of itself.
pub(super) fn text(breakdown: &Breakdown) -> String {
    let mut text = format!(
        "{}: {}\n\n{}\n\nVersion: {}\n",
        breakdown.name, breakdown.title, breakdown.definition, breakdown.version
    );
    let group = |(name, title): (&str, &str)| format!("{name}: {title}");
    let groups: Vec<String> = breakdown.told_groups().map(group).collect();
    text += &points("Groups, each of them apart", &groups);
    let columns = breakdown.columns.iter();
    let columns: Vec<String> = columns.map(|(unit, it)| format!("{unit}: {it}")).collect();
    text += &points("Read from", &columns);
    text += &points("Metrics", &breakdown.metrics);
    if !breakdown.caveats.is_empty() {
        text += &points("Before comparing", &breakdown.caveats);
    }
    text
}

pub(super) fn as_json(breakdown: &Breakdown) -> Value {
    let groups = breakdown.told_groups();
    let groups = groups.map(|(name, title)| json!({ "group": name, "title": title }));
    json!({
        "name": breakdown.name,
        "title": breakdown.title,
        "version": breakdown.version,
        "definition": breakdown.definition,
        "groups": groups.collect::<Vec<_>>(),
        "columns": breakdown.columns,
        "metrics": breakdown.metrics,
        "caveats": breakdown.caveats,
    })
}

/// The groups of a cell of a run.
pub(super) fn of_cell(asked: &Explain, run: &Path, by: &str) -> Result<u8, Failure> {
    let schemas = load_schemas(asked.schemas.as_deref())?;
    let units = Units::load(&schemas)?;
    let metrics = Metric::load_all(&schemas, &units)?;
    let breakdowns = Breakdown::load_all(&schemas, &units, &metrics)?;
    let word = asked.word.as_deref().unwrap_or_default();
    let mut cell: CellName = word.parse().map_err(|it| Failure::new(USAGE, it))?;
    let area = named(&mut cell.place, schemas.geography());
    let metric = metrics
        .get(&cell.metric)
        .ok_or_else(|| super::explain::unknown_metric(&cell.metric, &metrics))?;
    let breakdown = breakdowns.get(by).ok_or_else(|| {
        let known = breakdowns.keys().map(String::as_str);
        Failure::from(UnknownName::among("breakdown", by, known))
    })?;
    let rows = read_groups(run, (&metric.name, by), &cell.place).map_err(|it| {
        Failure::new(INPUT, format!("{}: {it}", run.display()))
            .hint("`--run` is the folder of a run, as out/runs/latest")
    })?;
    let is_asked =
        |it: &&(String, MeasureRow)| cell.clock.as_ref().is_none_or(|clock| *clock == it.1.clock);
    let rows: Vec<&(String, MeasureRow)> = rows.iter().filter(is_asked).collect();
    if rows.is_empty() {
        let message = format!("the run has no groups of `{word}` by `{by}`");
        let metrics = breakdown.metrics.join(", ");
        return Err(Failure::new(USAGE, message).hint(format!("`{by}` is made of: {metrics}")));
    }
    let titles: BTreeMap<&str, &str> = breakdown.all_groups().collect();
    terminal::data(&if asked.json {
        json_of_rows(breakdown, &rows).to_string()
    } else {
        let period = &cell.place.period;
        let head = format!("{}, {area}, {period}: {}", metric.title, breakdown.title);
        format!("{head}\n\n{}", table(metric, &titles, &rows))
    });
    Ok(0)
}

fn table(metric: &Metric, titles: &BTreeMap<&str, &str>, rows: &[&(String, MeasureRow)]) -> String {
    let is_share = matches!(metric.kind, Kind::Proportion | Kind::Incidence);
    let figure = |it: f64| match metric.kind {
        Kind::Count | Kind::Stock => format!("{it:.0}"),
        Kind::Proportion | Kind::Incidence => format!("{:.1}%", it * 100.0),
        Kind::Ratio | Kind::Rate => format!("{it:.3}"),
        Kind::Median | Kind::Mean => format!("{it:.1}"),
    };
    let number = |it: Option<i64>| {
        let number = it.map(|it| thousands(u64::try_from(it).unwrap_or_default()));
        number.unwrap_or_default()
    };
    let heads = [
        "group",
        "clock",
        "days",
        "numerator",
        "denominator",
        "figure",
    ];
    let mut lines = vec![heads.map(str::to_owned).to_vec()];
    lines[0].push(if is_share { "95% interval" } else { "" }.to_owned());
    for (group, row) in rows {
        let interval = row.lower.zip(row.upper);
        let interval = interval.map(|(from, to)| format!("{} to {}", figure(from), figure(to)));
        lines.push(vec![
            (*titles.get(group.as_str()).unwrap_or(&group.as_str())).to_owned(),
            row.clock.clone(),
            row.horizon_days
                .map_or_else(String::new, |it| it.to_string()),
            number(row.numerator),
            number(row.denominator),
            row.value.map_or_else(|| "no figure".to_owned(), figure),
            interval.unwrap_or_default(),
        ]);
    }
    terminal::columns(&lines)
}

fn json_of_rows(breakdown: &Breakdown, rows: &[&(String, MeasureRow)]) -> Value {
    let row = |(group, it): &&(String, MeasureRow)| {
        json!({
            "clock": it.clock,
            "group": group,
            "horizon_days": it.horizon_days,
            "numerator": it.numerator,
            "denominator": it.denominator,
            "value": it.value,
            "lower": it.lower,
            "upper": it.upper,
            "status": it.status,
        })
    };
    json!({ "breakdown": breakdown.name, "groups": rows.iter().map(row).collect::<Vec<_>>() })
}
