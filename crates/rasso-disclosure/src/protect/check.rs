//! The proof of witnesses: it adds and compares, searches nothing, and asks no solver.

use super::Uncertified;
use crate::{public::PublicTables, witness::Witnesses};

/// Shows that the tables of all parts agree with everything published, and that at every withheld cell two of them
/// differ by `width` or more, also of those alone in which any one withheld cell, itself included, holds a case.
pub fn check(
    public: &PublicTables,
    witnesses: &[Witnesses],
    width: i64,
) -> Result<(), Uncertified> {
    let places = places(public, witnesses)?;
    for (part, of) in witnesses.iter().enumerate() {
        for (table, counts) in of.tables.iter().enumerate() {
            let may_be = |(cell, count): (&u32, &i64)| {
                let (least, most) = public.bounds(*cell as usize);
                (least..=most).contains(count)
            };
            if counts.len() != of.cells.len() || !of.cells.iter().zip(counts).all(may_be) {
                let (part, table) = (part + 1, table + 1);
                return Err(Uncertified::NoTable { part, table });
            }
        }
    }
    for row in public.system().rows() {
        check_row(public, witnesses, &places, row)?;
    }
    for (part, of) in witnesses.iter().enumerate() {
        let cells = narrow(public, of, width);
        if cells > 0 {
            let part = part + 1;
            return Err(Uncertified::Narrow { part, cells, width });
        }
    }
    Ok(())
}

/// How many withheld cells have no two tables that differ by `width`, for whoever knows of one case in any of them.
fn narrow(public: &PublicTables, of: &Witnesses, width: i64) -> usize {
    let cells = of.cells.len();
    let is_withheld = |it: &usize| public.is_withheld(of.cells[*it] as usize);
    let is_narrow = |cell: &usize| {
        let (mut least, mut most) = (vec![i64::MAX; cells], vec![i64::MIN; cells]);
        for table in &of.tables {
            let count = table[*cell];
            for (at, _) in table.iter().enumerate().filter(|it| *it.1 > 0) {
                least[at] = least[at].min(count);
                most[at] = most[at].max(count);
            }
        }
        let mut held = (0..cells).filter(is_withheld);
        held.any(|it| most[it].saturating_sub(least[it]) < width)
    };
    (0..cells).filter(is_withheld).filter(is_narrow).count()
}

/// For each cell its part and its place in it; every withheld cell has one.
fn places(
    public: &PublicTables,
    witnesses: &[Witnesses],
) -> Result<Vec<Option<(usize, usize)>>, Uncertified> {
    let cells = public.system().cells();
    let mut places = vec![None; cells];
    for (part, of) in witnesses.iter().enumerate() {
        for (at, &cell) in of.cells.iter().enumerate() {
            let cell = cell as usize;
            if cell >= cells || public.shown(cell).is_some() {
                return Err(Uncertified::NotWithheld { part: part + 1 });
            }
            if places[cell].replace((part, at)).is_some() {
                return Err(Uncertified::Twice { part: part + 1 });
            }
        }
    }
    let missing = public
        .withheld()
        .filter(|it| places[*it as usize].is_none());
    match missing.count() {
        0 => Ok(places),
        cells => Err(Uncertified::Missing { cells }),
    }
}

