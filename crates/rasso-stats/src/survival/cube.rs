//! The day cube: counts of cases by group, day and status.

use super::{Entry, RiskTable, Spell};
use crate::StatsError;

/// The longest time in days that a cube holds: 300 years. A time beyond it is a wrong date, and
/// would otherwise ask for memory without bound.
const LAST_DAY: u32 = 109_575;

/// How many cases of each group ended or were last seen open on each day after their origin, and
/// how many came under observation late.
///
/// Exact whole numbers: two cubes are added in any order, so rows may be counted in parallel, in
/// pieces or by several agencies.
///
/// ```
/// use rasso_stats::survival::{DayCube, Spell};
/// let mut cube = DayCube::new(1, 2);
/// cube.add(0, Spell::from_origin(0, 2)).unwrap(); // ended of cause 2 on its first day
/// cube.add(0, Spell::from_origin(40, 0)).unwrap(); // still open after 40 days
/// assert_eq!(cube.risk_table(0).unwrap().steps().map(|it| it.at_risk).collect::<Vec<_>>(), [2, 1]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayCube {
    causes: usize,
    groups: Vec<GroupDays>,
}

/// One group's counts, dense by day. No trailing days are kept that nobody exits or enters on, so
/// equal counts are equal cubes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct GroupDays {
    /// Exits at `day * (causes + 1) + status`.
    exits: Vec<u64>,
    /// Late entries by day.
    entries: Vec<u64>,
}

impl DayCube {
    /// An empty cube of so many groups, in which cases end of so many causes.
    pub fn new(groups: usize, causes: usize) -> Self {
        Self {
            causes,
            groups: vec![GroupDays::default(); groups],
        }
    }

    /// How many groups there are; they count from 0.
    pub fn groups(&self) -> usize {
        self.groups.len()
    }

    /// How many causes there are; they count from 1.
    pub fn causes(&self) -> usize {
        self.causes
    }

    /// Makes room for so many groups and causes, where there are fewer. What was counted stays as it was:
    /// the new ones come after those there are.
    pub fn widen(&mut self, groups: usize, causes: usize) {
        if causes > self.causes {
            for group in &mut self.groups {
                group.widen(self.causes + 1, causes + 1);
            }
            self.causes = causes;
        }
        if groups > self.groups.len() {
            self.groups.resize(groups, GroupDays::default());
        }
    }

    /// One more case.
    #[inline]
    pub fn add(&mut self, group: usize, spell: Spell<u32>) -> Result<(), StatsError> {
        self.add_many(group, spell, 1)
    }

    /// So many more cases that are alike.
    #[inline]
    pub fn add_many(
        &mut self,
        group: usize,
        spell: Spell<u32>,
        times: u64,
    ) -> Result<(), StatsError> {
        let (causes, groups) = (self.causes, self.groups.len());
        let status = usize::from(spell.status);
        if status > causes {
            return Err(StatsError::NoSuchCause { causes });
        }
        if spell.exit > LAST_DAY {
            return Err(StatsError::BadTime);
        }
        let Some(days) = self.groups.get_mut(group) else {
            return Err(StatsError::NoSuchGroup { groups });
        };
        if times == 0 {
            return Ok(());
        }
        if let Entry::After(entry) = spell.entry {
            if entry >= spell.exit {
                return Err(StatsError::EmptySpell);
            }
            *cell(&mut days.entries, index(entry), 1) += times;
        }
        let width = causes + 1;
        *cell(&mut days.exits, index(spell.exit) * width + status, width) += times;
        Ok(())
    }

    /// Takes in all cases of another cube of the same groups and causes.
    pub fn merge(&mut self, other: &Self) -> Result<(), StatsError> {
        if self.causes != other.causes || self.groups.len() != other.groups.len() {
            return Err(StatsError::Unlike);
        }
        for (mine, theirs) in self.groups.iter_mut().zip(&other.groups) {
            mine.merge(theirs);
        }
        Ok(())
    }

    /// What the estimators need of one group, or nothing when there is no such group.
    pub fn risk_table(&self, group: usize) -> Option<RiskTable> {
        Some(self.groups.get(group)?.risk_table(self.causes))
    }

    /// The same for all groups together.
    pub fn pooled(&self) -> RiskTable {
        let mut all = GroupDays::default();
        for group in &self.groups {
            all.merge(group);
        }
        all.risk_table(self.causes)
    }
}

impl GroupDays {
    /// Days of so many counters become days of more.
    fn widen(&mut self, from: usize, to: usize) {
        let mut exits = Vec::with_capacity(self.exits.len() / from * to);
        for day in self.exits.chunks_exact(from) {
            exits.extend_from_slice(day);
            exits.resize(exits.len() + to - from, 0);
        }
        self.exits = exits;
    }

    fn merge(&mut self, other: &Self) {
        add_up(&mut self.exits, &other.exits);
        add_up(&mut self.entries, &other.entries);
    }

    fn risk_table(&self, causes: usize) -> RiskTable {
        let width = causes + 1;
        let late: u64 = self.entries.iter().sum();
        // All who exit have entered, so those not late were there from their origin.
        let origin = self.exits.iter().sum::<u64>().saturating_sub(late);
        let mut table = RiskTable::starting_with(origin, causes);
        let mut exits = self.exits.chunks_exact(width);
        let days = (self.exits.len() / width).max(self.entries.len());
        let nobody = vec![0; width];
        for (day, time) in (0..days).zip(0_u32..) {
            let exits = exits.next().unwrap_or(&nobody);
            let entered = self.entries.get(day).copied().unwrap_or(0);
            table.push(f64::from(time), entered, exits);
        }
        table
    }
}

/// A day as a place in a list: there are far fewer days than addresses.
#[inline]
fn index(day: u32) -> usize {
    usize::try_from(day).unwrap_or(usize::MAX)
}

/// The counter at a place. The list grows by whole days of so many counters.
#[inline]
fn cell(counts: &mut Vec<u64>, at: usize, width: usize) -> &mut u64 {
    if at >= counts.len() {
        counts.resize((at / width + 1) * width, 0);
    }
    &mut counts[at]
}

fn add_up(mine: &mut Vec<u64>, theirs: &[u64]) {
    if mine.len() < theirs.len() {
        mine.resize(theirs.len(), 0);
    }
    for (mine, theirs) in mine.iter_mut().zip(theirs) {
        *mine += theirs;
    }
}
