//! The exchanges that leave one cell open.

use super::{Withholding, prices::Prices, program::Means};
use crate::{exchange::Exchange, search::Search, system::number};
use std::collections::BTreeSet;

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
        let width = self.of.width;
        if kept.is_empty() {
            kept = self.search(cell, &[], width, &prices)?;
            prices.now_withheld(kept.iter().flat_map(Exchange::cells));
        }
        let mut nearly = BTreeSet::new();
        loop {
            let open = self.open_to(cell, &kept, &nearly);
            let Some(&first) = open.first() else {
                return Some(kept);
            };
            let width = if nearly.contains(&first) { 1 } else { width };
            let found = self
                .search(cell, &open, width, &prices)
                .or_else(|| self.search(cell, &[first], width, &prices));
            // What was shown before may leave too little open beside a count that its one case knows to be one: then
            // the count is kept from being told, and not by the whole width.
            if found.is_none()
                && prices.may_ask
                && self.is_alone(cell, first)
                && nearly.insert(first)
            {
                continue;
            }
            let found = found?;
            prices.now_withheld(found.iter().flat_map(Exchange::cells));
            kept.extend(found);
        }
    }

    /// The cells whose insider the exchanges do not keep out.
    fn open_to(&self, cell: usize, kept: &[Exchange], nearly: &BTreeSet<usize>) -> Vec<usize> {
        let width = |it: &usize| {
            if nearly.contains(it) {
                1
            } else {
                self.of.width
            }
        };
        let others: BTreeSet<u32> = kept.iter().flat_map(Exchange::cells).collect();
        let others = others.into_iter().map(|it| it as usize);
        others
            .filter(|it| *it != cell && !self.of.are_one(cell, *it))
            .filter(|it| self.is_alone(cell, *it) || self.of.insiders[cell].contains(it))
            .filter(|it| !self.keep_out(kept, cell, *it, width(it)))
            .collect()
    }

    /// Whether the exchanges leave `cell` open for whoever knows of a case in `other`; and a primary cell for whoever
    /// knows that theirs is the one case there. One may bring its count up, and another bring it down.
    fn keep_out(&self, exchanges: &[Exchange], cell: usize, other: usize, width: i64) -> bool {
        let counts = &self.of.question.counts;
        let is_alone = self.is_alone(cell, other);
        let floor = |it: u32| i64::from(!is_alone && [cell, other].contains(&(it as usize)));
        let may_touch = !is_alone && counts[other] > 0;
        let (mut up, mut down) = (0, 0);
        for it in exchanges {
            if may_touch || !it.touches(number(other)) {
                let (more, less) = it.reach(number(cell), counts, floor);
                (up, down) = (up.max(more), down.max(less));
            }
        }
        up.saturating_add(down) >= width
    }

    /// Whether somebody is alone in `other` whom the count of `cell` is to be kept from.
    fn is_alone(&self, cell: usize, other: usize) -> bool {
        let question = self.of.question;
        question.primary[cell] && question.primary[other] && question.cases[other].abs() == 1
    }

    /// Exchanges through `cell` that keep out whoever knows of a case in one of `others`.
    fn search(
        &self,
        cell: usize,
        others: &[usize],
        width: i64,
        prices: &Prices,
    ) -> Option<Vec<Exchange>> {
        let counts = &self.of.question.counts;
        let mut spare = counts.clone();
        // Nobody who is alone elsewhere knows of a case in the cell itself.
        if others.is_empty() || !others.iter().all(|it| self.is_alone(cell, *it)) {
            spare[cell] = (spare[cell] - 1).max(0);
        }
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
                room: Some((&spare, width)),
                growth: None,
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
            let means = Means {
                system: &self.of.question.system,
                price: &prices.of,
                spare: &spare,
            };
            return means.exchanges(cell, width);
        }
        best.map(|it| vec![it.0])
    }
}
