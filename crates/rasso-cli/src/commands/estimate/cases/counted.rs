//! Cases of whole days, counted.

use super::Stop;
use super::reader::{Case, Time};
use crate::failure::Failure;
use rasso_stats::survival::{DayCube, Entry, RiskTable, Spell};

/// The most counters: half a gigabyte of them. A file that would take more has times that are no days,
/// or groups of single cases, and its cases are held instead.
const MOST_COUNTERS: usize = 1 << 26;

/// Days up to this one fit into any cube: 273 years.
const LAST_DAY: u32 = 100_000;

/// A day cube that grows with the groups, causes and days that come.
pub(super) struct Days {
    cube: DayCube,
    days: usize,
}

impl Default for Days {
    fn default() -> Self {
        Self {
            cube: DayCube::new(0, 0),
            days: 0,
        }
    }
}

impl Days {
    #[inline]
    pub(super) fn add(&mut self, case: &Case) -> Result<(), Stop> {
        let Time::Day(exit) = case.exit else {
            return Err(Stop::NotDays);
        };
        let entry = match case.entry {
            None => Entry::Origin,
            Some(Time::Day(entry)) => Entry::After(entry),
            Some(Time::Number(_)) => return Err(Stop::NotDays),
        };
        self.make_room(case.group, case.status, exit)?;
        let spell = Spell {
            entry,
            exit,
            status: case.status,
        };
        let added = self.cube.add(case.group, spell);
        added.map_err(|it| Stop::Failed(Failure::from(it)))
    }

    fn make_room(&mut self, group: usize, status: u8, exit: u32) -> Result<(), Stop> {
        let causes = usize::from(status);
        let day = usize::try_from(exit).unwrap_or(usize::MAX);
        if group < self.cube.groups() && causes <= self.cube.causes() && day < self.days {
            return Ok(());
        }
        let groups = self.cube.groups().max(group + 1);
        let causes = self.cube.causes().max(causes);
        self.days = self.days.max(day.saturating_add(1));
        let counters = self.days.saturating_mul(groups).saturating_mul(causes + 1);
        if exit > LAST_DAY || counters > MOST_COUNTERS {
            return Err(Stop::NotDays);
        }
        self.cube.widen(groups, causes);
        Ok(())
    }

    pub(super) fn table(&self, group: usize) -> Option<RiskTable> {
        self.cube.risk_table(group)
    }
}
