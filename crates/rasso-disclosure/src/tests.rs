//! Protection held to an attacker who tries every whole table there is.

mod told;

use crate::{
    Protection, PublicTables, Question, Refused, Standing, System, Uncertified, Witnesses, check,
    protect, witness::witnesses,
};
use proptest::prelude::*;

const WIDTH: i64 = 3;

/// A table with its totals: cell `row * (columns + 1) + column`, totals last.
fn crossed(rows: usize, columns: usize) -> System {
    let at = |row: usize, column: usize| row * (columns + 1) + column;
    let sign = |is_total| if is_total { -1 } else { 1 };
    let across = (0..=rows).map(|row| {
        let cell = |it| (at(row, it), sign(it == columns));
        (0..=columns).map(cell).collect()
    });
    let down = (0..=columns).map(|column| {
        let cell = |it| (at(it, column), sign(it == rows));
        (0..=rows).map(cell).collect()
    });
    let all: Vec<Vec<(usize, i64)>> = across.chain(down).collect();
    System::new((rows + 1) * (columns + 1), &all)
}

/// The counts of such a table with its totals.
fn with_totals(rows: usize, columns: usize, inner: &[i64]) -> Vec<i64> {
    let mut counts = Vec::new();
    for row in inner.chunks(columns).take(rows) {
        counts.extend(row);
        counts.push(row.iter().sum());
    }
    for column in 0..=columns {
        counts.push(
            (0..rows)
                .map(|row| counts[row * (columns + 1) + column])
                .sum(),
        );
    }
    counts
}

fn question(system: System, counts: Vec<i64>) -> Question {
    let primary = counts.iter().map(|it| (1..5).contains(it)).collect();
    Question::new(system, counts, primary)
}

fn public(question: &Question, protection: &Protection) -> PublicTables {
    let shown = question.counts.iter().zip(protection.withheld());
    let shown = shown.map(|(count, withheld)| (!withheld).then_some(*count));
    PublicTables::new(question.system.clone(), shown.collect())
}

/// What the attacker knows of each count before trying any: no count is higher than the total of all, and
/// what the shown counts of a sum leave for its others bounds them; none if the total of all is withheld.
fn bounds(public: &PublicTables, cells: usize) -> Option<Vec<(i64, i64)>> {
    let total = public.shown(cells - 1)?;
    let at_first = |it| public.shown(it).map_or((0, total), |shown| (shown, shown));
    let mut bounds: Vec<(i64, i64)> = (0..cells).map(at_first).collect();
    loop {
        let before = bounds.clone();
        for row in public.system().rows() {
            for (cell, sign) in row {
                let others = row.iter().filter(|it| it.0 != *cell);
                let (least, most) = others.fold((0, 0), |(least, most), (other, of_other)| {
                    // What is on the other side of the sum counts for this count, what is on its side against it.
                    let (low, high) = bounds[*other as usize];
                    if of_other == sign {
                        (least - high, most - low)
                    } else {
                        (least + low, most + high)
                    }
                });
                let bound = &mut bounds[*cell as usize];
                *bound = (bound.0.max(least), bound.1.min(most));
            }
        }
        if bounds == before {
            return Some(bounds);
        }
    }
}

/// Every whole table that agrees with what is shown, by trying; none if there are too many to try.
fn all_tables(public: &PublicTables, cells: usize) -> Option<Vec<Vec<i64>>> {
    let bounds = bounds(public, cells)?;
    let mut partial = vec![(0..cells).map(|it| public.shown(it)).collect::<Vec<_>>()];
    let agrees = |table: &[Option<i64>]| {
        public.system().rows().all(|row| {
            let ends = row.iter().map(|(cell, sign)| {
                let (low, high) =
                    table[*cell as usize].map_or(bounds[*cell as usize], |it| (it, it));
                if *sign > 0 {
                    (low, high)
                } else {
                    (-high, -low)
                }
            });
            let (least, most) = ends.fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
            least <= 0 && most >= 0
        })
    };
    for cell in (0..cells).filter(|it| public.shown(*it).is_none()) {
        let mut next = Vec::new();
        for table in partial {
            for count in bounds[cell].0..=bounds[cell].1 {
                let mut table = table.clone();
                table[cell] = Some(count);
                if agrees(&table) {
                    next.push(table);
                }
            }
        }
        if next.len() > 60_000 {
            return None;
        }
        partial = next;
    }
    let whole = |it: Vec<Option<i64>>| it.into_iter().collect::<Option<Vec<i64>>>();
    partial.into_iter().map(whole).collect()
}