/// One constraint holds for every table of the part that it is about.
fn check_row(
    public: &PublicTables,
    witnesses: &[Witnesses],
    places: &[Option<(usize, usize)>],
    row: &[(u32, i64)],
) -> Result<(), Uncertified> {
    let mut shown = 0_i128;
    let mut of: Option<usize> = None;
    let mut is_any_open = false;
    let mut terms: Vec<(usize, i64)> = Vec::new();
    for &(cell, by) in row {
        if let Some(count) = public.shown(cell as usize) {
            shown += i128::from(count) * i128::from(by);
        }
        if let Some((part, at)) = places[cell as usize] {
            if of.is_some_and(|it| it != part) {
                return Err(Uncertified::Joined { part: part + 1 });
            }
            of = Some(part);
            terms.push((at, by));
        } else if public.shown(cell as usize).is_none() {
            is_any_open = true;
        }
    }
    let Some(part) = of else {
        // What is rounded and in no part has nothing withheld beside it.
        return if shown == 0 || is_any_open {
            Ok(())
        } else {
            Err(Uncertified::Shown)
        };
    };
    if is_any_open {
        return Err(Uncertified::Joined { part: part + 1 });
    }
    for (table, counts) in witnesses[part].tables.iter().enumerate() {
        let hidden = |&(at, by): &(usize, i64)| i128::from(counts[at]) * i128::from(by);
        if terms.iter().map(hidden).sum::<i128>() + shown != 0 {
            let (part, table) = (part + 1, table + 1);
            return Err(Uncertified::Broken { part, table });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::System;

    /// Two rows and two columns of withheld cells 0 to 3, and a shown cell 4 beside them; sums are shown.
    fn public() -> PublicTables {
        let rows = [
            vec![(0, 1), (1, 1), (5, -1)],
            vec![(2, 1), (3, 1), (5, -1)],
            vec![(0, 1), (2, 1), (5, -1)],
            vec![(1, 1), (3, 1), (5, -1)],
            vec![(4, 1), (5, -1)],
        ];
        let shown = vec![None, None, None, None, Some(6), Some(6)];
        PublicTables::new(System::new(6, &rows), shown)
    }

    fn good() -> Vec<Witnesses> {
        vec![Witnesses {
            cells: vec![0, 1, 2, 3],
            tables: vec![vec![1, 5, 5, 1], vec![4, 2, 2, 4]],
        }]
    }

    #[test]
    fn tables_that_agree_and_differ_enough_are_a_proof() {
        assert_eq!(check(&public(), &good(), 3), Ok(()));
        let narrow = Uncertified::Narrow {
            part: 1,
            cells: 4,
            width: 4,
        };
        assert_eq!(check(&public(), &good(), 4), Err(narrow));
    }

    #[test]
    fn every_number_of_a_table_counts() {
        for (table, at) in [(0, 0), (0, 3), (1, 1), (1, 2)] {
            let mut wrong = good();
            wrong[0].tables[table][at] += 1;
            let (part, table) = (1, table + 1);
            assert_eq!(
                check(&public(), &wrong, 3),
                Err(Uncertified::Broken { part, table })
            );
        }
        let mut below = good();
        below[0].tables[1] = vec![-1, 7, 7, -1];
        let no_table = Uncertified::NoTable { part: 1, table: 2 };
        assert_eq!(check(&public(), &below, 3), Err(no_table));
        below[0].tables[1] = vec![4, 2, 2];
        assert_eq!(check(&public(), &below, 3), Err(no_table));
    }

    #[test]
    fn parts_hold_every_withheld_cell_once_and_no_other() {
        let parts = |cells: &[&[u32]]| {
            let part = |cells: &&[u32]| Witnesses {
                cells: cells.to_vec(),
                tables: vec![vec![3; cells.len()]],
            };
            check(&public(), &cells.iter().map(part).collect::<Vec<_>>(), 0)
        };
        assert_eq!(parts(&[&[0, 1, 2, 3]]), Ok(()));
        assert_eq!(parts(&[]), Err(Uncertified::Missing { cells: 4 }));
        assert_eq!(parts(&[&[0, 1, 2]]), Err(Uncertified::Missing { cells: 1 }));
        assert_eq!(
            parts(&[&[0, 1, 2, 3, 4]]),
            Err(Uncertified::NotWithheld { part: 1 })
        );
        assert_eq!(
            parts(&[&[0, 1, 2, 9]]),
            Err(Uncertified::NotWithheld { part: 1 })
        );
        assert_eq!(
            parts(&[&[0, 1, 2, 3], &[3]]),
            Err(Uncertified::Twice { part: 2 })
        );
        assert_eq!(
            parts(&[&[0, 1], &[2, 3]]),
            Err(Uncertified::Joined { part: 2 })
        );
    }

    #[test]
    fn shown_counts_that_do_not_add_up_are_told() {
        let public = PublicTables::new(
            System::new(2, &[vec![(0, 1), (1, -1)]]),
            vec![Some(1), Some(2)],
        );
        assert_eq!(check(&public, &[], 3), Err(Uncertified::Shown));
    }
}
