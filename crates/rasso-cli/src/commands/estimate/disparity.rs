//! `rasso estimate disparity`: how much more often something happens to one group than to another.

use super::row::{Columns, by_group, share, sum};
use super::table::{Cell, Table};
use crate::{args::Disparity, failure::Failure};
use rasso_stats::compare::{benjamini_hochberg, holm};
use rasso_stats::disparity::{Pair, Ratio, mantel_haenszel, risk_ratio, same_odds};
use rasso_stats::{Confidence, GroupTest, StatsError};
use std::rc::Rc;

const COLUMNS: [&str; 11] = [
    "group",
    "measure",
    "estimate",
    "lower",
    "upper",
    "statistic",
    "degrees",
    "p_value",
    "holm",
    "false_discovery_rate",
    "note",
];

/// A figure of one group: a ratio or a test.
enum Found {
    /// Or why there is none.
    Ratio(Result<Ratio, String>),
    Test(Result<GroupTest, StatsError>),
}

pub(super) fn disparity(asked: &Disparity) -> Result<Table, Failure> {
    let mut columns = Columns::default();
    let counts = [&asked.counts.numerator, &asked.counts.denominator].map(|it| columns.add(it));
    let reference = [
        &asked.reference.reference_numerator,
        &asked.reference.reference_denominator,
    ]
    .map(|it| columns.add(it));
    let group = columns.add_if(asked.group.as_ref());
    let strata = columns.all(&asked.files, |row| {
        Ok((row.group(group), [row.part(counts)?, row.part(reference)?]))
    })?;
    let mut found = Vec::new();
    for (group, strata) in by_group(strata) {
        for (measure, it) in measures(&strata, asked.confidence.into())? {
            found.push((Rc::clone(&group), measure, it));
        }
    }
    let (holm, rates) = adjusted(&found);
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut tests = holm.into_iter().zip(rates);
    for (group, measure, it) in &found {
        let mut row = vec![group.into(), (*measure).into()];
        match it {
            Found::Ratio(found) => {
                let ratio = found.as_ref().ok();
                row.push(ratio.map(|it| it.value).into());
                row.extend(Cell::limits(ratio.and_then(|it| it.interval)));
                row.extend([const { Cell::Empty }; 5]);
                row.push(found.as_ref().err().map(String::as_str).into());
            }
            Found::Test(test) => {
                let adjusted = is_compared(measure, test).then(|| tests.next()).flatten();
                row.extend([const { Cell::Empty }; 3]);
                let note = test.err().map(|it| it.to_string());
                let test = test.ok();
                row.extend([
                    test.map(|it| it.statistic).into(),
                    test.map(|it| u64::from(it.degrees)).into(),
                    test.map(|it| it.p_value).into(),
                    adjusted.map(|it| it.0).into(),
                    adjusted.map(|it| it.1).into(),
                    note.as_deref().into(),
                ]);
            }
        }
        rows.push(row);
    }
    Ok(Table {
        columns: &COLUMNS,
        rows,
        notes: Vec::new(),
    })
}

/// The measures of one group. A stratum in which one side has no cases compares nothing.
fn measures(
    strata: &[[(u64, u64); 2]],
    confidence: Confidence,
) -> Result<Vec<(&'static str, Found)>, Failure> {
    let pair = |it: [(u64, u64); 2]| -> Result<Option<Pair>, Failure> {
        let both = share(it[0])?.zip(share(it[1])?);
        Ok(both.map(|(group, reference)| Pair { group, reference }))
    };
    let all = pair([
        sum(strata.iter().map(|it| it[0])),
        sum(strata.iter().map(|it| it[1])),
    ])?;
    let mut pairs = Vec::new();
    for stratum in strata {
        pairs.extend(pair(*stratum)?);
    }
    let within = mantel_haenszel(&pairs, confidence);
    let odds = same_odds(&pairs);
    let nothing = || "nothing happens to the reference".to_owned();
    let ratio = |of: fn(&rasso_stats::disparity::MantelHaenszel) -> Option<Ratio>| {
        let within = within.as_ref().map_err(ToString::to_string);
        Found::Ratio(within.and_then(|it| of(it).ok_or_else(nothing)))
    };
    let whole = all.ok_or_else(|| "one of the two has no cases".to_owned());
    Ok(vec![
        (
            "risk_ratio",
            Found::Ratio(whole.and_then(|it| risk_ratio(it, confidence).ok_or_else(nothing))),
        ),
        ("mh_risk_ratio", ratio(|it| it.risk_ratio)),
        ("mh_odds_ratio", ratio(|it| it.odds_ratio)),
        ("cmh", Found::Test(within.map(|it| it.test))),
        ("breslow_day", Found::Test(odds.map(|it| it.breslow_day))),
        ("tarone", Found::Test(odds.map(|it| it.tarone))),
    ])
}

/// Whether it is one of the tests, one a group, that are looked at together.
fn is_compared(measure: &str, test: &Result<GroupTest, StatsError>) -> bool {
    measure == "cmh" && test.is_ok()
}

/// The chances of those tests, as many as they are.
fn adjusted(found: &[(Rc<str>, &'static str, Found)]) -> (Vec<f64>, Vec<f64>) {
    let compared = found.iter().filter_map(|(_, measure, it)| match it {
        Found::Test(Ok(test)) if is_compared(measure, &Ok(*test)) => Some(test.p_value),
        Found::Test(_) | Found::Ratio(_) => None,
    });
    let p_values: Vec<f64> = compared.collect();
    (holm(&p_values), benjamini_hochberg(&p_values))
}
