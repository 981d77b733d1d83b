//! What is told of a cell, in words and as JSON.

use super::{super::explain::points, Told, without};
use crate::terminal::columns;
use rasso_attrition::{Account, CELL_FORM, Kind, LinksBy, MeasureRow, Metric, Place, Side, Step};
use rasso_schema::Geography;
use rasso_stats::thousands;
use serde_json::{Value, json};

/// Where the units of the run do not come to the figure, in words.
pub(super) fn disagreements(metric: &Metric, told: &Told<'_>) -> Vec<String> {
    let Some(row) = told.rows.first() else {
        return Vec::new();
    };
    let of = |side: Side| told.accounts.iter().find_map(|it| it.of(side));
    // Of a mean the numerator is a sum, and of an incidence it is that of each number of days.
    let is_counted = !matches!(metric.kind, Kind::Mean | Kind::Incidence);
    let sides = [
        (Side::Numerator, row.numerator.filter(|_| is_counted)),
        (Side::Denominator, row.denominator),
    ];
    let differs = |(side, figure): (Side, Option<i64>)| {
        let (figure, units) = (u64::try_from(figure?).ok()?, of(side)?);
        // Of an incidence those who began after the day to which records are known are not followed.
        let is_so = figure == units || (metric.kind == Kind::Incidence && figure < units);
        (!is_so).then(|| {
            format!(
                "the units of the run come to a {} of {}, and the figure has {}: was the run made by these definitions?",
                side.as_str(),
                thousands(units),
                thousands(figure)
            )
        })
    };
    sides.into_iter().filter_map(differs).collect()
}

