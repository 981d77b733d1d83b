//! How every figure is defined, from the files that it is counted by.

use crate::commands::explain_words::{all_of, clock_text, end_text};
use crate::figures::plural;
use rasso_attrition::{Baseline, Breakdown, Bridge, Condition, Foot, Kind, Metric, Units};
use rasso_report::{MethodEntry, MethodPart, Methodology};
use rasso_schema::{QualityRule, Schemas};
use std::collections::BTreeMap;

/// The agencies, as cases pass them.
const AGENCIES: [&str; 3] = ["police", "cps", "courts"];

/// What is defined.
pub(crate) struct Defined<'d> {
    pub(crate) metrics: &'d [Metric],
    pub(crate) breakdowns: &'d [Breakdown],
    pub(crate) bridges: &'d [Bridge],
    pub(crate) baselines: &'d [Baseline],
}

/// The definitions of these metrics, of how they are broken down and of the bridges between them, and the rules of
/// quality.
pub(crate) fn methodology(defined: &Defined<'_>, units: &Units, schemas: &Schemas) -> Methodology {
    let Defined {
        metrics,
        breakdowns,
        bridges,
        baselines,
    } = *defined;
    // In the order of the process: by the first agency that has such units.
    let agency = |it: &Metric| {
        let place = |it: &String| AGENCIES.iter().position(|agency| agency == it);
        it.sources
            .iter()
            .filter_map(place)
            .min()
            .unwrap_or(AGENCIES.len())
    };
    let first = |unit: &str| {
        let of_unit = metrics.iter().filter(|it| it.unit == unit);
        of_unit.map(agency).min().unwrap_or(AGENCIES.len())
    };
    let mut of_units: BTreeMap<(usize, &str), Vec<&Metric>> = BTreeMap::new();
    for metric in metrics {
        let unit = (first(&metric.unit), metric.unit.as_str());
        of_units.entry(unit).or_default().push(metric);
    }
    let mut parts = vec![reading()];
    parts.extend(of_units.into_iter().map(|((_, unit), metrics)| MethodPart {
        id: format!("unit-{unit}"),
        title: format!("Counted in {}", plural(units.title(unit).unwrap_or(unit))),
        opening: vec![format!(
            "One is a {}.",
            units.one_row_per(unit).unwrap_or(unit)
        )],
        entries: metrics.into_iter().map(of_metric).collect(),
    }));
    if !breakdowns.is_empty() {
        parts.push(MethodPart {
            id: "breakdowns".to_owned(),
            title: "Breakdowns".to_owned(),
            opening: vec!["By what figures are told apart in `breakdowns.parquet`. What is not known is never left out: not recorded, declined, not collected and not linked are groups of their own.".to_owned()],
            entries: breakdowns.iter().map(of_breakdown).collect(),
        });
    }
    if !bridges.is_empty() {
        parts.push(MethodPart {
            id: "bridges".to_owned(),
            title: "Bridges between figures".to_owned(),
            opening: vec!["What lies between two figures of other bases, clocks, units or years: what leaves, what comes, and why. `bridges.parquet` has the steps for every area and period.".to_owned()],
            entries: bridges.iter().map(of_bridge).collect(),
        });
    }
    if !baselines.is_empty() {
        parts.push(MethodPart {
            id: "baselines".to_owned(),
            title: "Baselines".to_owned(),
            opening: vec!["What the figures of quarters are held against in `changes.parquet`: counts in per cent of the baseline, shares in percentage points.".to_owned()],
            entries: baselines.iter().map(of_baseline).collect(),
        });
    }
    parts.push(MethodPart {
        id: "quality".to_owned(),
        title: "Rules of data quality".to_owned(),
        opening: vec!["What is asked of the records, and what becomes of one that breaks a rule. `quality.parquet` counts them by force and period.".to_owned()],
        entries: schemas.quality_rules().iter().map(of_rule).collect(),
    });
    let version = env!("CARGO_PKG_VERSION");
    Methodology {
        versions: vec![format!(
            "rasso {version}; definitions {}",
            schemas.version_hash()
        )],
        parts,
    }
}

/// What holds for all figures.
fn reading() -> MethodPart {
    let texts = [
        "Every figure is counted from the records of the agencies, by the conditions below, for each force, CPS Area and the nation, in quarters, calendar, financial and rolling years. Cells are sums of counts of force, Area and quarter, so areas and quarters add up; a rate of a year is that of its sums, never the mean of quarterly rates.",
        "A clock says which date puts a unit in a period. By the cohort it is the date recorded, so the figure of a period grows as its cases come to their end; by the flow it is the date of the event itself, and the two sides of a rate may be other cases.",
        "The interval is 95 per cent: Wilson\u{2019}s score interval for a proportion of one clock; for an incidence that of Aalen and Johansen\u{2019}s estimate, on the scale of log(-log). A ratio of unlike numbers has none.",
        "An incidence counts open cases for as long as they were followed, and never says anything of a day beyond the last one known.",
        "A status says how far to rely on a figure: ok; provisional (some of its units are still open); partial coverage (the records do not reach over the whole period); not estimable (nothing to divide by); not applicable (an agency that it needs sent nothing).",
    ];
    MethodPart {
        id: "reading".to_owned(),
        title: "How to read a figure".to_owned(),
        opening: texts.map(str::to_owned).to_vec(),
        entries: Vec::new(),
    }
}

