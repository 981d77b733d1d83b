//! Rounded counts and published percentages, held to an attacker who tries every table and knows how they were rounded.

use crate::{
    Cell, Constraint, DisclosureError, Ledger, Made, Percentage, Policy, SafeCell, Tables, Told,
    make,
};
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng as _, SeedableRng as _},
};
use std::{fs, path::PathBuf};

const WIDTH: i64 = 3;
/// The attacker tries no higher count, and so finds no more open than there is.
const HIGHEST: i64 = 60;

/// The example of a policy with another base, signed again.
fn policy(folder: &tempfile::TempDir, base: i64) -> (PathBuf, Policy) {
    let file = folder.path().join(format!("policy-{base}.toml"));
    let text = include_str!("../../../../data-schemas/disclosure/example-policy.toml");
    let own = text.replace("base = 1", &format!("base = {base}"));
    fs::write(&file, &own).unwrap();
    let old = text.lines().find(|it| it.starts_with("digest")).unwrap();
    let digest = Policy::digest_to_sign(&file).unwrap();
    fs::write(&file, own.replace(old, &format!("digest = \"{digest}\""))).unwrap();
    let policy = Policy::read(&file).unwrap();
    (file, policy)
}

/// Two by two counts with their sums: cells row by row, each with its total behind it, totals last.
fn tables(inner: [i64; 4], percentages: Vec<Percentage>) -> Tables {
    let [a, b, c, d] = inner;
    let counts = [a, b, a + b, c, d, c + d, a + c, b + d, a + b + c + d];
    let cell = |(row, count): (u64, &i64)| Cell {
        id: format!("cell{row}"),
        count: *count,
        revises: None,
        complainants: Some(u64::try_from(*count).unwrap()),
        largest: Some(0),
        row,
    };
    let sums = [
        [0, 1, 2],
        [3, 4, 5],
        [6, 7, 8],
        [0, 3, 6],
        [1, 4, 7],
        [2, 5, 8],
    ];
    let sum = |[one, other, total]: [usize; 3]| Constraint {
        id: format!("sum{one} {other}"),
        terms: vec![(one, 1), (other, 1), (total, -1)],
    };
    Tables {
        file: "cells.csv".to_owned(),
        cells: (0..).zip(&counts).map(cell).collect(),
        constraints: sums.map(sum).to_vec(),
        percentages,
    }
}

/// What a count is of its row, in tenths or whole per cent, rounded half up; none of an empty row.
fn percentage(inner: [i64; 4], at: usize, scale: i64) -> Option<Percentage> {
    let whole = inner[at - at % 2] + inner[at - at % 2 + 1];
    let digits = (200 * scale * inner[at] + whole).checked_div(2 * whole)?;
    let text = if scale == 1 {
        digits.to_string()
    } else {
        format!("{}.{}", digits / 10, digits % 10)
    };
    let row = at / 2 * 3;
    Some(Percentage {
        part: row + at % 2,
        whole: row + 2,
        text,
        digits,
        scale,
    })
}

