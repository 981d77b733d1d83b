//! `rasso estimate proportion` and `difference`.

use super::fault::Fault;
use super::row::{Columns, Grouped, Row, by_group, share, sum};
use super::table::{Cell, Table, without_cases};
use crate::{
    args::{Difference, Files, OfDifference, OfProportion, Proportion},
    failure::Failure,
};
use rasso_stats::proportion::{Share, clopper_pearson, jeffreys, miettinen_nurminen, newcombe};
use rasso_stats::wilson;

const SHARES: [&str; 6] = [
    "group",
    "numerator",
    "denominator",
    "estimate",
    "lower",
    "upper",
];

const DIFFERENCES: [&str; 8] = [
    "group",
    "numerator",
    "denominator",
    "reference_numerator",
    "reference_denominator",
    "estimate",
    "lower",
    "upper",
];

pub(super) fn proportion(asked: &Proportion) -> Result<Table, Failure> {
    let mut columns = Columns::default();
    let counts = [&asked.counts.numerator, &asked.counts.denominator].map(|it| columns.add(it));
    let of = |row: &Row<'_>| row.part(counts).map(|it| [it]);
    let confidence = asked.confidence.into();
    let mut rows = Vec::new();
    for (group, [counts]) in added_up(columns, &asked.files, asked.group.as_ref(), of)? {
        let share = share(counts)?;
        let interval = share.and_then(|it| match asked.method {
            OfProportion::Wilson => wilson(counts.0, counts.1, confidence),
            OfProportion::ClopperPearson => clopper_pearson(it, confidence),
            OfProportion::Jeffreys => jeffreys(it, confidence),
        });
        let [lower, upper] = Cell::limits(interval);
        let estimate = share.map(Share::value).into();
        let [numerator, denominator] = [counts.0, counts.1].map(Cell::from);
        rows.push(vec![
            (&group).into(),
            numerator,
            denominator,
            estimate,
            lower,
            upper,
        ]);
    }
    Ok(Table {
        columns: &SHARES,
        notes: without_cases(&rows, 3),
        rows,
    })
}

pub(super) fn difference(asked: &Difference) -> Result<Table, Failure> {
    let mut columns = Columns::default();
    let of_group = [&asked.counts.numerator, &asked.counts.denominator].map(|it| columns.add(it));
    let reference = [
        &asked.reference.reference_numerator,
        &asked.reference.reference_denominator,
    ]
    .map(|it| columns.add(it));
    let of = |row: &Row<'_>| Ok([row.part(of_group)?, row.part(reference)?]);
    let confidence = asked.confidence.into();
    let mut rows = Vec::new();
    for (group, [first, second]) in added_up(columns, &asked.files, asked.group.as_ref(), of)? {
        let found = share(first)?.zip(share(second)?);
        let found = found.and_then(|(a, b)| match asked.method {
            OfDifference::Newcombe => newcombe(a, b, confidence),
            OfDifference::MiettinenNurminen => Some(miettinen_nurminen(a, b, confidence)),
        });
        let [lower, upper] = Cell::limits(found.map(|it| it.interval));
        let counts = [first.0, first.1, second.0, second.1].map(Cell::from);
        let mut row = vec![(&group).into()];
        row.extend(counts);
        row.extend([found.map(|it| it.value).into(), lower, upper]);
        rows.push(row);
    }
    Ok(Table {
        columns: &DIFFERENCES,
        notes: without_cases(&rows, 5),
        rows,
    })
}

/// The counts of each group; of each row where no column of groups is asked for.
fn added_up<const N: usize>(
    mut columns: Columns,
    files: &Files,
    group: Option<&String>,
    of: impl Fn(&Row<'_>) -> Result<[(u64, u64); N], Fault>,
) -> Result<Grouped<[(u64, u64); N]>, Failure> {
    let group = columns.add_if(group);
    let rows = columns.all(files, |row| Ok((row.group(group), of(row)?)))?;
    if group.is_none() {
        return Ok(rows);
    }
    let groups = by_group(rows).into_iter();
    let added =
        |of: Vec<[(u64, u64); N]>| std::array::from_fn(|at| sum(of.iter().map(|it| it[at])));
    Ok(groups.map(|(group, of)| (group, added(of))).collect())
}