fn of_metric(metric: &Metric) -> MethodEntry {
    let one = |word: &str, said: String| (word.to_owned(), vec![said]);
    let many = |word: &str, said: &[String]| (word.to_owned(), said.to_vec());
    let mut points = vec![
        one("Kind", metric.kind.to_string()),
        one("Records of", metric.sources.join(", ")),
        one("Rape by", metric.basis.to_string()),
        one("Ages", metric.ages.to_string()),
    ];
    if metric.kind == Kind::Incidence {
        points.push(one("Followed", all_of(&metric.numerator_conditions())));
        let ends: Vec<String> = metric.ends.iter().map(end_text).collect();
        points.push(many("Ends, the first of which counts", &ends));
    } else {
        points.push(one("Numerator", all_of(&metric.numerator_conditions())));
    }
    if let Some(value) = metric.averaged() {
        points.push(one("Of", value.to_owned()));
    }
    if let Some(conditions) = metric.denominator_conditions() {
        let conditions: Vec<&Condition> = conditions;
        points.push(one("Denominator", all_of(&conditions)));
    }
    if let Some(bridge) = &metric.bridge {
        points.push(one("How one unit is the other", bridge.clone()));
    }
    let clocks: Vec<String> = metric.clocks.iter().map(clock_text).collect();
    points.extend([
        many("Clocks", &clocks),
        many("Left out", &metric.exclusions),
        many("Before comparing", &metric.caveats),
        many("Breaks in published series", &metric.series_breaks),
        one("Comparable", metric.comparability.to_string()),
        one("Source", metric.source.clone()),
        one("Version", metric.version.clone()),
    ]);
    MethodEntry {
        name: metric.name.clone(),
        title: metric.title.clone(),
        definition: metric.definition.clone(),
        points,
    }
}

fn of_breakdown(breakdown: &Breakdown) -> MethodEntry {
    let columns = breakdown.columns.iter();
    let columns = columns.map(|(unit, column)| format!("of a {unit}: {column}"));
    let groups = match &breakdown.code_list {
        Some(list) => vec![format!("the codes of the list {list}")],
        None => breakdown.groups.iter().map(|it| it.title.clone()).collect(),
    };
    MethodEntry {
        name: breakdown.name.clone(),
        title: breakdown.title.clone(),
        definition: breakdown.definition.clone(),
        points: vec![
            ("By the column".to_owned(), columns.collect()),
            ("Groups".to_owned(), groups),
            ("Made of".to_owned(), breakdown.metrics.clone()),
            ("Before comparing".to_owned(), breakdown.caveats.clone()),
        ],
    }
}

fn of_rule(rule: &QualityRule) -> MethodEntry {
    let (effect, why) = match &rule.asks {
        Ok(asks) => (asks.effect.as_str(), &asks.why_this_effect),
        Err(why) => ("not asked", why),
    };
    MethodEntry {
        name: rule.code.to_string(),
        title: rule.title.clone(),
        definition: rule.meaning.clone(),
        points: vec![
            (
                "Severity".to_owned(),
                vec![rule.severity.as_str().to_owned()],
            ),
            ("Effect".to_owned(), vec![effect.to_owned()]),
            ("Why".to_owned(), vec![why.clone()]),
            ("Source".to_owned(), vec![rule.source.clone()]),
            ("What to do".to_owned(), rule.what_to_do.clone()),
        ],
    }
}

fn of_bridge(bridge: &Bridge) -> MethodEntry {
    let foot = |word: &str, it: &Foot| {
        let Foot {
            metric,
            clock,
            side,
        } = it;
        let said = format!("{metric}, {clock}, {}", side.as_str());
        (word.to_owned(), vec![said])
    };
    MethodEntry {
        name: bridge.name.clone(),
        title: bridge.title.clone(),
        definition: bridge.says.clone(),
        points: vec![foot("From", &bridge.from), foot("To", &bridge.to)],
    }
}

fn of_baseline(baseline: &Baseline) -> MethodEntry {
    let own = baseline.own.iter();
    let own = own.map(|it| format!("{}, {}", it.metric, it.clock));
    let published = baseline.published.iter();
    let published =
        published.map(|it| format!("{}, {}: {} ({})", it.metric, it.clock, it.value, it.source));
    MethodEntry {
        name: baseline.name.clone(),
        title: baseline.title.clone(),
        definition: baseline.says.clone(),
        points: vec![
            ("Of".to_owned(), vec![baseline.when.clone()]),
            ("Against own records".to_owned(), own.collect()),
            ("Against published numbers".to_owned(), published.collect()),
        ],
    }
}