/// Every table that agrees with what is told; none where there are too many to try.
fn possible(tables: &Tables, made: &Made, policy: &Policy) -> Option<Vec<[i64; 9]>> {
    let rounding = policy.rounding();
    let told: Vec<Option<i64>> = made
        .table
        .cells()
        .iter()
        .map(|it| match it {
            SafeCell::Shown(figure) => Some(*figure),
            SafeCell::Withheld => None,
        })
        .collect();
    let may_be = |at: usize, count: i64| {
        let figure = match rounding.tell(count) {
            Told::Count(figure) | Told::Rounded(figure) => figure,
            Told::Unsaid | Told::Withheld => unreachable!(),
        };
        // Everybody knows the rule: what is shown is none, or no small count.
        let is_shown_so = figure == told[at].unwrap_or(figure);
        told[at].is_none() || is_shown_so && !policy.is_small(count)
    };
    let of_rows = |row: usize| {
        let mut found = Vec::new();
        for one in 0..=HIGHEST {
            for other in 0..=HIGHEST {
                let counts = [one, other, one + other];
                let fits = (0..3).all(|it| may_be(3 * row + it, counts[it]));
                let mut own = tables.percentages.iter().filter(|it| it.part / 3 == row);
                let agrees = own.all(|it| {
                    let slack = it.slack(counts[it.part % 3], counts[2]);
                    counts[2] > 0 && slack.iter().all(|it| *it >= 0)
                });
                if fits && agrees {
                    found.push(counts);
                }
            }
        }
        found
    };
    let (first, second) = (of_rows(0), of_rows(1));
    if first.len() * second.len() > 2_000_000 {
        return None;
    }
    let mut all = Vec::new();
    for a in &first {
        for b in &second {
            let totals = [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
            if (0..3).all(|it| may_be(6 + it, totals[it])) {
                all.push([
                    a[0], a[1], a[2], b[0], b[1], b[2], totals[0], totals[1], totals[2],
                ]);
            }
        }
    }
    Some(all)
}

/// Protects drawn tables and lets the attacker try; how many were published with something withheld, and how many refused.
fn attacked(bases: &[i64], scale: Option<i64>, seed: u64) -> (usize, usize) {
    let folder = tempfile::tempdir().unwrap();
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut below = |end: u64| i64::try_from(random.next_u64() % end).unwrap();
    let (mut published, mut refused) = (0, 0);
    for draw in 0..120 {
        let (file, policy) = policy(&folder, bases[draw % bases.len()]);
        let inner = [0; 4].map(|_| below(14));
        let chosen = scale.map(|it| (usize::try_from(below(4)).unwrap(), it));
        let percentages = chosen.and_then(|(at, scale)| percentage(inner, at, scale));
        let tables = tables(inner, percentages.into_iter().collect());
        let made = match make(&tables, &policy, &file, &Ledger::nothing()) {
            Ok(made) => made,
            Err(DisclosureError::Refused { .. }) => {
                refused += 1;
                continue;
            }
            Err(other) => panic!("{other}"),
        };
        let cells = made.table.cells();
        let withheld: Vec<usize> = (0..9)
            .filter(|it| cells[*it] == SafeCell::Withheld)
            .collect();
        let small = |it: &usize| policy.is_small(tables.cells[*it].count);
        assert!((0..9).filter(small).all(|it| withheld.contains(&it)));
        let Some(all) = possible(&tables, &made, &policy) else {
            continue;
        };
        published += usize::from(!withheld.is_empty());
        let truth: Vec<i64> = tables.cells.iter().map(|it| it.count).collect();
        assert!(all.iter().any(|it| it[..] == truth[..]), "draw {draw}");
        for cell in &withheld {
            for insider in &withheld {
                let counts = all.iter().filter(|it| it[*insider] > 0).map(|it| it[*cell]);
                let (least, most) = (counts.clone().min(), counts.max());
                let apart = least.zip(most).map(|(least, most)| most - least);
                assert!(apart >= Some(WIDTH), "draw {draw}: a count is told");
            }
        }
    }
    (published, refused)
}

#[test]
fn nobody_works_a_count_out_of_rounded_ones() {
    let (published, refused) = attacked(&[3, 5, 10], None, 1);
    assert!(published > 50 && refused < 60, "{published} {refused}");
}

#[test]
fn nobody_works_a_count_out_of_a_percentage() {
    let (published, refused) = attacked(&[1], Some(1), 2);
    assert!(published > 10, "{published} {refused}");
    // A percentage with a decimal of so few tells nearly all: as a rule nothing protects it.
    let (finer, more_refused) = attacked(&[1], Some(10), 2);
    assert!(more_refused >= refused, "{finer} {more_refused}");
}

#[test]
fn nobody_works_a_count_out_of_rounded_ones_and_a_percentage() {
    let (published, refused) = attacked(&[5, 10], Some(1), 3);
    assert!(published > 10, "{published} {refused}");
}
