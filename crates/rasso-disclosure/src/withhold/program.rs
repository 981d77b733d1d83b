//! A guard by linear programming, where the search for a cheap one has found none.
//!
//! The table that has `width` more in a cell and is otherwise as near as can be, dear cells counting more: what
//! differs is an exchange. It is asked for seldom, for it takes a thousand times longer than a search.

use crate::{
    exchange::Exchange,
    search::NEVER,
    system::{System, Term, number},
};
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};

/// What may be used, and at what price.
pub(super) struct Means<'m> {
    /// The constraints.
    pub(super) system: &'m System,
    /// For each cell the price of changing it, or [`NEVER`].
    pub(super) price: &'m [u64],
    /// What each cell can spare.
    pub(super) spare: &'m [i64],
}

impl Means<'_> {
    /// Exchanges that between them leave `cell` open by `width`: one that brings its count up, one that brings it down,
    /// or one that does both halves alone, whichever is cheapest; none if there is none, or none in whole numbers.
    pub(super) fn exchanges(&self, cell: usize, width: i64) -> Option<Vec<Exchange>> {
        let way = |up: i64| -> Option<(Vec<Exchange>, u64)> {
            let (mut exchanges, mut price) = (Vec::new(), 0_u64);
            for by in [up, up - width] {
                if by != 0 {
                    let found = self.exchange(cell, by)?;
                    let own = found.cells().map(|it| self.price[it as usize]);
                    price = own.fold(price, u64::saturating_add);
                    exchanges.push(found);
                }
            }
            Some((exchanges, price))
        };
        // To bring it up by all there is to be brought is possible as a rule, and asks one question.
        let found = way(width).or_else(|| (0..width).filter_map(way).min_by_key(|it| it.1));
        found.map(|it| it.0)
    }

    /// An exchange that changes `cell` by so much and takes from no cell more than it can spare.
    fn exchange(&self, cell: usize, by: i64) -> Option<Exchange> {
        if by < 0 && self.spare[cell] < -by {
            return None;
        }
        // The answer is whole as a rule, and to ask for it takes longer.
        let ask = |whole| answer(self, (cell, by), whole);
        ask(false).or_else(|| ask(true))
    }
}

fn answer(means: &Means<'_>, (cell, by): (usize, i64), is_whole: bool) -> Option<Exchange> {
    let Means {
        system,
        price,
        spare,
    } = *means;
    let mut program = Problem::new(OptimizationDirection::Minimize);
    let sides: Vec<Option<(Variable, Variable)>> = (0..price.len())
        .map(|at| {
            if at == cell {
                let mut fixed = |by: i64| program.add_var(0.0, (real(by), real(by)));
                return Some((fixed(by.max(0)), fixed((-by).max(0))));
            }
            // What is dearer by a millionth is dearer: equal prices would leave the choice to chance.
            let near = 1.0 + 1e-6 * f64::from(number(at) % 1_009);
            let price = u32::try_from(price[at])
                .ok()
                .filter(|_| price[at] != NEVER)?;
            let price = f64::from(price) * near;
            let mut side = |most: i64| {
                if is_whole {
                    let most = i32::try_from(most.min(MOST)).unwrap_or(0);
                    program.add_integer_var(price, (0, most))
                } else {
                    program.add_var(price, (0.0, real(most.min(MOST))))
                }
            };
            Some((side(MOST), side(spare[at])))
        })
        .collect();
    for row in system.rows() {
        let terms = row.iter().filter_map(|&(at, by)| {
            let (more, less) = sides[at as usize]?;
            Some([(more, real(by)), (less, -real(by))])
        });
        let terms: Vec<(Variable, f64)> = terms.flatten().collect();
        if !terms.is_empty() {
            program.add_constraint(terms, ComparisonOp::Eq, 0.0);
        }
    }
    let mut options = SolveOptions::default();
    options.node_limit = Some(BRANCHES);
    options.mip_gap = NEAR_ENOUGH;
    let solution = program.solve_with(options).ok()?.into_solution().ok()?;
    let mut changes: Vec<Term> = Vec::new();
    for (at, side) in sides.iter().enumerate() {
        let Some((more, less)) = side else { continue };
        let change = whole(solution.var_value(*more) - solution.var_value(*less))?;
        if change != 0 {
            changes.push((number(at), change));
        }
    }
    let exchange = Exchange(changes);
    let sum = |row: &[Term]| {
        let terms = row.iter().map(|it| it.1 * exchange.change(it.0));
        terms.sum::<i64>()
    };
    system.rows().all(|row| sum(row) == 0).then_some(exchange)
}

/// After so many branches the question is given up: a number, and no time, so that every run ends alike.
const BRANCHES: u64 = 2_000;

/// An answer this much dearer than the cheapest will do, as a share.
const NEAR_ENOUGH: f64 = 0.1;

/// No cell is changed by more.
const MOST: i64 = 100_000;

fn real(count: i64) -> f64 {
    i32::try_from(count).map_or(1e9, f64::from)
}

/// The whole number that an answer stands for, if it does.
fn whole(answer: f64) -> Option<i64> {
    let near = answer.round();
    if (answer - near).abs() > 1e-5 || near.abs() > 1e9 {
        return None;
    }
    format!("{near:.0}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dear_way_is_found_where_the_cheap_one_has_no_room() {
        // Cells 0 and 1 make up a shown total, as do 0, 2 and 3.
        let system = System::new(4, &[vec![(0, 1), (1, 1)], vec![(0, 1), (2, 1), (3, 1)]]);
        let found = |spare: &[i64], price: &[u64]| {
            let system = &system;
            Means {
                system,
                price,
                spare,
            }
            .exchanges(0, 3)
        };
        let price = [1, 1, 5, 70];
        let changes = |of: &[&[Term]]| Some(of.iter().map(|it| Exchange(it.to_vec())).collect());
        assert_eq!(
            found(&[0, 3, 3, 9], &price),
            changes(&[&[(0, 3), (1, -3), (2, -3)]])
        );
        assert_eq!(
            found(&[0, 3, 1, 9], &price),
            changes(&[&[(0, 3), (1, -3), (2, -1), (3, -2)]])
        );
        // Up by two and down by one: neither way goes further.
        let (up, down): (&[Term], &[Term]) =
            (&[(0, 2), (1, -2), (2, -2)], &[(0, -1), (1, 1), (2, 1)]);
        assert_eq!(found(&[1, 2, 3, 9], &price), changes(&[up, down]));
        assert_eq!(found(&[0, 2, 3, 9], &price), None);
        assert_eq!(found(&[9; 4], &[1, NEVER, 5, 70]), None);
    }
}