pub(super) fn in_words(
    head: &str,
    metric: &Metric,
    told: &[Told<'_>],
    geography: &Geography,
) -> String {
    let mut lines = vec![head.to_owned(), String::new(), metric.definition.clone()];
    for it in told {
        lines.extend([String::new(), it.by.clone()]);
        lines.extend(
            it.rows
                .iter()
                .map(|row| format!("  {}", figure(metric, row))),
        );
        lines.extend(it.rows.first().map(|row| format!("  {}", reach(row))));
        let without = without::in_lines(&it.without, geography).into_iter();
        lines.extend(without.map(|it| format!("  {it}")));
        for account in &it.accounts {
            lines.push(String::new());
            lines.push(format!(
                "  How it is counted, {} by {}:",
                account.unit, it.clock
            ));
            lines.push(indented(&steps(account)));
            for (what, counted, units) in &account.ends {
                let is = if *counted { "counted" } else { "rival" };
                lines.push(format!("    ended {what} ({is}): {}", thousands(*units)));
            }
            if !account.links.is_empty() {
                lines.push("  Links of these, by pass:".to_owned());
                lines.push(indented(&links(account)));
            }
        }
        let disagreements = disagreements(metric, it).into_iter();
        lines.extend(disagreements.map(|it| format!("  {it}")));
    }
    for (title, all) in [
        ("Left out", &metric.exclusions),
        ("Before comparing", &metric.caveats),
    ] {
        let text = points(title, all);
        lines.extend((!all.is_empty()).then(|| text.trim_end().to_owned()));
    }
    lines.push("\nThe queries; `unit_NAME` is units/NAME.parquet of the run:".to_owned());
    for account in told.iter().flat_map(|it| &it.accounts) {
        lines.push(format!("\n{};", account.sql));
    }
    lines.join("\n")
}

/// The figure with its interval and the numbers behind it.
fn figure(metric: &Metric, row: &MeasureRow) -> String {
    let shown = |value: f64| match metric.kind {
        Kind::Proportion | Kind::Incidence => format!("{:.1}%", value * 100.0),
        Kind::Count | Kind::Stock => format!("{value:.0}"),
        Kind::Ratio | Kind::Rate => format!("{value:.3}"),
        Kind::Median | Kind::Mean => format!("{value:.1}"),
    };
    let mut parts = Vec::new();
    if let Some(days) = row.horizon_days {
        parts.push(format!("by day {days}"));
    }
    parts.push(row.value.map_or_else(|| "no figure".to_owned(), shown));
    if let Some((lower, upper)) = row.lower.zip(row.upper) {
        parts.push(format!("95% {} to {}", shown(lower), shown(upper)));
    }
    let number = |it: i64| thousands(u64::try_from(it).unwrap_or_default());
    match (row.numerator, row.denominator) {
        (Some(above), Some(below)) if metric.kind == Kind::Incidence => parts.push(format!(
            "{} of {} followed had ended so, others not yet for as long",
            number(above),
            number(below)
        )),
        (Some(above), Some(below)) => parts.push(format!("{} of {}", number(above), number(below))),
        (None, Some(below)) => parts.push(format!("of {}", number(below))),
        _ => {}
    }
    if let Some(at_risk) = row.at_risk {
        parts.push(format!("{} at risk", number(at_risk)));
    }
    if let Some(undated) = row.undated.filter(|it| *it > 0) {
        parts.push(format!(
            "{} left out, ended nobody knows when",
            number(undated)
        ));
    }
    parts.push(row.status.replace('_', " "));
    parts.join("; ")
}

/// What is open, linked and reached.
fn reach(row: &MeasureRow) -> String {
    let share = |name: &str, it: Option<f64>| it.map(|it| format!("{name} {:.1}%", it * 100.0));
    let parts = [
        share("still open", row.open_share),
        share("linked, of those that ought to be,", row.linked_share),
        share("of the period the records reach", row.coverage),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn steps(account: &Account) -> String {
    let mut rows = Vec::new();
    let mut before = None;
    for step in &account.steps {
        let is = step
            .is
            .map_or_else(String::new, |it| format!("  = {}", it.as_str()));
        let left_out = before.map(|it: u64| it.saturating_sub(step.units));
        let left_out = left_out.filter(|it| *it > 0);
        rows.push(vec![
            format!("{}{is}", step.keeps),
            left_out.map_or_else(String::new, |it| format!("-{}", thousands(it))),
            thousands(step.units),
        ]);
        before = Some(step.units);
    }
    columns(&rows)
}

fn links(account: &Account) -> String {
    let row = |it: &LinksBy| vec![format!("{}: {}", it.tables, it.pass), thousands(it.links)];
    columns(&account.links.iter().map(row).collect::<Vec<_>>())
}

fn indented(lines: &str) -> String {
    let lines: Vec<String> = lines.lines().map(|it| format!("    {it}")).collect();
    lines.join("\n")
}

pub(super) fn as_json(metric: &Metric, place: &Place, told: &[Told<'_>]) -> Value {
    let step =
        |it: &Step| json!({ "keeps": it.keeps, "units": it.units, "is": it.is.map(Side::as_str) });
    let end = |it: &(String, bool, u64)| json!({ "end": it.0, "counted": it.1, "units": it.2 });
    let link = |it: &LinksBy| json!({ "tables": it.tables, "pass": it.pass, "links": it.links });
    let account = |it: &Account| {
        json!({
            "unit": it.unit,
            "steps": it.steps.iter().map(step).collect::<Vec<_>>(),
            "ends": it.ends.iter().map(end).collect::<Vec<_>>(),
            "links": it.links.iter().map(link).collect::<Vec<_>>(),
            "sql": it.sql,
        })
    };
    let row = |it: &&MeasureRow| {
        json!({
            "horizon_days": it.horizon_days,
            "value": it.value,
            "lower": it.lower,
            "upper": it.upper,
            "numerator": it.numerator,
            "denominator": it.denominator,
            "at_risk": it.at_risk,
            "undated": it.undated,
            "open_share": it.open_share,
            "linked_share": it.linked_share,
            "coverage": it.coverage,
            "status": it.status,
        })
    };
    let clock = |it: &Told<'_>| {
        json!({
            "clock": it.clock,
            "figures": it.rows.iter().map(row).collect::<Vec<_>>(),
            "left_out": without::as_json(&it.without),
            "accounts": it.accounts.iter().map(account).collect::<Vec<_>>(),
            "disagreements": disagreements(metric, it),
        })
    };
    json!({
        "metric": metric.name,
        "version": metric.version,
        "definition": metric.definition,
        "area_type": place.area_type.as_str(),
        "area_code": place.area_code,
        "period": place.period.to_string(),
        "clocks": told.iter().map(clock).collect::<Vec<_>>(),
        "exclusions": metric.exclusions,
        "caveats": metric.caveats,
        "cell_form": CELL_FORM,
    })
}
