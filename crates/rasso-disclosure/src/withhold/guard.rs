//! The exchanges that leave one cell open.

use super::{Withholding, prices::Prices, program};
use crate::{
    exchange::Exchange,
    search::Search,
    system::{System, number},
};

/// How many part exchanges go on in a search.
const BREADTH: usize = 24;

/// What a guard must do.
pub(super) struct Aim<'w> {
    of: &'w Withholding<'w>,
}

impl<'w> Aim<'w> {
    pub(super) fn of(of: &'w Withholding<'_>) -> Self {
        Self { of }
    }

    /// A guard of a cell at these prices, `kept` a part of it; none if there is none.
    pub(super) fn guard(
        &self,
        cell: usize,
        mut kept: Vec<Exchange>,
        prices: &Prices,
    ) -> Option<Vec<Exchange>> {
        let mut prices = prices.clone();
        prices.now_withheld(kept.iter().flat_map(Exchange::cells));
        if kept.is_empty() {
            kept.push(self.search(cell, &[], &prices)?);
            prices.now_withheld(kept.iter().flat_map(Exchange::cells));
        }
        loop {
            let open = self.open_to(cell, &kept);
            let Some(&first) = open.first() else {
                return Some(kept);
            };
            let found = self
                .search(cell, &open, &prices)
                .or_else(|| self.search(cell, &[first], &prices))?;
            prices.now_withheld(found.cells());
            kept.push(found);
        }
    }

    /// The cells whose insider the exchanges do not keep out.
    fn open_to(&self, cell: usize, kept: &[Exchange]) -> Vec<usize> {
        let Some(first) = kept.first() else {
            return Vec::new();
        };
        let others = first.cells().map(|it| it as usize);
        others
            .filter(|it| *it != cell && !self.of.is_same_case(cell, *it))
            .filter(|it| self.is_alone(cell, *it) || self.of.insiders[cell].contains(it))
            .filter(|it| !kept.iter().any(|of| self.keeps_out(of, cell, *it)))
            .collect()
    }

    /// Whether the exchange leaves `cell` open for whoever knows of a case in `other`; and a primary cell for whoever
    /// knows that theirs is the one case there.
    fn keeps_out(&self, exchange: &Exchange, cell: usize, other: usize) -> bool {
        let counts = &self.of.question.counts;
        let floor = |it: u32| i64::from(it as usize == cell || it as usize == other);
        !exchange.touches(number(other))
            || !self.is_alone(cell, other)
                && counts[other] > 0
                && exchange.spread(number(cell), counts, floor) >= self.of.width
    }

    /// Whether somebody is alone in `other` whom the count of `cell` is to be kept from.
    fn is_alone(&self, cell: usize, other: usize) -> bool {
        let question = self.of.question;
        question.primary[cell] && question.primary[other] && question.counts[other] == 1
    }

    /// An exchange through `cell` that keeps out whoever knows of a case in one of `others`.
    fn search(&self, cell: usize, others: &[usize], prices: &Prices) -> Option<Exchange> {
        let counts = &self.of.question.counts;
        let mut spare = counts.clone();
        spare[cell] = (spare[cell] - 1).max(0);
        let alone = others
            .iter()
            .copied()
            .filter(|it| self.is_alone(cell, *it) || counts[*it] == 0);
        let prices = prices.without(alone);
        for &it in others {
            spare[it] = (spare[it] - 1).max(0);
        }
        let mut best: Option<(Exchange, u64)> = None;
        for (tried, &(hurry, broad)) in prices.tries.iter().enumerate() {
            if tried >= prices.at_least && best.is_some() {
                break;
            }
            let search = Search {
                system: &self.of.question.system,
                price: &prices.of,
                room: Some((&spare, self.of.width)),
                breadth: BREADTH * broad,
            };
            let found = search.cheapest(number(cell), hurry);
            best = match (best, found) {
                (Some(best), Some(found)) if found.1 < best.1 => Some(found),
                (best @ Some(_), _) => best,
                (None, found) => found,
            };
        }
        if best.is_none() && prices.may_ask {
            let system = &self.of.question.system;
            return program::exchange(system, &prices.of, &spare, cell, self.of.width);
        }
        best.map(|it| it.0)
    }
}

/// For each cell of one case a number that it shares with the other cells that hold the same case: those that a
/// constraint joins in which every other count is zero.
pub(super) fn one_case(system: &System, counts: &[i64]) -> Vec<Option<u32>> {
    let mut case: Vec<Option<u32>> = (0..counts.len())
        .map(|it| (counts[it] == 1).then(|| number(it)))
        .collect();
    loop {
        let mut changed = false;
        for row in system.rows() {
            let filled = row.iter().filter(|it| counts[it.0 as usize] != 0);
            let filled: Vec<usize> = filled.map(|it| it.0 as usize).collect();
            if let &[a, b] = filled.as_slice()
                && counts[a] == 1
                && counts[b] == 1
                && case[a] != case[b]
            {
                let least = case[a].min(case[b]);
                (case[a], case[b]) = (least, least);
                changed = true;
            }
        }
        if !changed {
            return case;
        }
    }
}
