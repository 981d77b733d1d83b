//! The cells of a table of measures, and how two tables are held against each other.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Which figure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CellKey {
    pub(crate) metric: String,
    pub(crate) clock: String,
    pub(crate) area_type: String,
    pub(crate) area: String,
    pub(crate) period_type: String,
    pub(crate) period: String,
}

/// A figure, in whole numbers: twice a median is whole even when the median is not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) numerator: Option<i64>,
    pub(crate) denominator: Option<i64>,
    pub(crate) twice_median: Option<i64>,
}

/// A table of measures.
pub(crate) type Cells = BTreeMap<CellKey, Cell>;

/// Differences shown before the rest are only counted.
const SHOWN: usize = 20;

/// Every cell of one table is in the other and says the same. No figure is shown.
pub(crate) fn same(measured: &Cells, expected: &Cells) -> Result<(), String> {
    let mut differences = Vec::new();
    for (key, cell) in expected {
        match measured.get(key) {
            None => differences.push(("missing", key)),
            Some(other) if other.numerator != cell.numerator => {
                differences.push(("another numerator", key));
            }
            Some(other) if other.denominator != cell.denominator => {
                differences.push(("another denominator", key));
            }
            Some(other) if other != cell => differences.push(("another median", key)),
            Some(_) => {}
        }
    }
    for key in measured.keys().filter(|it| !expected.contains_key(it)) {
        differences.push(("not expected", key));
    }
    if differences.is_empty() {
        return Ok(());
    }

    let mut text = format!(
        "{} of {} expected cells differ from the {} measured:\n",
        differences.len(),
        expected.len(),
        measured.len(),
    );
    let mut by_metric: BTreeMap<_, usize> = BTreeMap::new();
    for (how, key) in &differences {
        *by_metric
            .entry((&key.metric, &key.clock, &key.area_type, *how))
            .or_default() += 1;
    }
    for ((metric, clock, area_type, how), number) in by_metric {
        writeln!(
            text,
            "  {number:6} {how}: {metric} ({clock}) by {area_type}"
        )
        .map_err(unwritten)?;
    }
    for (how, key) in differences.iter().take(SHOWN) {
        let CellKey {
            metric,
            clock,
            area,
            period,
            ..
        } = key;
        writeln!(text, "  {how}: {metric} ({clock}), {area}, {period}").map_err(unwritten)?;
    }
    Err(text)
}

/// The metrics whose cells all say the same thing whatever is counted: nothing, or everything.
pub(crate) fn untried(cells: &Cells) -> Vec<String> {
    let mut something: BTreeMap<&str, (bool, bool)> = BTreeMap::new();
    for (key, cell) in cells {
        let tried = something.entry(&key.metric).or_default();
        let counted = cell.numerator.or(cell.twice_median).unwrap_or_default();
        tried.0 |= counted > 0;
        tried.1 |= cell.denominator.is_none_or(|it| counted < it) || is_mean(&key.metric);
        tried.1 |= cell.twice_median.is_some();
    }
    let untried = something.iter().filter(|(_, tried)| !(tried.0 && tried.1));
    untried.map(|(metric, _)| (*metric).to_owned()).collect()
}

fn unwritten(error: std::fmt::Error) -> String {
    error.to_string()
}

/// What imperfect linking does to each measure: the truth, what was measured, and the difference,
/// in percentage points for a proportion or ratio, otherwise in per cent of the truth.
///
/// Both tables hold England and Wales over all periods ([`crate::oracle::periods::Span::whole`]).
pub(crate) fn bias_table(recovered: &Cells, truth: &Cells) -> String {
    let mut lines = vec!["metric,clock,truth,measured,difference,in".to_owned()];
    let national = truth.iter().filter(|(key, _)| key.area_type == "national");
    for (key, true_cell) in national {
        let measured = recovered.get(key).copied().unwrap_or_default();
        let (unit, scale, places) = match (true_cell.numerator, true_cell.denominator) {
            (Some(_), Some(_)) if !is_mean(&key.metric) => ("points", 100.0, 2),
            _ => ("per cent", 1.0, 1),
        };
        let (truth, measured) = (value(true_cell), value(&measured));
        let difference = match (truth, measured) {
            (Some(truth), Some(measured)) if unit == "points" => (measured - truth) * scale,
            (Some(truth), Some(measured)) if truth > 0.0 => (measured / truth - 1.0) * 100.0,
            _ => f64::NAN,
        };
        let shown =
            |it: Option<f64>| it.map_or_else(String::new, |it| format!("{:.places$}", it * scale));
        lines.push(format!(
            "{},{},{},{},{difference:+.2},{unit}",
            key.metric,
            key.clock,
            shown(truth),
            shown(measured),
        ));
    }
    lines.join("\n") + "\n"
}

/// A sum over a number, which is no share.
fn is_mean(metric: &str) -> bool {
    metric.rsplit('.').next() == Some("mean") || metric.ends_with("_per_suspect")
}

fn value(cell: &Cell) -> Option<f64> {
    let number = |it: i64| i32::try_from(it).ok().map(f64::from);
    if let Some(twice) = cell.twice_median {
        return Some(number(twice)? / 2.0);
    }
    match (cell.numerator, cell.denominator) {
        (Some(_), Some(0)) | (None, _) => None,
        (Some(over), Some(under)) => Some(number(over)? / number(under)?),
        (Some(count), None) => number(count),
    }
}

#[test]
fn a_share_of_all_or_of_none_tries_nothing() {
    let key = |metric: &str| CellKey {
        metric: metric.to_owned(),
        clock: "flow".to_owned(),
        area_type: "national".to_owned(),
        area: "EW".to_owned(),
        period_type: "quarter".to_owned(),
        period: "2025-Q2".to_owned(),
    };
    let cell = |numerator, denominator| Cell {
        numerator: Some(numerator),
        denominator,
        twice_median: None,
    };
    let cells = Cells::from([
        (key("all"), cell(3, Some(3))),
        (key("none"), cell(0, Some(3))),
        (key("some"), cell(1, Some(3))),
        (key("count"), cell(1, None)),
        (key("no_count"), cell(0, None)),
        (key("days.mean"), cell(9, Some(3))),
    ]);
    assert_eq!(untried(&cells), ["all", "no_count", "none"]);
}

#[test]
fn a_difference_is_named_and_its_figure_is_not() {
    let key = CellKey {
        metric: "recorded_crimes".to_owned(),
        clock: "cohort".to_owned(),
        area_type: "force".to_owned(),
        area: "52".to_owned(),
        period_type: "quarter".to_owned(),
        period: "2025-Q2".to_owned(),
    };
    let cell = |count| Cell {
        numerator: Some(count),
        ..Cell::default()
    };
    let expected = Cells::from([(key.clone(), cell(4177))]);
    let measured = Cells::from([(key, cell(4178))]);
    assert_eq!(same(&expected, &expected), Ok(()));
    let text = same(&measured, &expected).unwrap_err();
    assert!(text.contains("recorded_crimes (cohort), 52, 2025-Q2") && !text.contains("417"));
}
