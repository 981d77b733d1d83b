//! `rasso estimate decompose` and `kitagawa`: what a change is made of.

use super::row::{Columns, by_group, sum};
use super::table::{Cell, Table};
use crate::{
    args::{Decompose, Kitagawa},
    failure::Failure,
};
use rasso_stats::attribution::{Exact, Group, Rate, mix_and_rate, stages};
use std::rc::Rc;

const STAGES: [&str; 7] = [
    "group",
    "stage",
    "rate_before",
    "rate_after",
    "estimate",
    "exact",
    "note",
];

const PARTS: [&str; 4] = ["group", "part", "estimate", "exact"];

/// A step of the process, and how many came to it before and after.
type Step = (Rc<str>, [u64; 2]);

pub(super) fn decompose(asked: &Decompose) -> Result<Table, Failure> {
    let mut columns = Columns::default();
    let step = columns.add(&asked.step);
    let counts = [&asked.before, &asked.after].map(|it| columns.add(it));
    let group = columns.add_if(asked.group.as_ref());
    let steps = columns.all(&asked.files, |row| {
        let counts = [row.count(counts[0])?, row.count(counts[1])?];
        Ok((row.group(group), (Rc::from(row.filled(step)?), counts)))
    })?;
    let mut rows = Vec::new();
    for (group, steps) in by_group(steps) {
        add_stages(&group, &steps, &mut rows);
    }
    Ok(Table {
        columns: &STAGES,
        rows,
        notes: Vec::new(),
    })
}

/// Each step over the one before is a stage; the last row is the whole.
fn add_stages(group: &Rc<str>, steps: &[Step], rows: &mut Vec<Vec<Cell>>) {
    let rates = |period: usize| -> Result<Vec<Rate>, _> {
        let of = |it: &[Step]| Rate::new(it[1].1[period], it[0].1[period]);
        steps.windows(2).map(of).collect()
    };
    let found = rates(0).and_then(|before| stages(&before, &rates(1)?));
    let note = found.as_ref().err().map(ToString::to_string);
    let mut add = |stage: Cell, from: &Step, to: &Step, part: Option<&Exact>| {
        let rate = |period: usize| rasso_stats::proportion(to.1[period], from.1[period]).into();
        let row = [
            group.into(),
            stage,
            rate(0),
            rate(1),
            part.map(Exact::value).into(),
            part.map(ToString::to_string).as_deref().into(),
            note.as_deref().into(),
        ];
        rows.push(row.into());
    };
    for (at, pair) in steps.windows(2).enumerate() {
        let part = found.as_ref().ok().and_then(|it| it.parts.get(at));
        add((&pair[1].0).into(), &pair[0], &pair[1], part);
    }
    if let [first, .., last] = steps {
        add(
            "all".into(),
            first,
            last,
            found.as_ref().ok().map(|it| &it.change),
        );
    }
}

pub(super) fn kitagawa(asked: &Kitagawa) -> Result<Table, Failure> {
    let mut columns = Columns::default();
    let group = columns.add(&asked.group);
    let before = [&asked.numerator_before, &asked.denominator_before].map(|it| columns.add(it));
    let after = [&asked.numerator_after, &asked.denominator_after].map(|it| columns.add(it));
    let counts = columns.all(&asked.files, |row| {
        let group = Rc::from(row.filled(group)?);
        Ok((group, [row.part(before)?, row.part(after)?]))
    })?;
    let groups = by_group(counts);
    let of_group = |rows: &Vec<[(u64, u64); 2]>| Group {
        before: sum(rows.iter().map(|it| it[0])),
        after: sum(rows.iter().map(|it| it[1])),
    };
    let counts: Vec<Group> = groups.iter().map(|it| of_group(&it.1)).collect();
    let found = mix_and_rate(&counts)?;
    let mut rows = Vec::new();
    let mut add = |group: Cell, part: &str, exact: &Exact| {
        let text = exact.to_string();
        rows.push(vec![
            group,
            part.into(),
            exact.value().into(),
            text.as_str().into(),
        ]);
    };
    for ((group, _), parts) in groups.iter().zip(&found.groups) {
        add(group.into(), "mix", &parts.mix);
        add(group.into(), "rate", &parts.rate);
    }
    add("all".into(), "mix", &found.mix);
    add("all".into(), "rate", &found.rate);
    add("all".into(), "change", &found.change);
    Ok(Table {
        columns: &PARTS,
        rows,
        notes: Vec::new(),
    })
}
