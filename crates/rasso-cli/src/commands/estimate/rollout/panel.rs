//! Areas followed over the same times, from one row for each area and time.

use super::super::label::in_order;
use super::super::row::{Columns, by_group};
use crate::{
    args::Did,
    failure::{Failure, INPUT},
};
use rasso_stats::rollout::Panel;
use std::{cmp::Ordering, rc::Rc};

/// The panel, and its times in their order.
pub(super) struct Areas {
    pub(super) panel: Panel,
    pub(super) times: Vec<Rc<str>>,
}

/// What a row says of an area at a time.
struct Figure {
    time: Rc<str>,
    start: Rc<str>,
    value: f64,
}

pub(super) fn read(asked: &Did) -> Result<Areas, Failure> {
    let mut columns = Columns::default();
    let places = [&asked.area, &asked.time, &asked.start, &asked.value];
    let [area, time, start, value] = places.map(|it| columns.add(it));
    let figures = columns.all(&asked.files, |row| {
        let figure = Figure {
            time: row.filled(time)?.into(),
            start: row.text(start).into(),
            value: row.number(value)?,
        };
        Ok((Rc::from(row.filled(area)?), figure))
    })?;
    let mut times: Vec<Rc<str>> = figures.iter().map(|it| Rc::clone(&it.1.time)).collect();
    times.sort_by(|a, b| in_order(a, b));
    times.dedup();
    let (mut values, mut starts) = (Vec::new(), Vec::new());
    for (_, mut area) in by_group(figures) {
        area.sort_by(|a, b| in_order(&a.time, &b.time));
        if !area.iter().map(|it| &it.time).eq(&times) {
            return Err(wrong("an area lacks a time, or has one twice"));
        }
        // There is a row for each time, so there is a first one.
        let start = area
            .first()
            .map(|it| Rc::clone(&it.start))
            .unwrap_or_default();
        if area.iter().any(|it| it.start != start) {
            return Err(wrong("an area has two starts"));
        }
        starts.push(place(&start, &times));
        values.push(area.into_iter().map(|it| it.value).collect());
    }
    Ok(Areas {
        panel: Panel::new(values, starts)?,
        times,
    })
}

fn wrong(message: &str) -> Failure {
    Failure::new(INPUT, message)
        .hint("each area needs one row for every time, with the same start in all of them")
}

/// The first time not before a start; nothing where an area never starts, or after the last time.
fn place(start: &str, times: &[Rc<str>]) -> Option<usize> {
    let has_started = |it: &Rc<str>| in_order(it, start) != Ordering::Less;
    times
        .iter()
        .position(has_started)
        .filter(|_| !start.is_empty())
}
