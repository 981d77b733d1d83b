//! `rasso estimate standardise`: shares of groups whose cases are of different kinds.

use super::label::in_order;
use super::row::{Columns, Row, float, share, sum};
use super::table::{Cell, Table};
use crate::{
    args::{OfStandard, Standardise},
    failure::Failure,
};
use rasso_stats::standardise::{Stratum, direct as direct_of, indirect as indirect_of, logit};
use rasso_stats::{StatsError, proportion};
use std::{collections::BTreeMap, rc::Rc};

const DIRECT: [&str; 8] = [
    "group",
    "numerator",
    "denominator",
    "crude",
    "estimate",
    "std_error",
    "covered",
    "note",
];

const INDIRECT: [&str; 12] = [
    "group",
    "numerator",
    "denominator",
    "crude",
    "expected",
    "ratio",
    "lower",
    "upper",
    "byar_lower",
    "byar_upper",
    "estimate",
    "note",
];

/// A kind of case: its word in each column asked for.
type Kind = Vec<Rc<str>>;
/// Those counted and all.
type Counts = (u64, u64);
/// The counts of each kind.
type Kinds = BTreeMap<Kind, Counts>;

pub(super) fn standardise(asked: &Standardise) -> Result<Table, Failure> {
    let groups = read(asked)?;
    let mut all = Kinds::new();
    for (kind, counts) in groups.iter().flat_map(|it| &it.1) {
        let of_kind = all.entry(kind.clone()).or_default();
        *of_kind = sum([*of_kind, *counts]);
    }
    let shares = match asked.method {
        OfStandard::Direct => return direct(&groups, &all),
        OfStandard::Indirect => of_kinds(&all),
        OfStandard::Logit => of_model(&all)?,
    };
    indirect(asked, &groups, &all, &shares)
}

/// Groups in order, each with its kinds.
fn read(asked: &Standardise) -> Result<Vec<(Rc<str>, Kinds)>, Failure> {
    let mut columns = Columns::default();
    let group = columns.add(&asked.group);
    let kinds: Vec<usize> = asked.by.iter().map(|it| columns.add(it)).collect();
    let numerator = columns.add(&asked.numerator);
    let denominator = columns.add_if(asked.denominator.as_ref());
    let mut groups: BTreeMap<Rc<str>, Kinds> = BTreeMap::new();
    let of = |row: &Row<'_>| {
        let counts = match denominator {
            Some(denominator) => row.part([numerator, denominator])?,
            None => match row.count(numerator)? {
                one @ 0..=1 => (one, 1),
                _ => return Err(row.fault(numerator, "must be 0 or 1 where each row is one case")),
            },
        };
        let kind = kinds.iter().map(|it| Rc::from(row.text(*it))).collect();
        Ok((row.group(Some(group)), kind, counts))
    };
    columns.each(&asked.files, of, |(group, kind, counts): (_, Kind, _)| {
        let of_group = groups.entry(group).or_default();
        let of_kind = of_group.entry(kind).or_default();
        *of_kind = sum([*of_kind, counts]);
        Ok::<_, Failure>(())
    })?;
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by(|a, b| in_order(&a.0, &b.0));
    Ok(groups)
}

/// What every row begins with.
fn begin(group: &Rc<str>, kinds: &Kinds) -> (Counts, Vec<Cell>) {
    let counts = sum(kinds.values().copied());
    let crude = proportion(counts.0, counts.1);
    let row = vec![group.into(), counts.0.into(), counts.1.into(), crude.into()];
    (counts, row)
}

fn direct(groups: &[(Rc<str>, Kinds)], all: &Kinds) -> Result<Table, Failure> {
    let mut rows = Vec::new();
    for (group, kinds) in groups {
        let stratum = |(kind, standard): (&Kind, &Counts)| {
            let counts = kinds.get(kind).copied().unwrap_or_default();
            let (standard, share) = (standard.1, share(counts)?);
            Ok::<_, Failure>(Stratum { standard, share })
        };
        let strata: Vec<Stratum> = all.iter().map(stratum).collect::<Result<_, _>>()?;
        let found = direct_of(&strata);
        let note = found.as_ref().err().map(ToString::to_string);
        let found = found.ok();
        let (_, mut row) = begin(group, kinds);
        row.extend([
            found.map(|it| it.value).into(),
            found.map(|it| it.std_error).into(),
            found.map(|it| it.covered).into(),
            note.as_deref().into(),
        ]);
        rows.push(row);
    }
    Ok(Table {
        columns: &DIRECT,
        rows,
        notes: Vec::new(),
    })
}

/// The share of each kind among all cases.
fn of_kinds(all: &Kinds) -> BTreeMap<&Kind, f64> {
    let share = |(kind, counts): (_, &Counts)| Some((kind, proportion(counts.0, counts.1)?));
    all.iter().filter_map(share).collect()
}

/// The share that a logit model without interactions expects of each kind.
fn of_model(all: &Kinds) -> Result<BTreeMap<&Kind, f64>, Failure> {
    let some: Vec<(&Kind, &Counts)> = all.iter().filter(|it| it.1.1 > 0).collect();
    let mut columns = vec![vec![1.0; some.len()]];
    for at in 0..some.first().map_or(0, |it| it.0.len()) {
        let mut words: Vec<&Rc<str>> = some.iter().map(|it| &it.0[at]).collect();
        words.sort();
        words.dedup();
        // The first word of each column is what the others are held against.
        for word in words.into_iter().skip(1) {
            let is_it = |it: &(&Kind, _)| if it.0[at] == *word { 1.0 } else { 0.0 };
            columns.push(some.iter().map(is_it).collect());
        }
    }
    let shares = some.iter().map(|it| share(*it.1));
    let shares: Vec<_> = shares
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .flatten()
        .collect();
    let fitted = logit(&columns, &shares)?.fitted;
    Ok(some.into_iter().map(|it| it.0).zip(fitted).collect())
}

fn indirect(
    asked: &Standardise,
    groups: &[(Rc<str>, Kinds)],
    all: &Kinds,
    shares: &BTreeMap<&Kind, f64>,
) -> Result<Table, Failure> {
    let whole = sum(all.values().copied());
    let whole = proportion(whole.0, whole.1).ok_or(StatsError::TooFew)?;
    let mut rows = Vec::new();
    for (group, kinds) in groups {
        let (counts, mut row) = begin(group, kinds);
        let expected_of = |(kind, counts): (&Kind, &Counts)| {
            let share = shares.get(kind).copied().unwrap_or(0.0);
            float(counts.1) * share
        };
        let expected: f64 = kinds.iter().map(expected_of).sum();
        let found = indirect_of(counts.0, expected, asked.confidence.into()).ok();
        row.extend([expected.into(), found.map(|it| it.ratio).into()]);
        row.extend(Cell::limits(found.map(|it| it.exact)));
        row.extend(Cell::limits(found.map(|it| it.byar)));
        let why = found.is_none().then_some("nothing is expected");
        row.extend([found.map(|it| it.ratio * whole).into(), why.into()]);
        rows.push(row);
    }
    Ok(Table {
        columns: &INDIRECT,
        rows,
        notes: Vec::new(),
    })
}
