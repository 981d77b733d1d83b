//! Which cells to withhold so that nobody can work out a primary cell.
//!
//! Every cell that must be withheld has a *guard*: exchanges among withheld cells alone, that between them leave its
//! count open by at least the width, also for whoever knows that theirs is the one case of another cell. It gets the
//! cheapest guard there is, and what that needs is withheld as well; then what turns out not to be needed is shown
//! again. Cells withheld for others' sake are mostly open too; those that are not are pointed out by the search for
//! witnesses, and then need a guard of their own.

mod guard;
mod prices;
mod program;
mod sameness;
mod sparing;

use crate::{
    exchange::Exchange,
    question::{Kind, Question},
    system::number,
};
use guard::Aim;
use prices::Prices;
use sameness::{one_case, one_unknown};
use std::collections::BTreeSet;

/// Cells that are to be withheld, with the guards of those that need one.
pub(crate) struct Withholding<'q> {
    question: &'q Question,
    width: i64,
    withheld: Vec<bool>,
    guards: Vec<Vec<Exchange>>,
    /// For each cell those of whose insiders the search for witnesses has found that they can work it out.
    insiders: Vec<BTreeSet<usize>>,
    /// For each cell of one case a number that it shares with the other cells that hold the same case.
    case: Vec<Option<u32>>,
    /// The pairs of a change and its new count, both ways, where everybody knows the old one.
    one_unknown: BTreeSet<(usize, usize)>,
}

impl<'q> Withholding<'q> {
    /// Withholds what must be and what guards it. The second part is the cells that cannot have a guard.
    pub(crate) fn new(question: &'q Question, width: i64) -> (Self, Vec<usize>) {
        let cells = question.counts.len();
        let mut it = Self {
            question,
            width,
            withheld: (0..cells).map(|it| question.must_be_withheld(it)).collect(),
            guards: vec![Vec::new(); cells],
            insiders: vec![BTreeSet::new(); cells],
            case: one_case(question),
            one_unknown: one_unknown(question),
        };
        let open = it.guard_all();
        (it, open)
    }

    /// Which cells are withheld.
    pub(crate) fn withheld(&self) -> &[bool] {
        &self.withheld
    }

    /// Guards the first cell of each pair too against whoever knows of a case in the second. Gives the cells that
    /// cannot have a guard.
    pub(crate) fn insist(&mut self, pairs: impl IntoIterator<Item = (usize, usize)>) -> Vec<usize> {
        for (cell, insider) in pairs {
            self.insiders[cell].insert(insider);
        }
        self.guard_all()
    }

    /// Guards what is withheld for others' sake alone, where no exchange among withheld cells leaves it open.
    pub(crate) fn guard_the_rest(&mut self) {
        loop {
            let bare = self.bare();
            let known = |it: &usize| self.insiders[*it].contains(it);
            if bare.iter().all(known) {
                return;
            }
            self.insist(bare.into_iter().map(|it| (it, it)));
        }
    }

    /// The withheld cells that have no guard, are open by no other's, and for which none is found among the withheld.
    fn bare(&self) -> Vec<usize> {
        let counts = &self.question.counts;
        let mut open = vec![false; counts.len()];
        for exchange in self.guards.iter().flatten() {
            for cell in exchange.cells() {
                let (up, down) = exchange.reach(cell, counts, |it| i64::from(it == cell));
                open[cell as usize] |= up.saturating_add(down) >= self.width;
            }
        }
        let (aim, prices) = (Aim::of(self), Prices::among_withheld(self));
        let cells = 0..counts.len();
        cells
            .filter(|it| self.withheld[*it] && self.guards[*it].is_empty() && !open[*it])
            .filter(|it| self.question.kind[*it] != Kind::Slack)
            .filter(|it| aim.guard(*it, Vec::new(), &prices).is_none())
            .collect()
    }

    /// Gives every cell that needs one its guard, those with most to lose first; gives the cells that cannot have one.
    fn guard_all(&mut self) -> Vec<usize> {
        let cells = 0..self.withheld.len();
        let mut needy: Vec<usize> = cells.filter(|it| self.needs_guard(*it)).collect();
        needy.sort_by_key(|it| (std::cmp::Reverse(self.question.counts[*it]), *it));
        needy.retain(|it| !self.guard(*it));
        needy
    }

    fn needs_guard(&self, cell: usize) -> bool {
        let pointed_out = !self.insiders[cell].is_empty();
        let is_slack = self.question.kind[cell] == Kind::Slack;
        let is_needy = pointed_out || self.question.must_be_withheld(cell);
        self.withheld[cell] && is_needy && !is_slack
    }

    /// Guards a cell among the withheld ones, or else with the cheapest others; false if it cannot be.
    fn guard(&mut self, cell: usize) -> bool {
        let kept = std::mem::take(&mut self.guards[cell]);
        let aim = Aim::of(self);
        let found = aim
            .guard(cell, kept, &Prices::among_withheld(self))
            .or_else(|| aim.guard(cell, Vec::new(), &Prices::of_all(self)));
        let Some(found) = found else {
            return false;
        };
        self.keep(cell, found);
        true
    }

    /// Withholds what a guard needs; gives the cells that were shown before.
    fn keep(&mut self, cell: usize, guard: Vec<Exchange>) -> Vec<usize> {
        let mut new = Vec::new();
        for it in guard.iter().flat_map(Exchange::cells) {
            let it = it as usize;
            if !self.withheld[it] {
                self.withheld[it] = true;
                new.push(it);
            }
        }
        self.guards[cell] = guard;
        new
    }

    /// Whether two cells hold the same one case, of which whoever it is learns only of themselves; or are one unknown
    /// since an earlier release, so that nothing now published tells whoever knows the one any more of the other.
    fn are_one(&self, cell: usize, other: usize) -> bool {
        self.case[cell].is_some() && self.case[cell] == self.case[other]
            || self.one_unknown.contains(&(cell, other))
    }

    fn uses(&self, user: usize, cell: usize) -> bool {
        self.guards[user].iter().any(|it| it.touches(number(cell)))
    }
}
