//! `rasso estimate chainladder`: how many more will come, from counts alone.

use super::label::in_order;
use super::row::Columns;
use super::table::{Cell, Table};
use crate::{
    args::ChainLadder,
    failure::{Failure, INPUT},
};
use rasso_stats::survival::{Ultimate, chain_ladder as develop};
use std::rc::Rc;

const COLUMNS: [&str; 7] = [
    "origin",
    "development",
    "latest",
    "next_factor",
    "ultimate",
    "std_error",
    "note",
];

/// The counts of an origin, by development.
struct Row {
    origin: Rc<str>,
    counts: Vec<(Rc<str>, u64)>,
}

pub(super) fn chain_ladder(asked: &ChainLadder) -> Result<Table, Failure> {
    let triangle = read(asked)?;
    let counts: Vec<Vec<u64>> = triangle
        .iter()
        .map(|row| row.counts.iter().map(|it| it.1).collect())
        .collect();
    let found = develop(&counts).map_err(|it| {
        Failure::new(INPUT, it).hint(
            "there must be four origins or more; the first has every development, and each one less than the one before",
        )
    })?;
    let mut rows = Vec::new();
    for (row, ultimate) in triangle.iter().zip(&found.rows) {
        let (development, latest) = row
            .counts
            .last()
            .map_or((None, 0), |it| (Some(&it.0), it.1));
        let next = row.counts.len().checked_sub(1);
        let next = next.and_then(|it| found.factors.get(it).copied());
        rows.push(of_ultimate(
            [
                (&row.origin).into(),
                development.into(),
                latest.into(),
                next.into(),
            ],
            *ultimate,
        ));
    }
    let falls = counts.iter().any(|row| !row.is_sorted());
    let notes = falls.then(|| {
        "counts fall from one development to the next: are they of each by itself? Then --incremental".to_owned()
    });
    let latest = counts.iter().filter_map(|it| it.last()).sum::<u64>();
    let all = ["all".into(), Cell::Empty, latest.into(), Cell::Empty];
    rows.push(of_ultimate(all, found.total));
    Ok(Table {
        columns: &COLUMNS,
        rows,
        notes: notes.into_iter().collect(),
    })
}

fn of_ultimate(row: [Cell; 4], ultimate: Option<Ultimate>) -> Vec<Cell> {
    let note = "of a latest count of 0 no multiple is more";
    let mut row = Vec::from(row);
    row.extend([
        ultimate.map(|it| it.value).into(),
        ultimate.map(|it| it.std_error).into(),
        ultimate.is_none().then_some(note).into(),
    ]);
    row
}

/// The triangle, cumulated, origins and developments in order.
fn read(asked: &ChainLadder) -> Result<Vec<Row>, Failure> {
    let mut columns = Columns::default();
    let places = [&asked.origin, &asked.development, &asked.count].map(|it| columns.add(it));
    let mut triangle: Vec<Row> = Vec::new();
    let cells = columns.all(&asked.files, |row| {
        let [origin, development] = [row.filled(places[0])?, row.filled(places[1])?];
        Ok((
            Rc::from(origin),
            (Rc::from(development), row.count(places[2])?),
        ))
    })?;
    let mut developments: Vec<Rc<str>> = cells.iter().map(|(_, it)| Rc::clone(&it.0)).collect();
    developments.sort_by(|a, b| in_order(a, b));
    developments.dedup();
    for (origin, mut counts) in super::row::by_group(cells) {
        counts.sort_by(|a, b| in_order(&a.0, &b.0));
        if !counts
            .iter()
            .map(|it| &it.0)
            .eq(developments.iter().take(counts.len()))
        {
            let message = "an origin lacks a development, or has one twice";
            return Err(Failure::new(INPUT, message)
                .hint("each origin needs one count of every development from the first on"));
        }
        if asked.incremental {
            let mut sum = 0_u64;
            for (_, count) in &mut counts {
                sum = sum.saturating_add(*count);
                *count = sum;
            }
        }
        triangle.push(Row { origin, counts });
    }
    Ok(triangle)
}
