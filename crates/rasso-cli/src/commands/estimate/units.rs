//! `rasso estimate funnel` and `shrink`: units of different size beside each other.

use super::row::{Columns, by_group, share, sum};
use super::table::{Cell, Table, without_cases};
use crate::{
    args::{Funnel, Shrink, Units},
    failure::Failure,
};
use rasso_stats::compare::{Shrinkage, funnel as funnel_of, shrink as shrink_of};
use rasso_stats::{Interval, proportion::Share};
use std::rc::Rc;

const FUNNEL: [&str; 21] = [
    "group",
    "numerator",
    "denominator",
    "estimate",
    "target",
    "lower_95",
    "upper_95",
    "lower_99_8",
    "upper_99_8",
    "z",
    "p_value",
    "false_discovery_rate",
    "holm",
    "flag",
    "chance_lower_95",
    "chance_upper_95",
    "chance_lower_99_8",
    "chance_upper_99_8",
    "chance_z",
    "phi",
    "tau_squared",
];

const SHRUNK: [&str; 10] = [
    "group",
    "numerator",
    "denominator",
    "crude",
    "estimate",
    "lower",
    "upper",
    "alpha",
    "beta",
    "note",
];

/// One unit: its name and its counts; no share where it has no cases.
type Unit = (Rc<str>, (u64, u64), Option<Share>);

fn read(asked: &Units) -> Result<Vec<Unit>, Failure> {
    let mut columns = Columns::default();
    let counts = [&asked.counts.numerator, &asked.counts.denominator].map(|it| columns.add(it));
    let group = columns.add(&asked.group);
    let rows = columns.all(&asked.files, |row| {
        Ok((row.group(Some(group)), row.part(counts)?))
    })?;
    let unit = |(name, rows): (Rc<str>, Vec<(u64, u64)>)| {
        let counts = sum(rows);
        Ok((name, counts, share(counts)?))
    };
    by_group(rows).into_iter().map(unit).collect()
}

/// The shares of those units that have cases.
fn shares(units: &[Unit]) -> Vec<Share> {
    units.iter().filter_map(|it| it.2).collect()
}

pub(super) fn funnel(asked: &Funnel) -> Result<Table, Failure> {
    let units = read(&asked.units)?;
    let found = funnel_of(&shares(&units))?;
    let mut of_shares = found.units.iter();
    let mut rows = Vec::new();
    for (name, counts, share) in &units {
        let unit = share.and_then(|_| of_shares.next());
        let limits =
            |of: &dyn Fn(&rasso_stats::compare::FunnelUnit) -> Interval| Cell::limits(unit.map(of));
        let mut row = vec![name.into(), counts.0.into(), counts.1.into()];
        row.extend([unit.map(|it| it.value).into(), found.target.into()]);
        row.extend(limits(&|it| it.percent_95.over_dispersed));
        row.extend(limits(&|it| it.percent_99_8.over_dispersed));
        row.extend([
            unit.map(|it| it.adjusted_z).into(),
            unit.map(|it| it.p_value).into(),
            unit.map(|it| it.false_discovery_rate).into(),
            unit.map(|it| it.holm).into(),
            unit.and_then(flag).into(),
        ]);
        row.extend(limits(&|it| it.percent_95.by_chance));
        row.extend(limits(&|it| it.percent_99_8.by_chance));
        row.extend([
            unit.map(|it| it.z).into(),
            found.phi.into(),
            found.tau_squared.into(),
        ]);
        rows.push(row);
    }
    Ok(Table {
        columns: &FUNNEL,
        notes: without_cases(&rows, 3),
        rows,
    })
}

/// Which limit a unit is beyond, over-dispersion allowed for.
fn flag(unit: &rasso_stats::compare::FunnelUnit) -> Option<&'static str> {
    let beyond = |it: Interval| (unit.value < it.lower, unit.value > it.upper);
    match (
        beyond(unit.percent_99_8.over_dispersed),
        beyond(unit.percent_95.over_dispersed),
    ) {
        ((true, _), _) => Some("below_99_8"),
        ((_, true), _) => Some("above_99_8"),
        (_, (true, _)) => Some("below_95"),
        (_, (_, true)) => Some("above_95"),
        _ => None,
    }
}

pub(super) fn shrink(asked: &Shrink) -> Result<Table, Failure> {
    let units = read(&asked.units)?;
    let found = shrink_of(&shares(&units), asked.confidence.into())?;
    let (spread, all) = match &found {
        Shrinkage::Spread { alpha, beta, units } => (Some((*alpha, *beta, units)), None),
        Shrinkage::NoSpread { share } => (None, Some(*share)),
    };
    let mut of_shares = spread.into_iter().flat_map(|it| it.2);
    let mut rows = Vec::new();
    for (name, counts, share) in &units {
        let unit = share.and_then(|_| of_shares.next());
        let estimate = unit.map(|it| it.value).or(share.and(all));
        let [lower, upper] = Cell::limits(unit.and_then(|it| it.interval));
        let note = all.map(|_| "chance is enough to set the groups apart");
        rows.push(vec![
            name.into(),
            counts.0.into(),
            counts.1.into(),
            share.map(Share::value).into(),
            estimate.into(),
            lower,
            upper,
            spread.map(|it| it.0).into(),
            spread.map(|it| it.1).into(),
            note.into(),
        ]);
    }
    Ok(Table {
        columns: &SHRUNK,
        notes: without_cases(&rows, 4),
        rows,
    })
}