/// How far apart the counts of a cell are among the tables in which another holds a case.
fn spread(tables: &[Vec<i64>], cell: usize, insider: usize) -> i64 {
    let known = tables
        .iter()
        .filter(|it| it[insider] > 0)
        .map(|it| it[cell]);
    let (least, most) = known.fold((i64::MAX, i64::MIN), |(least, most), it| {
        (least.min(it), most.max(it))
    });
    most.saturating_sub(least)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 384, failure_persistence: None, ..ProptestConfig::default() })]

    /// No count of a real case is in the strategy: the numbers are drawn.
    #[test]
    fn nobody_who_tries_every_table_works_a_withheld_count_out(
        inner in prop::collection::vec(prop_oneof![0_i64..7, 8_i64..20], 12),
    ) {
        let question = question(crossed(3, 4), with_totals(3, 4, &inner));
        let Ok(found) = protect(&question, WIDTH) else {
            return Ok(());
        };
        let withheld: Vec<usize> = (0..20).filter(|it| found.withheld()[*it]).collect();
        prop_assert!((0..20).all(|it| found.withheld()[it] || !question.primary[it]));
        let public = public(&question, &found);
        if let Some(tables) = all_tables(&public, 20) {
            prop_assert!(tables.contains(&question.counts));
            for cell in &withheld {
                for insider in &withheld {
                    prop_assert!(spread(&tables, *cell, *insider) >= WIDTH);
                }
            }
        }
    }
}

/// A world of two releases: rows of forces, columns of quarters and a year of them.
fn small() -> Question {
    let inner = [3, 9, 12, 30, 7, 25, 41, 1, 18, 22, 16, 33, 27, 2, 19, 24];
    question(crossed(4, 4), with_totals(4, 4, &inner))
}

#[test]
fn witnesses_are_the_same_whatever_the_withheld_counts_are() {
    let question = small();
    let found = protect(&question, WIDTH).unwrap();
    let tables = public(&question, &found);
    let part = &found.witnesses()[0];
    assert!(part.tables.len() > 1);
    for table in &part.tables {
        // Somebody for whom this witness is the truth publishes the same, and must get the same witnesses.
        let mut other = question.clone();
        for (cell, count) in part.cells.iter().zip(table) {
            other.counts[*cell as usize] = *count;
        }
        assert_eq!(
            witnesses(&public(&other, &found), WIDTH).unwrap(),
            found.witnesses()
        );
    }
    assert_eq!(check(&tables, found.witnesses(), WIDTH), Ok(()));
}

#[test]
fn a_witness_that_is_none_is_found_by_adding_up() {
    let question = small();
    let found = protect(&question, WIDTH).unwrap();
    let public = public(&question, &found);
    let with = |edit: &dyn Fn(&mut Vec<Witnesses>)| {
        let mut witnesses = found.witnesses().to_vec();
        edit(&mut witnesses);
        check(&public, &witnesses, WIDTH)
    };
    assert!(matches!(
        with(&|it| it[0].tables[0][0] += 1),
        Err(Uncertified::Broken { part: 1, table: 1 })
    ));
    assert!(matches!(
        with(&|it| it[0].tables.truncate(1)),
        Err(Uncertified::Narrow { .. })
    ));
    assert!(matches!(
        with(&|it| it[0].tables.clear()),
        Err(Uncertified::Narrow { .. })
    ));
    assert!(matches!(
        with(&|it| it[0].cells.truncate(2)),
        Err(Uncertified::Missing { .. })
    ));
    assert!(matches!(
        with(&Vec::clear),
        Err(Uncertified::Missing { .. })
    ));
    assert!(matches!(
        check(&public, found.witnesses(), 1_000),
        Err(Uncertified::Narrow { .. })
    ));
}

