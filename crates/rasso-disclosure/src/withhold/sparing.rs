//! Showing again what need not be withheld.

use super::{
    Withholding,
    guard::Aim,
    prices::{Prices, own_price},
};
use crate::{exchange::Exchange, system::number};

impl Withholding<'_> {
    /// Shows again what no guard needs, and what the others can be guarded without at less loss, dearest first; gives
    /// the number of cells shown.
    pub(crate) fn spare(&mut self) -> usize {
        let mut order: Vec<usize> = self.secondary().collect();
        order.sort_by_key(|it| (std::cmp::Reverse(self.question.counts[*it]), *it));
        order.into_iter().filter(|it| self.show(*it)).count()
    }

    /// Shows what is in no guard and need not be withheld.
    pub(crate) fn show_idle(&mut self) {
        let cells = 0..self.withheld.len();
        let mut needed: Vec<bool> = cells.map(|it| self.question.must_be_withheld(it)).collect();
        for it in self.guards.iter().flatten().flat_map(Exchange::cells) {
            needed[it as usize] = true;
        }
        self.withheld = needed;
        self.draw_in_changes();
    }

    /// Withholds the changes of which a vintage is withheld, and no others that need not be.
    fn draw_in_changes(&mut self) {
        let question = self.question;
        for row in question.system.rows() {
            let cells = row.iter().map(|it| it.0 as usize);
            let Some(change) = cells.clone().find(|it| question.is_change(*it)) else {
                continue;
            };
            if !question.must_be_withheld(change) {
                let mut vintages = cells.filter(|it| *it != change);
                self.withheld[change] = vintages.any(|it| self.withheld[it]);
            }
        }
    }

    /// The withheld cells that need not be.
    fn secondary(&self) -> impl Iterator<Item = usize> {
        (0..self.withheld.len())
            .filter(|it| self.withheld[*it] && !self.question.must_be_withheld(*it))
            .filter(|it| !self.question.is_change(*it))
    }

    /// Shows a cell if every other withheld cell can be guarded without it, at less than it costs.
    fn show(&mut self, cell: usize) -> bool {
        if !self.withheld[cell] {
            return false;
        }
        let before = (self.withheld.clone(), self.guards.clone());
        self.withheld[cell] = false;
        self.guards[cell].clear();
        let fine = self.guard_without(cell);
        if !fine {
            (self.withheld, self.guards) = before;
        }
        fine
    }

    fn guard_without(&mut self, shown: usize) -> bool {
        let saved = own_price(self.question, shown);
        let mut spent = 0_u64;
        let mut waiting: Vec<usize> = (0..self.guards.len())
            .filter(|it| self.withheld[*it] && self.uses(*it, shown))
            .collect();
        while let Some(user) = waiting.pop() {
            let mut left = std::mem::take(&mut self.guards[user]);
            left.retain(|it| !it.touches(number(shown)));
            let aim = Aim::of(self);
            let among = Prices::among_withheld(self);
            let found = aim.guard(user, left.clone(), &among).or_else(|| {
                let mut all = Prices::of_all(self).without([shown]);
                all.may_ask = false;
                aim.guard(user, left, &all)
            });
            let Some(found) = found else {
                return false;
            };
            debug_assert!(!found.iter().any(|it: &Exchange| it.touches(number(shown))));
            let new = self.keep(user, found);
            spent += new
                .iter()
                .map(|it| own_price(self.question, *it))
                .sum::<u64>();
            if spent >= saved {
                return false;
            }
        }
        true
    }
}