#[test]
fn shown_counts_that_contradict_each_other_are_found() {
    let question = question(crossed(2, 2), with_totals(2, 2, &[9, 8, 7, 6]));
    let mut shown: Vec<Option<i64>> = question.counts.iter().copied().map(Some).collect();
    let with = |shown: &[Option<i64>]| {
        check(
            &PublicTables::new(question.system.clone(), shown.to_vec()),
            &[],
            WIDTH,
        )
    };
    assert_eq!(with(&shown), Ok(()));
    shown[4] = Some(12);
    assert_eq!(with(&shown), Err(Uncertified::Shown));
}

#[test]
fn what_was_shown_stays_shown_and_what_was_withheld_stays_withheld() {
    let mut question = small();
    let first = protect(&question, WIDTH).unwrap();
    for (at, standing) in question.standing.iter_mut().enumerate() {
        *standing = if first.withheld()[at] {
            Standing::Withheld
        } else {
            Standing::Shown
        };
    }
    assert_eq!(
        protect(&question, WIDTH).unwrap().withheld(),
        first.withheld()
    );
    let shown = (0..question.counts.len())
        .find(|it| !first.withheld()[*it])
        .unwrap();
    question.primary[shown] = true;
    assert_eq!(
        protect(&question, WIDTH),
        Err(Refused::ShownTooEarly { cells: vec![shown] })
    );
}

#[test]
fn one_case_in_all_is_protected_though_none_at_all_agrees_with_what_is_shown() {
    // One force, its Area and the nation have one case between them, and the other force has none.
    let rows = [vec![(0, 1), (1, 1), (2, -1)], vec![(0, 1), (3, -1)]];
    let mut question = question(System::new(4, &rows), vec![1, 0, 1, 1]);
    question.primary[1] = false;
    let found = protect(&question, WIDTH).unwrap();
    assert_eq!(found.withheld(), [true, false, true, true]);
    assert_eq!(
        check(&public(&question, &found), found.witnesses(), WIDTH),
        Ok(())
    );
}

#[test]
fn what_nothing_can_protect_is_refused() {
    // A total and its one part, the total shown already.
    let mut question = question(System::new(2, &[vec![(0, 1), (1, -1)]]), vec![2, 2]);
    question.primary = vec![true, false];
    question.standing = vec![Standing::New, Standing::Shown];
    assert_eq!(
        protect(&question, WIDTH),
        Err(Refused::Unprotectable { cells: vec![0] })
    );
}

#[test]
fn where_little_is_left_open_a_count_is_kept_from_who_is_alone_elsewhere_but_not_by_the_width() {
    // 1 + 1 + 6 = 8 and 6 + 1 = 7, both sums shown: who is the one case of the last count knows that the first two
    // are two together.
    let rows = [
        vec![(0, 1), (1, 1), (2, 1), (4, -1)],
        vec![(2, 1), (3, 1), (5, -1)],
    ];
    let mut question = question(System::new(6, &rows), vec![1, 1, 6, 1, 8, 7]);
    question.standing[4] = Standing::Shown;
    question.standing[5] = Standing::Shown;
    let found = protect(&question, WIDTH).unwrap();
    assert_eq!(found.withheld(), [true, true, true, true, false, false]);
    assert_eq!(
        check(&public(&question, &found), found.witnesses(), WIDTH),
        Ok(())
    );
    // Where the two are one, that one case knows all.
    let rows = [vec![(0, 1), (2, 1), (4, -1)], vec![(2, 1), (3, 1), (5, -1)]];
    let mut told = Question::new(
        System::new(6, &rows),
        vec![2, 0, 6, 1, 8, 7],
        vec![true, false, false, true, false, false],
    );
    told.standing[4] = Standing::Shown;
    told.standing[5] = Standing::Shown;
    assert!(matches!(
        protect(&told, WIDTH),
        Err(Refused::Unprotectable { .. })
    ));
}
